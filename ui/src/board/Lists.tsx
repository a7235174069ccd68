// The lists of a board, as columns of cards or as rows: one state, two views, always equal. A list in which nothing changed is not drawn again.
import { memo, startTransition, useDeferredValue, useEffect, useRef, useState, type RefObject } from 'react';
import { isStrained } from '../session/soon';
import { useWords } from '../words';
import type { Id, Phase } from '../wire';
import { Group } from './Group';
import { NoteCard, type NoteDoings } from './NoteCard';
import type { MayVote } from './reading';
import type { Seen, SeenList } from './seeing';
import { ThemeHead, type ThemeRights } from './ThemeHead';
import { Canvas } from './zoom';

export interface ListsProps {
  lists: readonly SeenList[]; phase: Phase; view: 'board' | 'list'; zoom: number; dense: boolean; canvas: RefObject<HTMLDivElement | null>;
  mayVote: MayVote; keys: boolean; choosing: boolean; chosen: ReadonlySet<Id>; editing: Id | null; rights: ThemeRights; on: NoteDoings;
}

const none: ReadonlySet<Id> = new Set();
// Above this, on the whole board, each note is laid out and painted by itself (board.css).
const many = 60;

export function Lists({ lists, phase, view, zoom, dense, canvas, chosen, editing, rights, ...rest }: ListsProps) {
  const { t } = useWords();
  const full = lists.reduce((n, list) => n + list.notes.length, 0) > many;
  const parts = lists.map(list => {
    const here = list.theme?.id ?? '', headingId = `h-${here || phase.id}`;
    const picked = chosen.size > 0 && list.notes.some(one => chosen.has(one.note.id)) ? chosen : none;
    const inIt = editing !== null && list.notes.some(one => one.note.id === editing) ? editing : null;
    return { ...list, key: here || '-', here, headingId, items: <NoteItems notes={list.notes} view={view} headingId={headingId} full={full} chosen={picked} editing={inIt} {...rest} /> };
  });
  if (view === 'list') {
    return parts.map(({ theme, notes, key, headingId, items }) => (
      <Group key={key} theme={theme} count={notes.length} headingId={headingId} {...rights}>
        {notes.length > 0 ? items : <p className="theme-empty meta">{t('theme.emptyList')}</p>}
      </Group>
    ));
  }
  return (
    <Canvas zoom={zoom} dense={dense} innerRef={canvas}>
      {parts.map(({ theme, notes, key, here, headingId, items }) => (
        <section key={key} className={`theme${theme ? '' : ' loose'}${breadth(notes.length, parts.length)}`} data-list={here} aria-labelledby={headingId}>
          <ThemeHead theme={theme} count={notes.length} headingId={headingId} {...rights} />
          {notes.length > 0 ? items : <p className="theme-empty meta">{t('theme.empty')}</p>}
        </section>
      ))}
    </Canvas>
  );
}

/** Much to read is set in more columns, not in one that nobody sees the end of. */
const breadth = (notes: number, lists: number) => (notes > 24 || (lists === 1 && notes > 3) ? ' wide' : notes > 9 ? ' double' : '');

const NoteItems = memo(function NoteItems({ notes, view, headingId, full, choosing, chosen, editing, ...rest }: {
  notes: readonly Seen[]; view: 'board' | 'list'; headingId: string; full: boolean; mayVote: MayVote; keys: boolean; choosing: boolean; chosen: ReadonlySet<Id>; editing: Id | null; on: NoteDoings;
}) {
  const list = useRef<HTMLUListElement>(null);
  const far = useFar(list, full);
  // Where drawing is slow, what others do out of sight is drawn after what somebody's hands do here, in pieces between which keys come in. One's own is never.
  const later = useDeferredValue(far && isStrained() ? notes : null);
  const shown = later && sameOwn(later, notes) ? later : notes;
  return (
    <ul ref={list} className={`${view === 'list' ? 'rows' : 'cards'}${full ? ' many' : ''}`} aria-labelledby={view === 'list' ? headingId : undefined}>
      {shown.map(one => (
        <li key={one.note.id}><NoteCard seen={one} as={view === 'list' ? 'row' : 'card'} far={far} choosing={choosing && !far} chosen={chosen.has(one.note.id)} editing={editing === one.note.id} {...rest} /></li>
      ))}
    </ul>
  );
});

function sameOwn(before: readonly Seen[], now: readonly Seen[]): boolean {
  const was = before.filter(one => one.mine), is = now.filter(one => one.mine);
  return was.length === is.length && is.every((one, i) => one === was[i]);
}

/** More than a screen away, and not where focus is. Five hundred notes cost half as much to lay out and paint when those far away have no buttons. */
function useFar(list: RefObject<HTMLUListElement | null>, full: boolean): boolean {
  const [far, setFar] = useState(full);
  useEffect(() => {
    if (!full || !globalThis.IntersectionObserver) return setFar(false);
    // Drawn in pieces: a hundred buttons more are no reason to keep a key waiting.
    const observer = new IntersectionObserver(([seen]) => startTransition(() => setFar(!seen!.isIntersecting && !list.current!.contains(document.activeElement))), { rootMargin: '100% 0px' });
    observer.observe(list.current!);
    return () => observer.disconnect();
  }, [list, full]);
  return far;
}
