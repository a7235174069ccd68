import { describe, expect, it } from 'vitest';
import type { Vote } from '../wire';
import { dialogueOf, noteOf, phaseOf } from './pretend';
import { ballotOf, listsOf, mayWrite, nextWeight, readingOf } from './reading';

const theme = (id: string, rank: string) => ({ ...noteOf(id, ''), kind: 'theme', title: id, rank }) as never;

describe('reading a dialogue', () => {
  it('UI-01 a note whose theme is gone lies without a theme, and comes back with it', () => {
    const note = noteOf('n1', 'x', { theme: 't1' });
    const without = listsOf(readingOf(dialogueOf({ items: [note] }), 'p1'), 'valueVision');
    expect(without).toEqual([{ theme: null, notes: [note] }]);
    const back = listsOf(readingOf(dialogueOf({ items: [note, theme('t1', 'a')] }), 'p1'), 'valueVision');
    expect(back.map(l => [l.theme?.id, l.notes.map(n => n.id)])).toEqual([['t1', ['n1']]]);
  });

  it('UI-02 lists are in the order of rank by code units, whatever order the items came in', () => {
    const items = [noteOf('b', 'x', { rank: 'a1' }), noteOf('a', 'x', { rank: 'Z' }), noteOf('c', 'x', { rank: 'a05' })];
    expect(listsOf(readingOf(dialogueOf({ items }), 'p1'), 'valueVision')[0]!.notes.map(n => n.id)).toEqual(['a', 'c', 'b']);
  });

  it('UI-03 my votes left count only my votes, in this phase', () => {
    const votes: Vote[] = [{ itemId: 'n1', by: 'p1', weight: 2 }, { itemId: 'n1', by: 'p2', weight: 1 }, { itemId: 'other', by: 'p1', weight: 1 }];
    const items = [noteOf('n1', 'x'), noteOf('other', 'x', { phaseId: 'initiatives' })];
    const phase = phaseOf('valueVision', { voting: { open: true, budget: 3, perItem: 2 } });
    const ballot = ballotOf(readingOf(dialogueOf({ items, votes, agenda: [phase, phaseOf('initiatives')] }), 'p1'), phase, 'p1');
    expect(ballot).toMatchObject({ used: 2, left: 1, open: true, totals: true });
  });

  it('UI-04 pressing vote gives one more, then takes all back, and does nothing when the budget is spent', () => {
    const ballot = { open: true, perItem: 2, anyLeft: true, totals: true };
    expect(nextWeight(ballot, 0)).toBe(1);
    expect(nextWeight(ballot, 1)).toBe(2);
    expect(nextWeight({ ...ballot, anyLeft: false }, 2)).toBe(0);
    expect(nextWeight({ ...ballot, anyLeft: false }, 0)).toBeNull();
    expect(nextWeight({ ...ballot, open: false }, 1)).toBeNull();
  });

  it('UI-05 one writes where the group has been, not where it has not, and nowhere after the end', () => {
    const phase = phaseOf('valueVision');
    expect(mayWrite(dialogueOf(), phase, false)).toBe(true);
    expect(mayWrite(dialogueOf({ entered: [] }), phase, false)).toBe(false);
    expect(mayWrite(dialogueOf({ entered: [] }), phase, true)).toBe(true);
    expect(mayWrite(dialogueOf(), phaseOf('valueVision', { writing: 'closed' }), false)).toBe(false);
    expect(mayWrite(dialogueOf({ status: 'concluded' }), phase, true)).toBe(false);
  });
});
