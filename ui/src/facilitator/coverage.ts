// Vilka hörs? Expected, here, and heard – written, voted or taken a stance – by organisation × level. Pure.
// It counts what the facilitator may see: what has no author (names hidden) or no content (private writing) belongs to no cell, and where
// names are hidden now nothing does, or a cell of one would give its writer away; then nobody is called silent – a wrong "Tyst" on a wall
// is worse than none. Nor is anybody before the first voice of the part: silence is only heard beside a voice.
import { namesHidden, peopleOf } from '../board/reading';
import type { Dialogue, Id, Item, Level } from '../wire';

export const levels: readonly Level[] = ['frontline', 'management', 'leadership', 'livedExperience'];

export type Measure = 'written' | 'voted' | 'stance';

export interface Cell {
  level: Level;
  /** what they wrote; or how many of them have voted, or taken a stance */
  count: number;
  /** Participants who speak (role `participant`, admitted); companions, interpreters and observers are outside every tally. */
  people: number;
  expected: number;
  /** heard: has · silent: here and has not · empty: expected and not here · nobody: neither · unknown: cannot be told now */
  state: 'heard' | 'silent' | 'empty' | 'nobody' | 'unknown';
  names: string[];
  tables: string[];
}
export interface Row {
  organisation: string | null; name: string | null; lived: boolean; cells: Cell[]; count: number; people: number;
  /** the organisation's own answers in this part, whoever gave them */
  answered: number;
}
export interface Coverage {
  rows: Row[]; people: number; total: number; unattributed: number;
  /** nothing but notes was written: then it is called that, else "bidrag" */
  onlyNotes: boolean;
  silent: Array<{ row: Row; cell: Cell }>; empty: number;
}

const written = new Set(['note', 'moment', 'contact', 'connection', 'visionSentence', 'initiative', 'nextStep']);

/** Whose each voice is; '' where nobody may know. */
function voices(d: Dialogue, phaseId: string | null | undefined, measure: Measure): Array<{ by: Id | '' }> {
  const here = d.items.filter(i => i.phaseId === phaseId);
  if (measure === 'written') {
    return [...here.filter(i => written.has(i.kind) && i.by !== null).map(i => ({ by: i.by ?? '' as const })), ...d.concealed.filter(c => c.phaseId === phaseId && written.has(c.kind)).map(() => ({ by: '' as const }))];
  }
  const ids = new Set(here.map(i => i.id));
  if (measure === 'stance') return d.stances.filter(s => ids.has(s.targetId) && s.by !== null).map(s => ({ by: s.by ?? '' }));
  // While totals are hidden a facilitator knows how many have voted, and not who.
  return [...d.votes.filter(v => ids.has(v.itemId)).map(v => ({ by: v.by ?? '' as const })), ...Array.from({ length: d.voters?.[phaseId ?? ''] ?? 0 }, () => ({ by: '' as const }))];
}

export function coverage(d: Dialogue, phaseId: string | null | undefined, measure: Measure = 'written'): Coverage {
  const speaking = peopleOf(d).filter(p => p.role === 'participant' && !p.waiting);
  const person = new Map(d.participants.map(p => [p.id, p]));
  const known = new Set(d.organisations.map(o => o.id));
  const key = (organisation: string | undefined | null, level: string) => `${organisation && known.has(organisation) ? organisation : ''}/${level}`;
  const phase = d.agenda.find(p => p.id === phaseId);
  const all = voices(d, phaseId, measure);
  const hidden = !!phase && namesHidden(phase.conduct);
  const said = new Map<string, number>();
  let unattributed = 0;
  const counted = new Set<string>();
  for (const { by } of all) {
    const who = person.get(by);
    if (hidden || !by) unattributed++;
    else if (who && !(measure !== 'written' && counted.has(by))) {
      counted.add(by);
      said.set(key(who.organisation, who.level), (said.get(key(who.organisation, who.level)) ?? 0) + 1);
    }
  }
  const facilitators = measure === 'written' ? d.items.filter(i => i.phaseId === phaseId && written.has(i.kind) && i.by === null).length : 0;
  const total = measure === 'written' ? all.length + facilitators : hidden ? all.length : counted.size + unattributed;
  const ids = new Set(d.items.filter(i => i.phaseId === phaseId).map(i => i.id));
  const answers = new Set(measure === 'stance' && !hidden ? d.stances.filter(s => ids.has(s.targetId)).flatMap(s => s.organisation ?? []) : []);

  const row = (organisation: string | null, name: string | null): Row => {
    const answered = organisation !== null && answers.has(organisation);
    const cells = levels.map((level): Cell => {
      const here = speaking.filter(p => key(p.organisation, p.level) === key(organisation, level));
      const expected = d.expected.filter(e => e.level === level && e.organisation === organisation).reduce((n, e) => n + e.count, 0);
      const count = said.get(key(organisation, level)) ?? 0;
      // An organisation's answer is not that of those with experience of their own in it.
      const state = count > 0 || (answered && level !== 'livedExperience' && here.length > 0) ? 'heard'
        : here.length > 0 ? (!phaseId || unattributed > 0 || all.length === 0 ? 'unknown' : 'silent')
        : expected > 0 ? 'empty' : 'nobody';
      return { level, count, people: here.length, expected, state, names: here.map(p => p.name), tables: [...new Set(here.flatMap(p => p.within ?? p.table ?? []))].sort(byNumber) };
    });
    const sum = (of: (c: Cell) => number) => cells.reduce((n, c) => n + of(c), 0);
    return {
      organisation, name, cells, count: sum(c => c.count), people: sum(c => c.people), answered: answered ? 1 : 0,
      lived: cells[3]!.people + cells[3]!.expected > 0 && sum(c => c.people + c.expected) === cells[3]!.people + cells[3]!.expected,
    };
  };

  const rowsOf = [row(null, null), ...d.organisations.map(o => row(o.id, o.name))].filter(r => r.organisation !== null || r.people + r.count > 0);
  // Those with experience of their own come first in every tally; the order among the others is the dialogue's own.
  const rows = [...rowsOf.filter(r => r.lived), ...rowsOf.filter(r => !r.lived)];
  const cells = rows.flatMap(r => r.cells.map(cell => ({ row: r, cell })));
  return {
    rows, total, unattributed, people: speaking.length,
    onlyNotes: d.items.every(i => i.phaseId !== phaseId || !written.has(i.kind) || i.kind === 'note') && d.concealed.every(c => c.phaseId !== phaseId || !written.has(c.kind) || c.kind === 'note'),
    silent: cells.filter(x => x.cell.state === 'silent'),
    empty: cells.reduce((n, x) => n + Math.max(0, x.cell.expected - x.cell.people), 0),
  };
}

export interface Tally {
  item: Item;
  /** votes of those with experience of their own, counted apart */
  lived: number;
  /** the organisations' will, each weighing the same however many of it are here: 0–1 */
  share: number;
  organisations: number;
  all: number;
}

/** Votes as organisations, so that forty seats do not outvote two. Null where it may not be told whose they are. */
export function tallies(d: Dialogue, phaseId: string | null | undefined): { rows: Tally[]; organisations: number; lived: number } | null {
  const phase = d.agenda.find(p => p.id === phaseId);
  const items = new Map(d.items.filter(i => i.phaseId === phaseId).map(i => [i.id, i]));
  const votes = d.votes.filter(v => items.has(v.itemId));
  if (votes.length === 0 || !phase || namesHidden(phase.conduct) || votes.some(v => !v.by) || (d.voters?.[phase.id] ?? 0) > 0) return null;
  const person = new Map(d.participants.map(p => [p.id, p]));
  const laid = new Map<string, number>();
  const group = (by: Id) => { const who = person.get(by); return who?.level === 'livedExperience' ? 'lived' : who?.organisation ?? ''; };
  for (const v of votes) laid.set(group(v.by!), (laid.get(group(v.by!)) ?? 0) + v.weight);
  const organisations = [...laid.keys()].filter(k => k !== 'lived').length;
  const rows = [...items.values()].flatMap((item): Tally[] => {
    const on = votes.filter(v => v.itemId === item.id);
    if (on.length === 0) return [];
    const by = new Map<string, number>();
    for (const v of on) by.set(group(v.by!), (by.get(group(v.by!)) ?? 0) + v.weight);
    const lived = by.get('lived') ?? 0;
    by.delete('lived');
    return [{ item, lived, organisations: by.size, all: on.reduce((n, v) => n + v.weight, 0), share: organisations === 0 ? 0 : [...by].reduce((n, [k, weight]) => n + weight / laid.get(k)!, 0) / organisations }];
  });
  return { rows: rows.sort((a, b) => b.share - a.share || b.lived - a.lived || b.all - a.all || (a.item.rank < b.item.rank ? -1 : 1)), organisations, lived: new Set(votes.filter(v => group(v.by!) === 'lived').map(v => v.by)).size };
}

/** How strongly a cell is filled, 1–3; the number in it says the same. */
export function weight(cell: Cell): 1 | 2 | 3 { return cell.count >= 8 ? 3 : cell.count >= 4 ? 2 : 1; }

export function byNumber(a: string, b: string): number { return a.localeCompare(b, 'sv', { numeric: true }); }
