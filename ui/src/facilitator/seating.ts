// Tables: who sits where, what each table looks like, and how good the mix is. Pure. Composing is the server's (composeTables);
// the measure is the same here as there: distinct organisations + distinct levels, summed over tables.
import { peopleOf } from '../board/reading';
import type { Dialogue, Level, Participant, Seat } from '../wire';
import { byNumber, levels } from './coverage';

export interface Table {
  name: string; people: Participant[]; organisations: number; missing: Level[]; notes: number; unlifted: string[]; ready: number; hands: number; pairs: string[];
}

/** Where somebody sits; a pair is at its table. */
export const tableOf = (p: Pick<Participant, 'table' | 'within'>): string | undefined => p.within ?? p.table;

const present = (d: Dialogue) => peopleOf(d).filter(p => !p.waiting);

/** Those who should have a chair and have none. Observers may stand where they like. */
export const unseated = (d: Dialogue): Participant[] => present(d).filter(p => p.role !== 'observer' && !p.table);

export const tableNames = (d: Dialogue): string[] => [...new Set(present(d).flatMap(p => tableOf(p) ?? []))].sort(byNumber);

export function tables(d: Dialogue, phaseId: string | null | undefined): Table[] {
  return tableNames(d).map(name => {
    const people = present(d).filter(p => tableOf(p) === name);
    const counted = people.filter(p => p.role === 'participant');
    const ids = new Set(people.map(p => p.id));
    const sub = new Set([name, ...people.flatMap(p => p.table ?? [])]);
    const here = d.items.filter(i => i.phaseId === phaseId);
    return {
      name, people,
      organisations: new Set(counted.flatMap(p => p.organisation ? [p.organisation] : [])).size,
      missing: levels.filter(level => !counted.some(p => p.level === level)),
      notes: here.filter(i => i.kind === 'note' && (i.table ? sub.has(i.table) : i.by ? ids.has(i.by) : false)).length,
      unlifted: here.filter(i => i.table && sub.has(i.table) && !i.shown).map(i => i.id),
      ready: people.filter(p => p.ready).length,
      hands: people.filter(p => p.hand).length,
      pairs: [...new Set(people.flatMap(p => p.within && p.table ? [p.table] : []))].sort(byNumber),
    };
  });
}

export interface Mix {
  /** distinct organisations + distinct levels, summed over tables, and the most that no seating can pass */
  mix: number; most: number;
  fewest: number;
  /** levels that are here, and the tables that lack one of them */
  lacking: Array<{ level: Level; tables: string[] }>;
  smallest: number; largest: number;
}

export function mixOf(all: readonly Table[]): Mix {
  const counted = all.map(t => t.people.filter(p => p.role === 'participant'));
  const distinct = <T>(some: readonly T[]) => new Set(some).size;
  const everybody = counted.flat();
  const times = <T>(some: readonly T[]) => [...new Set(some)].reduce((n, one) => n + Math.min(all.length, some.filter(x => x === one).length), 0);
  return {
    mix: counted.reduce((n, some) => n + distinct(some.flatMap(p => p.organisation ?? [])) + distinct(some.map(p => p.level)), 0),
    most: times(everybody.flatMap(p => p.organisation ?? [])) + times(everybody.map(p => p.level)),
    fewest: Math.min(...all.map(t => t.organisations)),
    lacking: levels.flatMap(level => {
      const without = all.filter(t => t.missing.includes(level)).map(t => t.name);
      return without.length > 0 && everybody.some(p => p.level === level) ? [{ level, tables: without }] : [];
    }),
    smallest: Math.min(...all.map(t => t.people.length)), largest: Math.max(...all.map(t => t.people.length)),
  };
}

/** What puts people back where they sit now. */
export const seatsNow = (d: Dialogue, ids?: readonly string[]): Seat[] =>
  peopleOf(d).filter(p => !ids || ids.includes(p.id)).map(p => ({ participantId: p.id, table: p.table ?? null, ...(p.within && { within: p.within }) }));
