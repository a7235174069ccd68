// A page without network begins with what the device last saw.
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { FakeServer } from './fake-server';
import { cutAll, Disk, note, open, pass, texts, underFakeTime, watch } from './fixtures';
import { forgetKnown, LastKnown, type Known } from './lastKnown';
import { unopened } from './evolve';

describe('in a session', () => {
  underFakeTime();

  test('UI-90 without a word from the server: what was last seen, as the same person, and writing goes on', async () => {
    const server = new FakeServer(), disk = new Disk();
    const before = open(server, { disk });
    await pass(1_000);
    void before.do(note('med nät'));
    await pass(4_000);
    before.close();
    server.network.down = true;
    const { session, requests } = watch(server, { disk });
    await pass(2_000);
    expect(session.get().ready, 'the server may still answer').toBe(false);
    await pass(1_000);
    expect(session.get()).toMatchObject({ ready: true, online: false, me: { id: 'p1' } });
    void session.do(note('utan nät'));
    expect(texts(session)).toEqual(['med nät', 'utan nät']);
    server.happen({ type: 'itemAdded', item: { id: 'x', kind: 'note', phaseId: 'valueVision', text: 'av andra', by: 'p2', at: '2026-10-03T00:00:00.000Z', seq: 4, rank: '9' } } as never);
    server.network.down = false;
    await pass(30_000);
    expect(session.get()).toMatchObject({ online: true, waiting: 0 });
    expect(texts(session).sort()).toEqual(['av andra', 'med nät', 'utan nät']);
    expect(texts(session)).toEqual(server.dialogue.items.map(item => (item as { text: string }).text));
    expect(requests.filter(one => one.method === 'Enter').at(-1)!.message).toMatchObject({ participantId: 'p1' });
  });

  test('UI-90 a server that answers is not kept waiting for what the device had', async () => {
    const server = new FakeServer(), disk = new Disk();
    disk.seen.set('d1 me', { participantId: 'p1', seq: 1, at: Date.now(), dialogue: { ...unopened, id: 'd1', title: 'Gammalt' } });
    const session = open(server, { disk });
    await pass(5_000);
    expect(session.get().dialogue.title).toBe('Kim');
  });

  test('UI-91 a no from the server takes away what the device had', async () => {
    const server = new FakeServer(), disk = new Disk();
    const session = open(server, { disk });
    await pass(5_000);
    expect(disk.seen.size).toBe(1);
    server.denied = 'not-allowed';
    cutAll(server);
    await pass(20_000);
    expect(session.get().closed).toBe('not-allowed');
    expect(disk.seen.size).toBe(0);
  });
});

describe('on the device', () => {
  const known = (patch: Partial<Known> = {}): Known => ({ participantId: 'p1', seq: 3, dialogue: unopened, at: Date.now(), ...patch });

  test('UI-91 what was seen is kept for a day and no longer, apart by who opened it', async () => {
    new LastKnown('d1 me').keep(known());
    new LastKnown('d1 lead').keep(known({ participantId: null }));
    new LastKnown('d2 me').keep(known({ at: Date.now() - 25 * 3_600_000 }));
    await vi.waitFor(async () => expect(await new LastKnown('d1 lead').recall()).toMatchObject({ participantId: null }));
    expect(await new LastKnown('d1 me').recall()).toMatchObject({ participantId: 'p1' });
    expect(await new LastKnown('d2 me').recall()).toBeUndefined();
  });

  test('UI-91 another person on the device finds nothing of the one before; Lämna enheten leaves nothing at all', async () => {
    for (const whose of ['d1 me', 'd1 lead', 'd2 me']) new LastKnown(whose).keep(known());
    await vi.waitFor(async () => expect(await new LastKnown('d2 me').recall()).toBeDefined());
    await forgetKnown('d1');
    expect(await new LastKnown('d1 me').recall()).toBeUndefined();
    expect(await new LastKnown('d1 lead').recall()).toBeUndefined();
    expect(await new LastKnown('d2 me').recall()).toBeDefined();
    await forgetKnown();
    expect(await new LastKnown('d2 me').recall()).toBeUndefined();
  });
});
