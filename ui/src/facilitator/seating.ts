// Tables: who sits where, and what each table looks like. Pure. Not the composition by organisation and level that is
// to come: `dealt` deals people out round the tables, organisation by organisation, which already spreads both.
import { peopleOf } from '../board/reading';
import type { Dialogue, Level, Participant } from '../wire';
import { byNumber, levels } from './coverage';

export interface Table {
  name: string; people: Participant[]; organisations: number; missing: Level[]; notes: number; ready: number; hands: number;
}

const seated = (d: Dialogue) => peopleOf(d).filter(p => !p.waiting);

export function tables(d: Dialogue, phaseId: string | null | undefined): Table[] {
  const names = [...new Set(seated(d).flatMap(p => p.table ? [p.table] : []))].sort(byNumber);
  return names.map(name => {
    const people = seated(d).filter(p => p.table === name);
    const ids = new Set(people.map(p => p.id));
    return {
      name, people,
      organisations: new Set(people.flatMap(p => p.organisation ? [p.organisation] : [])).size,
      missing: levels.filter(level => !people.some(p => p.level === level)),
      notes: d.items.filter(i => i.phaseId === phaseId && i.kind === 'note' && (i.table ? i.table === name : i.by ? ids.has(i.by) : false)).length,
      ready: people.filter(p => p.ready).length,
      hands: people.filter(p => p.hand).length,
    };
  });
}

/** Seats for everyone at `count` tables named "1", "2", …; the same people give the same seats every time. */
export function dealt(d: Dialogue, count: number): Array<{ participantId: string; table: string }> {
  const order = [...seated(d)].sort((a, b) =>
    levels.indexOf(b.level) - levels.indexOf(a.level) || (a.organisation ?? '').localeCompare(b.organisation ?? '') || a.id.localeCompare(b.id));
  return order.map((p, i) => ({ participantId: p.id, table: String(i % count + 1) }));
}
