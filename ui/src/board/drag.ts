// Dragging a note by pointer: after 6 px with a mouse or pen, after a hold of 300 ms by touch. Only a way of pointing: the menu and the keys do the same.
import { useCallback, useEffect, useRef, type PointerEvent as ReactPointerEvent } from 'react';

export interface Drop { itemId: string; theme: string | null; before: string | null }
const starts = 6, hold = 300;

interface Drag { id: string; note: HTMLElement; x: number; y: number; pointer: number; on: boolean; timer?: ReturnType<typeof setTimeout>; over: Element | null }

export function useDrag(onDrop: (drop: Drop) => void) {
  const drag = useRef<Drag | null>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  useEffect(() => {
    const lift = (d: Drag) => {
      d.on = true;
      d.note.classList.add('is-lifted');
      d.note.parentElement?.classList.add('is-away');
      getSelection()?.removeAllRanges();
    };
    const end = () => {
      const d = drag.current;
      if (!d) return;
      clearTimeout(d.timer);
      drag.current = null;
      d.over?.classList.remove('is-over');
      d.note.classList.remove('is-lifted');
      d.note.parentElement?.classList.remove('is-away');
      d.note.style.removeProperty('translate');
    };
    const move = (e: PointerEvent) => {
      const d = drag.current;
      if (!d || e.pointerId !== d.pointer) return;
      const dx = e.clientX - d.x, dy = e.clientY - d.y;
      if (!d.on) {
        if (Math.hypot(dx, dy) < starts) return;
        if (e.pointerType === 'touch') { end(); return; }   // moved before the hold: it is scrolling
        lift(d);
      }
      d.note.style.translate = `${dx}px ${dy}px`;
      const over = document.elementFromPoint(e.clientX, e.clientY)?.closest('[data-list]') ?? null;
      if (over !== d.over) { d.over?.classList.remove('is-over'); over?.classList.add('is-over'); d.over = over; }
      // Near the edges the page follows, so that a theme further down can be reached.
      if (e.clientY < 80) scrollBy(0, -12); else if (e.clientY > innerHeight - 80) scrollBy(0, 12);
    };
    const up = (e: PointerEvent) => {
      const d = drag.current;
      if (!d || e.pointerId !== d.pointer) return;
      const list = d.on ? d.over : null;
      end();
      if (!list) return;
      const after = [...list.querySelectorAll<HTMLElement>('[data-note]')].find(n => {
        const box = n.getBoundingClientRect();
        return n.dataset.note !== d.id && (e.clientY < box.top + box.height / 2 && e.clientX < box.right);
      });
      drop.current({ itemId: d.id, theme: list.getAttribute('data-list') || null, before: after?.dataset.note ?? null });
    };
    const key = (e: KeyboardEvent) => { if (e.key === 'Escape' && drag.current?.on) { e.stopPropagation(); end(); } };
    const still = (e: Event) => { if (drag.current?.on) e.preventDefault(); };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', end);
    document.addEventListener('keydown', key, true);
    document.addEventListener('touchmove', still, { passive: false });
    return () => {
      end();
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', end);
      document.removeEventListener('keydown', key, true);
      document.removeEventListener('touchmove', still);
    };
  }, []);

  /** On the note; nothing happens from its buttons and fields. */
  return useCallback((id: string, e: ReactPointerEvent<HTMLElement>) => {
    if (e.button !== 0 || (e.target as Element).closest('button, a, textarea, input, select')) return;
    const d: Drag = { id, note: e.currentTarget, x: e.clientX, y: e.clientY, pointer: e.pointerId, on: false, over: null };
    drag.current = d;
    if (e.pointerType === 'touch') d.timer = setTimeout(() => {
      if (drag.current !== d) return;
      d.on = true;
      d.note.classList.add('is-lifted');
      d.note.parentElement?.classList.add('is-away');
    }, hold);
  }, []);
}
