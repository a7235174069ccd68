// Which screen an address shows. Each screen is its own download; a screen opens its own session (session/react.tsx).
import { Component, lazy, Suspense, type ReactNode } from 'react';
import { usePath } from './path';

const Join = lazy(() => import('./join/Join'));
const Participant = lazy(() => import('./participant/Participant'));
const Lead = lazy(() => import('./facilitator/Lead'));
const Screen = lazy(() => import('./screen/Screen'));
const OutcomePage = lazy(() => import('./outcome/OutcomePage'));
const Home = lazy(() => import('./home/Home'));

/** The screen for a path; null when there is none. Ids and links are opaque: only their alphabet is known here. */
export function screenFor(path: string): ReactNode {
  const [first = '', id = '', view, ...rest] = path.replace(/\/+$/, '').split('/').slice(1);
  if (rest.length > 0 || (id !== '' && !/^[\w.~-]+$/.test(id))) return null;
  if (first === '' && id === '') return <Join />;
  if (first === 'lead' && id === '') return <Home />;
  if (first === 'r' && id !== '' && view === undefined) return <OutcomePage key={id} link={id} />;
  if (first !== 'd' || id === '') return null;
  if (view === undefined) return <Participant key={id} dialogueId={id} />;
  if (view === 'lead') return <Lead key={id} dialogueId={id} />;
  if (view === 'screen') return <Screen key={id} dialogueId={id} />;
  return null;
}

export function App() {
  const path = usePath();
  return (
    <Mishap key={path}>
      <Suspense fallback={<p role="status">Öppnar …</p>}>{screenFor(path) ?? <NotFound />}</Suspense>
    </Mishap>
  );
}

function NotFound() {
  return (
    <main className="calm">
      <title>Sidan finns inte – Samskapa</title>
      <h1>Sidan finns inte</h1>
      <p>Kanske är länken avkortad, eller så har den slutat gälla. Be den som skickade den om en ny.</p>
      <p>
        <a href="/">Har du en kod? Gå med här</a>
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
        <h1>Sidan kunde inte visas</h1>
        <p>Det du har skrivit finns kvar. Ladda om sidan för att fortsätta.</p>
        <button type="button" className="b b-main" onClick={() => location.reload()}>
          Ladda om
        </button>
      </main>
    );
  }
}
