// Vilka hörs? Who is here and who has written, by organisation × level. Pure.
// It counts what the facilitator may see: a note without an author (names hidden) or without content (private writing)
// belongs to no cell, so then nobody is called silent – a wrong "Tyst" on a wall is worse than none. Nor is anybody
// before the first note of the part: silence is only heard beside a voice.
import { peopleOf } from '../board/reading';
import type { Dialogue, Level } from '../wire';

export const levels: readonly Level[] = ['frontline', 'management', 'leadership', 'livedExperience'];

export interface Cell {
  level: Level;
  notes: number;
  /** Participants who speak (role `participant`, admitted); companions, interpreters and observers are outside every tally. */
  people: number;
  expected: number;
  /** heard: has written · silent: here and has not · empty: expected and not here · nobody: neither · unknown: cannot be told now */
  state: 'heard' | 'silent' | 'empty' | 'nobody' | 'unknown';
  names: string[];
  tables: string[];
}
export interface Row { organisation: string | null; name: string | null; lived: boolean; cells: Cell[]; notes: number; people: number }
export interface Coverage { rows: Row[]; people: number; notes: number; unattributed: number; silent: Array<{ row: Row; cell: Cell }>; empty: number }

const written = new Set(['note', 'moment', 'contact', 'connection', 'visionSentence', 'initiative', 'nextStep']);

export function coverage(d: Dialogue, phaseId: string | null | undefined): Coverage {
  const speaking = peopleOf(d).filter(p => p.role === 'participant' && !p.waiting);
  const person = new Map(d.participants.map(p => [p.id, p]));
  const known = new Set(d.organisations.map(o => o.id));
  const key = (organisation: string | undefined, level: string) => `${organisation && known.has(organisation) ? organisation : ''}/${level}`;
  const notes = new Map<string, number>();
  let total = 0, unattributed = d.concealed.filter(c => c.phaseId === phaseId && written.has(c.kind)).length;
  for (const item of d.items) {
    if (item.phaseId !== phaseId || !written.has(item.kind)) continue;
    total++;
    const by = item.by ? person.get(item.by) : undefined;
    if (by) notes.set(key(by.organisation, by.level), (notes.get(key(by.organisation, by.level)) ?? 0) + 1);
    else if (!item.by) unattributed++;
  }
  total += d.concealed.filter(c => c.phaseId === phaseId && written.has(c.kind)).length;

  const row = (organisation: string | null, name: string | null): Row => {
    const cells = levels.map((level): Cell => {
      const here = speaking.filter(p => key(p.organisation, p.level) === key(organisation ?? undefined, level));
      const expected = d.expected.filter(e => e.level === level && e.organisation === organisation).reduce((n, e) => n + e.count, 0);
      const count = notes.get(key(organisation ?? undefined, level)) ?? 0;
      const state = count > 0 ? 'heard'
        : here.length > 0 ? (!phaseId || unattributed > 0 || total === 0 ? 'unknown' : 'silent')
        : expected > 0 ? 'empty' : 'nobody';
      return { level, notes: count, people: here.length, expected, state, names: here.map(p => p.name), tables: [...new Set(here.flatMap(p => p.table ? [p.table] : []))].sort(byNumber) };
    });
    const sum = (of: (c: Cell) => number) => cells.reduce((n, c) => n + of(c), 0);
    return { organisation, name, cells, notes: sum(c => c.notes), people: sum(c => c.people), lived: cells[3]!.people + cells[3]!.expected > 0 && sum(c => c.people + c.expected) === cells[3]!.people + cells[3]!.expected };
  };

  const all = [row(null, null), ...d.organisations.map(o => row(o.id, o.name))].filter(r => r.organisation !== null || r.people + r.notes > 0);
  // Those with experience of their own come first in every tally; the order among the others is the dialogue's own.
  const rows = [...all.filter(r => r.lived), ...all.filter(r => !r.lived)];
  const cells = rows.flatMap(r => r.cells.map(cell => ({ row: r, cell })));
  return {
    rows, notes: total, unattributed, people: speaking.length,
    silent: cells.filter(x => x.cell.state === 'silent'),
    empty: cells.reduce((n, x) => n + Math.max(0, x.cell.expected - x.cell.people), 0),
  };
}

/** How strongly a cell is filled, 1–3; the number in it says the same. */
export function weight(cell: Cell): 1 | 2 | 3 { return cell.notes >= 8 ? 3 : cell.notes >= 4 ? 2 : 1; }

export function byNumber(a: string, b: string): number { return a.localeCompare(b, 'sv', { numeric: true }); }
