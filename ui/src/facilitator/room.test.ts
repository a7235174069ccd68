// What a facilitator does, against a server in memory.
import { expect, test } from 'vitest';
import { FakeServer } from '../session/fake-server';
import { open, pass, underFakeTime } from '../session/fixtures';
import { run } from './room';

underFakeTime();

test('[WI88] a deed is done once the page has its event, also where the receipt comes first', async () => {
  const server = new FakeServer();
  const session = open(server);
  await pass(1_000);
  server.network.lost = () => true; // the receipt comes, the event does not
  let done: boolean | undefined;
  void run(session, [{ type: 'setReady', value: true }]).then(ok => { done = ok; });
  await pass(250);
  expect(session.get().waiting).toBe(0);
  expect(done).toBeUndefined();
  server.network.lost = () => false;
  for (const hub of server.hubs) hub.say('At', { dialogueId: 'd1', seq: 3 });
  await pass(500);
  expect(session.get().dialogue.participants.find(p => p.id === 'p1')?.ready).toBe(true);
  expect(done).toBe(true);
});
