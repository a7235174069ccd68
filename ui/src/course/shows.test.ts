import { describe, expect, it } from 'vitest';
import { unopened } from '../session/evolve';
import type { Dialogue, RoundKind } from '../wire';
import { calmNow, shownNow } from './shows';

const phase = (id: string, kind: Dialogue['agenda'][number]['kind'], rounds: RoundKind[]) => ({
  id, kind, title: id, purpose: '', questions: [], minutes: 10, conduct: { writing: 'open', names: 'shown', moving: false, voting: { open: false } },
  rounds: rounds.map((kind, i) => ({ id: `${id}-${i + 1}`, kind })),
}) as Dialogue['agenda'][number];
const d: Dialogue = { ...unopened, id: 'd', status: 'live', agenda: [phase('story', 'story', ['listen', 'show']), phase('closing', 'closing', ['screensDown', 'pause', 'write'])], phaseId: 'story' };
const note = { id: 'n1', kind: 'note', phaseId: 'story', text: 'En lapp', at: '', seq: 1, rank: 'a' } as Dialogue['items'][number];

describe('what the projector shows', () => {
  it('US50 follows the part and its round until something is set, and goes back when what was set is gone', () => {
    expect(shownNow({ ...d, phaseId: null, status: 'draft' }).what).toBe('code');
    expect(shownNow(d).what).toBe('story');
    expect(shownNow({ ...d, round: 'story-2' }).what).toBe('board');
    expect(shownNow({ ...d, phaseId: 'closing', round: 'closing-1' }).what).toBe('screensDown');
    expect(shownNow({ ...d, phaseId: 'closing', round: 'closing-1', screen: { shows: 'vision' } })).toMatchObject({ what: 'vision', set: true });
    expect(shownNow({ ...d, items: [note], screen: { shows: 'note', itemId: 'n1' } })).toMatchObject({ what: 'note', item: note });
    expect(shownNow({ ...d, screen: { shows: 'note', itemId: 'n1' } })).toEqual({ what: 'story', set: false });
    expect(shownNow({ ...d, pause: { since: 'x' }, screen: { shows: 'time' } }).what).toBe('paused');
    expect(shownNow({ ...d, status: 'concluded' }).what).toBe('thanks');
  });
  it('US51 a pause, a break and screens down are each one occasion; nothing else calls people to look up', () => {
    expect(calmNow(d)).toBeNull();
    expect(calmNow({ ...d, phaseId: 'closing', round: 'closing-2' })).toEqual({ what: 'pause', key: 'closing-2' });
    expect(calmNow({ ...d, pause: { since: '2026' } })?.key).not.toBe(calmNow({ ...d, pause: { since: '2027' } })?.key);
    expect(calmNow({ ...d, status: 'concluded', pause: { since: '2026' } })).toBeNull();
  });
});
