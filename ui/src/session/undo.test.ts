// Undo and redo, as the server sees them.
import { expect, test } from 'vitest';
import { FakeServer } from './fake-server';
import { note, open, pass, texts, underFakeTime } from './fixtures';

underFakeTime();

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

test('[WI86] many that were moved together go back together, each to its place', async () => {
  const server = new FakeServer();
  const session = open(server);
  await pass(1_000);
  await Promise.all([session.doAll(['a', 'b', 'c', 'd'].map(id => note(id, id))), pass(20)]);
  const order = () => [...session.get().dialogue.items].sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(item => item.id).join('');
  void session.do({ type: 'moveItems', moves: [{ itemId: 'c', before: 'a' }, { itemId: 'b', before: 'a' }] });
  expect(order()).toBe('cbad');
  session.undo();
  expect(order()).toBe('abcd');
  await pass(20);
  expect(server.received.flat().at(-1)).toMatchObject({ moves: [{ itemId: 'b', before: 'd' }, { itemId: 'c', before: 'd' }] });
});

test('[WI130] on a table device what is done speaks for the voice that was chosen, and each voice undoes its own', async () => {
  const server = new FakeServer();
  const session = open(server);
  await pass(1_000);
  await Promise.all([session.do(note('som p1', 'n1')), pass(20)]);
  session.speak('p2');
  await Promise.all([session.do(note('som p2', 'n2')), pass(20)]);
  expect(server.received.at(-1)).toMatchObject([{ type: 'addItem', as: 'p2' }]);
  expect(session.get().me?.id).toBe('p2');
  session.speak('p1');
  expect(session.get()).toMatchObject({ canUndo: true, me: { id: 'p1' } });
  session.undo();
  await pass(20);
  expect(texts(session)).toEqual(['som p2']);
  expect(session.get().canUndo).toBe(false);
  session.speak('p2');
  session.undo();
  await pass(20);
  expect(server.received.at(-1)).toMatchObject([{ type: 'removeItems', itemIds: ['n2'], as: 'p2' }]);
  expect(texts(session)).toEqual([]);
});
