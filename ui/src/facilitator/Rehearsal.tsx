// Generalrepetition: practising one's own agenda with people who do not exist, and wiping it. A rehearsal says so wherever it is seen.
import { useState } from 'react';
import { api, Problem } from '../api';
import { Band, Button, Icon } from '../design';
import { DeleteDialog } from '../home/Delete';
import { go } from '../path';
import { useShown } from '../session/react';
import { useWords } from '../words';

/** In the list of what is left to do before the dialogue. */
export function Rehearse({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false), [failed, setFailed] = useState<string | null>(null);
  const begin = () => {
    setBusy(true); setFailed(null);
    api.rehearse(dialogueId).then(copy => go(`/d/${copy.id}/lead`), (e: unknown) => {
      setBusy(false);
      setFailed(e instanceof Problem && e.status > 0 ? e.message : t('rehearsal.failed'));
    });
  };
  return (
    <li>
      <button type="button" disabled={busy} onClick={begin}><Icon name="people" /><span><b>{t('rehearsal.begin')}</b><span className="meta">{t(busy ? 'rehearsal.beginning' : 'rehearsal.help')}</span></span></button>
      {failed && <Band tone="gap" role="alert" actions={<a className="b b-small" href="/lead">{t('lead.mine')}</a>}>{failed}</Band>}
    </li>
  );
}

/** At the top of a rehearsal's own lead view, as long as it lasts. */
export function RehearsalBand({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const [asking, setAsking] = useState(false);
  if (!d.rehearsal) return null;
  return (
    <>
      <Band tone="warn" icon="people" actions={<Button size="small" onClick={() => setAsking(true)}>{t('rehearsal.wipe')}</Button>}>
        <b>{t('rehearsal.is')}</b> {t(d.phaseId ? 'rehearsal.text' : 'rehearsal.text.before')}
      </Band>
      <DeleteDialog of={asking ? { id: dialogueId, title: d.title, rehearsal: true } : null} onClose={() => setAsking(false)} onGone={() => go('/lead')} />
    </>
  );
}
