import { afterEach, expect, it, vi } from 'vitest';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useBusy } from './motion';

afterEach(() => vi.restoreAllMocks());

/** Draws with a newest seq at a time, in ms; says whether the room was called busy then. */
function drawings(...at: [ms: number, seq: number][]): boolean[] {
  let now = 0, busy = false;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const Asks = ({ newest }: { newest: number }) => { busy = useBusy(newest); return null; };
  const root = createRoot(document.createElement('div'));
  const said: boolean[] = [];
  for (const [ms, seq] of at) {
    now = ms;
    flushSync(() => root.render(<Asks newest={seq} />));
    said.push(busy);
  }
  flushSync(() => root.unmount());
  return said;
}

it('UI-82 more than twelve changes a second are a busy room, twelve are not, and a second later it is calm again', () => {
  expect(drawings([0, 100], [500, 106], [1000, 112])).toEqual([false, false, false]);
  expect(drawings([0, 100], [500, 120], [900, 140])).toEqual([false, true, true]);
  expect(drawings([0, 100], [500, 120], [3000, 121], [4500, 122])).toEqual([false, true, false, false]);
});

it('UI-82 a page that draws once in two seconds is no calmer for that, nor between two drawings', () => {
  expect(drawings([0, 100], [2000, 200], [4000, 300])).toEqual([false, true, true]);
  // Drawn again, with nothing new, in the lull: it is the same room.
  expect(drawings([0, 100], [2000, 200], [3900, 200])).toEqual([false, true, true]);
});
