// The big screen (Storbild). Sized by the picture, read from fifteen metres; no menus, no names or votes that are hidden.
// It opens the dialogue in the projector's view: what may not be shown never reaches this page.
import { useEffect, useState } from 'react';
import './screen.css';
import { Icon, Mark } from '../design';
import { left, share, digits } from '../facilitator/clock';
import { coverage } from '../facilitator/coverage';
import { spaced } from '../facilitator/code';
import { joinAddress, Qr } from '../facilitator/Qr';
import { useNow } from '../facilitator/room';
import { OpenSession, useShown } from '../session/react';
import type { Dialogue } from '../wire';
import { proposeLanguage, useWords } from '../words';
import { ScreenBoard } from './ScreenBoard';
import { ScreenStory } from './ScreenStory';

export default function Screen({ dialogueId }: { dialogueId: string }) {
  return <OpenSession dialogueId={dialogueId} participantId={null} view="screen"><Projected /></OpenSession>;
}

function Projected() {
  const { t } = useWords();
  const d = useShown(s => s.dialogue), ready = useShown(s => s.ready), closed = useShown(s => s.closed);
  useEffect(() => { void proposeLanguage(d.language); }, [d.language]);
  // The picture decides every size; the class is on the root because rem follows it.
  useEffect(() => { document.documentElement.classList.add('projected'); return () => document.documentElement.classList.remove('projected'); }, []);
  const phase = d.agenda.find(p => p.id === d.phaseId);
  if (closed) return <main className="big"><h1 className="big-calm">{t('screen.closed')}</h1><p><a className="b" href="/lead">{t('lead.closed.signIn')}</a></p></main>;
  if (!ready) return <main className="big"><p role="status">{t('lead.loading')}</p></main>;
  return (
    <main className="big">
      <title>{`${t('screen.title')} – ${d.title} – ${t('common.product')}`}</title>
      {d.rehearsal && <p className="big-rehearsal">{t('rehearsal.big')}</p>}
      {d.status === 'concluded' ? <Thanks d={d} /> : !phase ? <Joining d={d} /> : phase.kind === 'story' ? <ScreenStory /> : <ScreenBoard />}
    </main>
  );
}

function Joining({ d }: { d: Dialogue }) {
  const { t } = useWords();
  const address = joinAddress(d);
  const c = coverage(d, null);
  const here = c.rows.filter(r => r.people > 0), coming = c.rows.filter(r => r.people === 0 && r.name !== null);
  return (
    <>
      <div className="b1"><Mark /> <b>{t('common.product')}</b></div>
      <div className="join-go">
        <div>
          <h1 dir="auto">{d.title}</h1>
          {d.joinCode && <><p className="how">{t('screen.how.before')} <b>{location.host}</b> {t('screen.how.after')}</p><p className="code num">{spaced(d.joinCode)}</p></>}
        </div>
        {address && <div><div className="qr"><Qr text={address} label={t('lead.join.qr')} /></div><p className="qr-help">{t('lead.join.point')}</p></div>}
      </div>
      <div className="here">
        <b>{t('screen.here', { n: c.people })}</b>
        <ul>
          {here.map(r => <li key={r.organisation ?? ''} dir="auto"><Icon name="check" /> {r.name ?? t('level.livedExperience')}</li>)}
          {coming.map(r => <li key={r.organisation} className="wait"><Icon name="clock" /> {t('screen.onTheWay', { name: r.name! })}</li>)}
        </ul>
      </div>
    </>
  );
}

function Thanks({ d }: { d: Dialogue }) {
  const { t } = useWords();
  const vision = d.items.filter(i => i.kind === 'visionSentence');
  return (
    <>
      <div className="b1"><Mark /> <b dir="auto">{d.title}</b></div>
      <div className="said">
        <h1>{t('screen.thanks')}</h1>
        {vision.slice(0, 4).map(v => <p key={v.id} className="voice" dir="auto">{v.text}</p>)}
        <p className="meta">{t('screen.concluded')}</p>
      </div>
    </>
  );
}

/** Where we are, the question, the time. */
export function ScreenHead({ title, small }: { title: string; small?: boolean }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const at = d.agenda.findIndex(p => p.id === d.phaseId);
  return (
    <div className={small ? 'head head-small' : 'head'}>
      <div>
        <div className="where">
          <ol className="steps" aria-hidden="true">{d.agenda.map((p, i) => <li key={p.id} className={i < at ? 'done' : i === at ? 'now' : undefined} />)}</ol>
          {t('phase.part', { n: at + 1, of: d.agenda.length })}: {d.agenda[at]?.title}
        </div>
        <h1 dir="auto">{title}</h1>
      </div>
      <ScreenClock />
    </div>
  );
}

export function ScreenClock() {
  const { t } = useWords();
  const timer = useShown(s => s.dialogue.timer);
  const now = useNow(500);
  const seconds = left(timer, now);
  if (!timer || seconds === null) return null;
  return (
    <div className="clock" role="timer" aria-label={t('time.spoken', { m: Math.floor(seconds / 60), s: seconds % 60 })}>
      {seconds === 0 ? <b className="clock-up">{t('time.up')}</b> : <b aria-hidden="true">{digits(seconds)}</b>}
      <div className="meter"><i style={{ width: `${share(timer, seconds) * 100}%` }} /></div>
    </div>
  );
}

/** The bottom line: something of the phase to the left, the code for latecomers to the right. */
export function ScreenLow({ children }: { children?: React.ReactNode }) {
  const { t } = useWords();
  const code = useShown(s => s.dialogue.joinCode);
  return <div className="low">{children}{code && <div className="end">{t('screen.join', { host: location.host })} <b className="num">{spaced(code)}</b></div>}</div>;
}

/** Keys on the page itself: a projector has no focus to speak of. */
export function useKeys(on: (key: string) => void): void {
  useEffect(() => {
    const listen = (e: KeyboardEvent) => { if (!e.ctrlKey && !e.altKey && !e.metaKey) on(e.key); };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}

/** A place in a list that stays inside it while the list changes; null: not stepping. */
export function useStep(length: number): [number | null, (at: number | null) => void] {
  const [at, set] = useState<number | null>(null);
  return [at === null || length === 0 ? null : Math.min(at, length - 1), n => set(n === null || n < 0 ? null : Math.min(n, length - 1))];
}
