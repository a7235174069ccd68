// What the big screen shows of a board.
import { describe, expect, it } from 'vitest';
import type { Item } from '../wire';
import { columns, reading, spread, tally } from './columns';

const item = (id: string, kind: string, more: object) => ({ id, kind, phaseId: 'p', at: '', seq: 1, rank: id, ...more }) as Item;
const items = [item('t2', 'theme', { title: 'Två', rank: 'b' }), item('t1', 'theme', { title: 'Ett', rank: 'a' }), item('n1', 'note', { text: '1', theme: 't1' }), item('n2', 'note', { text: '2', theme: 'gone' }), item('n3', 'note', { text: '3', phaseId: 'other' })];

describe('Storbilden', () => {
  it('[US1] themes stand in their order, and a note whose theme is gone stands without one', () => {
    expect(columns({ items }, 'p').map(c => [c.title, c.notes.map(n => n.id)])).toEqual([['Ett', ['n1']], ['Två', []], [null, ['n2']]]);
  });
  it('[US1] order is by code unit, so a capital sorts before a small letter, as on the server', () => {
    const two = [item('a', 'note', { rank: 'a' }), item('Z', 'note', { rank: 'Z' })];
    expect(columns({ items: two }, 'p')[0]!.notes.map(n => n.id)).toEqual(['Z', 'a']);
  });
  it('[US1] a board without themes spreads its notes and loses none', () => {
    const [all] = columns({ items: Array.from({ length: 10 }, (_, i) => item(`n${i}`, 'note', {})) }, 'p');
    expect(spread(all!, 4).map(c => c.notes.length)).toEqual([3, 3, 2, 2]);
  });
  it('[US2] stepping goes through the whole board in reading order', () => {
    expect(reading(columns({ items }, 'p')).map(x => [x.note.id, x.number])).toEqual([['n1', 1], ['n2', 1]]);
  });
  it('[US3] votes are what the view gives and nothing else', () => {
    expect(tally([{ itemId: 'a', weight: 2 }, { itemId: 'a', weight: 1 }]).get('a')).toBe(3);
    expect(tally([]).get('a')).toBeUndefined();
  });
});
