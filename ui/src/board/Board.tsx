// The board of a phase: labelled lists of notes, seen as columns or as rows, with what steers them. Here the parts meet: what is shown is read,
// filtered and held still here; how a note looks is NoteCard, what it can do is useDoings.
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState, type FocusEvent, type PointerEvent } from 'react';
import './board.css';
import { Button, Segment, toast } from '../design';
import { liftable } from '../participant/AtTable';
import { recall, remember } from '../participant/device';
import { useShown } from '../session/react';
import { useSettings } from '../settings/settings';
import { useWords } from '../words';
import type { Id, Note, Phase } from '../wire';
import { Chosen } from './Chosen';
import { useDrag, type Drop } from './drag';
import { filtered, type Filter } from './filter';
import { FilterPanel, FilterSays } from './FilterPanel';
import { holding, still, type Place } from './holding';
import { Legend } from './Legend';
import { LinkMoments } from './LinkMoments';
import { Lists } from './Lists';
import { useBusy, useMotion } from './motion';
import { MoveTo } from './MoveTo';
import { ballotOf, listsOf, namesHidden, type NoteList } from './reading';
import { Looks } from './seeing';
import { VotesLeft } from './Tallies';
import { NewTheme } from './ThemeHead';
import { newThemeOf } from './together';
import { Tools } from './Tools';
import { elementOf, useDoings } from './useDoings';
import { useMedia } from './useMedia';
import { useDoors, useRoom } from './useRoom';
import { useWriters } from './writers';
import { nextStep, useZoom } from './zoom';

const Suggest = lazy(() => import('./Suggest'));
const Removed = lazy(() => import('./Removed'));
const Past = lazy(() => import('./Past'));

const themesBelongIn = new Set(['valueVision', 'initiatives']);
const fewNotes = 6, denseFrom = 120;
const nobody: ReadonlySet<Id> = new Set();

export function Board({ phase, title }: { phase: Phase; title?: string }) {
  const { t } = useWords();
  const room = useRoom();
  const { session, reading, me, facilitator } = room;
  const doors = useDoors(), keys = useSettings().keys === 'on', writers = useWriters(me?.id ?? null), filterId = useId();
  const newest = useShown(s => s.happened.at(-1)?.seq ?? 0);
  const narrow = useMedia('(max-width: 760px)');
  const [picked, setPicked] = useState(() => (narrow ? null : recall('board')));
  const [editing, setEditing] = useState<Place | null>(null);
  const [moving, setMoving] = useState<{ notes: readonly Note[]; stay: number } | null>(null);
  const [dialog, setDialog] = useState<{ of: 'link' | 'past'; note: Note } | { of: 'suggest' | 'removed' } | null>(null);
  const [focused, setFocused] = useState<Place | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>({});
  const [filtering, setFiltering] = useState(false);
  const [{ choosing, chosen }, setChoice] = useState({ choosing: false, chosen: nobody });
  const boxes = useDeferredValue(choosing); // in every note: the one that was chosen does not wait for them
  const [packed, setPacked] = useState<boolean | null>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const { zoom, to, fit } = useZoom(canvas);
  const view = picked === 'board' || picked === 'list' ? picked : narrow ? 'list' : 'board';

  const writable = room.writable(phase), hidden = namesHidden(phase.conduct);
  const mayTheme = writable && (facilitator || themesBelongIn.has(phase.kind)), mayMoveOthers = writable && (facilitator || phase.conduct.moving);
  const whole = useMemo(() => listsOf(reading, phase.id), [reading, phase.id]);
  const { lists: left, hidden: hiddenCount } = useMemo(() => filtered(whole, filter, reading), [whole, filter, reading]);
  const before = useRef<{ filter: Filter; lists: readonly NoteList[] }>({ filter, lists: [] });
  const kept = holding(before.current.filter === filter ? still(left, before.current.lists, { over, focus: focused?.theme ?? null }, reading.items) : left, reading.items, editing, focused);
  useEffect(() => { before.current = { filter, lists: kept }; });
  const looks = useRef<Looks>(undefined);
  const serverNow = session.get().serverTime();
  const tableOf = (note: Note) => {
    const name = note.table === me?.table && me?.within ? t('note.pair', { pair: note.table! }) : t('lead.tables.name', { table: note.table! });
    return liftable(note, me, phase) ? t('note.notLifted', { table: name }) : name;
  };
  const lists = (looks.current ??= new Looks()).at(kept, {
    reading, phase, me: me?.id ?? null, facilitator, writable, writers, marked: doors.marked, now: serverNow, byFacilitator: t('note.byFacilitator'),
    tableOf, mayLift: note => liftable(note, me, phase) || (facilitator && !note.shown && phase.conduct.writing === 'tables'),
  });
  const ballotNow = ballotOf(reading, phase, me?.id ?? null);
  const ballot = { ...ballotNow, open: ballotNow.open && room.counted }, { open, perItem, totals, anyLeft } = ballot;
  const mayVote = useMemo(() => ({ open, perItem, totals, anyLeft }), [open, perItem, totals, anyLeft]);
  const concealed = reading.dialogue.concealed.filter(c => c.phaseId === phase.id && c.kind === 'note').length;
  const count = whole.reduce((n, l) => n + l.notes.length, 0), themes = whole.filter(l => l.theme).length;
  const dense = packed ?? count > denseFrom, busy = useBusy(newest);
  const shownChosen = lists.flatMap(l => l.notes).filter(one => chosen.has(one.note.id) && !one.gone);

  const dropped = useMotion(canvas, lists, busy || view === 'list', zoom);
  const doings = useRef<ReturnType<typeof useDoings>>(undefined);
  const drag = useDrag({
    zoom: view === 'board' ? zoom : 1, dropped,
    along: id => {
      const one = lists.flatMap(l => l.notes).find(n => n.note.id === id);
      return one?.mayMove ? (chosen.has(id) ? shownChosen.filter(n => n.mayMove).map(n => n.note.id) : [id]) : [];
    },
    refused: () => toast({ text: t('note.moveOff') }),
    drop: ({ itemIds, theme, before }: Drop) => doings.current!.drop(itemIds, theme, before),
  });
  const placeOf = useCallback((id: Id | null): Place | null => {
    const list = lists.find(l => l.notes.some(one => one.note.id === id)), index = list?.notes.findIndex(one => one.note.id === id) ?? -1;
    return list ? { note: list.notes[index]!.note, theme: list.theme?.id ?? '', index } : null;
  }, [lists]);
  const setChosen = (next: ReadonlySet<Id>, on?: boolean) => setChoice(was => ({ chosen: next, choosing: on ?? was.choosing }));
  const on = doings.current = useDoings({
    lists, ballot, reading, phase, chosen, zoom,
    setEditing: id => setEditing(placeOf(id)), setMoving: (notes, stay) => { if (notes.length > 0) setMoving({ notes, stay }); else toast({ text: t('note.moveOff') }); },
    setLinking: note => setDialog({ of: 'link', note }), setPast: note => setDialog({ of: 'past', note }), setChosen, showMoment: doors.showMoment,
    setZoom: by => { if (view === 'board') to(by === 0 ? 1 : nextStep(zoom, by)); },
  }, drag);

  // A note that others move to another list is drawn anew there; the one who stood on it still does.
  useEffect(() => { if (focused) refocus(focused.note.id); }, [lists, focused]);
  const onFocus = (e: FocusEvent) => {
    const id = (e.target as Element).closest<HTMLElement>('[data-note]')?.dataset.note ?? null;
    if (id !== (focused?.note.id ?? null)) setFocused(placeOf(id));
  };
  const onBlur = (e: FocusEvent<HTMLElement>) => { if (!e.currentTarget.contains(e.relatedTarget)) setFocused(null); };
  const onPointerOver = (e: PointerEvent) => {
    if (e.pointerType === 'touch') return;
    setOver((e.target as Element).closest<HTMLElement>('[data-list]')?.dataset.list ?? null);
  };

  const rights = { mayChange: mayTheme, mayMove: mayMoveOthers, onChoose: (id: Id) => setChosen(new Set(whole.find(l => l.theme?.id === id)?.notes.map(n => n.id)), true) };
  const moved = (drafts: Parameters<typeof on.act>[0], name: string, n: number) => on.act(drafts, t('choose.moved', { n, title: name }));
  const movable = shownChosen.filter(one => one.mayMove).map(one => one.note.id);
  return (
    <section className="board" aria-labelledby={`board-${phase.id}`} data-board data-busy={busy || undefined} onFocus={onFocus} onBlur={onBlur} onPointerOver={onPointerOver} onPointerLeave={() => setOver(null)}>
      <div className="bar">
        <h2 id={`board-${phase.id}`}>{title ?? t('board.title')}</h2>
        <span className="meta">{themes > 0 ? t('board.count', { notes: t('count.notes', { n: count }), themes: t('count.themes', { n: themes }) }) : t('count.notes', { n: count })}</span>
        <div className="end">
          {room.counted && <VotesLeft ballot={ballot} />}
          <Segment label={t('board.showAs')} value={view} onChange={next => { setPicked(next); if (!narrow) remember('board', next); }} options={[{ value: 'board', label: t('board.board'), icon: 'board' }, { value: 'list', label: t('board.list'), icon: 'list' }]} />
        </div>
        <Tools
          view={view} narrow={narrow} few={count < fewNotes} keys={keys} choosing={choosing} filtering={filtering} filterId={filterId} zoom={zoom} dense={dense}
          onChoosing={() => setChoice({ choosing: !choosing, chosen: nobody })}
          onFilter={() => setFiltering(!filtering)} onZoom={to} onFit={fit} onDense={() => setPacked(!dense)}
          onSuggest={mayTheme && mayMoveOthers ? () => setDialog({ of: 'suggest' }) : null} onRemoved={facilitator ? () => setDialog({ of: 'removed' }) : null}
        />
      </div>
      <div id={filterId} hidden={!filtering}>{filtering && <FilterPanel phase={phase} filter={filter} onChange={setFilter} />}</div>
      <FilterSays filter={filter} shown={count - hiddenCount} hidden={hiddenCount} onClear={() => setFilter({})} />
      {!hidden && count > 0 && view === 'board' && <Legend />}
      {hidden && <p className="help board-say">{t('board.namesHidden')}</p>}
      {concealed > 0 && <p className="board-say concealed help">{t(phase.conduct.writing === 'tables' ? 'board.concealedTables' : 'board.concealed', { n: concealed })}</p>}
      {count === 0 && themes === 0 && lists.every(l => l.notes.length === 0)
        ? <div className="board-empty"><p className="help">{writable ? t('board.empty') : t('board.emptyClosed')}</p>{writable && narrow && <Button icon="pen" onClick={doors.write}>{t('compose.title')}</Button>}</div>
        : <Lists {...{ lists, phase, view, zoom, dense, canvas, mayVote, keys, choosing: boxes, chosen, rights, on }} editing={editing?.note.id ?? null} />}
      {mayTheme && (count > 0 || themes > 0) && <NewTheme phase={phase} />}
      {choosing && (
        <Chosen
          count={shownChosen.length} movable={movable.length} removable={shownChosen.filter(one => one.mayChange).length} mayAddTheme={mayTheme} onMove={on.moveChosen} onRemove={on.removeChosen}
          onNewTheme={name => on.act(newThemeOf(movable, name, phase.id), t('theme.made', { n: movable.length, title: name }))} onAll={on.chooseAll} onDone={() => setChoice({ choosing: false, chosen: nobody })}
        />
      )}
      {moving && <MoveTo {...moving} phase={phase} mayAddTheme={mayTheme} onMove={(drafts, name) => moved(drafts, name, moving.notes.length)} onClose={() => { setMoving(null); refocus(moving.notes[0]!.id); }} />}
      {dialog?.of === 'link' && <LinkMoments item={dialog.note} onClose={() => setDialog(null)} />}
      <Suspense>
        {dialog?.of === 'past' && <Past note={dialog.note} onClose={() => setDialog(null)} />}
        {dialog?.of === 'suggest' && <Suggest phase={phase} onClose={() => setDialog(null)} />}
        {dialog?.of === 'removed' && <Removed onClose={() => setDialog(null)} />}
      </Suspense>
    </section>
  );
}

/** Only where focus was lost with the element that had it: it is never taken from anything. */
function refocus(noteId: Id): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    elementOf(noteId)?.focus({ preventScroll: true });
  });
}
