// What the notes call. One object for as long as the board stands, so that a change elsewhere draws no note again: what it needs to know it reads
// from `now` at the moment of the deed.
import { useMemo, useRef, type PointerEvent } from 'react';
import { announce, toast } from '../design';
import { askToEraseItem } from '../erase/ask';
import { takesBack } from '../session/undo';
import { useWords } from '../words';
import type { Draft, Id, Note, Phase } from '../wire';
import type { NoteDoings } from './NoteCard';
import { nextWeight, type Ballot, type Reading } from './reading';
import type { Seen, SeenList } from './seeing';
import { moveAll, removeAll, restoreAll } from './together';
import { useRoom } from './useRoom';

export interface Board {
  lists: readonly SeenList[]; ballot: Ballot; reading: Reading; phase: Phase; chosen: ReadonlySet<Id>; zoom: number;
  setEditing: (id: Id | null) => void; setMoving: (notes: readonly Note[], stay: number) => void; setLinking: (note: Note) => void; setPast: (note: Note) => void;
  setChosen: (chosen: ReadonlySet<Id>, choosing?: boolean) => void; setZoom: (by: -1 | 0 | 1) => void; showMoment: (id: Id) => void;
}
export interface Doings extends NoteDoings {
  /** Does it, says it once, and offers to take it back. */
  act: (drafts: readonly Draft[], words: string) => void;
  moveChosen: () => void;
  removeChosen: () => void;
  drop: (ids: readonly Id[], theme: Id | null, before: Id | null) => void;
}

const nobody: ReadonlySet<Id> = new Set();
export const elementOf = (id: Id) => document.querySelector<HTMLElement>(`[data-board] [data-note="${id}"]`);

export function useDoings(board: Board, drag: (id: Id, e: PointerEvent<HTMLElement>) => void): Doings {
  const { t } = useWords();
  const { session, me } = useRoom();
  const now = useRef(board);
  now.current = board;
  const mine = me?.id ?? null;
  return useMemo<Doings>(() => {
    const all = () => now.current.lists.flatMap(list => list.notes);
    const chosen = () => all().filter(one => now.current.chosen.has(one.note.id) && !one.gone);
    /** One note, or all that are chosen with it. */
    const along = (note: Note): readonly Seen[] => (now.current.chosen.has(note.id) ? chosen() : all().filter(one => one.note.id === note.id));
    const titleOf = (theme: Id | null) => { const item = theme ? now.current.reading.items.get(theme) : undefined; return item?.kind === 'theme' ? item.title : t('board.noTheme'); };
    const act = (drafts: readonly Draft[], words: string) => {
      if (drafts.length === 0) return;
      const back = takesBack(session.get().dialogue, drafts, mine);
      void session.doAll(drafts);
      toast({ text: words, action: { label: t('common.undo'), run: () => void session.doAll(back) } });
      if (now.current.chosen.size > 0) now.current.setChosen(nobody);
    };
    const move = (notes: readonly Seen[]) => now.current.setMoving(notes.filter(one => one.mayMove).map(one => one.note), notes.filter(one => !one.mayMove).length);
    const remove = (notes: readonly Seen[]) => {
      const ids = notes.filter(one => one.mayChange).map(one => one.note.id);
      act(removeAll(ids), ids.length === 1 ? t('note.removedMine') : t('choose.removed', { n: ids.length }));
    };
    const choose = (id: Id, upTo = false) => {
      const next = new Set(now.current.chosen);
      const ids = all().filter(one => !one.gone).map(one => one.note.id), to = ids.indexOf(id), from = ids.indexOf(last ?? id);
      if (upTo && from >= 0) for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      last = id;
      now.current.setChosen(next, true);
    };
    let last: Id | null = null;
    return {
      act, drag, choose,
      edit: id => now.current.setEditing(id),
      save: (note, text, base) => {
        const change: Draft = { type: 'changeItem', itemId: note.id, patch: { text }, base };
        // Somebody took the note away while it was written in: what was written brings it back.
        void session.doAll(now.current.reading.items.has(note.id) ? [change] : [...restoreAll([note.id]), change]);
      },
      writing: id => session.point({ editing: id ?? undefined, viewing: now.current.phase.id }),
      move: note => move(along(note)),
      moveChosen: () => move(chosen()),
      link: note => now.current.setLinking(note),
      past: note => now.current.setPast(note),
      erase: askToEraseItem,
      vote: id => {
        const { ballot, reading } = now.current;
        const weight = nextWeight(ballot, reading.votes.get(id)?.mine ?? 0);
        if (weight === null) toast({ text: t('vote.spent') });
        else void session.do({ type: 'vote', itemId: id, weight });
      },
      remove: note => remove(along(note)),
      removeChosen: () => remove(chosen()),
      restore: id => void session.doAll(restoreAll([id])),
      chooseAll: () => now.current.setChosen(new Set(all().filter(one => !one.gone).map(one => one.note.id)), true),
      chooseNone: () => {
        if (now.current.chosen.size === 0) return false;
        now.current.setChosen(nobody, false);
        return true;
      },
      step: (id, by, choosing = false) => {
        const notes = [...document.querySelectorAll<HTMLElement>('[data-board] [data-note]')];
        const next = notes[notes.findIndex(n => n.dataset.note === id) + by];
        if (!next) return;
        if (choosing) {
          if (!now.current.chosen.has(id)) choose(id);
          last = id;
          choose(next.dataset.note!, true);
        }
        next.focus();
      },
      shift: (note, by) => {
        const { lists } = now.current;
        const target = lists[lists.findIndex(l => l.notes.some(n => n.note.id === note.id)) + by];
        const ids = along(note).filter(one => one.mayMove).map(one => one.note.id);
        if (!target || ids.length === 0) return;
        const theme = target.theme?.id ?? null;
        if (ids.length > 1) act(moveAll(ids, theme), t('choose.moved', { n: ids.length, title: titleOf(theme) }));
        else {
          void session.doAll(moveAll(ids, theme));
          announce(t('move.done', { title: titleOf(theme) }));
        }
        requestAnimationFrame(() => elementOf(note.id)?.focus());
      },
      drop: (ids, theme, before) => {
        if (ids.length > 1) act(moveAll(ids, theme, before), t('choose.moved', { n: ids.length, title: titleOf(theme) }));
        else void session.doAll(moveAll(ids, theme, before));
      },
      zoom: by => now.current.setZoom(by),
      lift: note => {
        void session.do({ type: 'showItems', itemIds: [note.id] });
        toast({ text: t('note.lifted') });
      },
      showMoment: id => now.current.showMoment(id),
    };
  }, [session, mine, drag, t]);
}
