// Which notes one wants to see. A way of looking, on this page alone: nothing moves, and what is not shown is counted.
import type { Id, Level, Note } from '../wire';
import type { NoteList, Reading } from './reading';

export interface Filter { organisation?: Id; level?: Level; author?: Id; theme?: Id; moment?: Id }

/** In a filter of themes and moments: those without one. */
export const without = '-';
export const isEmpty = (filter: Filter) => Object.values(filter).every(value => !value);

export function fits(note: Note, theme: Id | undefined, filter: Filter, reading: Reading): boolean {
  const person = note.by ? reading.people.get(note.by) : undefined;
  return (!filter.organisation || person?.organisation === filter.organisation)
    && (!filter.level || person?.level === filter.level)
    && (!filter.author || note.by === filter.author)
    && (!filter.theme || (theme ?? without) === filter.theme)
    && (!filter.moment || (filter.moment === without ? !note.moments?.length : !!note.moments?.includes(filter.moment)));
}

/** What is left of the lists, and how many notes are not shown. A list that is untouched stays the same object. */
export function filtered(lists: readonly NoteList[], filter: Filter, reading: Reading): { lists: readonly NoteList[]; hidden: number } {
  if (isEmpty(filter)) return { lists, hidden: 0 };
  let hidden = 0;
  const left = lists.map(list => {
    const notes = list.notes.filter(note => fits(note, list.theme?.id, filter, reading));
    hidden += list.notes.length - notes.length;
    return notes.length === list.notes.length ? list : { ...list, notes };
  });
  return { lists: left.filter(list => list.notes.length > 0), hidden };
}
