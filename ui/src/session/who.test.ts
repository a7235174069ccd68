// Who one is in the dialogue, and who else is there.
import { describe, expect, test } from 'vitest';
import { FakeServer } from './fake-server';
import { cutAll, Disk, note, pass, underFakeTime, watch } from './fixtures';

underFakeTime();

describe('who one is', () => {
  test('[WI33] whom one speaks for is fixed at the first Enter, whoever joins on the device later', async () => {
    const server = new FakeServer();
    const { requests } = watch(server);
    await pass(1_000);
    expect(requests[0]!.message).not.toHaveProperty('participantId');
    cutAll(server);
    await pass(3_000);
    expect(requests[1]!.message).toMatchObject({ participantId: 'p1' });
  });

  test('[WI34] not allowed: said once, and not asked again', async () => {
    const server = new FakeServer();
    server.denied = 'not-allowed';
    const { session, hubs } = watch(server);
    await pass(600_000);
    expect(session.get()).toMatchObject({ closed: 'not-allowed', ready: false });
    expect(hubs.length).toBeLessThan(2);
  });

  test('[WI35] waiting to be let in: said, and over with the Resync that follows', async () => {
    const server = new FakeServer();
    server.waiting = true;
    const { session, hubs } = watch(server);
    await pass(1_000);
    expect(session.get()).toMatchObject({ closed: 'waiting' });
    server.waiting = false;
    hubs[0]!.say('Resync', { dialogueId: 'd1' });
    await pass(3_000);
    expect(session.get()).toMatchObject({ closed: null, ready: true, online: true, me: { id: 'p1' } });
  });

  test('[WI19] the projector sends nothing, not even what the facilitator left unsent on the same device', async () => {
    const server = new FakeServer();
    const disk = new Disk();
    disk.outbox('d1/lead').keep({ command: { ...note('osänd'), id: 'c1' }, since: 1 });
    const screen = watch(server, { me: null, disk, options: { view: 'screen' } });
    await pass(5_000);
    expect([screen.session.get().ready, server.received]).toEqual([true, []]);
    watch(server, { me: null, disk, options: { participantId: null } });
    await pass(5_000);
    expect(server.received.flat().map(command => command.id)).toEqual(['c1']);
  });

  test('[WI36] the server’s time, from the answer to Enter', async () => {
    const server = new FakeServer(); // its clock is 5 s ahead
    const { session } = watch(server);
    await pass(1_000);
    expect(session.get().serverTime() - Date.now()).toBeCloseTo(5_000, -2);
  });
});

describe('presence', () => {
  test('[WI37] at most five a second, the latest wins, said again after a reconnect; nobody is around when the connection is gone', async () => {
    const server = new FakeServer();
    const { session, hubs } = watch(server);
    await pass(1_000);
    for (let i = 0; i < 100; i++) {
      session.point({ at: { x: i, y: 0 } });
      if (i === 50) session.point({ editing: 'n1' });
      await pass(10);
    }
    const { points } = hubs[0]!;
    expect(points.length).toBeLessThanOrEqual(6);
    await pass(200);
    expect(points.at(-1)).toEqual({ at: { x: 99, y: 0 }, editing: 'n1' });
    hubs[0]!.say('Around', { people: [{ participantId: 'p2', here: true, editing: 'n2' }, { participantId: 'p3', here: true }] });
    hubs[0]!.say('Around', { people: [{ participantId: 'p3', here: false }] });
    await pass(5);
    expect([...session.get().around.keys()]).toEqual(['p2']);
    cutAll(server);
    await pass(0);
    expect(session.get().around.size).toBe(0);
    await pass(3_000);
    expect(hubs[1]!.points).toEqual([{ at: { x: 99, y: 0 }, editing: 'n1' }]);
  });
});
