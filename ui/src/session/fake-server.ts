// For tests alone: a server in memory that speaks the protocol as far as a client can tell, behind a network that can be made to fail.
// It decides next to nothing; what it must get right is seqs, ids, receipts and who hears what.
import { Problem } from '../api';
import type { Answer, Command, Dialogue, EnterAnswer, EnterRequest, Fact, Happened, Id, Item, WireFact } from '../wire';
import type { Surroundings } from './connection';
import { evolve, unopened } from './evolve';
import { firstRank } from './rank';
import type { Hub, Way } from './transport';

/** The same numbers again for the same seed. */
export function numbers(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const phase = (id: Dialogue['agenda'][number]['kind']): Dialogue['agenda'][number] => ({
  id, kind: id, title: id, purpose: '', questions: [], minutes: 10, rounds: [],
  conduct: { writing: 'open', names: 'shown', moving: true, voting: { open: true } },
});

/** What the network does to a message: how long it takes, or null when it is lost. */
export interface Network { down: boolean; blocked: ReadonlySet<Way>; http: boolean; trip(): number; lost(): boolean; doubled(): boolean; retry(): boolean }
export const calm = (): Network => ({ down: false, blocked: new Set(), http: true, trip: () => 1, lost: () => false, doubled: () => false, retry: () => false });

type Asked = Fact extends infer F ? (F extends Fact ? Omit<F, 'seq' | 'at'> : never) : never;

export class FakeServer {
  readonly id = 'd1';
  history = 'h1';
  facts: Fact[] = [];
  dialogue: Dialogue = unopened;
  hubs = new Set<FakeHub>();
  received: Command[][] = [];
  snapshots = 0;
  longest = 1_000;
  build = '1.0.0';
  waiting = false;
  denied: string | null = null;
  private done = new Map<Id, Answer>();

  constructor(readonly network: Network = calm(), people: readonly Id[] = ['p1', 'p2', 'p3']) {
    this.happen({
      type: 'dialogueOpened',
      dialogue: {
        ...unopened, id: this.id, title: 'Kim', agenda: [phase('valueVision')],
        participants: people.map(id => ({ id, name: id, level: 'frontline' as const, role: 'participant' as const, answersFor: [] })),
      },
    });
    this.happen({ type: 'phaseEntered', phaseId: 'valueVision' });
  }

  /** The surroundings of one client. */
  outside(me: Id | null, random: () => number): Surroundings {
    return {
      random,
      hub: (_, way) => new FakeHub(this, me, way),
      http: {
        me: () => this.over({ facilitator: me === null, participants: me === null ? [] : [{ dialogueId: this.id, participantId: me, name: me }] }),
        dialogue: () => this.over(null).then(() => {
          if (this.denied) throw new Problem(this.denied, this.denied, 403);
          this.snapshots++;
          return { history: this.history, seq: this.facts.length, dialogue: this.dialogue };
        }),
        eventsAfter: (_, after) => this.over(null).then(() => ({ history: this.history, events: this.tail(after, me) })),
        commands: (_, commands) => this.over(null).then(() => this.over(this.doAll(commands, me))),
      },
    };
  }

  happen(asked: Asked, command?: Id, sender?: Id | null): number {
    const fact = { ...asked, seq: this.facts.length + 1, at: new Date(Date.UTC(2026, 9, 3) + this.facts.length).toISOString(), ...(command ? { command } : {}) } as Fact;
    this.facts.push(fact);
    if (sender !== undefined) this.senders.set(fact.seq, sender);
    this.dialogue = evolve(this.dialogue, fact);
    for (const hub of this.hubs) hub.tell(fact.seq, fact.seq);
    return fact.seq;
  }
  private senders = new Map<number, Id | null>();

  tail(after: number, viewer: Id | null): WireFact[] {
    return this.facts.slice(after).map(fact => {
      if (this.senders.get(fact.seq) === viewer) return fact;
      const { command: _, ...plain } = fact;
      return plain;
    });
  }

  enter(hub: FakeHub, request: EnterRequest): EnterAnswer {
    if (this.denied) throw new Error(`An unexpected error occurred invoking 'Enter' on the server. HubException: ${this.denied}: Nej.`);
    const seq = this.facts.length;
    const base = { history: this.history, seq, now: new Date(Date.now() + 5_000).toISOString(), participantId: hub.me, build: this.build };
    if (this.waiting) return { ...base, events: [], waiting: true };
    if ((request.history !== undefined && request.history !== this.history) || request.after > seq || seq - request.after > this.longest)
      return { history: this.history, seq, snapshot: true };
    this.hubs.add(hub);
    return { ...base, events: this.tail(request.after, hub.me) };
  }

  doAll(commands: readonly Command[], me: Id | null): Answer[] {
    this.received.push([...commands]);
    let later = false;
    return commands.map(command => {
      later ||= this.network.retry();
      return later ? { id: command.id, retry: 50 } : this.doOne(command, me);
    });
  }

  private doOne(command: Command, me: Id | null): Answer {
    const before = this.done.get(command.id);
    if (before) return before;
    const answer = this.decide(command, command.as ?? me, me);
    if ('seq' in answer) this.done.set(command.id, answer);
    return answer;
  }

  private decide(command: Command, by: Id | null, sender: Id | null): Answer {
    const { id } = command;
    const yes = (fact: Asked): Answer => ({ id, seq: this.happen({ ...fact, by } as Asked, id, sender) });
    const no = (refused: string, current?: unknown): Answer => ({ id, refused, message: `Nej: ${refused}`, ...(current ? { current } : {}) });
    const nothing: Answer = { id, seq: this.facts.length };
    const item = (itemId: Id) => this.dialogue.items.find(one => one.id === itemId);
    switch (command.type) {
      case 'addItem':
        if (item(command.item.id)) return no('item-exists');
        if ('text' in command.item && command.item.text === 'nej') return no('writing-closed');
        return yes({ type: 'itemAdded', item: { ...command.item, rank: firstRank(this.facts.length + 1) } as Item });
      case 'changeItem':
        if (!item(command.itemId)) return no('unknown-item');
        return command.patch.text === 'nej' ? no('changed-meanwhile', item(command.itemId)) : yes({ type: 'itemChanged', itemId: command.itemId, patch: command.patch });
      case 'moveItems':
        return command.moves.every(move => item(move.itemId)) ? yes({ type: 'itemsMoved', moves: command.moves.map(({ before: _, ...to }) => to) }) : no('unknown-item');
      case 'removeItems':
        return command.itemIds.some(item) ? yes({ type: 'itemsRemoved', itemIds: command.itemIds }) : nothing;
      case 'restoreItems': {
        const made = this.facts.find(fact => fact.type === 'itemAdded' && fact.item.id === command.itemIds[0]) as Extract<Fact, { type: 'itemAdded' }> | undefined;
        if (!made || item(made.item.id)) return nothing;
        return yes({ type: 'itemsRestored', itemIds: command.itemIds, items: [{ ...made.item, by: made.by ?? null, at: made.at, seq: made.seq }] });
      }
      case 'vote':
        return item(command.itemId) ? yes({ type: 'voteCast', itemId: command.itemId, weight: command.weight }) : no('unknown-item');
      case 'setReady':
        return yes({ type: 'readySet', participantId: by!, value: command.value });
      default:
        return no('unknown-type');
    }
  }

  private over<T>(value: T): Promise<T> {
    return new Promise((resolve, reject) => setTimeout(() => {
      if (this.network.down || !this.network.http) reject(new Problem('unreachable', 'unreachable', 0));
      else resolve(value);
    }, this.network.trip()));
  }
}

/** One connection: ordered as a socket is, until it breaks. */
export class FakeHub implements Hub {
  private handlers = new Map<string, (message: never) => void>();
  private closers: (() => void)[] = [];
  private open = false;
  /** Calls and events each keep their order; which comes first of both is left to the network. */
  private arrived = { calls: 0, events: 0 };
  points: unknown[] = [];

  constructor(readonly server: FakeServer, readonly me: Id | null, readonly way: Way) {}

  start(): Promise<void> {
    if (this.server.network.blocked.has(this.way)) return new Promise(() => {}); // hangs, as a firewall does
    if (this.server.network.down) return Promise.reject(new Error('down'));
    this.open = true;
    return this.after(() => {
      this.server.hubs.delete(this);
    });
  }

  stop(): Promise<void> {
    this.cut();
    return Promise.resolve();
  }

  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.server.hubs.delete(this);
    for (const f of this.closers) f();
  }

  on(name: string, f: (...args: never[]) => void): void {
    this.handlers.set(name, f as (message: never) => void);
  }

  onclose(f: () => void): void {
    this.closers.push(f);
  }

  invoke<T>(method: string, message?: unknown): Promise<T> {
    return this.after(() => {
      switch (method) {
        case 'Enter': return this.server.enter(this, message as EnterRequest);
        case 'Do': return this.server.doAll([message as Command], this.me)[0];
        default: return this.server.doAll(message as Command[], this.me);
      }
    }).then(answer => this.after(() => answer as T));
  }

  send(_: string, message?: unknown): Promise<void> {
    this.points.push(message);
    return Promise.resolve();
  }

  /** A slice of the events as Happened; perhaps lost, perhaps twice. */
  tell(from: number, to: number): void {
    const message: Happened = { dialogueId: this.server.id, from, to, events: this.server.tail(from - 1, this.me).slice(0, to - from + 1) };
    if (this.server.network.lost()) return;
    this.say('Happened', message);
    if (this.server.network.doubled()) this.say('Happened', message);
  }

  say(name: string, message: unknown): void {
    void this.after(() => this.handlers.get(name)?.(message as never), 'events').catch(() => {});
  }

  /** After a trip, never overtaking what was sent before; not at all when the connection breaks meanwhile. */
  private after<T>(act: () => T, lane: 'calls' | 'events' = 'calls'): Promise<T> {
    const at = Math.max(this.arrived[lane], performance.now() + this.server.network.trip());
    this.arrived[lane] = at;
    return new Promise((resolve, reject) => {
      this.closers.push(() => reject(new Error('closed')));
      setTimeout(() => {
        if (!this.open) return;
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      }, at - performance.now());
    });
  }
}
