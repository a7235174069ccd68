// What one does, against a server in memory: seen at once, saved once, never lost.
import { describe, expect, test } from 'vitest';
import { calm, FakeServer } from './fake-server';
import { cutAll, Disk, itemOf, later, note, open, pass, texts, underFakeTime } from './fixtures';

underFakeTime();

describe('what I do', () => {
  test('[WI1] a note is on screen at once, saved at its receipt, confirmed at its event', async () => {
    const server = new FakeServer();
    const network = Object.assign(server.network, { trip: () => 100 });
    const session = open(server);
    await pass(2_000);
    network.lost = () => true; // the receipt comes, the event does not
    const receipt = later(session.do(note('Ring mig', 'n1')));
    expect(itemOf(session, 'n1')).toMatchObject({ text: 'Ring mig', pending: true, by: 'p1' });
    expect(itemOf(session, 'n1')).not.toHaveProperty('saved');
    await pass(250);
    expect(receipt.value).toEqual({ id: expect.any(String), seq: 3 });
    expect(itemOf(session, 'n1')).toMatchObject({ pending: true, saved: true });
    expect(session.get().waiting).toBe(0);
    for (const hub of server.hubs) hub.say('At', { dialogueId: 'd1', seq: 3 });
    await pass(500);
    expect(itemOf(session, 'n1')).not.toHaveProperty('pending');
    expect(itemOf(session, 'n1')!.seq).toBe(3);
  });

  test('[WI16] my own event is as good as the receipt, which may be lost on the way', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, { disk });
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
    expect(itemOf(session, 'n1')).not.toHaveProperty('pending');
    expect([...disk.rooms.get('d1/p1')!.values()]).toEqual([]);
  });

  test('[WI17] what was done before it was known who one is waits with the rest, once', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    disk.outbox('d1/p1').keep({ command: { ...note('tidigare'), id: 'c0' }, since: 1 });
    const session = open(server, { disk });
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
    cutAll(server);
    await pass(0);
    expect(session.get()).toMatchObject({ online: false, save: 'saved' });
    void session.do(note('b'));
    expect(session.get()).toMatchObject({ save: 'unsaved', waiting: 1 });
  });

  test('[WI3] a refused text leaves the board but is never lost: it stays with its command until it is dismissed', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, { disk });
    await pass(1_000);
    const receipt = later(session.do(note('nej', 'n1')));
    expect(texts(session)).toEqual(['nej']);
    await pass(100);
    expect(receipt.value).toMatchObject({ refused: 'writing-closed' });
    expect(texts(session)).toEqual([]);
    const refusal = { code: 'writing-closed', command: { type: 'addItem', item: { text: 'nej' } } };
    expect(session.get().refusals).toMatchObject([refusal]);
    session.close();
    const again = open(server, { disk });
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
    expect(itemOf(session, 'n1')!.seq).toBe(3); // a guess never becomes a base
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
    cutAll(server);
    expect(server.dialogue.items).toHaveLength(1);
    await pass(5_000);
    expect(receipt.value).toMatchObject({ seq: 3 });
    expect(texts(session)).toEqual(['en gång']);
    expect(session.get().waiting).toBe(0);
  });

  test('[WI9] half an hour offline: writing goes on, survives a reload, and arrives in order when the network is back', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    const session = open(server, { disk });
    await pass(1_000);
    server.network.down = true;
    cutAll(server);
    void session.do(note('ett', 'n1'));
    void session.do(note('två', 'n2'));
    void session.do({ type: 'changeItem', itemId: 'n1', patch: { text: 'ett igen' }, base: 2 });
    await pass(30 * 60_000);
    expect(texts(session)).toEqual(['ett igen', 'två']);
    expect(session.get()).toMatchObject({ waiting: 3, save: 'unsaved', online: false });
    session.close();
    server.network.down = false;
    const again = open(server, { disk });
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
    const pages = [open(server, { disk }), open(server, { disk })];
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
