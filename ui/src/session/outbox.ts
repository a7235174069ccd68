// What is written but not yet acknowledged, on this device: it survives a reload, a crash of the browser, half an hour without network.
// IndexedDB; where that is blocked (some private windows) the page's memory is all there is, and the page warns before it is left.
// Two pages of one person may both send what lies here: the ids are the same, so the server does it once.
import { clear, createStore, del, entries, set, type UseStore } from 'idb-keyval';
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

export class Outbox {
  private count = 0;
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
    const key = this.keys.get(id) ?? `${this.room} ${String(kept.since).padStart(15, '0')} ${String(this.count++).padStart(6, '0')} ${id}`;
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
