// What others do to a note while I am in it: it stays where it was until I leave, so that neither focus nor text is taken away.
import type { Item, Note } from '../wire';
import type { NoteList } from './reading';

export interface Place { note: Note; theme: string; index: number }

/** The lists, with the note I write in where I began, and with a note that is gone still there (as a tombstone) while focus is in it. */
export function holding(lists: NoteList[], items: ReadonlyMap<string, Item>, editing: Place | null, focused: Place | null): NoteList[] {
  const held = editing ? put(lists, items, editing) : lists;
  return !focused || items.has(focused.note.id) || focused.note.id === editing?.note.id ? held : put(held, items, focused);
}

function put(lists: NoteList[], items: ReadonlyMap<string, Item>, { note, theme, index }: Place): NoteList[] {
  const item = items.get(note.id);
  const here = item?.kind === 'note' ? item : note;
  const at = (l: NoteList) => (l.theme?.id ?? '') === theme;
  const without = lists.map(l => (l.notes.some(n => n.id === note.id) ? { ...l, notes: l.notes.filter(n => n.id !== note.id) } : l));
  const insert = (l: NoteList) => ({ ...l, notes: [...l.notes.slice(0, index), here, ...l.notes.slice(index)] });
  return without.some(at) ? without.map(l => (at(l) ? insert(l) : l)) : [...without, insert({ theme: null, notes: [] })];
}
