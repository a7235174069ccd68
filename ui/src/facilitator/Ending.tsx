// Conclude and reopen: asked once more, because both change what everyone may do.
import { Button, Dialog } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { run } from './room';

export function Ending({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const over = useShown(s => s.dialogue.status === 'concluded');
  const act = () => { void run(session, [{ type: over ? 'reopen' : 'conclude' }]).then(onClose); };
  return (
    <Dialog title={t(over ? 'lead.share.reopen.sure' : 'lead.share.conclude.sure')} open={open} onClose={onClose}
      footer={<><Button kind="main" onClick={act}>{t(over ? 'lead.share.reopen' : 'lead.share.conclude')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      <p>{t(over ? 'lead.share.reopen.text' : 'lead.share.conclude.text')}</p>
    </Dialog>
  );
}
