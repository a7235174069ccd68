// How many answered what, where nobody may be told from the number: the same rule as Tally of the server's rules, which writes the result.
import type { StanceKind } from '../wire';

export const stanceKinds = ['standsBehind', 'canLiveWith', 'needsChange', 'standsAside'] as const satisfies readonly StanceKind[];

/** Null: too few to be told, merged with the others that are null. */
export type Told = Record<StanceKind, number | null> & { few?: boolean };

/** A number that rests on fewer people could be taken for one of them. */
const least = 5;

/** `mayShow`: each who answered has said that it may be shown although they are few. */
export function tallied(answers: readonly StanceKind[], mayShow = false): Told {
  const count = (kind: StanceKind) => answers.filter(one => one === kind).length;
  const counts = stanceKinds.map(kind => [kind, count(kind)] as const);
  const plain = mayShow || counts.every(([, n]) => n === 0 || n >= least);
  return { ...(Object.fromEntries(counts.map(([kind, n]) => [kind, plain || n >= least ? n : null])) as Record<StanceKind, number | null>), ...(!plain && { few: true }) };
}

/** Has anybody answered? */
export const told = (of: Told): boolean => !!of.few || stanceKinds.some(kind => (of[kind] ?? 0) > 0);
