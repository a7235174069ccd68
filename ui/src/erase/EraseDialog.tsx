// Ta bort orden för gott? The one place that says what goes, what stays, and who still has it: no button takes words away without it.
import '../words/later';
import './erase.css';
import { useState } from 'react';
import { Band, Button, Dialog, toast } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import type { Asked } from './ask';

const mostQuoted = 6;

export default function EraseDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const online = useShown(s => s.online);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const words = (asked.words ?? []).filter(one => one?.trim());
  const erase = async () => {
    const receipts = session.doAll(asked.what.map(what => ({ type: 'eraseContent' as const, ...what })));
    // Without network it waits its turn, like everything that is done here.
    if (!online) { toast({ text: t('erase.later') }); return onClose(); }
    setBusy(true);
    const refused = (await receipts).flatMap(one => ('refused' in one ? [one] : []));
    setBusy(false);
    if (refused.length === 0) { toast({ text: t('erase.done') }); return onClose(); }
    setFailed(refused[0]!.message);
    // Said here, and not a second time behind the dialog.
    for (const one of refused) session.dismiss(session.get().refusals.findIndex(r => r.command.id === one.id));
  };
  return (
    <Dialog title={t(asked.takes === 'mine' || asked.takes === 'theirs' ? `erase.title.${asked.takes}` : 'erase.title', { name: asked.name ?? '' })} open onClose={onClose} footer={<>
      <Button kind="main" icon="trash" aria-busy={busy} onClick={() => void erase()}>{t('erase.do')}</Button>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
    </>}>
      {words.length > 0 && (
        <ul className="erase-words">
          {words.slice(0, mostQuoted).map((one, i) => <li key={i}><p className="quoted" dir="auto">{one}</p></li>)}
          {words.length > mostQuoted && <li className="help">{t('erase.more', { n: words.length - mostQuoted })}</li>}
        </ul>
      )}
      <p>{t(`erase.goes.${asked.takes}`, { name: asked.name ?? '' })}</p>
      {asked.takes === 'theirs' && <p>{t('erase.nameless')}</p>}
      <p>{t('erase.everywhere')}</p>
      <p className="help">{t('erase.backups')}</p>
      {failed && <Band tone="gap" role="alert">{failed}</Band>}
    </Dialog>
  );
}
