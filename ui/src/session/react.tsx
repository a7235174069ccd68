// A session in React. A screen wraps itself in <OpenSession dialogueId=…> and reads with useShown, which renders again
// only when what it selects has changed.
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Session, SessionOptions, Shown } from './shown';
import { openSession } from './store';

const Here = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Here value={session}>{children}</Here>;
}

/** Opens the dialogue while it is on the page, and closes it after. Nothing is rendered before the session exists. */
export function OpenSession({ dialogueId, participantId, view, children }: SessionOptions & { dialogueId: string; children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const opened = openSession(dialogueId, { ...(participantId === undefined ? {} : { participantId }), ...(view ? { view } : {}) });
    setSession(opened);
    return () => {
      setSession(null);
      opened.close();
    };
  }, [dialogueId, participantId, view]);
  return session && <SessionProvider session={session}>{children}</SessionProvider>;
}

export function useSession(): Session {
  const session = useContext(Here);
  if (!session) throw new Error('useSession is used outside of a SessionProvider');
  return session;
}

export function useShown<T>(select: (shown: Shown) => T, equal: (a: T, b: T) => boolean = Object.is): T {
  const session = useSession();
  const last = useRef<{ shown: Shown; select: (shown: Shown) => T; value: T } | null>(null);
  return useSyncExternalStore(session.subscribe, () => {
    const shown = session.get();
    const before = last.current;
    if (before && before.shown === shown && before.select === select) return before.value;
    const value = select(shown);
    const kept = before && equal(before.value, value) ? before.value : value;
    last.current = { shown, select, value: kept };
    return kept;
  });
}
