// Where a note went is shown: from where it stood to where it stands, by transform, 220 ms. Only what is in sight, only while the room is calm:
// above twelve changes a second, or when very much moves, all stands at once where it is.
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';

const calm = 12, most = 60, milliseconds = 220, ease = 'cubic-bezier(.2,.7,.2,1)';

/** Is more going on than the eye follows? Counted as it comes to this page: one that lags behind has the least time for show. */
export function useBusy(newest: number): boolean {
  const came = useRef<{ at: number; seq: number }[]>([]);
  const now = performance.now();
  if (newest > (came.current.at(-1)?.seq ?? 0)) came.current.push({ at: now, seq: newest });
  // From the last one before this second, and at least from the last but one: a page that draws once in two is no calmer for that, nor between two drawings.
  came.current = came.current.filter((one, i, all) => one.at > now - 1000 || i >= all.length - 2 || all[i + 1]!.at > now - 1000);
  const [oldest] = came.current;
  return oldest !== undefined && newest - oldest.seq > calm * Math.max(1, (now - oldest.at) / 1000);
}

interface Spot { x: number; y: number }

/** Gives a way to say where a note was let go, so that it goes from there. */
export function useMotion(canvas: RefObject<HTMLElement | null>, lists: unknown, still: boolean, zoom: number): (id: string, x: number, y: number) => void {
  const spots = useRef<{ zoom: number; width: number; of: Map<string, Spot> } | null>(null);
  const dropped = useRef(new Map<string, Spot>());
  useLayoutEffect(() => {
    const inner = canvas.current;
    // Measuring is what costs: nobody's positions are asked for while nothing would be shown of them.
    if (!inner || still || matchMedia('(prefers-reduced-motion: reduce)').matches || typeof inner.animate !== 'function') { spots.current = null; return; }
    const frame = inner.getBoundingClientRect();
    const now = new Map<string, Spot>();
    const moved: [HTMLElement, number, number][] = [];
    const before = spots.current?.zoom === zoom && spots.current.width === frame.width ? spots.current.of : null;
    for (const note of inner.querySelectorAll<HTMLElement>('[data-note]')) {
      const box = note.parentElement!.getBoundingClientRect();
      if (box.bottom < -400 || box.top > innerHeight + 400) continue;
      const id = note.dataset.note!, spot = { x: (box.left - frame.left) / zoom, y: (box.top - frame.top) / zoom };
      now.set(id, spot);
      const drop = dropped.current.get(id);
      const from = drop ? { x: (drop.x - frame.left) / zoom, y: (drop.y - frame.top) / zoom } : before?.get(id);
      if (from && Math.hypot(from.x - spot.x, from.y - spot.y) > 2) moved.push([note, from.x - spot.x, from.y - spot.y]);
    }
    dropped.current.clear();
    spots.current = { zoom, width: frame.width, of: now };
    if (moved.length <= most) for (const [note, x, y] of moved) note.animate([{ translate: `${x}px ${y}px` }, { translate: '0 0' }], { duration: milliseconds, easing: ease });
  }, [canvas, lists, still, zoom]);
  return useCallback((id, x, y) => { dropped.current.set(id, { x, y }); }, []);
}
