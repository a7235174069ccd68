// Nearer and further: one CSS transform of the whole board. What steers stands outside of it, and what is on a note keeps its size
// (--z in board.css), so that nothing becomes too small to press.
import { useCallback, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { announce, Button } from '../design';
import { useWords } from '../words';

export const steps = [0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2] as const;
/** Below this a note is a colour and a few words; the one in focus stands in full size. */
export const overview = 0.65;

export function nextStep(zoom: number, by: 1 | -1): number {
  const to = by > 0 ? steps.find(one => one > zoom + 0.001) : [...steps].reverse().find(one => one < zoom - 0.001);
  return to ?? zoom;
}

export function useZoom(canvas: RefObject<HTMLDivElement | null>) {
  const { t } = useWords();
  const [zoom, setZoom] = useState(1);
  const to = useCallback((next: number) => { setZoom(next); announce(t('zoom.now', { n: Math.round(next * 100) })); }, [t]);
  const fit = useCallback(() => {
    const inner = canvas.current;
    if (!inner) return;
    const room = innerHeight - Math.min(160, Math.max(80, inner.getBoundingClientRect().top));
    // Columns change with the width, so there is no formula: the largest step at which all is seen.
    const fits = [...steps].filter(one => one <= 1).reverse().find(one => {
      inner.style.width = `${100 / one}%`;
      return inner.offsetHeight * one <= room;
    });
    inner.style.width = `${100 / zoom}%`;
    to(fits ?? steps[0]);
    inner.parentElement?.scrollIntoView({ block: 'start' });
  }, [canvas, zoom, to]);
  return { zoom, to, fit };
}

export function Canvas({ zoom, dense, innerRef, children }: { zoom: number; dense: boolean; innerRef: RefObject<HTMLDivElement | null>; children: ReactNode }) {
  const outer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const inner = innerRef.current, around = outer.current;
    if (!inner || !around || zoom === 1) return;
    // A transform leaves the room that it had; the page must be as long as what is seen.
    const measure = () => { around.style.height = `${Math.ceil(inner.offsetHeight * zoom)}px`; };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(inner);
    return () => { observer.disconnect(); around.style.removeProperty('height'); };
  }, [zoom, innerRef]);
  const style = zoom === 1 ? undefined : { transform: `scale(${zoom})`, width: `${100 / zoom}%`, '--z': zoom };
  return (
    <div ref={outer} className="canvas">
      <div ref={innerRef} className={`themes${dense ? ' dense' : ''}${zoom === 1 ? '' : ' zoomed'}${zoom < overview ? ' overview' : ''}`} style={style}>{children}</div>
    </div>
  );
}

export function ZoomControls({ zoom, to, fit }: { zoom: number; to: (zoom: number) => void; fit: () => void }) {
  const { t } = useWords();
  const less = nextStep(zoom, -1), more = nextStep(zoom, 1);
  return (
    <div className="zoom" role="group" aria-label={t('zoom.label')}>
      <Button kind="quiet" icon="minus" label={t('zoom.out')} aria-disabled={less === zoom || undefined} onClick={() => to(less)} />
      <button type="button" className="b b-quiet num" title={t('zoom.fit')} onClick={zoom === 1 ? fit : () => to(1)}>
        <span aria-hidden="true">{Math.round(zoom * 100)} %</span><span className="hidden-text">{zoom === 1 ? t('zoom.fit') : t('zoom.now', { n: 100 })}</span>
      </button>
      <Button kind="quiet" icon="plus" label={t('zoom.in')} aria-disabled={more === zoom || undefined} onClick={() => to(more)} />
    </div>
  );
}
