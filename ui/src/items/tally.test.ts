import { describe, expect, it } from 'vitest';
import type { StanceKind } from '../wire';
import { tallied, told } from './tally';

const of = (counts: Partial<Record<StanceKind, number>>) => Object.entries(counts).flatMap(([kind, n]) => Array<StanceKind>(n).fill(kind as StanceKind));

describe('small groups', () => {
  it('[UO10] an answer of fewer than five is merged with those that nobody gave; no total tells it', () => {
    expect(tallied(of({ standsBehind: 7, needsChange: 1 }))).toEqual({ standsBehind: 7, canLiveWith: null, needsChange: null, standsAside: null, few: true });
    expect(tallied(of({ standsAside: 4 }))).toEqual({ standsBehind: null, canLiveWith: null, needsChange: null, standsAside: null, few: true });
  });
  it('[UO10] five of each answer, or nobody, is told', () => {
    expect(tallied(of({ standsBehind: 5, needsChange: 6 }))).toEqual({ standsBehind: 5, canLiveWith: 0, needsChange: 6, standsAside: 0 });
    expect(tallied([])).toEqual({ standsBehind: 0, canLiveWith: 0, needsChange: 0, standsAside: 0 });
    expect([tallied([]), tallied(of({ standsAside: 1 }))].map(told)).toEqual([false, true]);
  });
  it('[UO10] few are told where each has said that it may be shown', () => {
    expect(tallied(of({ needsChange: 1 }), true)).toEqual({ standsBehind: 0, canLiveWith: 0, needsChange: 1, standsAside: 0 });
  });
});
