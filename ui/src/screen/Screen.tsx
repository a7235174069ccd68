// The big screen (Storbild). Sized by the picture, read from fifteen metres; no menus, no names or votes that are hidden.
// It opens the dialogue in the projector's view: what may not be shown never reaches this page. It follows what the facilitator has set, else the part and its round (course/shows.ts).
import '../words/leading';
import { lazy, Suspense, useEffect } from 'react';
import './screen.css';
import { Icon, Mark } from '../design';
import { left, share, digits } from '../facilitator/clock';
import { coverage } from '../facilitator/coverage';
import { spaced } from '../facilitator/code';
import { joinAddress, Qr } from '../facilitator/Qr';
import { useNow } from '../facilitator/room';
import { shownNow, type ShownNow } from '../course/shows';
import { OpenSession, useSession, useShown } from '../session/react';
import type { Dialogue, Item, Shows } from '../wire';
import { proposeLanguage, useWords } from '../words';
import { ScreenBoard } from './ScreenBoard';
import { LookUp, Paused, Result, TimeAlone, Vision } from './ScreenCalm';
import { ScreenStory } from './ScreenStory';

const ScreenMap = lazy(() => import('./ScreenMap'));

export default function Screen({ dialogueId }: { dialogueId: string }) {
  return <OpenSession dialogueId={dialogueId} participantId={null} view="screen"><Projected /></OpenSession>;
}

export function Projected() {
  const { t } = useWords();
  const d = useShown(s => s.dialogue), ready = useShown(s => s.ready), closed = useShown(s => s.closed);
  useEffect(() => { void proposeLanguage(d.language); }, [d.language]);
  // The picture decides every size; the class is on the root because rem follows it.
  useEffect(() => { document.documentElement.classList.add('projected'); return () => document.documentElement.classList.remove('projected'); }, []);
  if (closed) return <main className="big"><h1 className="big-calm">{t('screen.closed')}</h1><p><a className="b" href="/screen">{t('door.screen.code')}</a></p></main>;
  if (!ready) return <main className="big"><p role="status">{t('lead.loading')}</p></main>;
  return (
    <main className="big">
      <title>{`${t('screen.title')} – ${d.title} – ${t('common.product')}`}</title>
      {d.rehearsal && <p className="big-rehearsal">{t('rehearsal.big')}</p>}
      <Suspense fallback={null}><Showing d={d} now={shownNow(d)} /></Suspense>
    </main>
  );
}

function Showing({ d, now }: { d: Dialogue; now: ShownNow }) {
  switch (now.what) {
    case 'thanks': return <Thanks d={d} />;
    case 'paused': return <Paused d={d} />;
    case 'pause': case 'screensDown': return <LookUp d={d} what={now.what} />;
    case 'code': return <Joining d={d} />;
    case 'story': return <ScreenStory />;
    case 'time': return <TimeAlone d={d} />;
    case 'map': return <ScreenMap />;
    case 'vision': return <Vision d={d} />;
    case 'result': return <Result d={d} />;
    default: return <ScreenBoard alone={now.what === 'note' ? now.item : undefined} />;
  }
}

/** Turns the wall's page for everyone: other walls and "Visas nu" follow. The server says no to a participant's device, which only looks. */
export function useTurn(): (shows?: Shows, item?: Item) => void {
  const session = useSession();
  return (shows, item) => { void session.do({ type: 'setScreen', ...(shows && { shows }), ...(item && { itemId: item.id }) }); };
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
