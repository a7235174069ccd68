// The dialogue as this person last saw it, on this device: a page that is opened without network begins with it. It holds what others
// wrote, so not longer than a working day needs, only for who saw it, and not at all after Lämna enheten or a no from the server.
import { clear, createStore, del, delMany, entries, get, set, type UseStore } from 'idb-keyval';
import { recall } from '../participant/device';
import type { Dialogue, Id } from '../wire';
import { within } from './backoff';

export interface Known { participantId: Id | null; seq: number; dialogue: Dialogue; at: number }

const longest = 24 * 3_600_000;
let store: UseStore | undefined;
const open = (): UseStore => (store ??= createStore('samskapa-known', 'dialogues'));
const quietly = <T>(ask: () => Promise<T>): Promise<T | undefined> => within(2_000, ask()).catch(() => undefined);
// Also one from the future: the clock was set back, and nobody knows how old it is.
const old = (known: Known) => !(Math.abs(Date.now() - known.at) < longest);

export class LastKnown {
  /** @param whose one dialogue, and as whom it was opened: the device's own person, a facilitator, the projector */
  constructor(private readonly whose: string) {}

  async recall(): Promise<Known | undefined> {
    const known = await quietly(() => get<Known>(this.whose, open()));
    return known && !old(known) ? known : undefined;
  }

  keep(known: Known): void {
    // Somebody is leaving the device, here or in another tab.
    if (recall('leaving') !== null) return;
    void quietly(() => set(this.whose, known, open()));
  }

  /** Words were taken back: what this device saw of the same dialogue as anybody else still has them. */
  alone(): void {
    const [dialogueId] = this.whose.split(' ');
    void quietly(async () => delMany((await entries<string, Known>(open())).map(([key]) => key).filter(key => key.startsWith(`${dialogueId} `) && key !== this.whose), open()));
  }

  forget(): void {
    void quietly(() => del(this.whose, open()));
  }
}

/** At the start of any page: what nobody has come back to for a day. */
export const forgetOld = (): Promise<unknown> => quietly(async () => {
  const expired = (await entries<string, Known>(open())).filter(([, known]) => old(known));
  if (expired.length > 0) await delMany(expired.map(([key]) => key), open());
});

/** Lämna enheten: all of it. Another person on the same device: what the one before saw of this dialogue. */
export async function forgetKnown(dialogueId?: Id): Promise<void> {
  if (dialogueId === undefined) await quietly(() => clear(open()));
  else await quietly(async () => delMany((await entries<string, Known>(open())).map(([key]) => key).filter(key => key.startsWith(`${dialogueId} `)), open()));
}
