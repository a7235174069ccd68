// For tests alone: sessions on a fake server, under a fake clock.
import { afterEach, beforeEach, vi } from 'vitest';
import type { Id, Item, Receipt } from '../wire';
import type { FakeHub, FakeServer } from './fake-server';
import { newId } from './ids';
import type { Known } from './lastKnown';
import type { Kept } from './outbox';
import { openSession, type Session, type SessionOptions } from './store';

let opened: Session[] = [];

/** Every session of a test is closed after it; time moves by `pass` alone. */
export function underFakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 9, 3) });
    opened = [];
  });
  afterEach(() => {
    for (const session of opened) session.close();
    vi.useRealTimers();
  });
}

export const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** An outbox that outlives the page: what IndexedDB holds. */
export class Disk {
  readonly rooms = new Map<string, Map<Id, Kept>>();
  readonly seen = new Map<string, Known>();
  known = (whose: string) => ({
    recall: () => Promise.resolve(this.seen.get(whose)),
    keep: (known: Known) => void this.seen.set(whose, structuredClone(known)),
    alone: () => { for (const key of [...this.seen.keys()]) if (key !== whose && key.startsWith(`${whose.split(' ')[0]} `)) this.seen.delete(key); },
    forget: () => void this.seen.delete(whose),
  });
  outbox = (room: string) => {
    const kept = this.rooms.get(room) ?? new Map<Id, Kept>();
    this.rooms.set(room, kept);
    return {
      load: () => Promise.resolve([...kept.values()]),
      keep: (one: Kept) => void kept.set(one.command.id, structuredClone(one)),
      drop: (id: Id) => void kept.delete(id),
    };
  };
}

export interface Opening { me?: Id | null; random?: () => number; disk?: Disk; options?: SessionOptions }

/** A session, the hubs it opened and what it asked of them. */
export function watch(server: FakeServer, { me = 'p1', random = () => 0.5, disk = new Disk(), options = {} }: Opening = {}) {
  const outside = server.outside(me, random);
  const hubs: FakeHub[] = [];
  const requests: { method: string; message: unknown }[] = [];
  const session = openSession(server.id, options, {
    ...outside,
    outbox: disk.outbox,
    known: disk.known,
    hub: (id, way) => {
      const hub = outside.hub(id, way) as FakeHub;
      const invoke = hub.invoke.bind(hub);
      hub.invoke = (method: string, message?: unknown) => {
        requests.push({ method, message });
        return invoke(method, message);
      };
      hubs.push(hub);
      return hub;
    },
  });
  opened.push(session);
  return { session, hubs, requests };
}

export const open = (server: FakeServer, opening?: Opening): Session => watch(server, opening).session;

export const cutAll = (server: FakeServer) => [...server.hubs].forEach(hub => hub.cut());

export const note = (text: string, id = newId()) => ({ type: 'addItem' as const, item: { id, kind: 'note' as const, phaseId: 'valueVision', text } });
export const texts = (session: Session) => session.get().dialogue.items.map(item => ('text' in item ? item.text : ''));
export const itemOf = (session: Session, id: Id) => session.get().dialogue.items.find(one => one.id === id) as (Item & { text?: string }) | undefined;

/** A receipt that a test can look at without waiting for it. */
export function later(receipt: Promise<Receipt>): { value?: Receipt } {
  const box: { value?: Receipt } = {};
  void receipt.then(value => (box.value = value));
  return box;
}
