// What is written but not yet acknowledged, on this device: it survives a reload, a crash of the browser, half an hour without network.
// IndexedDB; where that is blocked (some private windows) the page's memory is all there is, and the page warns before it is left.
// Two pages of one person may both send what lies here: the ids are the same, so the server does it once.
import { clear, createStore, del, entries, set, type UseStore } from 'idb-keyval';
import { recall, remember } from '../participant/device';
import type { Command } from '../wire';
import { within } from './backoff';

export interface Kept {
  command: Command;
  since: number;
  /** it will not be done; kept for what was written in it, until the person has seen that */
  refused?: { code: string; message: string; current?: unknown; at: number };
}

let store: UseStore | undefined;
const open = (): UseStore => (store ??= createStore('samskapa', 'outbox'));

/** Before a person's name: written when it was not known yet as whom. */
export const early = '?';

let latest = 0;
/** The order of giving, for every page of this device. Never the clock alone: one that is set back would send what was given later first. */
function nextOrder(): string {
  latest = Math.max(Date.now(), latest + 1, Number(recall('order')) + 1 || 0);
  remember('order', String(latest));
  return String(latest).padStart(15, '0');
}

export class Outbox {
  private readonly keys = new Map<string, string>();

  /** @param room one person in one dialogue */
  constructor(private readonly room: string) {}

  /** In the order it was written. */
  async load(): Promise<Kept[]> {
    try {
      // Some private windows neither open nor refuse.
      const all = await within(2_000, entries<string, Kept>(open()));
      const mine = all.filter(([key]) => key.startsWith(`${this.room} `)).sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [key, kept] of mine) this.keys.set(kept.command.id, key);
      return mine.map(([, kept]) => kept);
    } catch {
      return [];
    }
  }

  keep(kept: Kept): void {
    const { id } = kept.command;
    const key = this.keys.get(id) ?? `${this.room} ${nextOrder()} ${id}`;
    this.keys.set(id, key);
    void quietly(() => set(key, kept, open()));
  }

  drop(commandId: string): void {
    const key = this.keys.get(commandId);
    if (key === undefined) return;
    this.keys.delete(commandId);
    void quietly(() => del(key, open()));
  }
}

/** Somebody else uses the device from now on: what was written before it was known as whom is not theirs, and never sent as theirs. */
export const disown = (dialogueId: string): Promise<void> => quietly(async () => {
  const [from, to] = [`${dialogueId}/${early}me `, `${dialogueId}/${early}nobody `];
  for (const [key, kept] of await entries<string, Kept>(open())) {
    if (!key.startsWith(from)) continue;
    await set(to + key.slice(from.length), kept, open());
    await del(key, open());
  }
});

/** All that lies unsent on this device, by dialogue: for the page that asks about it. */
export async function unsentOf(): Promise<Map<string, Command[]>> {
  const all = new Map<string, Command[]>();
  await quietly(async () => {
    for (const [key, { command }] of await within(2_000, entries<string, Kept>(open()))) {
      const dialogueId = key.slice(0, key.indexOf('/'));
      all.set(dialogueId, [...(all.get(dialogueId) ?? []), command]);
    }
  });
  return all;
}

/** Thrown away by the person. */
export const forgetUnsent = (dialogueId: string): Promise<void> => quietly(async () => {
  for (const [key] of await entries<string, Kept>(open())) if (key.startsWith(`${dialogueId}/`)) await del(key, open());
});

/** Lämna enheten: nothing of anybody stays on a borrowed device. */
export const forgetOutbox = (): Promise<void> => quietly(() => clear(open()));

/** Blocked or full: memory holds it as well, and the save sign tells when it has arrived. */
async function quietly(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch {
    // nothing more can be done here
  }
}
