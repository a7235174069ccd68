// Vad har hänt? as lines.
import { describe, expect, it } from 'vitest';
import { bundles } from './deeds';

const at = (s: number) => new Date(Date.UTC(2026, 9, 8, 12, 0, s)).toISOString();

describe('Vad har hänt?', () => {
  it('[UL13] the same kind within a minute is one line, newest first; what is concealed counts as written', () => {
    const rows = bundles([
      { seq: 1, at: at(0), type: 'itemAdded' }, { seq: 2, at: at(20), type: 'concealed' }, { seq: 3, at: at(100), type: 'itemAdded' },
      { seq: 4, at: at(101), type: 'readySet' }, { seq: 5, at: at(102), type: 'phaseEntered', phaseId: 'story' },
    ]);
    expect(rows.map(r => [r.type, r.count])).toEqual([['phaseEntered', 1], ['itemAdded', 1], ['itemAdded', 2]]);
  });
  it('[UL13] two moves of everyone stay two lines, each with its part', () => {
    expect(bundles([{ seq: 1, at: at(0), type: 'phaseEntered', phaseId: 'a' }, { seq: 2, at: at(1), type: 'phaseEntered', phaseId: 'b' }]).map(r => r.phaseId)).toEqual(['b', 'a']);
  });
});
