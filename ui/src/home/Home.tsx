// Mina dialoger: signing in by a one-time link, the facilitator's own dialogues, and a new one in three fields.
import '../words/leading';
import { useCallback, useEffect, useState, type FormEvent } from 'react';
import './home.css';
import { api, Problem, type DialogueRow, type Template } from '../api';
import { Band, Button, Dialog, Icon, Mark, TextField } from '../design';
import { spaced } from '../facilitator/code';
import { codeInAddress, forgetAddress } from '../course/code';
import { leaveDevice } from '../leave';
import { go } from '../path';
import { SettingsButton } from '../settings/Settings';
import { useWords } from '../words';
import { DeleteDialog, type Deletable } from './Delete';
import { NewDialogue } from './NewDialogue';

/** The key of the sign-in link. It is in the fragment, which no server sees, until the button sends it. */
const keyFrom = (hash: string) => new URLSearchParams(hash.slice(1)).get('key');

type State = { is: 'looking' } | { is: 'out' } | { is: 'failed' } | { is: 'in'; rows: DialogueRow[]; templates: Template[]; byCode: boolean };

export default function Home() {
  const { t } = useWords();
  const [key, setKey] = useState(() => keyFrom(location.hash));
  const [code] = useState(codeInAddress);
  const [state, setState] = useState<State>({ is: 'looking' });
  const look = useCallback(async () => {
    try {
      const me = await api.me();
      if (!me.facilitator && !me.leads?.length) return setState({ is: 'out' });
      const [rows, templates] = await Promise.all([api.dialogues(), api.templates()]);
      setState({ is: 'in', byCode: !me.facilitator, rows: [...rows].sort((a, b) => a.createdAt < b.createdAt ? 1 : -1), templates });
    } catch (e) {
      setState({ is: e instanceof Problem && (e.status === 401 || e.status === 403) ? 'out' : 'failed' });
    }
  }, []);
  useEffect(() => { void look(); }, [look]);
  useEffect(() => {
    const changed = () => setKey(keyFrom(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  // The key leaves the address whether it worked or not: it is not to be found in the history of a borrowed computer.
  const spent = () => { history.replaceState(null, '', location.pathname); setKey(null); };
  return (
    <>
      <title>{`${t('home.title')} – ${t('common.product')}`}</title>
      <header className="top">
        <Mark /><div className="what"><b>{t('common.product')}</b></div>
        <div className="end"><SettingsButton />{state.is === 'in' && !state.byCode && <Everywhere />}{state.is === 'in' && <Button kind="quiet" icon="out" title={t('home.signOut.help')} onClick={() => void leaveDevice('/lead')}>{t('home.signOut')}</Button>}</div>
      </header>
      <main className={state.is === 'in' && key === null ? 'home' : 'calm-page'}>
        {key !== null ? <SignIn value={key} onSpent={spent} onIn={() => { spent(); void look(); }} />
          : state.is === 'looking' ? <p role="status">{t('common.loading')}</p>
          : state.is === 'out' ? <SignedOut code={code} />
          : state.is === 'failed' ? <><h1>{t('away.title')}</h1><p role="status">{t('away.text')}</p><p><Button kind="main" onClick={() => void look()}>{t('common.tryAgain')}</Button></p></>
          : <><Mine onGone={() => void look()} rows={state.rows} byCode={state.byCode} />{!state.byCode && <NewDialogue templates={state.templates} />}{(state.byCode || code !== null) && <LeadByCode code={code} />}</>}
      </main>
    </>
  );
}

/** Asked once more: it ends the sessions of everybody who leads, this one too. */
function Everywhere() {
  const { t } = useWords();
  const [sure, setSure] = useState(false), [failed, setFailed] = useState<string | null>(null);
  const end = () => { setFailed(null); api.signOutEverywhere().then(() => location.assign('/lead'), (e: unknown) => setFailed(e instanceof Problem && e.status !== 0 ? e.message : t('join.failed.unreachable'))); };
  return (
    <>
      <Button kind="quiet" icon="out" onClick={() => setSure(true)}>{t('home.everywhere')}</Button>
      <Dialog title={t('home.everywhere.title')} open={sure} onClose={() => setSure(false)}
        footer={<><Button kind="main" onClick={end}>{t('home.everywhere')}</Button><Button onClick={() => setSure(false)}>{t('common.cancel')}</Button></>}>
        <p>{t('home.everywhere.text')}</p>
        {failed && <Band tone="warn" role="alert">{failed}</Band>}
      </Dialog>
    </>
  );
}

function SignIn({ value, onIn, onSpent }: { value: string; onIn: () => void; onSpent: () => void }) {
  const { t } = useWords();
  const [failed, setFailed] = useState<string | null>(null), [busy, setBusy] = useState(false);
  const signIn = () => {
    setBusy(true); setFailed(null);
    api.signIn(value).then(onIn, (e: unknown) => { setBusy(false); setFailed(e instanceof Problem && e.status === 429 ? e.message : t('home.signIn.failed')); });
  };
  return (
    <>
      <h1>{t('home.signIn.title')}</h1>
      <p>{t('home.signIn.text')}</p>
      {failed && <Band tone="gap" role="alert">{failed}</Band>}
      <p className="row home-wrap"><Button kind="main" size="big" disabled={busy} onClick={signIn}>{t('home.signIn')}</Button>{failed && <Button onClick={onSpent}>{t('common.back')}</Button>}</p>
    </>
  );
}

function SignedOut({ code }: { code: string | null }) {
  const { t } = useWords();
  return <>{code === null && <><h1>{t('home.calm.title')}</h1><p>{t('home.calm.text')}</p></>}<LeadByCode code={code} top={code !== null} /><p><a href="/">{t('home.calm.join')}</a></p></>;
}

/** A code for one dialogue, from whoever leads it; by its link only the name is asked. */
function LeadByCode({ code, top }: { code: string | null; top?: boolean }) {
  const { t } = useWords();
  const [link, setLink] = useState(code), [typed, setTyped] = useState(''), [name, setName] = useState('');
  const [failed, setFailed] = useState<string | null>(null), [busy, setBusy] = useState(false);
  const Title = top ? 'h1' : 'h2';
  const lead = (e: FormEvent) => {
    e.preventDefault();
    if (!name.trim() || !(link ?? typed).trim()) return setFailed(t('home.code.failed'));
    setBusy(true); setFailed(null);
    api.useCode(link ?? typed, name.trim()).then(({ dialogueId, role }) => { forgetAddress(); go(`/d/${dialogueId}/${role}`); }, (e: unknown) => {
      setBusy(false); setLink(null); forgetAddress();
      setFailed(e instanceof Problem && e.status === 429 ? e.message : t('home.code.failed'));
    });
  };
  return (
    <section className="panel home-code" aria-labelledby="by-code">
      <Title id="by-code">{t('home.code.title')}</Title>
      <p className="help">{t('home.code.text')}</p>
      <form className="stack" onSubmit={lead} noValidate>
        {!link && <TextField label={t('home.code.field')} className="in-code num" inputMode="numeric" autoComplete="off" value={typed} maxLength={80} onChange={e => setTyped(e.target.value)} />}
        <TextField label={t('home.code.name')} help={t('home.code.name.help')} autoComplete="given-name" value={name} maxLength={80} onChange={e => setName(e.target.value)} />
        {failed && <Band tone="gap" role="alert">{failed}</Band>}
        <Button kind="main" type="submit" disabled={busy}>{t('home.code.go')}</Button>
      </form>
    </section>
  );
}

function Mine({ onGone, rows, byCode }: { onGone: () => void; rows: readonly DialogueRow[]; byCode: boolean }) {
  const { t, date, meeting } = useWords();
  const [going, setGoing] = useState<Deletable | null>(null);
  const tone = { draft: '', live: 'tag-accent', concluded: 'tag-good' } as const;
  return (
    <section aria-labelledby="mine-h">
      <h1 id="mine-h">{t('home.title')}</h1>
      {byCode && <p className="help">{t('home.leads')}</p>}
      {rows.length === 0 ? <p className="help">{t('home.empty')}</p> : (
        <ul className="mine">
          {rows.map(r => (
            <li key={r.id} className="panel">
              <div className="mine-what">
                <h2 dir="auto"><a href={`/d/${r.id}/lead`}>{r.title}</a></h2>
                <p className="help" dir="auto">{r.targetGroup}</p>
                <p className="meta mine-meta">{r.rehearsal && <span className="tag tag-warn">{t('rehearsal.tag')}</span>}<span className={`tag ${r.paused ? '' : tone[r.status]}`}>{r.status === 'concluded' ? <Icon name="check" /> : r.paused && <Icon name="clock" />}{t(r.paused ? 'home.status.paused' : `home.status.${r.status}`)}</span>{r.paused && r.until && <span>{t('home.paused', { when: meeting(r.until) })}</span>}<span>{t('common.people', { n: r.people })}</span><span>{t('home.created', { date: date(r.createdAt) })}</span></p>
              </div>
              {r.status !== 'concluded' && r.joinCode && <p className="mine-code"><span className="meta">{t('home.code')}</span><b className="num">{spaced(r.joinCode)}</b></p>}
              <a className="b mine-lead" href={`/d/${r.id}/lead`} aria-label={t('home.lead.label', { title: r.title })}>{t('home.lead')} <Icon name="right" /></a>
              {!byCode && (r.status !== 'live' || r.rehearsal) && <Button kind="quiet" icon="trash" className="mine-gone" label={t('delete.button', { title: r.title })} onClick={() => setGoing(r)} />}
            </li>
          ))}
        </ul>
      )}
      <DeleteDialog of={going} onClose={() => setGoing(null)} onGone={() => { setGoing(null); onGone(); }} />
    </section>
  );
}
