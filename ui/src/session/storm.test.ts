// A storm: people who write while the network loses, doubles, delays and breaks. A seed that ever fails stays here by its number.
import { expect, test } from 'vitest';
import type { Dialogue, Id, Receipt } from '../wire';
import { calm, FakeServer, numbers, type Network } from './fake-server';
import { cutAll, Disk, later, note, open, pass, underFakeTime } from './fixtures';
import { newId } from './ids';

underFakeTime();

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
  const sessions = people.map(id => open(server, { me: id, random, disk }));
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
      sessions[at] = open(server, { me: people[at]!, random, disk });
    }
    if (stormy.down) cutAll(server);
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
