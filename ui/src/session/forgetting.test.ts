// What a device holds of words, and what it lets go: order of giving, a crash before it is known who one is, words taken back, a day.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { forgetOldTitles, recall, recallDialogue, remember, rememberDialogue } from '../participant/device';
import type { Command } from '../wire';
import { FakeServer } from './fake-server';
import { Disk, itemOf, note, open, pass, texts, underFakeTime, watch } from './fixtures';
import { unopened } from './evolve';
import { newId } from './ids';
import { forgetOld, LastKnown } from './lastKnown';
import { disown, early, forgetOutbox, forgetUnsent, Outbox, unsentOf } from './outbox';

beforeEach(() => localStorage.clear());

describe('in a session', () => {
  underFakeTime();

  test('WI150 words written before it is known as whom survive a crash, and are sent first, once', async () => {
    const server = new FakeServer(), disk = new Disk();
    server.network.down = true;
    const before = open(server, { disk });
    void before.do(note('innan jag visste vem jag är'));
    // No close: the browser is gone.
    await pass(100);
    server.network.down = false;
    const { session } = watch(server, { disk });
    void session.do(note('efter'));
    await pass(5_000);
    expect(texts(session)).toEqual(['innan jag visste vem jag är', 'efter']);
    expect(server.dialogue.items).toHaveLength(2);
    expect([...disk.rooms].flatMap(([room, kept]) => [...kept.keys()].map(id => `${room} ${id}`)), 'nothing left to send again').toEqual([]);
  });

  test('WI151 a clock that is set back neither hides that something waits nor mixes what was given', async () => {
    const server = new FakeServer();
    const session = open(server);
    await pass(1_000);
    server.network.retry = () => true;
    void session.do(note('ett'));
    const really = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => really() - 3_600_000);
    void session.do(note('två'));
    await pass(4_000);
    expect(session.get().save).toBe('unsaved');
    server.network.retry = () => false;
    await pass(5_000);
    expect(texts(session)).toEqual(['ett', 'två']);
    expect(session.get().save).toBe('saved');
  });

  test('WI152 words taken back: not on the screen, not by undo, not with a refusal, not in what the device saw as anybody, not in a draft', async () => {
    const server = new FakeServer(), disk = new Disk();
    const session = open(server, { disk });
    await pass(1_000);
    const id = newId();
    void session.do(note('mitt MÄRKE', id));
    await pass(100);
    void session.do({ type: 'changeItem', itemId: id, patch: { text: 'ändrat' }, base: itemOf(session, id)!.seq });
    await pass(4_000);
    disk.seen.set('d1 lead', { participantId: null, seq: 3, at: Date.now(), dialogue: { ...unopened, id: 'd1', title: 'MÄRKE' } });
    remember(`draft.d1.p1.${id}`, '{"changed":{"text":"MÄRKE och mer"}}');
    server.happen({ type: 'contentErased', itemId: id, by: null } as never);
    await pass(10);
    session.undo();
    await pass(5_000);
    expect(JSON.stringify(session.get())).not.toContain('MÄRKE');
    expect(texts(session), 'the adding was undone, not the change').toEqual([]);
    expect(JSON.stringify([...disk.seen])).not.toContain('MÄRKE');
    expect(JSON.stringify([...disk.rooms.values()].map(kept => [...kept]))).not.toContain('MÄRKE');
    expect(JSON.stringify({ ...localStorage })).not.toContain('MÄRKE');
  });
});

describe('on the device', () => {
  const command = (id: string, text = id): Command => ({ id, type: 'addItem', item: { id: `i${id}`, kind: 'note', phaseId: 'p', text } });
  const ids = async (room: string) => (await new Outbox(room).load()).map(kept => kept.command.id);
  beforeEach(() => forgetOutbox());

  test('WI153 what is unsent keeps the order of giving over a clock set back, over pages', async () => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(2_000_000_000_000);
    new Outbox('d1/p1').keep({ command: command('c1'), since: Date.now() });
    now.mockReturnValue(2_000_000_000_000 - 3_600_000);
    const again = new Outbox('d1/p1');
    await again.load();
    again.keep({ command: command('c2'), since: Date.now() });
    again.keep({ command: command('c0'), since: Date.now() });
    expect(await ids('d1/p1')).toEqual(['c1', 'c2', 'c0']);
  });

  test('WI154 what was written before it was known as whom is never sent as the next person, and is not lost', async () => {
    new Outbox(`d1/${early}me`).keep({ command: command('c1'), since: 1 });
    await disown('d1');
    expect(await ids(`d1/${early}me`)).toEqual([]);
    expect([...(await unsentOf())].map(([dialogue, all]) => [dialogue, all.length])).toEqual([['d1', 1]]);
    await forgetUnsent('d1');
    expect((await unsentOf()).size).toBe(0);
  });

  test('WI155 after a day the next start of any page forgets what was seen, and titles; the way back stays', async () => {
    const known = { participantId: 'p1', seq: 1, dialogue: unopened };
    new LastKnown('d1 me').keep({ ...known, at: Date.now() - 25 * 3_600_000 });
    new LastKnown('d2 me').keep({ ...known, at: Date.now() });
    rememberDialogue('d1', { code: '1', title: 'Kims väg', returnLink: '/x', at: Date.now() - 25 * 3_600_000 });
    rememberDialogue('d2', { code: '2', title: 'Ny' });
    await forgetOld();
    forgetOldTitles();
    const left = await new Promise(done => { const asked = indexedDB.open('samskapa-known'); asked.onsuccess = () => { const keys = asked.result.transaction('dialogues').objectStore('dialogues').getAllKeys(); keys.onsuccess = () => { asked.result.close(); done(keys.result); }; }; });
    expect(left).toEqual(['d2 me']);
    expect(recallDialogue('d1')).toMatchObject({ code: '1', title: '', returnLink: '/x' });
    expect(recallDialogue('d2')!.title).toBe('Ny');
  });

  test('WI156 nothing more is kept while the device is being left', async () => {
    remember('leaving', '/');
    new LastKnown('d3 me').keep({ participantId: 'p1', seq: 1, dialogue: unopened, at: Date.now() });
    expect(recall('leaving')).toBe('/');
    expect(await new LastKnown('d3 me').recall()).toBeUndefined();
  });
});
