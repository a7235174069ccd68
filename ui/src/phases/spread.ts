// What people think of each initiative, as numbers: the mean, and how far apart they are. Pure.
import type { Initiative, Rating } from '../wire';

export interface Judged { initiative: Initiative; number: number; n: number; effect: number; effort: number; effectSpread: number; effortSpread: number }

export function judged(initiatives: readonly Initiative[], ratings: ReadonlyMap<string, readonly Rating[]>): Judged[] {
  return initiatives.map((initiative, i) => {
    const all = (ratings.get(initiative.id) ?? []).filter(r => r.effect > 0 && r.effort > 0);
    const effect = stats(all.map(r => r.effect)), effort = stats(all.map(r => r.effort));
    return { initiative, number: i + 1, n: all.length, effect: effect.mean, effort: effort.mean, effectSpread: effect.spread, effortSpread: effort.spread };
  });
}

/** Mean and standard deviation. */
export function stats(values: readonly number[]): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, spread: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
}

/** A spread of one step or more is worth a conversation. */
export const apart = (spread: number) => spread >= 1;
