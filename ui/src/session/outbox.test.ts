// What is unsent lies on this device, in order, apart by person; and nothing is left when the device is left.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Command } from '../wire';
import { forgetOutbox, Outbox } from './outbox';

const command = (id: string): Command => ({ id, type: 'setReady', value: true });
const ids = async (room: string) => (await new Outbox(room).load()).map(kept => kept.command.id);

describe('the outbox', () => {
  beforeEach(() => forgetOutbox());

  test('[WI60] is read back in the order it was written, also within one millisecond, and by another page', async () => {
    const outbox = new Outbox('d1/p1');
    for (let i = 0; i < 12; i++) outbox.keep({ command: command(`c${i}`), since: i < 6 ? 1_000 : 999_999 });
    expect(await ids('d1/p1')).toEqual(Array.from({ length: 12 }, (_, i) => `c${i}`));
  });

  test('[WI61] is one person’s in one dialogue', async () => {
    new Outbox('d1/p1').keep({ command: command('c1'), since: 1 });
    new Outbox('d1/p11').keep({ command: command('c2'), since: 1 });
    new Outbox('d2/p1').keep({ command: command('c3'), since: 1 });
    expect(await ids('d1/p1')).toEqual(['c1']);
  });

  test('[WI62] forgets what is answered, keeps what is refused in the same place', async () => {
    const outbox = new Outbox('d1/p1');
    for (const id of ['c1', 'c2', 'c3']) outbox.keep({ command: command(id), since: 5 });
    outbox.drop('c1');
    outbox.keep({ command: command('c2'), since: 9, refused: { code: 'own-only', message: 'Nej', at: 9 } });
    const again = new Outbox('d1/p1');
    expect((await again.load()).map(({ command: { id }, refused }) => [id, refused?.code])).toEqual([['c2', 'own-only'], ['c3', undefined]]);
    again.drop('c2'); // one that an earlier page wrote
    expect(await ids('d1/p1')).toEqual(['c3']);
  });

  test('[WI63] leaving the device leaves nothing', async () => {
    new Outbox('d1/p1').keep({ command: command('c1'), since: 1 });
    await forgetOutbox();
    expect(await ids('d1/p1')).toEqual([]);
  });
});

test('[WI64] where IndexedDB is blocked the page goes on without it', async () => {
  vi.stubGlobal('indexedDB', { open: () => { throw new Error('blocked'); } });
  vi.resetModules();
  const { Outbox: Blocked } = await import('./outbox');
  const outbox = new Blocked('d1/p1');
  outbox.keep({ command: command('c1'), since: 1 });
  outbox.drop('c1');
  expect(await outbox.load()).toEqual([]);
  vi.unstubAllGlobals();
});
