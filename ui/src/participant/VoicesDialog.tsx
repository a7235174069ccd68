// Who shares this device: one more comes, one leaves. Its own download: most devices have one person.
import { useState } from 'react';
import { api, Problem } from '../api';
import { useRoom } from '../board/useRoom';
import { Band, Button, Combo, Dialog, PickOne, TextField } from '../design';
import { useWords } from '../words';
import type { Id, Level, Participant } from '../wire';
import { levels } from './levels';
import { setVoices } from './voices';

export default function VoicesDialog({ people, onClose, onAdded }: { people: readonly Participant[]; onClose: () => void; onAdded: (id: Id) => void }) {
  const { t } = useWords();
  const voices = people.map(p => p.id);
  return (
    <Dialog title={t('voices.title')} open onClose={onClose}>
      <p className="help">{t('voices.help')}</p>
      <ul className="plain-rows">
        {people.map(p => <li key={p.id} className="row-between"><span dir="auto"><b>{p.name}</b></span>{people.length > 1 && <Leave id={p.id} name={p.name} voices={voices} />}</li>)}
      </ul>
      <AddVoice voices={voices} onAdded={onAdded} />
    </Dialog>
  );
}

function Leave({ id, name, voices }: { id: Id; name: string; voices: readonly Id[] }) {
  const { t } = useWords();
  const { dialogue } = useRoom();
  const [failed, setFailed] = useState(false);
  const leave = () => void api.leave(dialogue.id, id).then(() => setVoices(dialogue.id, voices.filter(one => one !== id)), () => setFailed(true));
  return <span className="row">{failed && <span className="err">{t('join.failed.unreachable')}</span>}<Button size="small" icon="out" onClick={leave}>{t('voices.leave')}<span className="hidden-text"> {name}</span></Button></span>;
}

function AddVoice({ voices, onAdded }: { voices: readonly Id[]; onAdded: (id: Id) => void }) {
  const { t } = useWords();
  const { dialogue } = useRoom();
  const [name, setName] = useState(''), [organisation, setOrganisation] = useState('');
  const [level, setLevel] = useState<Level>();
  const [tried, setTried] = useState(false), [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const own = level === 'livedExperience';
  const wrong = { name: !name.trim(), organisation: !own && !organisation.trim(), level: !level };
  const add = async () => {
    setTried(true);
    if (!level || wrong.name || wrong.organisation || busy) return;
    setBusy(true);
    try {
      const joined = await api.join({ dialogueId: dialogue.id, name: name.trim(), level, ...(organisation.trim() && { organisation: organisation.trim() }) });
      setVoices(dialogue.id, [...voices, joined.participantId]);
      onAdded(joined.participantId);
    } catch (e) {
      setProblem(e instanceof Problem && e.status !== 0 ? e.message || t('join.failed.other') : t('join.failed.unreachable'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="part-in speaker-add" noValidate onSubmit={e => { e.preventDefault(); void add(); }}>
      <h3>{t('voices.add')}</h3>
      <TextField label={t('voices.name')} value={name} maxLength={80} error={tried && wrong.name ? t('join.nameMissing') : undefined} onChange={e => setName(e.target.value)} />
      <Combo label={t('voices.organisation')} note={own ? t('common.optional') : undefined} value={organisation} options={dialogue.organisations.map(o => o.name)} maxLength={80} newText={v => t('join.newOrganisation', { name: v })}
        error={tried && wrong.organisation ? t('join.organisationMissing') : undefined} onChange={setOrganisation} />
      <PickOne legend={t('voices.level')} value={level} onChange={setLevel} columns error={tried && wrong.level ? t('join.levelMissing') : undefined} options={levels.map(l => ({ value: l, label: t(`join.level.${l}`) }))} />
      {problem && <Band tone="warn" role="alert">{problem}</Band>}
      <div><Button kind="main" type="submit" icon="plus" aria-busy={busy}>{t('voices.addDo')}</Button></div>
    </form>
  );
}
