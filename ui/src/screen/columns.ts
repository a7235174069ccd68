// What the big screen shows of a board: themes as columns, the notes that fit, and how many more there are. Pure.
// The screen view of the server has already taken away what may not be shown; nothing is decided here about that.
import type { Dialogue, Note } from '../wire';

export interface Column { id: string | null; title: string | null; notes: Note[]; count: number }

const byRank = (a: { rank: string }, b: { rank: string }) => a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0;

/** Every theme of the phase in order, then the notes without one (a theme that is gone counts as none). */
export function columns(d: Pick<Dialogue, 'items'>, phaseId: string | null | undefined): Column[] {
  const here = d.items.filter(i => i.phaseId === phaseId);
  const themes = here.filter(i => i.kind === 'theme').sort(byRank);
  const ids = new Set(themes.map(t => t.id));
  const notes = here.filter(i => i.kind === 'note').sort(byRank);
  const made: Column[] = themes.map(t => {
    const own = notes.filter(n => n.theme === t.id);
    return { id: t.id, title: t.title, notes: own, count: own.length };
  });
  const loose = notes.filter(n => !n.theme || !ids.has(n.theme));
  if (loose.length > 0 || made.length === 0) made.push({ id: null, title: null, notes: loose, count: loose.length });
  return made;
}

/** Notes without any theme read better spread over all columns than in one long list. */
export function spread(column: Column, over: number): Column[] {
  return Array.from({ length: over }, (_, i) => ({ ...column, notes: column.notes.filter((_n, at) => at % over === i) }));
}

/** Votes per item, only where totals are shown: the view holds no votes of others otherwise. */
export function tally(votes: readonly { itemId: string; weight: number }[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const v of votes) sum.set(v.itemId, (sum.get(v.itemId) ?? 0) + v.weight);
  return sum;
}

/** One at a time: the whole board in reading order, so that arrows step through it. */
export function reading(cols: readonly Column[]): Array<{ note: Note; column: Column; number: number }> {
  return cols.flatMap(column => column.notes.map((note, i) => ({ note, column, number: i + 1 })));
}
