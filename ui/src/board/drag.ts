// Dragging notes by pointer: after 6 px with a mouse or pen, after a hold of 300 ms by touch. Chosen ones go together.
// Only a way of pointing: the menu and the keys do the same.
import { useCallback, useEffect, useRef, type PointerEvent as ReactPointerEvent } from 'react';

export interface Drop { itemIds: readonly string[]; theme: string | null; before: string | null }
export interface Dragging {
  drop: (drop: Drop) => void;
  /** what goes with this one: itself, or all that are chosen with it; none: it is not to be moved. Left out: itself */
  along?: (id: string) => readonly string[];
  /** one that is not to be moved was pulled: says why */
  refused?: () => void;
  /** where one was let go, in the window */
  dropped?: (id: string, x: number, y: number) => void;
  zoom?: number;
}
const starts = 6, hold = 300;

interface Drag { id: string; ids: readonly string[]; note: HTMLElement; x: number; y: number; pointer: number; on: boolean; timer?: ReturnType<typeof setTimeout>; over: Element | null }

const noteOf = (id: string) => document.querySelector<HTMLElement>(`[data-note="${id}"]`);

export function useDrag(what: Dragging) {
  const drag = useRef<Drag | null>(null);
  const now = useRef(what);
  now.current = what;

  // Attributes that the board never draws: a class would go with the next drawing of the note (it is no longer new, another's change), and the note beneath the pointer
  // would be its own place to drop.
  const lift = useCallback((d: Drag) => {
    d.on = true;
    d.note.dataset.lifted = '';
    if (d.ids.length > 1) d.note.dataset.many = String(d.ids.length);
    for (const id of d.ids) noteOf(id)?.parentElement?.setAttribute('data-away', '');
    getSelection()?.removeAllRanges();
  }, []);

  useEffect(() => {
    const end = () => {
      const d = drag.current;
      if (!d) return;
      clearTimeout(d.timer);
      drag.current = null;
      d.over?.removeAttribute('data-over');
      delete d.note.dataset.lifted;
      delete d.note.dataset.many;
      for (const id of d.ids) noteOf(id)?.parentElement?.removeAttribute('data-away');
      d.note.style.removeProperty('translate');
    };
    const move = (e: PointerEvent) => {
      const d = drag.current;
      if (!d || e.pointerId !== d.pointer) return;
      const dx = e.clientX - d.x, dy = e.clientY - d.y;
      if (!d.on) {
        if (Math.hypot(dx, dy) < starts) return;
        if (e.pointerType === 'touch') { end(); return; }   // moved before the hold: it is scrolling
        if (d.ids.length === 0) { end(); now.current.refused?.(); return; }
        lift(d);
      }
      const { zoom = 1 } = now.current;
      d.note.style.translate = `${dx / zoom}px ${dy / zoom}px`;
      const over = document.elementFromPoint(e.clientX, e.clientY)?.closest('[data-list]') ?? null;
      if (over !== d.over) { d.over?.removeAttribute('data-over'); over?.setAttribute('data-over', ''); d.over = over; }
      // Near the edges the page follows, so that a theme further down can be reached.
      if (e.clientY < 80) scrollBy(0, -12); else if (e.clientY > innerHeight - 80) scrollBy(0, 12);
    };
    const up = (e: PointerEvent) => {
      const d = drag.current;
      if (!d || e.pointerId !== d.pointer) return;
      const list = d.on ? d.over : null, box = d.note.getBoundingClientRect();
      end();
      if (!list) return;
      const before = [...list.querySelectorAll<HTMLElement>('[data-note]')].find(n => {
        const there = n.getBoundingClientRect();
        return !d.ids.includes(n.dataset.note!) && (e.clientY < there.top + there.height / 2 && e.clientX < there.right);
      });
      now.current.dropped?.(d.id, box.left, box.top);
      now.current.drop({ itemIds: d.ids, theme: list.getAttribute('data-list') || null, before: before?.dataset.note ?? null });
      // The press that ends a drag is no click on the note. If no click comes of it, the next one is a click again.
      const swallow = (click: Event) => { click.stopPropagation(); click.preventDefault(); };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
    };
    const key = (e: KeyboardEvent) => { if (e.key === 'Escape' && drag.current?.on) { e.stopPropagation(); end(); } };
    const stay = (e: Event) => { if (drag.current?.on) e.preventDefault(); };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', end);
    document.addEventListener('keydown', key, true);
    document.addEventListener('touchmove', stay, { passive: false });
    document.addEventListener('contextmenu', stay);
    return () => {
      end();
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', end);
      document.removeEventListener('keydown', key, true);
      document.removeEventListener('touchmove', stay);
      document.removeEventListener('contextmenu', stay);
    };
  }, [lift]);

  /** On the note; nothing happens from its buttons and fields. */
  return useCallback((id: string, e: ReactPointerEvent<HTMLElement>) => {
    if (e.button !== 0 || (e.target as Element).closest('button, a, textarea, input, select, label')) return;
    const d: Drag = { id, ids: now.current.along?.(id) ?? [id], note: e.currentTarget, x: e.clientX, y: e.clientY, pointer: e.pointerId, on: false, over: null };
    drag.current = d;
    if (e.pointerType === 'touch') d.timer = setTimeout(() => {
      if (drag.current !== d) return;
      if (d.ids.length > 0) lift(d);
      else { drag.current = null; now.current.refused?.(); }
    }, hold);
  }, [lift]);
}
