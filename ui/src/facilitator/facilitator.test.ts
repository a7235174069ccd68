// The pure parts of the lead view: what comes next, who is heard, how time goes, who sits where.
import { describe, expect, it } from 'vitest';
import type { Dialogue, Item, Participant, Phase } from '../wire';
import { addPhase, canRemove, moved, presets, removePhase } from './agendaEdit';
import { digits, left, paused, share } from './clock';
import { coverage, tallies } from './coverage';
import { back, moves, next, roundNow, wayBack } from './onTurn';
import { plan } from './plan';
import { mixOf, tables, unseated } from './seating';

const conduct = { writing: 'open', names: 'shown', moving: false, voting: { open: false } } as const;
const phase = (id: Phase['kind'], minutes = 20, rounds: Phase['rounds'] = []): Phase => ({ id, kind: id, title: id, purpose: '', questions: ['?'], minutes, conduct, rounds });
const agenda = [phase('welcome', 15), phase('story', 25, [{ id: 'story-1', kind: 'listen' }, { id: 'story-2', kind: 'write', minutes: 4 }]), phase('closing', 5)];
const person = (id: string, organisation: string | undefined, level: Participant['level'], more: Partial<Participant> = {}): Participant =>
  ({ id, name: id, organisation, level, role: 'participant', answersFor: [], ...more });
const note = (id: string, by: string | undefined, phaseId = 'welcome', more: object = {}) => ({ id, kind: 'note', phaseId, by, at: '', seq: 1, rank: id, text: id, ...more }) as Item;
const dialogue = (more: Partial<Dialogue> = {}): Dialogue => ({
  id: 'd', title: 'Kim', targetGroup: 'MS', language: 'sv', status: 'live', agenda, phaseId: 'welcome', entered: ['welcome'], visits: [],
  organisations: [{ id: 'o1', name: 'Hemtjänsten', kind: 'municipality' }, { id: 'o2', name: 'Kliniken', kind: 'region' }],
  expected: [], participants: [], items: [], concealed: [], votes: [], ratings: [], stances: [], ...more,
});

describe('På tur', () => {
  it('[UL1] before the first phase the next thing is to start', () => {
    const turn = next(dialogue({ status: 'draft', phaseId: null, entered: [] }));
    expect(turn).toMatchObject({ to: 'phase', number: 1, start: true });
    expect(back(dialogue({ status: 'draft', phaseId: null, entered: [] }))).toEqual({ to: 'nothing' });
  });
  it('[UL1] rounds come in order inside the phase, then the next phase, then the end', () => {
    expect(next(dialogue())).toMatchObject({ to: 'phase', phase: { id: 'story' }, start: false });
    expect(next(dialogue({ phaseId: 'story' }))).toMatchObject({ to: 'round', round: { id: 'story-1' }, number: 1, of: 2 });
    expect(next(dialogue({ phaseId: 'story', round: 'story-1' }))).toMatchObject({ to: 'round', round: { id: 'story-2' }, number: 2 });
    expect(next(dialogue({ phaseId: 'story', round: 'story-2' }))).toMatchObject({ to: 'phase', phase: { id: 'closing' } });
    expect(next(dialogue({ phaseId: 'closing' }))).toEqual({ to: 'conclude' });
    expect(next(dialogue({ phaseId: 'closing', status: 'concluded' }))).toEqual({ to: 'nothing' });
  });
  it('[UL2] back takes one round at a time and crosses a phase border into the phase itself', () => {
    expect(back(dialogue({ phaseId: 'story', round: 'story-2' }))).toMatchObject({ to: 'round', round: { id: 'story-1' } });
    expect(back(dialogue({ phaseId: 'story', round: 'story-1' }))).toMatchObject({ to: 'phase', phase: { id: 'story' }, number: 2 });
    expect(back(dialogue({ phaseId: 'closing' }))).toMatchObject({ to: 'phase', phase: { id: 'story' } });
    expect(back(dialogue())).toEqual({ to: 'nothing' });
  });
  it('[UL3] a round with minutes starts its time; without, a clock left over is cleared', () => {
    const d = dialogue({ phaseId: 'story' });
    expect(moves(next({ ...d, round: 'story-1' }), false)).toEqual([{ type: 'enterRound', round: 'story-2' }, { type: 'setTimer', seconds: 240 }]);
    expect(moves(next(d), true)).toEqual([{ type: 'enterRound', round: 'story-1' }, { type: 'setTimer', seconds: null }]);
    expect(moves(next({ ...d, round: 'story-1' }), true).map(c => 'seconds' in c && c.seconds)).toEqual([false, null, 240]);
    expect(moves(next(dialogue()), false)).toEqual([{ type: 'enterPhase', phaseId: 'story' }]);
  });
  it('[UL2] undo takes everyone back to the round, the way of working and the time that was', () => {
    const story = { ...agenda[1]!, conduct: { ...conduct, writing: 'private' as const } };
    const after = dialogue({ agenda: [agenda[0]!, story, agenda[2]!], phaseId: 'story', round: 'story-2', timer: { endsAt: '2026-10-08T12:04:00Z', total: 240 } });
    const now = Date.parse('2026-10-08T12:00:00Z');
    expect(wayBack({ phaseId: 'story', round: 'story-1', timer: undefined, conduct }, after, now)).toEqual([
      { type: 'enterRound', round: 'story-1' }, { type: 'setConduct', phaseId: 'story', conduct }, { type: 'setTimer', seconds: null }]);
    expect(wayBack({ phaseId: 'welcome', round: undefined, timer: { seconds: 60, total: 60 }, conduct }, after, now)).toEqual([
      { type: 'enterPhase', phaseId: 'welcome' }, { type: 'setTimer', seconds: 60, paused: true }]);
    expect(wayBack({ phaseId: null, round: undefined, timer: undefined, conduct: undefined }, after, now)).toEqual([]);
  });
  it('[UL1] the round under way says its place', () => {
    expect(roundNow(dialogue({ phaseId: 'story', round: 'story-2' }))).toMatchObject({ number: 2, of: 2 });
    expect(roundNow(dialogue({ phaseId: 'story' }))).toBeNull();
  });
});

describe('Vilka hörs?', () => {
  const people = [person('a', 'o1', 'frontline'), person('b', 'o1', 'management', { table: '2' }), person('c', 'o2', 'frontline'), person('k', undefined, 'livedExperience')];
  it('[UL4] a cell with people and no note in the phase is silent; a chair nobody came to is empty', () => {
    const c = coverage(dialogue({ participants: people, items: [note('n1', 'a'), note('n2', 'a', 'story')], expected: [{ organisation: 'o2', level: 'leadership', count: 2 }] }), 'welcome');
    const cell = (org: string | null, i: number) => c.rows.find(r => r.organisation === org)!.cells[i]!;
    expect(cell('o1', 0)).toMatchObject({ state: 'heard', count: 1, people: 1 });
    expect(cell('o1', 1)).toMatchObject({ state: 'silent', tables: ['2'] });
    expect(cell('o2', 2)).toMatchObject({ state: 'empty', expected: 2 });
    expect(cell('o2', 3)).toMatchObject({ state: 'nobody' });
    expect(c.silent.map(x => x.cell.names).flat().sort()).toEqual(['b', 'c', 'k']);
    expect(c.empty).toBe(2);
  });
  it('[UL5] those with experience of their own come first, also without an organisation', () => {
    expect(coverage(dialogue({ participants: people }), 'welcome').rows.map(r => r.organisation)).toEqual([null, 'o1', 'o2']);
    const patients = dialogue({ participants: [...people.slice(0, 3), person('k', 'o2', 'livedExperience')].filter(p => p.id !== 'c') });
    expect(coverage(patients, 'welcome').rows.map(r => r.organisation)).toEqual(['o2', 'o1']);
  });
  it('[UL6] notes nobody may know the author of make silence unknown, never a wrong "Tyst"', () => {
    const hidden = coverage(dialogue({ participants: people, items: [note('n1', undefined)] }), 'welcome');
    expect(hidden.silent).toEqual([]);
    expect(hidden.unattributed).toBe(1);
    expect(hidden.rows[1]!.cells[0]!.state).toBe('unknown');
    const concealed = coverage(dialogue({ participants: people, concealed: [{ itemId: 'x', kind: 'note', phaseId: 'welcome' }] }), 'welcome');
    expect(concealed.silent).toEqual([]);
    expect(concealed.total).toBe(1);
  });
  it('[UL14] before the first note of a part nobody is silent', () => {
    expect(coverage(dialogue({ participants: people, items: [note('n', 'a', 'story')] }), 'welcome').silent).toEqual([]);
  });
  it('[UL7] companions, interpreters, observers and people who wait are outside', () => {
    const c = coverage(dialogue({ participants: [person('t', 'o1', 'frontline', { role: 'interpreter' }), person('w', 'o1', 'frontline', { waiting: true }), person('a', 'o2', 'frontline')], items: [note('n', 'a')] }), 'welcome');
    expect(c.people).toBe(1);
    expect(c.silent).toEqual([]);
  });
});

describe('Röster och ställningstaganden', () => {
  const vote = (by: string | undefined, itemId: string, weight: number, seq: number) => ({ itemId, by, weight, seq });
  const many = [...Array.from({ length: 40 }, (_, i) => person(`s${i}`, 'o2', 'frontline')), person('h1', 'o1', 'frontline'), person('h2', 'o1', 'management'), person('k', undefined, 'livedExperience'), person('e', 'o1', 'livedExperience')];
  const items = [note('sjukhus', 's0'), note('hem', 'h1')];
  const votes = [...many.slice(0, 40).map((p, i) => vote(p.id, 'sjukhus', 1, i)), vote('h1', 'hem', 2, 50), vote('h2', 'hem', 1, 51), vote('k', 'hem', 1, 52)];
  it('[UL32] forty seats of one organisation weigh as two of another; own experience is counted apart', () => {
    const t = tallies(dialogue({ participants: many, items, votes }), 'welcome')!;
    expect(t).toMatchObject({ organisations: 2, lived: 1 });
    expect(t.rows.map(r => [r.item.id, r.share, r.lived, r.organisations, r.all])).toEqual([['hem', .5, 1, 1, 4], ['sjukhus', .5, 0, 1, 40]]);
  });
  it('[UL33] who has voted and who has taken a stance is counted in people; an organisation that has answered is not silent', () => {
    const d = dialogue({ participants: many, items, votes, stances: [{ targetId: 'hem', by: 'h2', organisation: 'o1', stance: 'standsBehind', seq: 60 }] });
    const cells = (m: 'voted' | 'stance') => Object.fromEntries(coverage(d, 'welcome', m).rows.map(r => [r.organisation ?? '', r]));
    expect(cells('voted').o2!.cells[0]).toMatchObject({ count: 40, people: 40, state: 'heard' });
    expect(cells('stance').o1!.cells.map(c => [c.count, c.state])).toEqual([[0, 'heard'], [1, 'heard'], [0, 'nobody'], [0, 'silent']]);
    expect(coverage(d, 'welcome', 'stance').silent.map(x => x.row.organisation)).toEqual([null, 'o1', 'o2']);
  });
  it('[UL34] where names are hidden now nothing is counted to any cell, whenever it was written', () => {
    const hidden = dialogue({ agenda: [{ ...agenda[0]!, conduct: { ...conduct, names: 'hidden' } }], participants: many, items, votes });
    for (const m of ['written', 'voted'] as const) {
      const c = coverage(hidden, 'welcome', m);
      expect(c.silent).toEqual([]);
      expect(c.rows.every(r => r.cells.every(x => x.count === 0))).toBe(true);
    }
    expect(tallies(hidden, 'welcome')).toBeNull();
    expect(tallies(dialogue({ participants: many, items, votes: votes.slice(0, 1), voters: { welcome: 3 } }), 'welcome')).toBeNull();
  });
  it('[UL35] what is not only notes is not called notes', () => {
    expect(coverage(dialogue({ participants: many, items }), 'welcome').onlyNotes).toBe(true);
    expect(coverage(dialogue({ participants: many, items: [...items, { ...note('c', 'h1'), kind: 'contact' } as unknown as Item] }), 'welcome').onlyNotes).toBe(false);
  });
});

describe('Plan och verklig tid', () => {
  const t = (min: number) => new Date(Date.UTC(2026, 9, 8, 12, min)).toISOString();
  const now = Date.parse(t(50));
  it('[UL8] real minutes come from when phases were entered; the rest is moved by what is left', () => {
    const p = plan(agenda, 'story', ['welcome', 'story'], [{ phaseId: 'welcome', at: t(0) }, { phaseId: 'story', at: t(18) }], now);
    expect(p.rows[0]).toMatchObject({ state: 'done', spent: 18, over: true });
    expect(p.rows[1]).toMatchObject({ state: 'now', spent: 32, over: true });
    expect(p.late).toBe(3 + 7);
    expect(p.rows[2]!.starts!.toISOString()).toBe(t(50));
    expect(p.ends!.toISOString()).toBe(t(55));
  });
  it('[UL9] a phase entered before the history we know stays unknown, and so does the lateness', () => {
    const p = plan(agenda, 'story', ['welcome', 'story'], [{ phaseId: 'story', at: t(40) }], now);
    expect(p.rows[0]!.spent).toBeNull();
    expect(p.late).toBeNull();
    expect(p.ends).not.toBeNull();
    expect(plan(agenda, 'story', ['welcome', 'story'], [], now)).toMatchObject({ late: null, ends: null });
  });
  it('[UL8] two visits to a phase add up', () => {
    const p = plan(agenda, 'welcome', ['welcome', 'story'], [{ phaseId: 'welcome', at: t(0) }, { phaseId: 'story', at: t(10) }, { phaseId: 'welcome', at: t(44) }], now);
    expect(p.rows[0]!.spent).toBe(16);
  });
  it('[UL50] no time goes while the dialogue pauses or after its end', () => {
    const p = plan([{ ...agenda[0]!, id: 'a', minutes: 10 }], 'a', ['a'], [{ phaseId: 'a', at: t(0) }, { at: t(4) }, { phaseId: 'a', at: t(60) }], Date.parse(t(62)));
    expect(p.rows[0]!.spent).toBe(6);
  });
});

describe('Klockan', () => {
  it('[UL10] a running timer counts to zero and stops there; a paused one stands still', () => {
    const at = Date.parse('2026-10-08T12:00:00Z');
    const running = { endsAt: '2026-10-08T12:06:40Z', total: 720 };
    expect(left(running, at)).toBe(400);
    expect(digits(400)).toBe('6:40');
    expect(left(running, at + 999_000)).toBe(0);
    expect(left({ seconds: 90, total: 120 }, at)).toBe(90);
    expect(paused({ seconds: 90, total: 120 })).toBe(true);
    expect(paused(running)).toBe(false);
    expect(share(running, 360)).toBe(.5);
    expect(left(undefined, at)).toBeNull();
    expect(digits(4500)).toBe('75:00');
  });
});

describe('Borden', () => {
  it('[UL30] the mix is distinct organisations and distinct levels summed over tables, told with the most that can be, the fewest at a table and what is lacking where', () => {
    const people = [person('a', 'o1', 'frontline', { table: '1' }), person('b', 'o2', 'management', { table: '1' }), person('c', 'o1', 'frontline', { table: '2' }), person('d', 'o1', 'frontline', { table: '2' }), person('t', 'o2', 'leadership', { table: '2', role: 'interpreter' })];
    const mix = mixOf(tables(dialogue({ participants: people }), 'welcome'));
    expect(mix).toMatchObject({ mix: 2 + 2 + 1 + 1, most: 2 + 1 + 2 + 1, fewest: 1, smallest: 2, largest: 3 });
    expect(mix.lacking).toEqual([{ level: 'management', tables: ['2'] }]);
  });
  it('[UL31] a pair is at its table; who has no chair is told, but observers and who waits', () => {
    const d = dialogue({ participants: [person('a', 'o1', 'frontline', { table: '3a', within: '3' }), person('b', 'o2', 'frontline', { table: '3b', within: '3' }), person('c', 'o2', 'frontline'), person('o', 'o2', 'frontline', { role: 'observer' }), person('w', 'o2', 'frontline', { waiting: true })],
      items: [note('n1', 'a', 'welcome', { table: '3a' }), note('n2', 'a', 'welcome', { table: '3', shown: true })] });
    expect(tables(d, 'welcome')).toMatchObject([{ name: '3', pairs: ['3a', '3b'], notes: 2, unlifted: ['n1'] }]);
    expect(unseated(d).map(p => p.id)).toEqual(['c']);
  });
  it('[UL11] a table tells which levels it lacks, its notes, and who calls', () => {
    const d = dialogue({ participants: [person('a', 'o1', 'frontline', { table: '2', hand: true }), person('b', 'o2', 'management', { table: '10', ready: true })], items: [note('n', 'a')] });
    const [two, ten] = tables(d, 'welcome');
    expect([two!.name, ten!.name]).toEqual(['2', '10']);
    expect(two).toMatchObject({ notes: 1, hands: 1, missing: ['management', 'leadership', 'livedExperience'] });
    expect(ten).toMatchObject({ ready: 1, notes: 0 });
  });
});

describe('Dagordningen', () => {
  it('[UL12] a part that was entered or holds something written stays; the others can be removePhase', () => {
    const d = dialogue({ items: [note('n', 'a', 'closing')] });
    expect(agenda.map(p => canRemove(p, d))).toEqual([false, true, false]);
    expect(canRemove({ kind: 'story', title: 'Ny', purpose: '', questions: [], minutes: 5 }, d)).toBe(true);
    expect(removePhase(agenda, 1).map(p => p.id)).toEqual(['welcome', 'closing']);
  });
  it('[UL12] order changes one place at a time and stops at the ends', () => {
    expect(moved(agenda, 2, -1).map(p => p.kind)).toEqual(['welcome', 'closing', 'story']);
    expect(moved(agenda, 0, -1).map(p => p.kind)).toEqual(['welcome', 'story', 'closing']);
  });
  it('[UL12] a new phase has no id: the server gives it one, and presets fill its rounds', () => {
    const more = addPhase(agenda, 'valueVision', 'Gemensam värdevision');
    expect(more).toHaveLength(4);
    expect(more.at(-1)).not.toHaveProperty('id');
    expect(presets.oneTwoFourAll.map(r => ('groups' in r ? r.groups : r.kind))).toEqual(['write', 'pairs', 'tables', 'lift', 'vote']);
  });
});
