// A session in React: a component renders again when what it selected changed, and only then.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionProvider, useSession, useShown } from './react';
import type { Session, Shown } from './shown';

let root: Root;
let place: HTMLElement;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  await act(() => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

/** As much of a session as a component can see. */
function sessionOf(first: Partial<Shown>) {
  let shown = first as Shown;
  const listeners = new Set<() => void>();
  return {
    session: { get: () => shown, subscribe: f => (listeners.add(f), () => listeners.delete(f)) } as Partial<Session> as Session,
    show: (next: Partial<Shown>) => act(() => {
      shown = { ...shown, ...next };
      listeners.forEach(f => f());
    }),
    listeners,
  };
}

test('[WI80] only a change of what is selected renders again', async () => {
  const { session, show, listeners } = sessionOf({ waiting: 0, online: true });
  let renders = 0;
  function Sign() {
    renders++;
    return <p>{useShown(shown => shown.waiting)}</p>;
  }
  await act(() => root.render(<SessionProvider session={session}><Sign /></SessionProvider>));
  await show({ online: false });
  expect([place.textContent, renders]).toEqual(['0', 1]);
  await show({ waiting: 2 });
  expect([place.textContent, renders]).toEqual(['2', 2]);
  await act(() => root.render(null));
  expect(listeners.size).toBe(0);
});

test('[WI81] a selection that is made anew each time is kept while it is equal', async () => {
  const { session, show } = sessionOf({ waiting: 0, refusals: [] });
  let renders = 0;
  function Both() {
    renders++;
    const [waiting] = useShown(shown => [shown.waiting, shown.refusals.length] as const, (a, b) => a[0] === b[0] && a[1] === b[1]);
    return <p>{waiting}</p>;
  }
  await act(() => root.render(<SessionProvider session={session}><Both /></SessionProvider>));
  await show({ online: false });
  expect(renders).toBe(1);
  await show({ waiting: 1 });
  expect([place.textContent, renders]).toEqual(['1', 2]);
});

test('[WI82] outside of a session it says so', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  function Lost() {
    useSession();
    return null;
  }
  await expect((async () => act(() => root.render(<Lost />)))()).rejects.toThrow('outside of a SessionProvider');
});
