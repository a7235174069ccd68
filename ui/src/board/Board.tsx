// The board of a phase: labelled lists of notes, seen as columns or as rows. One state, two views, always equal.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import './board.css';
import { announce, Button, Segment, toast } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { Draft, Note, Phase } from '../wire';
import { useMedia } from './useMedia';
import { useDrag } from './drag';
import { Group } from './Group';
import { LinkMoments } from './LinkMoments';
import { momentName } from './moments';
import { MoveTo } from './MoveTo';
import { NoteCard, type NoteDoings } from './NoteCard';
import { holding, type Place } from './holding';
import { ballotOf, listsOf, namesHidden, nextWeight, type NoteList } from './reading';
import { liftable } from '../participant/AtTable';
import { VotesLeft } from './Tallies';
import { ThemeHead, NewTheme } from './ThemeHead';
import { useDoors, useRoom } from './useRoom';

const themesBelongIn = new Set(['valueVision', 'initiatives']);

export function Board({ phase, title }: { phase: Phase; title?: string }) {
  const { t } = useWords();
  const room = useRoom();
  const { session, reading, me, facilitator } = room;
  const doors = useDoors();
  const around = useShown(s => s.around);
  const narrow = useMedia('(max-width: 760px)');
  const [chosen, setChosen] = useState<'board' | 'list' | null>(null);
  const [editing, setEditing] = useState<Place | null>(null);
  const [moving, setMoving] = useState<Note | null>(null);
  const [linking, setLinking] = useState<Note | null>(null);
  const [focused, setFocused] = useState<Place | null>(null);
  const view = chosen ?? (narrow ? 'list' : 'board');

  const writable = room.writable(phase);
  const hidden = namesHidden(phase.conduct);
  const mayTheme = writable && (facilitator || themesBelongIn.has(phase.kind));
  const lists = useMemo(() => holding(listsOf(reading, phase.id), reading.items, editing, focused), [reading, phase.id, editing, focused]);
  const ballotNow = ballotOf(reading, phase, me?.id ?? null);
  const ballotKey = JSON.stringify([ballotNow, room.counted]);
  const ballot = useMemo(() => ({ ...ballotNow, open: ballotNow.open && room.counted }), [ballotKey]);
  const concealed = reading.dialogue.concealed.filter(c => c.phaseId === phase.id && c.kind === 'note').length;
  const count = lists.reduce((n, l) => n + l.notes.length, 0);
  const themes = lists.filter(l => l.theme).length;
  const writers = useMemo(() => {
    const by = new Map<string, string>();
    for (const p of around.values()) if (p.here && p.editing && p.participantId !== me?.id) by.set(p.editing, reading.people.get(p.participantId)?.name ?? '');
    return by;
  }, [around, me, reading.people]);

  // A note that others move to another list is drawn anew there; the one who stood on it still does.
  useEffect(() => { if (focused) refocus(focused.note.id); }, [lists, focused]);

  // What the notes call. Kept the same object, so that a change elsewhere draws no note again.
  const now = useRef({ lists, ballot, reading });
  now.current = { lists, ballot, reading };
  const drag = useDrag(useCallback(drop => void session.do({ type: 'moveItems', moves: [drop] }), [session]));
  const on = useMemo<NoteDoings>(() => ({
    edit: id => {
      const list = now.current.lists.find(l => l.notes.some(n => n.id === id));
      const index = list?.notes.findIndex(n => n.id === id) ?? -1;
      setEditing(list?.notes[index] ? { note: list.notes[index], theme: list.theme?.id ?? '', index } : null);
    },
    save: (note, text, base) => {
      const change: Draft = { type: 'changeItem', itemId: note.id, patch: { text }, base };
      // Somebody took the note away while it was written in: what was written brings it back.
      void session.doAll(now.current.reading.items.has(note.id) ? [change] : [{ type: 'restoreItems', itemIds: [note.id] }, change]);
    },
    writing: id => session.point(id ? { editing: id, viewing: phase.id } : { viewing: phase.id }),
    move: setMoving,
    link: setLinking,
    vote: id => {
      const { ballot, reading } = now.current;
      const weight = nextWeight(ballot, reading.votes.get(id)?.mine ?? 0);
      if (weight === null) toast({ text: t('vote.spent') });
      else void session.do({ type: 'vote', itemId: id, weight });
    },
    remove: note => {
      void session.do({ type: 'removeItems', itemIds: [note.id] });
      toast({ text: t('note.removedMine'), action: { label: t('common.undo'), run: () => void session.do({ type: 'restoreItems', itemIds: [note.id] }) } });
    },
    restore: id => void session.do({ type: 'restoreItems', itemIds: [id] }),
    step: (id, by) => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-board] [data-note]')];
      all[all.findIndex(n => n.dataset.note === id) + by]?.focus();
    },
    shift: (note, by) => {
      const lists = now.current.lists;
      const target = lists[lists.findIndex(l => l.notes.some(n => n.id === note.id)) + by];
      if (!target) return;
      void session.do({ type: 'moveItems', moves: [{ itemId: note.id, theme: target.theme?.id ?? null, before: null }] });
      announce(t('move.done', { title: target.theme?.title ?? t('board.noTheme') }));
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-board] [data-note="${note.id}"]`)?.focus());
    },
    showMoment: doors.showMoment,
    lift: note => {
      void session.do({ type: 'showItems', itemIds: [note.id] });
      toast({ text: t('note.lifted') });
    },
    drag,
  }), [session, phase.id, drag, doors.showMoment, t]);

  const serverNow = session.get().serverTime();
  const tableWords = (note: Note) => {
    if (!note.table) return '';
    const name = note.table === me?.table && me.within ? t('note.pair', { pair: note.table }) : t('lead.tables.name', { table: note.table });
    return liftable(note, me, phase) ? t('note.notLifted', { table: name }) : name;
  };
  const author = (note: Note) => {
    const person = note.by ? reading.people.get(note.by) : undefined;
    if (person) return { name: person.name, organisation: room.organisationName(person.organisation), level: person.level };
    return hidden ? null : { name: t('note.byFacilitator'), organisation: '', level: null };
  };
  const card = (note: Note, list: NoteList) => {
    const mine = me !== null && note.by === me.id;
    const votes = reading.votes.get(note.id);
    const momentId = note.moments?.find(m => reading.momentNumber.has(m));
    const moment = momentId ? reading.items.get(momentId) : undefined;
    return (
      <li key={note.id} onFocus={() => setFocused({ note, theme: list.theme?.id ?? '', index: list.notes.indexOf(note) })} onBlur={e => { if (!e.currentTarget.contains(e.relatedTarget)) setFocused(null); }}>
        <NoteLine
          note={note} as={view === 'board' ? 'card' : 'row'} author={hidden && !mine ? null : author(note)} grey={hidden} mine={mine}
          total={votes?.total ?? 0} myVotes={votes?.mine ?? 0} ballot={ballot}
          momentId={momentId ?? ''} momentNumber={momentId ? reading.momentNumber.get(momentId)! : 0} momentTitle={moment?.kind === 'moment' ? momentName(moment) : ''}
          moments={note.moments?.length ?? 0} held={hidden ? null : writers.get(note.id) ?? null} marked={!!doors.marked && !!note.moments?.includes(doors.marked)}
          editing={editing?.note.id === note.id} gone={!reading.items.has(note.id)} fresh={!mine && serverNow - Date.parse(note.at) < 4000}
          table={tableWords(note)} mayLift={writable && (liftable(note, me, phase) || (facilitator && !!note.table && !note.shown && phase.conduct.writing === 'tables'))}
          mayChange={writable && (mine || facilitator)} mayMove={writable && (mine || facilitator || phase.conduct.moving)} on={on}
        />
      </li>
    );
  };

  return (
    <section className="board" aria-labelledby={`board-${phase.id}`} data-board>
      <div className="bar">
        <h2 id={`board-${phase.id}`}>{title ?? t('board.title')}</h2>
        <span className="meta">{themes > 0 ? t('board.count', { notes: t('count.notes', { n: count }), themes: t('count.themes', { n: themes }) }) : t('count.notes', { n: count })}</span>
        <div className="end">
          {room.counted && <VotesLeft ballot={ballot} />}
          <Segment label={t('board.showAs')} value={view} onChange={setChosen} options={[{ value: 'board', label: t('board.board'), icon: 'board' }, { value: 'list', label: t('board.list'), icon: 'list' }]} />
        </div>
      </div>
      {!hidden && count > 0 && view === 'board' && <Legend />}
      {hidden && <p className="help board-say">{t('board.namesHidden')}</p>}
      {concealed > 0 && <p className="board-say concealed help">{t(phase.conduct.writing === 'tables' ? 'board.concealedTables' : 'board.concealed', { n: concealed })}</p>}
      {count === 0 && themes === 0
        ? <div className="board-empty"><p className="help">{writable ? t('board.empty') : t('board.emptyClosed')}</p>{writable && narrow && <Button icon="pen" onClick={doors.write}>{t('compose.title')}</Button>}</div>
        : view === 'board'
          ? (
            <div className="themes">
              {lists.map(l => (
                <section key={l.theme?.id ?? '-'} className={`theme${l.theme ? '' : ' loose'}`} data-list={l.theme?.id ?? ''} aria-labelledby={`h-${l.theme?.id ?? phase.id}`}>
                  <ThemeHead list={l} mayChange={mayTheme} headingId={`h-${l.theme?.id ?? phase.id}`} />
                  {l.notes.length > 0 ? <ul>{l.notes.map(n => card(n, l))}</ul> : <p className="theme-empty meta">{t('theme.empty')}</p>}
                </section>
              ))}
            </div>
          )
          : lists.map(l => (
            <Group key={l.theme?.id ?? '-'} list={l} mayChange={mayTheme} headingId={`h-${l.theme?.id ?? phase.id}`}>
              {l.notes.length > 0 ? <ul className="rows" aria-labelledby={`h-${l.theme?.id ?? phase.id}`}>{l.notes.map(n => card(n, l))}</ul> : <p className="theme-empty meta">{t('theme.emptyList')}</p>}
            </Group>
          ))}
      {mayTheme && (count > 0 || themes > 0) && <NewTheme phase={phase} />}
      {moving && <MoveTo note={moving} phase={phase} mayAddTheme={mayTheme} onClose={() => { setMoving(null); refocus(moving.id); }} />}
      {linking && <LinkMoments item={linking} onClose={() => setLinking(null)} />}
    </section>
  );
}

/** Between the board's look-ups and the memoised card: keeps objects the same as long as what they say is the same. */
function NoteLine({ author, grey, momentId, momentNumber, momentTitle, ...rest }: Omit<Parameters<typeof NoteCard>[0], 'moment' | 'ref' | 'key'> & {
  grey: boolean; momentId: string; momentNumber: number; momentTitle: string;
}) {
  const name = author?.name, organisation = author?.organisation, level = grey ? null : author?.level;
  const kept = useMemo(() => (name === undefined ? null : { name, organisation: organisation ?? '', level: level ?? null }), [name, organisation, level]);
  const moment = useMemo(() => (momentId ? { id: momentId, number: momentNumber, title: momentTitle } : null), [momentId, momentNumber, momentTitle]);
  return <NoteCard {...rest} author={kept} moment={moment} />;
}

function Legend() {
  const { t } = useWords();
  return (
    <p className="legend">
      <span>{t('board.legend')}</span>
      {(['frontline', 'management', 'leadership', 'livedExperience'] as const).map((l, i) => (
        <span key={l}><i className={`sw-note ${['n-yellow', 'n-blue', 'n-lilac', 'n-pink'][i]}`} aria-hidden="true" />{t(`level.${l}`)}</span>
      ))}
    </p>
  );
}

/** Only where focus was lost with the element that had it: it is never taken from anything. */
function refocus(noteId: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-board] [data-note="${noteId}"]`)?.focus({ preventScroll: true });
  });
}
