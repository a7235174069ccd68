// Staying in the dialogue: which way, how soon again, and that no event is missed or taken twice.
import { describe, expect, test, vi } from 'vitest';
import type { Item } from '../wire';
import { delay } from './backoff';
import { calm, FakeServer } from './fake-server';
import { cutAll, pass, underFakeTime, watch } from './fixtures';
import type { Session } from './store';

underFakeTime();

const add = (server: FakeServer, id: string) =>
  server.happen({ type: 'itemAdded', by: 'p2', item: { id, kind: 'note', phaseId: 'valueVision', text: id, rank: '1' } as unknown as Item });
const ids = (session: Session) => session.get().dialogue.items.map(item => item.id);

describe('which way', () => {
  test('[WI20] WebSockets without negotiation first; blocked, the next transport within 5 s, and first from then on', async () => {
    const server = new FakeServer(Object.assign(calm(), { blocked: new Set(['sockets']) }));
    const { session, hubs } = watch(server);
    await pass(4_900);
    expect(session.get().online).toBe(false);
    await pass(200);
    expect(session.get()).toMatchObject({ online: true, ready: true });
    cutAll(server);
    await pass(3_000);
    expect(hubs.map(hub => hub.way)).toEqual(['sockets', 'fallback', 'fallback']);
  });

  test('[WI21] no hub at all but HTTP: events are asked for, commands are posted, and the hub is taken when it opens', async () => {
    const server = new FakeServer(Object.assign(calm(), { blocked: new Set(['sockets', 'fallback']) }));
    const { session } = watch(server);
    await pass(40_000);
    expect(session.get()).toMatchObject({ online: true, ready: true, me: { id: 'p1' } });
    add(server, 'n1');
    const receipt = session.do({ type: 'setReady', value: true });
    await pass(4_000);
    expect(ids(session)).toEqual(['n1']);
    expect(await receipt).toMatchObject({ seq: 4 });
    expect(session.get().me).toMatchObject({ ready: true });
    server.network.blocked = new Set();
    await pass(30_000);
    expect(server.hubs.size).toBe(1);
    add(server, 'n2');
    await pass(5);
    expect(ids(session)).toEqual(['n1', 'n2']);
  });
});

describe('how soon again', () => {
  test('[WI22] first within a second, then ×1.7 up to 15 s, ±50 %, for ever', () => {
    expect([0, 0.5, 0.999].map(r => delay(0, () => r))).toEqual([0, 500, 999]);
    expect([1, 2, 3, 4, 5, 6, 50].map(n => Math.round(delay(n, () => 0.5)))).toEqual([1_700, 2_890, 4_913, 8_352, 14_199, 15_000, 15_000]);
    expect([delay(6, () => 0), delay(6, () => 1)]).toEqual([7_500, 22_500]);
  });

  test('[WI23] after an hour without network it is back at once when the browser says online', async () => {
    const server = new FakeServer();
    const { session, hubs } = watch(server);
    await pass(1_000);
    server.network.down = true;
    cutAll(server);
    await pass(3_600_000);
    expect(session.get().online).toBe(false);
    const tries = hubs.length;
    expect(tries).toBeGreaterThan(3_600 / 22.5);
    add(server, 'n1');
    server.network.down = false;
    window.dispatchEvent(new Event('online'));
    await pass(50);
    expect(session.get().online).toBe(true);
    expect(ids(session)).toEqual(['n1']);
  });

  test('[WI24] the browser says offline: shown at once, and taken back when events still come', async () => {
    const server = new FakeServer();
    const { session } = watch(server);
    await pass(1_000);
    window.dispatchEvent(new Event('offline'));
    expect(session.get().online).toBe(false);
    add(server, 'n1');
    await pass(5);
    expect(session.get().online).toBe(true);
  });

  test('[WI38] a server that takes everybody in and drops them at once is asked ever more seldom', async () => {
    const server = new FakeServer();
    const { hubs } = watch(server);
    const enter = server.enter.bind(server);
    server.enter = (hub, request) => {
      const answer = enter(hub, request);
      setTimeout(() => hub.cut(), 20);
      return answer;
    };
    await pass(60_000);
    expect(hubs.length).toBeGreaterThan(4);
    expect(hubs.length).toBeLessThan(12);
  });

  test('[WI25] a closed session leaves nothing running', async () => {
    const server = new FakeServer();
    const { session, hubs } = watch(server);
    await pass(1_000);
    session.close();
    await pass(60_000);
    expect(hubs).toHaveLength(1);
    expect(server.hubs.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('every event once, in order', () => {
  test('[WI26] what was heard already is ignored, an overlap gives what is new, a gap is healed by Enter with after', async () => {
    const server = new FakeServer();
    const { session, requests, hubs } = watch(server);
    await pass(1_000);
    const [hub] = hubs;
    const seqs = () => session.get().happened.map(deed => deed.seq);
    add(server, 'n3');
    await pass(5);
    hub!.tell(1, 3); // all old
    server.network.lost = () => true;
    add(server, 'n4');
    add(server, 'n5');
    server.network.lost = () => false;
    hub!.tell(2, 4); // overlap: 4 is new
    await pass(5);
    expect(seqs()).toEqual([3, 4]);
    expect(requests).toHaveLength(1);
    add(server, 'n6'); // 5 is missing
    await pass(5);
    expect(requests[1]).toMatchObject({ method: 'Enter', message: { after: 4, history: 'h1', participantId: 'p1', wire: 1 } });
    expect(seqs()).toEqual([3, 4, 5, 6]);
    expect(ids(session)).toEqual(['n3', 'n4', 'n5', 'n6']);
  });

  test('[WI27] the last event missed is noticed by At, within ten seconds', async () => {
    const server = new FakeServer();
    const { session, hubs } = watch(server);
    await pass(1_000);
    server.network.lost = () => true;
    add(server, 'n1');
    await pass(1_000);
    expect(ids(session)).toEqual([]);
    hubs[0]!.say('At', { dialogueId: 'd1', seq: 3 });
    await pass(5);
    expect(ids(session)).toEqual(['n1']);
  });

  test('[WI28] events that come before the answer to Enter are kept until it is there', async () => {
    const server = new FakeServer();
    const { session, hubs } = watch(server);
    const [hub] = hubs;
    const enter = server.enter.bind(server);
    server.enter = (who, request) => {
      const answer = enter(who, request);
      add(server, 'n3'); // told to the listener; the answer does not have it
      server.network.trip = () => 500; // and the answer is slow
      return answer;
    };
    await pass(100);
    expect(ids(session)).toEqual([]);
    await pass(2_000);
    expect(ids(session)).toEqual(['n3']);
    expect(hub).toBeDefined();
  });

  test('[WI29] a tail too long, another history: a snapshot, then Enter again from its seq', async () => {
    const server = new FakeServer();
    const { session, requests } = watch(server);
    await pass(1_000);
    cutAll(server);
    for (let i = 0; i < 30; i++) add(server, `n${i}`);
    server.longest = 20;
    await pass(3_000);
    expect(ids(session)).toHaveLength(30);
    expect(requests.slice(1).map(({ message }) => message)).toMatchObject([{ after: 2 }, { after: 32 }]);
    cutAll(server);
    server.history = 'h2'; // restored from a backup that lacks the last ones
    server.facts.splice(20);
    server.dialogue = { ...server.dialogue, items: server.dialogue.items.slice(0, 18) };
    await pass(3_000);
    expect(ids(session)).toHaveLength(18);
    expect(requests.at(-1)!.message).toMatchObject({ history: 'h2', after: 20 });
  });

  test('[WI30] Resync: a snapshot after a random wait of at most two seconds, then Enter', async () => {
    const server = new FakeServer();
    const { requests, hubs } = watch(server, { random: () => 0.75 });
    await pass(2_000);
    const before = server.snapshots;
    hubs[0]!.say('Resync', { dialogueId: 'd1' });
    await pass(1_490);
    expect(server.snapshots).toBe(before);
    await pass(50);
    expect(server.snapshots).toBe(before + 1);
    expect(requests.at(-1)).toMatchObject({ method: 'Enter', message: { after: 2 } });
  });

  test('[WI39] Resync while entering is done after it; a new connection meanwhile enters when the old one’s wait is over', async () => {
    const server = new FakeServer();
    const { session, requests, hubs } = watch(server, { random: () => 0.9 });
    await pass(2_000);
    const before = server.snapshots;
    server.network.trip = () => 300;
    hubs[0]!.say('At', { dialogueId: 'd1', seq: 99 }); // asks for an Enter
    hubs[0]!.say('Resync', { dialogueId: 'd1' });
    await pass(4_000);
    expect(server.snapshots).toBe(before + 1);
    server.network.trip = () => 1;
    hubs[0]!.say('Resync', { dialogueId: 'd1' });
    await pass(10);
    cutAll(server); // 1.8 s of waiting are left, the next connection is there before
    await pass(1_500);
    expect([hubs.length, server.hubs.size]).toEqual([2, 0]);
    await pass(1_000);
    expect(session.get().online).toBe(true);
    expect(server.hubs.size).toBe(1);
    expect(requests.at(-1)!.method).toBe('Enter');
  });

  test('[WI31] the first view costs one snapshot and one Enter; the projector asks for events of its own view alone', async () => {
    const server = new FakeServer();
    const first = watch(server);
    await pass(1_000);
    expect(server.snapshots).toBe(1);
    expect(first.requests.map(({ message }) => message)).toMatchObject([{ after: 2, history: 'h1' }]);
    const screen = watch(server, { me: null, options: { view: 'screen' } });
    await pass(1_000);
    expect(server.snapshots).toBe(1);
    expect(screen.requests.map(({ message }) => message)).toMatchObject([{ after: 0, view: 'screen' }]);
    expect(screen.session.get()).toMatchObject({ ready: true, facilitator: false, me: null });
  });

  test('[WI32] an unknown event keeps its seq and offers to reload; so does another build', async () => {
    const server = new FakeServer();
    const { session, requests } = watch(server);
    await pass(1_000);
    server.happen({ type: 'somethingNew', itemId: 'x' } as never);
    add(server, 'n1');
    await pass(5);
    expect(session.get()).toMatchObject({ outdated: true });
    expect(ids(session)).toEqual(['n1']);
    expect(requests).toHaveLength(1);
    const other = watch(server);
    await pass(1_000);
    expect(other.session.get().outdated).toBe(false);
    server.build = '1.0.1';
    cutAll(server);
    await pass(3_000);
    expect(other.session.get().outdated).toBe(true);
  });
});
