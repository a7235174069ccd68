// Which screen an address shows. Each screen is its own download; a screen opens its own session (session/react.tsx).
import { Component, lazy, Suspense, type ReactNode } from 'react';
import { Calm } from './calm/Calm';
import Join from './join/Join'; // not lazy: on a slow network the round trip is what one waits for, and it is small
import { Button } from './design';
import { tryToLeave, useLeaving, type Leaving } from './leave';
import { usePath } from './path';
import { t, useWords } from './words';

const Participant = lazy(() => import('./participant/Participant'));
const Lead = lazy(() => import('./facilitator/Lead'));
const Screen = lazy(() => import('./screen/Screen'));
const ScreenDoor = lazy(() => import('./screen/ScreenDoor'));
const OutcomePage = lazy(() => import('./outcome/OutcomePage'));
const Home = lazy(() => import('./home/Home'));
const Statement = lazy(() => import('./calm/Statement'));

/** The screen for a path; null when there is none. Ids and links are opaque: only their alphabet is known here. */
export function screenFor(path: string): ReactNode {
  const [first = '', id = '', view, ...rest] = path.replace(/\/+$/, '').split('/').slice(1);
  if (rest.length > 0 || (id !== '' && !/^[\w.~-]+$/.test(id))) return null;
  if (first === '' && id === '') return <Join />;
  if (first === 'lead' && id === '') return <Home />;
  if (first === 'screen' && id === '') return <ScreenDoor />;
  if (first === 'tillganglighet' && id === '') return <Statement />;
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
      <Suspense fallback={<main aria-busy="true"><p className="opening" role="status">{t('app.opening')}</p></main>}>{screenFor(path) ?? <NotFound />}</Suspense>
    </Mishap>
  );
}

function StillHere({ leaving }: { leaving: Exclude<Leaving, null> }) {
  const { t } = useWords();
  return (
    <Calm title={t('leaving.title')} focus>
      <div role="status">
        <p>{t('leaving.forgotten')}</p>
        {leaving === 'waiting' && <p>{t('leaving.waiting')}</p>}
      </div>
      {leaving === 'waiting' && <Button kind="main" onClick={() => void tryToLeave()}>{t('common.tryAgain')}</Button>}
    </Calm>
  );
}

function NotFound() {
  const { t } = useWords();
  return (
    <Calm title={t('app.notFound.title')}>
      <p>{t('app.notFound.text')}</p>
      <p><a href="/">{t('app.notFound.join')}</a></p>
    </Calm>
  );
}

/** What browsers say of a part that could not be fetched: the network is gone, or another build has taken this one's place. */
const notFetched = /dynamically imported module|module script failed|error loading dynamically|Unable to preload/i;

/** A screen that cannot be fetched or fails: what is written lies in the outbox and in drafts, so reloading is safe, and said so. */
class Mishap extends Component<{ children: ReactNode }, { failed: 'failed' | 'newer' | 'notHere' | null }> {
  override state = { failed: null };
  static getDerivedStateFromError(error: unknown) {
    return { failed: !notFetched.test(String(error)) ? 'failed' : navigator.onLine ? 'newer' : 'notHere' };
  }
  override render() {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    return (
      <Calm title={t(`app.${failed}.title`)} focus>
        <p>{t(`app.${failed}.text`)}</p>
        <Button kind="main" onClick={() => location.reload()}>{t('app.failed.reload')}</Button>
      </Calm>
    );
  }
}
