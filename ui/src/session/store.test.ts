// The session against a server in memory: what one does is seen at once, saved once, and never lost, whatever the network does.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Dialogue, Id, Item, Receipt } from '../wire';
import { calm, FakeServer, numbers, type Network } from './fake-server';
import { newId } from './ids';
import type { Kept } from './outbox';
import { openSession, type Session } from './store';

let opened: Session[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 9, 3) });
  opened = [];
});
afterEach(() => {
  for (const session of opened) session.close();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** An outbox that outlives the page: what IndexedDB holds. */
class Disk {
  readonly rooms = new Map<string, Map<Id, Kept>>();
  outbox = (room: string) => {
    const kept = this.rooms.get(room) ?? new Map<Id, Kept>();
    this.rooms.set(room, kept);
    return {
      load: () => Promise.resolve([...kept.values()]),
      keep: (one: Kept) => void kept.set(one.command.id, structuredClone(one)),
      drop: (id: Id) => void kept.delete(id),
    };
  };
}

function open(server: FakeServer, me: Id | null = 'p1', random = () => 0.5, disk = new Disk()): Session {
  const session = openSession(server.id, {}, { ...server.outside(me, random), outbox: disk.outbox });
  opened.push(session);
  return session;
}

const note = (text: string, id = newId()) => ({ type: 'addItem' as const, item: { id, kind: 'note' as const, phaseId: 'valueVision', text } });
const texts = (session: Session) => session.get().dialogue.items.map(item => ('text' in item ? item.text : ''));
const item = (session: Session, id: Id) => session.get().dialogue.items.find(one => one.id === id) as (Item & { text?: string }) | undefined;
/** A receipt that a test can look at without waiting for it. */
function later(receipt: Promise<Receipt>) {
  const box: { value?: Receipt } = {};
  void receipt.then(value => (box.value = value));
  return box;
}

describe('what I do', () => {
  test('[WI1] a note is on screen at once, saved at its receipt, confirmed at its event', async () => {
    const server = new FakeServer();
    const network = Object.assign(server.network, { trip: () => 100 });
    const session = open(server);
    await pass(2_000);
    network.lost = () => true; // the receipt comes, the event does not
    const receipt = later(session.do(note('Ring mig', 'n1')));
    expect(item(session, 'n1')).toMatchObject({ text: 'Ring mig', pending: true, by: 'p1' });
    expect(item(session, 'n1')).not.toHaveProperty('saved');
    await pass(250);
    expect(receipt.value).toEqual({ id: expect.any(String), seq: 3 });
    expect(item(session, 'n1')).toMatchObject({ pending: true, saved: true });
    expect(session.get().waiting).toBe(0);
    for (const hub of server.hubs) hub.say('At', { dialogueId: 'd1', seq: 3 });
    await pass(500);
    expect(item(session, 'n1')).not.toHaveProperty('pending');
    expect(item(session, 'n1')!.seq).toBe(3);
  });

  test('[WI16] my own event is as good as the receipt, which may be lost on the way', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, 'p1', () => 0.5, disk);
    await pass(1_000);
    const doAll = server.doAll.bind(server);
    server.doAll = (commands, me) => {
      const answers = doAll(commands, me);
      server.network.trip = () => 10_000; // for the answer: the event is told already
      return answers;
    };
    const receipt = later(session.do(note('a', 'n1')));
    await pass(50);
    expect(receipt.value).toMatchObject({ seq: 3 });
    expect(session.get()).toMatchObject({ waiting: 0, save: 'saved' });
    expect(item(session, 'n1')).not.toHaveProperty('pending');
    expect([...disk.rooms.get('d1/p1')!.values()]).toEqual([]);
  });

  test('[WI17] what was done before it was known who one is waits with the rest, once', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    disk.outbox('d1/p1').keep({ command: { ...note('tidigare'), id: 'c0' }, since: 1 });
    const session = open(server, 'p1', () => 0.5, disk);
    void session.do(note('genast'));
    server.network.retry = () => true;
    await pass(1_000);
    expect(session.get().waiting).toBe(2);
    server.network.retry = () => false;
    await pass(1_000);
    expect(texts(session)).toEqual(['tidigare', 'genast']);
  });

  test('[WI2] the save sign: saved, saving after 400 ms, unsaved after 3 s, unsaved at once when offline', async () => {
    const server = new FakeServer(Object.assign(calm(), { trip: () => 10 }));
    const session = open(server);
    await pass(1_000);
    server.network.trip = () => 4_000;
    const signs: string[] = [];
    session.subscribe(() => signs.at(-1) === session.get().save || signs.push(session.get().save));
    void session.do(note('a'));
    expect(session.get().save).toBe('saved');
    await pass(399);
    expect(session.get().save).toBe('saved');
    await pass(1);
    expect(session.get().save).toBe('saving');
    await pass(2_600);
    expect(session.get().save).toBe('unsaved');
    await pass(6_000);
    expect(signs).toEqual(['saved', 'saving', 'unsaved', 'saved']);
    server.network.down = true;
    for (const hub of [...server.hubs]) hub.cut();
    await pass(0);
    expect(session.get()).toMatchObject({ online: false, save: 'saved' });
    void session.do(note('b'));
    expect(session.get()).toMatchObject({ save: 'unsaved', waiting: 1 });
  });

  test('[WI3] a refused text leaves the board but is never lost: it stays with its command until it is dismissed', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, 'p1', () => 0.5, disk);
    await pass(1_000);
    const receipt = later(session.do(note('nej', 'n1')));
    expect(texts(session)).toEqual(['nej']);
    await pass(100);
    expect(receipt.value).toMatchObject({ refused: 'writing-closed' });
    expect(texts(session)).toEqual([]);
    const refusal = { code: 'writing-closed', command: { type: 'addItem', item: { text: 'nej' } } };
    expect(session.get().refusals).toMatchObject([refusal]);
    session.close();
    const again = open(server, 'p1', () => 0.5, disk);
    await pass(1_000);
    expect(again.get()).toMatchObject({ refusals: [refusal], waiting: 0 });
    again.dismiss(0);
    expect(again.get().refusals).toEqual([]);
    expect([...disk.rooms.get('d1/p1')!.values()]).toEqual([]);
  });

  test('[WI4] a change is rolled back when refused, and what the server has is told with it', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    await Promise.all([session.do(note('först', 'n1')), pass(50)]);
    void session.do({ type: 'changeItem', itemId: 'n1', patch: { text: 'nej' }, base: 3 });
    expect(texts(session)).toEqual(['nej']);
    expect(item(session, 'n1')!.seq).toBe(3); // a guess never becomes a base
    await pass(100);
    expect(texts(session)).toEqual(['först']);
    expect(session.get().refusals[0]).toMatchObject({ code: 'changed-meanwhile', current: { text: 'först' }, command: { patch: { text: 'nej' } } });
  });

  test('[WI5] a command too large for the connection is refused here, with its text kept', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    const receipt = later(session.do(note('å'.repeat(20_000))));
    await pass(100);
    expect(receipt.value).toMatchObject({ refused: 'too-large' });
    expect(session.get().refusals).toHaveLength(1);
    expect(session.get().canUndo).toBe(false);
    expect(server.received).toEqual([]);
  });
});

describe('sending', () => {
  test('[WI6] one call under way; what is given meanwhile folds, in order, into calls of at most 100 commands and 30 KB', async () => {
    const server = new FakeServer(Object.assign(calm(), { trip: () => 100 }));
    const session = open(server);
    await pass(2_000);
    const given = Array.from({ length: 150 }, (_, i) => note(String(i)));
    for (const one of given) void session.do(one);
    const large = Array.from({ length: 5 }, (_, i) => note(String(i).repeat(9_000)));
    for (const one of large) void session.do(one);
    await pass(350);
    expect(server.received.map(call => call.length)).toEqual([1, 100]);
    await pass(3_000);
    expect(server.received.map(call => call.length)).toEqual([1, 100, 49 + 2, 3]);
    const ids = server.received.flat().map(command => command.type === 'addItem' && command.item.id);
    expect(ids).toEqual([...given, ...large].map(one => one.item.id));
    for (const call of server.received) expect(JSON.stringify(call).length).toBeLessThanOrEqual(30 * 1024);
  });

  test('[WI7] retry: the same ids again after the time asked for, in order', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    let asked = 0;
    server.network.retry = () => ++asked === 2; // the second of the fold and all after it
    const receipts = later(session.doAll([note('a'), note('b'), note('c')]).then(all => all[2]!));
    await pass(45);
    expect(texts(session)).toEqual(['a', 'b', 'c']);
    expect(server.dialogue.items).toHaveLength(1);
    await pass(100);
    expect(receipts.value).toMatchObject({ seq: 5 });
    expect(server.received.map(call => call.map(command => command.id.slice(-4)))).toEqual([
      server.received[0]!.map(command => command.id.slice(-4)), server.received[0]!.slice(1).map(command => command.id.slice(-4)),
    ]);
  });

  test('[WI18] an answer that is missing among the others is an answer unknown: the same id is sent again', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    const doAll = server.doAll.bind(server);
    server.doAll = (commands, me) => doAll(commands, me).slice(0, commands.length > 1 ? -1 : 1);
    server.network.lost = () => true;
    const receipts = later(session.doAll([note('a'), note('b'), note('c')]).then(all => all[2]!));
    await pass(900);
    expect(receipts.value).toBeUndefined();
    await pass(200);
    expect(receipts.value).toMatchObject({ seq: 5 });
    expect(server.dialogue.items).toHaveLength(3);
  });

  test('[WI8] an answer lost with the connection: the same id is sent again, the note is there once', async () => {
    const server = new FakeServer(Object.assign(calm(), { trip: () => 100 }));
    const session = open(server);
    await pass(2_000);
    const receipt = later(session.do(note('en gång')));
    await pass(150); // decided, the answer is on its way
    server.network.lost = () => true;
    for (const hub of [...server.hubs]) hub.cut();
    expect(server.dialogue.items).toHaveLength(1);
    await pass(5_000);
    expect(receipt.value).toMatchObject({ seq: 3 });
    expect(texts(session)).toEqual(['en gång']);
    expect(session.get().waiting).toBe(0);
  });

  test('[WI9] half an hour offline: writing goes on, survives a reload, and arrives in order when the network is back', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, 'p1', () => 0.5, disk);
    await pass(1_000);
    server.network.down = true;
    for (const hub of [...server.hubs]) hub.cut();
    void session.do(note('ett', 'n1'));
    void session.do(note('två', 'n2'));
    void session.do({ type: 'changeItem', itemId: 'n1', patch: { text: 'ett igen' }, base: 2 });
    await pass(30 * 60_000);
    expect(texts(session)).toEqual(['ett igen', 'två']);
    expect(session.get()).toMatchObject({ waiting: 3, save: 'unsaved', online: false });
    session.close();
    server.network.down = false;
    const again = open(server, 'p1', () => 0.5, disk);
    await pass(2_000);
    expect(texts(again)).toEqual(['ett igen', 'två']);
    expect(again.get()).toMatchObject({ waiting: 0, save: 'saved' });
    expect(server.dialogue.items.map(one => 'text' in one && one.text)).toEqual(['ett igen', 'två']);
    expect([...disk.rooms.get('d1/p1')!.values()]).toEqual([]);
  });

  test('[WI10] two pages of one person with the same outbox do a thing once', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    server.network.down = true;
    disk.outbox('d1/p1').keep({ command: { ...note('en gång'), id: 'c1' }, since: 1 });
    const pages = [open(server, 'p1', () => 0.5, disk), open(server, 'p1', () => 0.5, disk)];
    server.network.down = false;
    await pass(5_000);
    expect(server.received.flat().map(command => command.id)).toContain('c1');
    expect(server.dialogue.items).toHaveLength(1);
    for (const page of pages) expect(page.get()).toMatchObject({ waiting: 0, refusals: [] });
  });

  test('[WI11] leaving with something unsent asks first, and sends it once more in a call that outlives the page', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    const leave = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leave()).toBe(false);
    server.network.trip = () => 60_000;
    void session.do(note('sista'));
    expect(leave()).toBe(true);
    server.network.trip = () => 1;
    window.dispatchEvent(new Event('pagehide'));
    await pass(10);
    expect(server.dialogue.items).toHaveLength(1);
  });
});

describe('undo', () => {
  test('[WI12] what I did is undone and done again by ordinary commands; a change is taken back against the state it made', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    await Promise.all([session.do(note('a', 'n1')), pass(20)]);
    await Promise.all([session.do({ type: 'changeItem', itemId: 'n1', patch: { text: 'b' }, base: 3 }), pass(20)]);
    session.undo();
    expect(texts(session)).toEqual(['a']); // at once
    await pass(20);
    expect(server.received.at(-1)).toMatchObject([{ type: 'changeItem', patch: { text: 'a' }, base: 4 }]);
    session.redo();
    await pass(20);
    expect(server.received.at(-1)).toMatchObject([{ type: 'changeItem', patch: { text: 'b' }, base: 5 }]);
    session.undo();
    session.undo();
    expect(texts(session)).toEqual([]);
    await pass(20);
    expect(server.dialogue.items).toEqual([]);
    expect(session.get()).toMatchObject({ canUndo: false, canRedo: true });
    session.redo();
    expect(session.get().dialogue.items).toMatchObject([{ id: 'n1', pending: true }]);
    await pass(20);
    expect(server.dialogue.items).toMatchObject([{ id: 'n1' }]);
  });

  test('[WI13] several at once are one step; what was refused is no step', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    await Promise.all([session.doAll([note('a'), note('nej'), note('c')]), pass(20)]);
    session.undo();
    await pass(20);
    expect(server.dialogue.items).toEqual([]);
    expect(session.get().refusals).toHaveLength(1);
    expect(session.get().canUndo).toBe(false);
  });

  test('[WI14] a vote and a place go back to what they were', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    await Promise.all([session.doAll([note('a', 'n1'), note('b', 'n2')]), pass(20)]);
    await Promise.all([session.do({ type: 'vote', itemId: 'n1', weight: 2 }), pass(20)]);
    await Promise.all([session.do({ type: 'moveItems', moves: [{ itemId: 'n1', x: 5, before: null }] }), pass(20)]);
    session.undo();
    session.undo();
    await pass(20);
    expect(server.received.flat().slice(-2)).toMatchObject([
      { type: 'moveItems', moves: [{ itemId: 'n1', x: null, before: 'n2' }] },
      { type: 'vote', itemId: 'n1', weight: 0 },
    ]);
    expect(session.get().dialogue.votes).toEqual([]);
  });
});

describe('whatever the network does', () => {
  const seeds = Array.from({ length: 25 }, (_, i) => i + 1);
  test.each(seeds)('[WI15] shown converges to what the server has, nothing is lost, nothing is done twice (seed %i)', async seed => {
    const random = numbers(seed);
    const chance = (share: number) => random() < share;
    const stormy: Network = {
      down: false, blocked: new Set(), http: true, trip: () => Math.floor(random() * 400), lost: () => chance(0.15), doubled: () => chance(0.15), retry: () => chance(0.1),
    };
    const server = new FakeServer(stormy);
    const disk = new Disk();
    const people = ['p1', 'p2', 'p3'];
    const sessions = people.map(id => open(server, id, random, disk));
    const given: { id: Id; text: string; receipt: { value?: Receipt } }[] = [];
    await pass(2_000);
    for (let step = 0; step < 120; step++) {
      const at = Math.floor(random() * sessions.length);
      const session = sessions[at]!;
      const items = session.get().dialogue.items;
      const any = items[Math.floor(random() * items.length)];
      const act = random();
      if (!session.get().ready) {
        // Nothing to write on yet: a screen offers nothing before the dialogue is there.
      } else if (act < 0.4 || !any) {
        const id = newId();
        const text = chance(0.1) ? 'nej' : `${seed} ${step}`;
        given.push({ id, text, receipt: later(session.do(note(text, id))) });
      } else if (act < 0.55) void session.do({ type: 'changeItem', itemId: any.id, patch: { text: `ändrad ${step}` }, base: any.seq });
      else if (act < 0.65) void session.do({ type: 'moveItems', moves: [{ itemId: any.id, x: step, y: step }] });
      else if (act < 0.7) void session.do({ type: 'vote', itemId: any.id, weight: Math.floor(random() * 3) });
      else if (act < 0.75) void session.do({ type: 'setReady', value: chance(0.5) });
      else if (act < 0.8) session.undo();
      else if (act < 0.83) session.redo();
      else if (act < 0.9) [...server.hubs][0]?.cut();
      else if (act < 0.93) stormy.down = !stormy.down;
      else if (act < 0.95) server.longest = chance(0.5) ? 5 : 1_000;
      else if (act < 0.97) for (const hub of server.hubs) hub.say('Resync', { dialogueId: server.id });
      else {
        // The page is loaded anew.
        session.close();
        sessions[at] = open(server, people[at], random, disk);
      }
      if (stormy.down) for (const hub of [...server.hubs]) hub.cut();
      await pass(Math.floor(random() * 600));
    }
    Object.assign(stormy, calm());
    await pass(40_000);
    for (const hub of server.hubs) hub.say('At', { dialogueId: server.id, seq: server.facts.length });
    await pass(1_000);

    for (const session of sessions) {
      expect(session.get()).toMatchObject({ online: true, save: 'saved', waiting: 0 });
      expect(session.get().dialogue).toEqual(server.dialogue satisfies Dialogue);
    }
    const made = server.facts.flatMap(fact => (fact.type === 'itemAdded' ? [fact.item.id] : []));
    expect(new Set(made).size).toBe(made.length);
    const refused = sessions.flatMap(session => session.get().refusals.map(refusal => (refusal.command.type === 'addItem' ? refusal.command.item.id : '')));
    for (const { id, text } of given) expect(text === 'nej' ? refused : made).toContain(id);
  });
});
