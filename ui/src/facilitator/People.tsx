// Everyone who has joined, and what a facilitator may correct: organisation, level, role, who answers for whom, and removing.
import { lazy, Suspense, useRef, useState } from 'react';
import { peopleOf } from '../board/reading';
import { Button, Dialog, PickMany, Select, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import type { Level, Participant, Role } from '../wire';
import { useWords, type Key } from '../words';
import { levels } from './coverage';
import { organisationName, run } from './room';
import { WayIn } from './WayIn';

const Newcomers = lazy(() => import('./Newcomers'));
const PersonWords = lazy(() => import('../erase/PersonWords'));
const roles: readonly Role[] = ['participant', 'companion', 'interpreter', 'observer'];

export function People({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, list, compare } = useWords();
  const d = useShown(s => s.dialogue);
  const [editing, setEditing] = useState<string | null>(null);
  const people = [...peopleOf(d)].sort((a, b) => compare(organisationName(d, a.organisation), organisationName(d, b.organisation)) || compare(a.name, b.name));
  const about = (p: Participant) => [
    organisationName(d, p.organisation), t(`level.${p.level}` as Key), p.role !== 'participant' && t(`role.${p.role}` as Key),
    p.table && t('lead.heard.table', { table: p.table }), p.waiting && t('lead.people.waits'),
    p.answersFor.length > 0 && t('lead.people.answers', { organisations: list(p.answersFor.map(o => organisationName(d, o)).filter(Boolean)) }),
  ].filter(Boolean).join(' · ');
  return (
    <Dialog title={t('lead.people.title')} open={open} onClose={onClose} wide>
      {people.length === 0 && <p className="help">{t('lead.people.none')}</p>}
      <ul className="plain-rows">
        {people.map(p => (
          <li key={p.id}>
            <div className="row-between"><span dir="auto"><b>{p.name}</b><span className="meta person-about">{about(p)}</span></span>
              <Button size="small" aria-expanded={editing === p.id} aria-label={t('lead.people.edit', { name: p.name })} onClick={() => setEditing(editing === p.id ? null : p.id)}>{t('common.change')}</Button></div>
            {editing === p.id && <><PersonForm key={p.id} person={p} onDone={() => setEditing(null)} /><Suspense fallback={null}><PersonWords person={p} own={false} /></Suspense></>}
          </li>
        ))}
      </ul>
      {open && people.length > 0 && <Suspense fallback={null}><Newcomers /></Suspense>}
    </Dialog>
  );
}

function PersonForm({ person, onDone }: { person: Participant; onDone: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const organisations = useShown(s => s.dialogue.organisations);
  // As it was when the form opened: what the person corrects meanwhile is not put back.
  const p = useRef(person).current;
  const [name, setName] = useState(p.name), [organisation, setOrganisation] = useState(p.organisation ?? '');
  const [level, setLevel] = useState<Level>(p.level), [role, setRole] = useState<Role>(p.role), [answersFor, setAnswersFor] = useState<string[]>([...p.answersFor]);
  const [accompanies, setAccompanies] = useState(p.accompanies ?? '');
  const others = peopleOf(useShown(s => s.dialogue)).filter(o => o.id !== p.id && o.role === 'participant');
  const [sure, setSure] = useState(false);
  const save = () => {
    const patch = {
      ...(name.trim() && name !== p.name && { name: name.trim() }), ...(organisation !== (p.organisation ?? '') && { organisation: organisation || null }),
      ...(level !== p.level && { level }), ...(role !== p.role && { role }), ...(accompanies !== (p.accompanies ?? '') && { accompanies: accompanies || null }),
    };
    const answers = [...answersFor].sort().join() !== [...p.answersFor].sort().join();
    // Changing organisation drops answersFor, so what is answered for goes in a command of its own, after it.
    void run(session, [
      ...(Object.keys(patch).length > 0 ? [{ type: 'changeParticipant' as const, participantId: p.id, patch }] : []),
      ...(answers ? [{ type: 'changeParticipant' as const, participantId: p.id, patch: { answersFor } }] : []),
    ]).then(onDone);
  };
  return (
    <form className="part-in person-form" onSubmit={e => { e.preventDefault(); save(); }}>
      <div className="two">
        <TextField label={t('lead.people.name')} value={name} maxLength={80} required onChange={e => setName(e.target.value)} />
        <Select label={t('lead.people.organisation')} value={organisation} empty={t('lead.heard.noOrganisation')} options={organisations.map(o => ({ value: o.id, label: o.name }))} onChoose={setOrganisation} />
        <Select label={t('lead.people.level')} value={level} options={levels.map(l => ({ value: l, label: t(`level.${l}` as Key) }))} onChoose={v => setLevel(v as Level)} />
        <Select label={t('lead.people.role')} value={role} options={roles.map(r => ({ value: r, label: t(`role.${r}` as Key) }))} onChoose={v => setRole(v as Role)} />
        {(role === 'companion' || role === 'interpreter') && <Select label={t('lead.people.accompanies')} value={accompanies} empty={t('lead.people.accompanies.none')} options={others.map(o => ({ value: o.id, label: o.name }))} onChoose={setAccompanies} />}
      </div>
      {organisations.length > 0 && (
        <PickMany legend={t('lead.people.answersFor')} help={t('lead.people.answersFor.help')} values={answersFor} options={organisations.map(o => ({ value: o.id, label: o.name }))} onChange={setAnswersFor} />
      )}
      <div className="row lead-wrap">
        <Button kind="main" type="submit">{t('common.save')}</Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        {!sure && <Button kind="quiet" icon="trash" className="lead-end" onClick={() => setSure(true)}>{t('lead.people.remove', { name: p.name })}</Button>}
      </div>
      {sure && <div className="sure"><p>{t('lead.people.remove.again', { name: p.name })}</p><WayIn /></div>}
      {sure && <p className="row lead-wrap sure"><span>{t('lead.people.remove.sure', { name: p.name })}</span>
        <Button onClick={() => void run(session, [{ type: 'removePerson', participantId: p.id }])}>{t('common.remove')}</Button><Button kind="quiet" onClick={() => setSure(false)}>{t('common.cancel')}</Button></p>}
    </form>
  );
}
