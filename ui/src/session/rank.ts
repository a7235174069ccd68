// Order within a list as strings of digits, compared by code unit. The mirror of Rank.cs, so that what one moves stands at once
// where the server will put it; the server's rank is the one that holds.

export const firstRank = (seq: number): string => `${String(seq).padStart(9, '0')}5`;

/** A rank after `low` and before `high` (absent: the beginning, the end). */
export function rankBetween(low: string | undefined, high: string | undefined): string {
  let rank = '';
  let free = high === undefined;
  for (let i = 0; ; i++) {
    const from = low !== undefined && i < low.length ? Number(low[i]) : 0;
    const to = free || i >= high!.length ? 10 : Number(high![i]);
    if (to - from > 1) return rank + Math.floor((from + to) / 2);
    rank += from;
    if (from < to) free = true;
  }
}

/** The order of any list of ranked things. */
export const byRank = (a: { rank: string }, b: { rank: string }): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);
