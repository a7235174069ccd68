// The client's evolve: on the golden histories that the server's runs too, on fixtures of its own, and on whatever comes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Dialogue, Fact, Item, WireFact } from '../wire';
import { evolve, unopened } from './evolve';
import { numbers, phase } from './fake-server';
import { byRank, rankBetween } from './rank';

interface Golden { name: string; viewer: unknown; facts: WireFact[]; snapshot: { dialogue: Dialogue } }
// By path: where there is a window, import.meta.url is no file.
const folder = join(import.meta.dirname, '../../../tests/golden');
const goldens = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : [];

describe('golden histories', () => {
  test('[WI40] the golden histories are there', () => expect(goldens.length).toBeGreaterThanOrEqual(32));
  for (const file of goldens) {
    test(`[WI40] both evolves agree on ${file}`, () => {
      const read = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden | Golden[];
      for (const { facts, snapshot, viewer } of [read].flat()) {
        const told = facts.reduce(evolve, unopened);
        // What is hidden has no order: a restored one comes last here, at its old place there.
        const byId = (d: Dialogue) => ({ ...d, concealed: [...d.concealed].sort((a, b) => (a.itemId < b.itemId ? -1 : 1)) });
        expect(byId(told), `as seen by ${JSON.stringify(viewer)}`).toStrictEqual(byId(snapshot.dialogue));
      }
    });
  }
});

let seq = 0;
type Said = Fact extends infer F ? (F extends Fact ? Omit<F, 'seq' | 'at'> & { at?: string } : never) : never;
const fact = (said: Said): Fact => ({ seq: ++seq, at: `2026-10-03T09:00:00.${String(seq).padStart(3, '0')}Z`, ...said }) as Fact;
const after = (d: Dialogue, ...said: Said[]) => said.map(fact).reduce(evolve, d);

const people = ['p1', 'p2'].map(id => ({ id, name: id, level: 'frontline' as const, role: 'participant' as const, answersFor: ['o1'] }));
const empty: Dialogue = { ...unopened, id: 'd1', agenda: [phase('welcome'), phase('valueVision')], participants: people };
const note = (id: string, more: object = {}): Said =>
  ({ type: 'itemAdded', by: 'p1', item: { id, kind: 'note', phaseId: 'valueVision', text: id, rank: `${id}5`, ...more } as unknown as Item });
const item = (d: Dialogue, id: string) => d.items.find(one => one.id === id);

describe('items', () => {
  test('[WI41] added: author, time and seq are the event’s; a change, a move, a report moves seq; null takes a field away', () => {
    seq = 0;
    let d = after(empty, note('1', { theme: 't' }));
    expect(item(d, '1')).toEqual({ id: '1', kind: 'note', phaseId: 'valueVision', text: '1', rank: '15', theme: 't', by: 'p1', at: '2026-10-03T09:00:00.001Z', seq: 1 });
    d = after(d, { type: 'itemChanged', itemId: '1', patch: { text: 'ny', colour: 'blue' } }, { type: 'itemChanged', itemId: '1', patch: { colour: null } });
    expect(item(d, '1')).toMatchObject({ text: 'ny', seq: 3 });
    expect(item(d, '1')).not.toHaveProperty('colour');
    d = after(d, { type: 'itemsMoved', moves: [{ itemId: '1', x: 4, theme: null, rank: '2' }] });
    expect(item(d, '1')).toMatchObject({ x: 4, rank: '2', seq: 4 });
    expect(item(d, '1')).not.toHaveProperty('theme');
    d = after(d, { type: 'progressReported', itemId: '1', report: { status: 'done', reporter: 'Åsa' } });
    expect(item(d, '1')).toMatchObject({ seq: 5, reports: [{ status: 'done', reporter: 'Åsa', at: '2026-10-03T09:00:00.005Z' }] });
  });

  test('[WI42] where names are hidden the item has no author', () => {
    const { by: _, ...nameless } = note('1') as { by?: string } & Said;
    expect(item(after(empty, nameless as Said), '1')).not.toHaveProperty('by');
  });

  test('[WI43] removed with what was said of it; restored at its place in the order of creation', () => {
    let d = after(empty, note('1'), note('2'), note('3'), { type: 'voteCast', by: 'p2', itemId: '2', weight: 1 });
    const was = item(d, '2')!;
    d = after(d, { type: 'itemsRemoved', itemIds: ['2'] });
    expect(d.votes).toEqual([]);
    d = after(d, { type: 'itemsRestored', itemIds: ['2'], items: [was], votes: [{ itemId: '2', by: 'p2', weight: 1 }] });
    expect(d.items.map(one => one.id)).toEqual(['1', '2', '3']);
    expect(d.votes).toMatchObject([{ itemId: '2', by: 'p2', weight: 1 }]);
  });

  test('[WI44] hidden is known as hidden, shown comes at its place and is hidden no more', () => {
    let d = after(empty, note('1'), { type: 'concealed', what: 'itemAdded', itemId: '2', kind: 'note', phaseId: 'valueVision' });
    const at = `2026-10-03T09:00:00.${String(seq).padStart(3, '0')}Z`;
    d = after(d, note('3'), { type: 'concealed', what: 'itemAdded', itemId: '4', kind: 'note', phaseId: 'valueVision' });
    expect(d.concealed.map(one => one.itemId)).toEqual(['2', '4']);
    const shown = { id: '2', kind: 'note', phaseId: 'valueVision', text: 'fram', rank: '25', at, seq: 2, shown: true } as Item;
    d = after(d, { type: 'itemsShown', itemIds: ['2'], items: [shown], stances: [{ targetId: '2', by: 'p1', stance: 'standsBehind' }] });
    expect(d.items.map(one => one.id)).toEqual(['1', '2', '3']);
    expect(d.concealed.map(one => one.itemId)).toEqual(['4']);
    expect(d.stances).toHaveLength(1);
    expect(after(d, { type: 'concealed', what: 'itemsRemoved', itemId: '4' }).concealed).toEqual([]);
  });

  test('[WI45] erased: every free text is empty, ids and choices stay, reports and reasons go', () => {
    const step = { kind: 'nextStep', what: 'Ring', role: 'ssk', organisation: 'o1', due: '2026-11-01', mandates: [{ organisation: 'o1', body: 'Nämnden', route: 'board', takenBy: 'Bo', outcome: 'ja' }] };
    let d = after(empty, note('1', step), { type: 'stanceTaken', by: 'p1', targetId: '1', organisation: 'o1', stance: 'needsChange', reason: 'för sent' });
    d = after(d, { type: 'progressReported', itemId: '1', report: { status: 'done' } }, { type: 'contentErased', itemId: '1' });
    expect(item(d, '1')).toMatchObject({ what: '', role: '', organisation: 'o1', due: '2026-11-01', mandates: [{ organisation: 'o1', body: '', route: 'board', outcome: '–' }] });
    expect(item(d, '1')).not.toHaveProperty('reports');
    expect(d.stances[0]!.reason).toBe('');
    expect(after(d, { type: 'contentErased', participantId: 'p1' }).participants[0]!.name).toBe('');
  });
});

describe('voices', () => {
  test('[WI46] one vote and one rating a person, zero takes it back, the last one stands last; nameless ones are never taken for one', () => {
    let d = after(empty, note('1'), { type: 'voteCast', by: 'p1', itemId: '1', weight: 1 }, { type: 'voteCast', by: 'p2', itemId: '1', weight: 1 }, { type: 'voteCast', by: 'p1', itemId: '1', weight: 2 });
    expect(d.votes).toMatchObject([{ itemId: '1', by: 'p2', weight: 1 }, { itemId: '1', by: 'p1', weight: 2 }]);
    d = after(d, { type: 'voteCast', by: 'p1', itemId: '1', weight: 0 }, { type: 'voteCast', itemId: '1', weight: 1 }, { type: 'voteCast', itemId: '1', weight: 1 });
    expect(d.votes.map(vote => vote.by)).toEqual(['p2', undefined, undefined]);
    d = after(d, { type: 'rated', by: 'p1', itemId: '1', effect: 5, effort: 2 }, { type: 'rated', by: 'p1', itemId: '1', effect: 0, effort: 0 });
    expect(d.ratings).toEqual([]);
  });

  test('[WI47] one stance for an organisation, whoever gave it, one for oneself; what is agreed changes, all are void', () => {
    let d = after(empty, note('1'),
      { type: 'stanceTaken', by: 'p1', targetId: '1', organisation: 'o1', stance: 'standsBehind' },
      { type: 'stanceTaken', by: 'p1', targetId: '1', stance: 'canLiveWith' },
      { type: 'stanceTaken', by: 'p2', targetId: '1', organisation: 'o1', stance: 'standsAside', reason: 'nej' });
    expect(d.stances).toMatchObject([
      { targetId: '1', by: 'p1', stance: 'canLiveWith' }, { targetId: '1', by: 'p2', organisation: 'o1', stance: 'standsAside', reason: 'nej' },
    ]);
    d = after(d, { type: 'itemChanged', itemId: '1', patch: { text: 'annat' }, voids: true });
    expect(d.stances).toEqual([]);
  });

  test('[WI48] totals shown: all votes of the part stand instead of what was known of it', () => {
    let d = after(empty, note('1'), note('2', { phaseId: 'welcome' }), { type: 'voteCast', by: 'p1', itemId: '1', weight: 1 }, { type: 'voteCast', by: 'p1', itemId: '2', weight: 1 });
    d = after(d, { type: 'concealed', what: 'voteCast', phaseId: 'valueVision', voters: 2 });
    expect(d.voters).toEqual({ valueVision: 2 });
    const conduct = { ...phase('valueVision').conduct, voting: { open: false } };
    d = after(d, { type: 'conductSet', phaseId: 'valueVision', conduct, votes: [{ itemId: '1', by: 'p1', weight: 1 }, { itemId: '1', by: 'p2', weight: 3 }] });
    expect(d.agenda[1]!.conduct).toEqual(conduct);
    expect(d.votes).toMatchObject([{ itemId: '2', by: 'p1', weight: 1 }, { itemId: '1', by: 'p1', weight: 1 }, { itemId: '1', by: 'p2', weight: 3 }]);
  });
});

describe('people and course', () => {
  test('[WI49] ready and hands; entering a part or a round clears ready, entering a part clears the round', () => {
    let d = after(empty, { type: 'readySet', participantId: 'p1', value: true }, { type: 'handRaised', participantId: 'p2', value: true });
    expect(d.participants.map(({ ready, hand, handAt }) => [ready, hand, typeof handAt])).toEqual([[true, undefined, 'undefined'], [undefined, true, 'string']]);
    d = after(d, { type: 'phaseEntered', phaseId: 'valueVision' }, { type: 'readySet', participantId: 'p1', value: true }, { type: 'roundEntered', round: 'r1' }, { type: 'handRaised', participantId: 'p2', value: false });
    expect(d).toMatchObject({ status: 'live', phaseId: 'valueVision', round: 'r1', entered: ['valueVision'] });
    expect(d.participants).toEqual(people);
    d = after(d, { type: 'phaseEntered', phaseId: 'welcome' }, { type: 'phaseEntered', phaseId: 'valueVision' });
    expect(d.entered).toEqual(['valueVision', 'welcome']);
    expect(d).not.toHaveProperty('round');
  });

  test('[WI50] timer, end and beginning again, admission, seats, cards, names', () => {
    let d = after(empty, { type: 'timerSet', timer: { seconds: 60, total: 60 } }, { type: 'dialogueEdited', patch: { title: 'Ny', admission: true } });
    expect(d).toMatchObject({ timer: { seconds: 60, total: 60 }, title: 'Ny', admission: true });
    d = after(d, { type: 'concluded' }, { type: 'dialogueEdited', patch: { admission: false } });
    expect(d.status).toBe('concluded');
    expect(d).not.toHaveProperty('timer');
    expect(d).not.toHaveProperty('admission');
    expect(after(d, { type: 'reopened' }).status).toBe('live');
    d = after(d, { type: 'seated', seats: [{ participantId: 'p1', table: '2' }, { participantId: 'p2', table: null }] });
    expect(d.participants.map(one => one.table)).toEqual(['2', undefined]);
    d = after(d, { type: 'participantChanged', participantId: 'p1', patch: { name: 'Åsa', table: null } }, { type: 'participantRemoved', participantId: 'p2' });
    expect(d.participants).toEqual([{ ...people[0], name: 'Åsa' }]);
  });

  test('[WI51] organisations put, removed and merged: people, answers, expectations and stances follow', () => {
    const organisation = (id: string, name = id) => ({ id, name, kind: 'other' as const });
    let d = after(empty, note('1'), { type: 'organisationsEdited', put: ['o1', 'o2', 'o3'].map(id => organisation(id)), removed: [], expected: [{ organisation: 'o1', level: 'frontline', count: 2 }, { organisation: 'o2', level: 'frontline', count: 1 }] });
    d = after(d, { type: 'cardSet', organisation: 'o3', card: { does: 'a', doesNot: 'b', callWhen: 'c' } });
    d = after(d, { type: 'participantJoined', participant: { ...people[0]!, id: 'p3', organisation: 'o2', answersFor: ['o2', 'o1'] } });
    d = after(d, { type: 'stanceTaken', by: 'p3', targetId: '1', organisation: 'o2', stance: 'standsBehind' }, { type: 'stanceTaken', by: 'p1', targetId: '1', organisation: 'o1', stance: 'canLiveWith' });
    d = after(d, { type: 'organisationsEdited', put: [organisation('o1', 'Nytt namn')], removed: ['o2'], merged: [{ from: 'o2', into: 'o1' }] });
    expect(d.organisations.map(({ name, card }) => [name, card?.does])).toEqual([['Nytt namn', undefined], ['o3', 'a']]);
    expect(d.expected).toEqual([{ organisation: 'o1', level: 'frontline', count: 3 }]);
    expect(d.participants.at(-1)).toMatchObject({ organisation: 'o1', answersFor: ['o1'] });
    expect(d.stances).toMatchObject([{ targetId: '1', by: 'p1', organisation: 'o1', stance: 'canLiveWith' }]);
  });
});

describe('total and frugal', () => {
  test('[WI52] an event that refers to what is gone, or of an unknown type, changes nothing and throws nothing', () => {
    const d = after(empty, note('1'));
    const lost = ['itemChanged', 'itemsMoved', 'itemsRemoved', 'voteCast', 'readySet', 'handRaised', 'participantChanged', 'participantRemoved', 'contentErased', 'progressReported', 'cardSet', 'seated', 'conductSet', 'concealed', 'roundEntered', 'timerSet'];
    for (const type of lost) {
      const said = { type, itemId: 'x', itemIds: ['x'], participantId: 'x', organisation: 'x', phaseId: 'x', moves: [{ itemId: 'x', x: 1 }], seats: [{ participantId: 'x', table: '1' }], patch: { text: 'x' }, weight: 0, value: true, what: 'x', round: null, timer: null, conduct: phase('welcome').conduct, report: {} };
      expect(evolve(d, fact(said as unknown as Said)), type).toEqual(d);
    }
    expect(after(d, note('1', { text: 'samma id' }))).toEqual(d);
    expect(evolve(d, fact({ type: 'toString' } as unknown as Said))).toBe(d);
  });

  test('[WI53] what an event does not touch stays the same object', () => {
    const d = after(empty, note('1'), note('2'));
    const e = after(d, { type: 'itemChanged', itemId: '1', patch: { text: 'ny' } });
    expect(e.items[1]).toBe(d.items[1]);
    expect(e.participants).toBe(d.participants);
    expect(after(d, { type: 'readySet', participantId: 'p1', value: true }).items).toBe(d.items);
    expect(after(d, note('3')).concealed).toBe(d.concealed);
  });
});

test('[WI54] between any two ranks there is room for a third, a thousand times over', () => {
  const random = numbers(7);
  const list = ['0000000015', '0000000025'];
  for (let i = 0; i < 1_000; i++) {
    const at = Math.floor(random() * (list.length + 1));
    list.splice(at, 0, rankBetween(list[at - 1], list[at]));
  }
  expect(list.map(rank => ({ rank })).sort(byRank).map(one => one.rank)).toEqual(list);
  expect(new Set(list).size).toBe(list.length);
});
