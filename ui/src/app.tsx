// Which screen an address shows. Each screen is its own download; a screen opens its own session (session/react.tsx).
import { Component, lazy, Suspense, type ReactNode } from 'react';
import { tryToLeave, useLeaving, type Leaving } from './leave';
import { usePath } from './path';
import { t, useWords } from './words';

const Join = lazy(() => import('./join/Join'));
const Participant = lazy(() => import('./participant/Participant'));
const Lead = lazy(() => import('./facilitator/Lead'));
const Screen = lazy(() => import('./screen/Screen'));
const ScreenDoor = lazy(() => import('./screen/ScreenDoor'));
const OutcomePage = lazy(() => import('./outcome/OutcomePage'));
const Home = lazy(() => import('./home/Home'));

/** The screen for a path; null when there is none. Ids and links are opaque: only their alphabet is known here. */
export function screenFor(path: string): ReactNode {
  const [first = '', id = '', view, ...rest] = path.replace(/\/+$/, '').split('/').slice(1);
  if (rest.length > 0 || (id !== '' && !/^[\w.~-]+$/.test(id))) return null;
  if (first === '' && id === '') return <Join />;
  if (first === 'lead' && id === '') return <Home />;
  if (first === 'screen' && id === '') return <ScreenDoor />;
  if (first === 'r' && id !== '' && view === undefined) return <OutcomePage key={id} link={id} />;
  if (first !== 'd' || id === '') return null;
  if (view === undefined) return <Participant key={id} dialogueId={id} />;
  if (view === 'lead') return <Lead key={id} dialogueId={id} />;
  if (view === 'screen') return <Screen key={id} dialogueId={id} />;
  return null;
}

export function App() {
  const path = usePath();
  const { t } = useWords();
  const leaving = useLeaving();
  // Until the server knows, no screen is shown: it would be the former person's, and the next would be signed out by it.
  if (leaving) return <StillHere leaving={leaving} />;
  return (
    <Mishap key={path}>
      <Suspense fallback={<p role="status">{t('app.opening')}</p>}>{screenFor(path) ?? <NotFound />}</Suspense>
    </Mishap>
  );
}

function StillHere({ leaving }: { leaving: Exclude<Leaving, null> }) {
  const { t } = useWords();
  return (
    <main className="calm">
      <title>{`${t('leaving.title')} – Samskapa`}</title>
      <h1>{t('leaving.title')}</h1>
      <div role="status">
        <p>{t('leaving.forgotten')}</p>
        {leaving === 'waiting' && <p>{t('leaving.waiting')}</p>}
      </div>
      {leaving === 'waiting' && <button type="button" className="b b-main" onClick={() => void tryToLeave()}>{t('common.tryAgain')}</button>}
    </main>
  );
}

function NotFound() {
  const { t } = useWords();
  return (
    <main className="calm">
      <title>{`${t('app.notFound.title')} – Samskapa`}</title>
      <h1>{t('app.notFound.title')}</h1>
      <p>{t('app.notFound.text')}</p>
      <p>
        <a href="/">{t('app.notFound.join')}</a>
      </p>
    </main>
  );
}

/** A screen that cannot be fetched or fails: what is written lies in the outbox, so reloading is safe, and said so. */
class Mishap extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="calm" role="alert">
        <h1>{t('app.failed.title')}</h1>
        <p>{t('app.failed.text')}</p>
        <button type="button" className="b b-main" onClick={() => location.reload()}>
          {t('app.failed.reload')}
        </button>
      </main>
    );
  }
}
