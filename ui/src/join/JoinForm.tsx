// Name, organisation, level: what everybody will see, and nothing more. What is stored stands beside the button, not behind a link.
import { useEffect, useRef, useState } from 'react';
import { api, Problem } from '../api';
import { Band, Button, Combo, Icon, PickOne, TextField } from '../design';
import { levels } from '../participant/levels';
import { remember, rememberDialogue } from '../participant/device';
import { go } from '../path';
import { forgetKnown } from '../session/lastKnown';
import { disown } from '../session/outbox';
import { useWords } from '../words';
import type { Level, Role } from '../wire';
import { FoundDialogue } from './CodeField';
import type { Found } from './Join';

const roles = ['participant', 'companion', 'interpreter', 'observer'] as const satisfies readonly Role[];

export function JoinForm({ found }: { found: Found }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [organisation, setOrganisation] = useState('');
  const [level, setLevel] = useState<Level>();
  const [role, setRole] = useState<Role>('participant');
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    nameField.current?.focus({ preventScroll: true });
    // While the name is written, the room is fetched.
    void import('../participant/Participant').catch(() => undefined);
  }, []);

  const own = level === 'livedExperience';
  const wrong = {
    name: !name.trim() ? t('join.nameMissing') : undefined,
    organisation: !own && role === 'participant' && !organisation.trim() ? t('join.organisationMissing') : undefined,
    level: !level ? t('join.levelMissing') : undefined,
  };
  const join = async () => {
    setTried(true);
    if (!level || wrong.name || wrong.organisation || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const joined = await api.join({ joinCode: found.code, name: name.trim(), level, ...(organisation.trim() && { organisation: organisation.trim() }), ...(role !== 'participant' && { role }) });
      rememberDialogue(joined.dialogueId, { code: found.code, title: found.look.title, returnLink: joined.returnLink });
      await Promise.all([forgetKnown(joined.dialogueId), disown(joined.dialogueId)]);
      remember(`voices.${joined.dialogueId}`, null);   // who joins by this page uses the device alone
      go(`/d/${joined.dialogueId}`);
    } catch (e) {
      setBusy(false);
      setProblem(e instanceof Problem && e.status !== 0 ? e.message || t('join.failed.other') : t('join.failed.unreachable'));
    }
  };
  return (
    <form className="join-form" noValidate onSubmit={e => { e.preventDefault(); void join(); }}>
      {found.byLink && <FoundDialogue found={found} />}
      <div className="two">
        <TextField ref={nameField} label={t('join.name')} value={name} maxLength={80} autoComplete="given-name" error={tried ? wrong.name : undefined} onChange={e => setName(e.target.value)} />
        <Combo label={t('join.organisation')} note={own ? t('common.optional') : undefined} value={organisation} options={found.look.organisations} maxLength={80} autoComplete="organization" newText={v => t('join.newOrganisation', { name: v })} error={tried ? wrong.organisation : undefined} onChange={setOrganisation} />
      </div>
      <PickOne legend={t('join.level')} value={level} onChange={setLevel} columns error={tried ? wrong.level : undefined} options={levels.map(l => ({ value: l, label: t(`join.level.${l}`), help: t(`join.level.${l}.help`) }))} />
      <details className="more-roles">
        <summary className="linkish">{t('join.more')}</summary>
        <PickOne legend={t('join.role')} value={role} onChange={setRole} options={roles.map(r => ({ value: r, label: t(`role.${r}`), help: t(`join.role.${r}`) }))} />
      </details>
      {problem && <Band tone="warn" role="alert">{problem}</Band>}
      <div><Button kind="main" size="big" type="submit" iconAfter="right" aria-busy={busy}>{busy ? t('join.joining') : t('join.go')}</Button></div>
      <div className="stored"><Icon name="lock" /><div><p><strong>{t('join.stored')}</strong> {t('join.storedWhat')}</p><p><strong>{t('join.never')}</strong> {t('join.neverWhat')}</p></div></div>
    </form>
  );
}
