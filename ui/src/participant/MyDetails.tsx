// Mina uppgifter: name, organisation and level may be put right at any time.
import { lazy, Suspense, useRef, useState } from 'react';
import { useRoom } from '../board/useRoom';
import { Button, Dialog, PickOne, Select, TextField } from '../design';
import { useWords } from '../words';
import type { Level, Participant } from '../wire';
import { levels } from './levels';

const PersonWords = lazy(() => import('../erase/PersonWords'));

export function MyDetails({ me: live, onClose }: { me: Participant; onClose: () => void }) {
  const { t } = useWords();
  const { session, dialogue, organisationName } = useRoom();
  // As it was when this opened: what a facilitator puts right meanwhile is not put back.
  const me = useRef(live).current;
  const [name, setName] = useState(me.name);
  const [organisation, setOrganisation] = useState(me.organisation ?? '');
  const [level, setLevel] = useState<Level>(me.level);
  const save = () => {
    const patch = {
      ...(name.trim() && name.trim() !== me.name && { name: name.trim() }),
      ...(organisation !== (me.organisation ?? '') && { organisation: organisation || null }),
      ...(level !== me.level && { level }),
    };
    if (Object.keys(patch).length > 0) void session.do({ type: 'changeParticipant', participantId: me.id, patch });
    onClose();
  };
  return (
    <Dialog title={t('me.details')} open onClose={onClose} footer={<><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      <TextField label={t('join.name')} value={name} maxLength={80} autoComplete="given-name" onChange={e => setName(e.target.value)} />
      <Select label={t('join.organisation')} value={organisation} onChoose={setOrganisation} empty={t('join.noOrganisation')} options={dialogue.organisations.map(o => ({ value: o.id, label: o.name }))} />
      <PickOne legend={t('join.level')} value={level} onChange={setLevel} columns options={levels.map(l => ({ value: l, label: t(`join.level.${l}`), help: t(`join.level.${l}.help`) }))} />
      {me.answersFor.length > 0 && <p className="help">{t('me.answersFor', { names: me.answersFor.map(organisationName).join(', ') })}</p>}
      <Suspense fallback={null}><PersonWords person={live} own /></Suspense>
    </Dialog>
  );
}
