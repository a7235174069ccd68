// Deleting a dialogue for good. Its title is typed, because there is no way back; a rehearsal is there to be wiped and is only asked about once.
import { useState } from 'react';
import { api, Problem } from '../api';
import { Button, Dialog, TextField } from '../design';
import { useWords } from '../words';

export interface Deletable { id: string; title: string; rehearsal?: boolean }

export function DeleteDialog({ of, onClose, onGone }: { of: Deletable | null; onClose: () => void; onGone: () => void }) {
  return of && <Asking key={of.id} of={of} onClose={onClose} onGone={onGone} />;
}

function Asking({ of, onClose, onGone }: { of: Deletable; onClose: () => void; onGone: () => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(''), [failed, setFailed] = useState<string | null>(null), [busy, setBusy] = useState(false);
  const wrong = !of.rehearsal && typed.trim() !== of.title;
  const remove = () => {
    if (wrong) return setFailed(t('delete.wrong'));
    setBusy(true);
    api.deleteDialogue(of.id, of.rehearsal ? undefined : typed).then(onGone, (e: unknown) => {
      setBusy(false);
      setFailed(e instanceof Problem && e.status > 0 ? e.message : t('delete.failed'));
    });
  };
  return (
    <Dialog title={t(of.rehearsal ? 'rehearsal.wipe.sure' : 'delete.title')} open asks={false} onClose={onClose}
      footer={<><Button kind="main" disabled={busy} onClick={remove}>{t(of.rehearsal ? 'rehearsal.wipe' : 'delete.do')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      <p>{t(of.rehearsal ? 'rehearsal.wipe.text' : 'delete.text')}</p>
      {!of.rehearsal && <><p className="voice" dir="auto">{of.title}</p><TextField label={t('delete.type')} value={typed} onChange={e => { setTyped(e.target.value); setFailed(null); }} autoComplete="off" /></>}
      {failed && <p className="err" role="alert">{failed}</p>}
    </Dialog>
  );
}
