// A note as a card shows it: everything the card says, flat, so that two looks are compared field by field. A look that says the same
// is the same object, and so is a list of such: a change elsewhere draws no card again.
import type { Id, Level, Note, Phase, Theme } from '../wire';
import { momentName } from './moments';
import { namesHidden, type NoteList, type Reading } from './reading';

export interface Seen {
  note: Note;
  /** false: names are hidden, and so are level and colour */
  signed: boolean; name: string; organisation: string; level: Level | null;
  mine: boolean; total: number; myVotes: number;
  momentId: Id; momentNumber: number; momentTitle: string; moments: number;
  /** who else writes in it now */
  held: string | null;
  /** the table it was written at, in words; "" without one */
  table: string;
  marked: boolean; gone: boolean; fresh: boolean; mayChange: boolean; mayMove: boolean; mayLift: boolean; mayErase: boolean;
}
export interface SeenList { theme: Theme | null; notes: readonly Seen[] }

export interface Eyes {
  reading: Reading; phase: Phase; me: Id | null; facilitator: boolean; writable: boolean;
  writers: ReadonlyMap<Id, string>; marked: string | null; now: number; byFacilitator: string;
  tableOf: (note: Note) => string; mayLift: (note: Note) => boolean;
}

const newFor = 4000;

function look(note: Note, { reading, phase, me, facilitator, writable, writers, marked, now, byFacilitator, tableOf, mayLift }: Eyes): Seen {
  const hidden = namesHidden(phase.conduct);
  const mine = me !== null && note.by === me;
  const person = note.by ? reading.people.get(note.by) : undefined;
  const signed = (!hidden || mine) && (person !== undefined || !hidden);
  const votes = reading.votes.get(note.id);
  const momentId = note.moments?.find(m => reading.momentNumber.has(m)) ?? '';
  const moment = reading.items.get(momentId);
  return {
    note, signed,
    name: signed ? person?.name ?? byFacilitator : '',
    organisation: (signed && person?.organisation && reading.organisations.get(person.organisation)?.name) || '',
    // My own is mine to know, but its colour would tell those who look over my shoulder.
    level: signed && !hidden ? person?.level ?? null : null,
    mine, total: votes?.total ?? 0, myVotes: votes?.mine ?? 0,
    momentId, momentNumber: reading.momentNumber.get(momentId) ?? 0, momentTitle: moment?.kind === 'moment' ? momentName(moment) : '', moments: note.moments?.length ?? 0,
    table: note.table ? tableOf(note) : '', mayLift: note.table !== undefined && writable && mayLift(note),
    held: hidden ? null : writers.get(note.id) ?? null,
    marked: marked !== null && !!note.moments?.includes(marked),
    gone: !reading.items.has(note.id),
    fresh: !mine && now - Date.parse(note.at) < newFor,
    mayChange: writable && (mine || facilitator),
    mayErase: mine || facilitator,
    mayMove: writable && (mine || facilitator || phase.conduct.moving),
  };
}

const fields = Object.keys({
  note: 0, signed: 0, name: 0, organisation: 0, level: 0, mine: 0, total: 0, myVotes: 0, momentId: 0, momentNumber: 0, momentTitle: 0, moments: 0, table: 0, held: 0, marked: 0, gone: 0, fresh: 0,
  mayChange: 0, mayMove: 0, mayLift: 0, mayErase: 0,
} satisfies Record<keyof Seen, 0>) as (keyof Seen)[];
const same = (a: Seen, b: Seen) => fields.every(field => a[field] === b[field]);

/** Looks that remember the last ones. */
export class Looks {
  private seen = new Map<Id, Seen>();
  private lists: readonly SeenList[] = [];

  at(lists: readonly NoteList[], eyes: Eyes): readonly SeenList[] {
    const seen = new Map<Id, Seen>();
    const before = new Map(this.lists.map(list => [list.theme?.id ?? '', list]));
    const now = lists.map((list): SeenList => {
      const notes = list.notes.map(note => {
        const fresh = look(note, eyes), old = this.seen.get(note.id);
        const one = old && same(old, fresh) ? old : fresh;
        seen.set(note.id, one);
        return one;
      });
      const was = before.get(list.theme?.id ?? '');
      return was && was.theme === list.theme && was.notes.length === notes.length && was.notes.every((one, i) => one === notes[i]) ? was : { theme: list.theme, notes };
    });
    this.seen = seen;
    if (now.length !== this.lists.length || now.some((list, i) => list !== this.lists[i])) this.lists = now;
    return this.lists;
  }
}
