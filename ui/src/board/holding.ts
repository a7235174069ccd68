// What others do to a note while I am in it: it stays where it was until I leave, so that neither focus nor text is taken away.
// And what they do in a theme I point at or stand in: it keeps still until pointer and focus have left, so that nobody presses what was not there.
import type { Item, Note } from '../wire';
import type { NoteList } from './reading';

export interface Place { note: Note; theme: string; index: number }
const idOf = (list: NoteList) => list.theme?.id ?? '';

/** The lists, with the note I write in where I began, and with a note that is gone still there (as a tombstone) while focus is in it. */
export function holding(lists: readonly NoteList[], items: ReadonlyMap<string, Item>, editing: Place | null, focused: Place | null): readonly NoteList[] {
  const held = editing ? put(lists, items, editing) : lists;
  return !focused || items.has(focused.note.id) || focused.note.id === editing?.note.id ? held : put(held, items, focused);
}

function put(lists: readonly NoteList[], items: ReadonlyMap<string, Item>, { note, theme, index }: Place): readonly NoteList[] {
  const item = items.get(note.id);
  const here = item?.kind === 'note' ? item : note;
  const at = (l: NoteList) => idOf(l) === theme;
  if (lists.find(at)?.notes[index] === here) return lists;
  const without = lists.map(l => (l.notes.some(n => n.id === note.id) ? { ...l, notes: l.notes.filter(n => n.id !== note.id) } : l));
  const insert = (l: NoteList) => ({ ...l, notes: [...l.notes.slice(0, index), here, ...l.notes.slice(index)] });
  return without.some(at) ? without.map(l => (at(l) ? insert(l) : l)) : [...without, insert({ theme: null, notes: [] })];
}

/**
 * The lists that are to keep still, in the order they were shown in: what came stands last; under the pointer what was removed leaves its place
 * marked. What was moved to another list has gone there, for it is shown once.
 */
export function still(lists: readonly NoteList[], before: readonly NoteList[], { over, focus }: { over: string | null; focus: string | null }, items: ReadonlyMap<string, Item>): readonly NoteList[] {
  if (over === null && focus === null) return lists;
  return lists.map(list => {
    const was = idOf(list) === over || idOf(list) === focus ? before.find(one => idOf(one) === idOf(list)) : undefined;
    // What I do myself is to be seen at once.
    if (!was || list.notes.some(note => note.pending)) return list;
    const here = new Map(list.notes.map(note => [note.id, note]));
    const kept = was.notes.flatMap(note => here.get(note.id) ?? (items.has(note.id) || idOf(list) !== over ? [] : note));
    const known = new Set(kept.map(note => note.id));
    const notes = [...kept, ...list.notes.filter(note => !known.has(note.id))];
    return notes.length === list.notes.length && notes.every((note, i) => note === list.notes[i]) ? list : { ...list, notes };
  });
}
