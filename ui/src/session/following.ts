// Hearing every event of one dialogue once and in order: Enter, snapshots, and healing whatever is missing. It is given a hub that is
// open and says when it cannot go on with it; opening hubs is connection.ts. Invariant: `ears.facts` gets each seq once, gapless.
import { Problem, type Api, type As } from '../api';
import type { Around, At, EnterAnswer, EnterRequest, Happened, Id, Person, Snapshot, WireFact } from '../wire';
import { within, type Pause } from './backoff';
import { codeIn, type Hub } from './transport';

/** What is told to the store. */
export interface Ears {
  snapshot(snapshot: Snapshot): void;
  facts(facts: readonly WireFact[], to: number): void;
  /** who one is; `clock`: the server's time, and when it was asked for and came, where it was told */
  entered(participantId: Id | null, clock?: { now: string; sent: number; came: number; build: string }): void;
  around(people: readonly Person[]): void;
  /** can commands get through? */
  online(yes: boolean): void;
  /** It will not be. null: it will, after all. `waiting`: the facilitator has not let one in yet. */
  closed(code: string | null): void;
}

/** Answers that trying again does not change. */
const final = new Set(['not-allowed', 'not-signed-in', 'not-found', 'unknown-dialogue', 'bad-origin']);

export class Following {
  hub: Hub | null = null;
  entered = false;
  over = false;
  last = 0;
  history: string | undefined;
  /** Happened that came while entering: judged when the answer is in. Not null: one Enter is under way. */
  private early: Happened[] | null = null;
  private again: 'no' | 'heal' | 'resync' = 'no';
  private reachable = false;

  constructor(
    private readonly dialogueId: Id,
    public participantId: Id | null | undefined,
    private readonly view: 'screen' | undefined,
    private readonly ears: Ears,
    private readonly http: Pick<Api, 'dialogue'>,
    private readonly pause: Pause,
    private readonly random: () => number,
  ) {}

  get as(): As {
    return { ...(this.participantId === undefined ? {} : { participantId: this.participantId }), ...(this.view ? { view: this.view } : {}) };
  }

  get entering(): boolean {
    return this.early !== null;
  }

  listen(hub: Hub): void {
    const mine = (dialogueId: Id) => hub === this.hub && dialogueId === this.dialogueId;
    hub.on('Happened', (message: Happened) => mine(message.dialogueId) && this.happened(message));
    hub.on('At', (message: At) => mine(message.dialogueId) && message.seq > this.last && this.entered && void this.enter());
    hub.on('Around', (message: Around) => hub === this.hub && this.ears.around(message.people));
    hub.on('Resync', () => hub === this.hub && void this.enter(true));
  }

  drop(): void {
    const hub = this.hub;
    this.hub = null;
    this.entered = false;
    void hub?.stop().catch(() => {});
  }

  reach(yes: boolean): void {
    if (this.reachable === yes) return;
    this.reachable = yes;
    this.ears.online(yes);
  }

  hear(events: readonly WireFact[], to: number): void {
    const news = events.filter(event => event.seq > this.last);
    this.last = Math.max(this.last, to);
    this.ears.facts(news, this.last);
  }

  /** `wanted` is asked when it has come: what was meanwhile heard by another way is newer. */
  async fetch(wanted: () => boolean = () => true): Promise<void> {
    const snapshot = await within(15_000, this.http.dialogue(this.dialogueId, this.as));
    if (this.over || !wanted()) return;
    this.history = snapshot.history;
    this.last = snapshot.seq;
    this.ears.snapshot(snapshot);
  }

  /** Enters, or heals. One at a time: what is asked for meanwhile is done after. False: this hub is of no use, it was dropped. */
  async enter(resync = false): Promise<boolean> {
    if (this.early) {
      if (this.again !== 'resync') this.again = resync ? 'resync' : 'heal';
      return true;
    }
    const { hub } = this;
    this.early = [];
    let good = false;
    try {
      if (resync) {
        // Everybody was asked at once; nobody need answer at once.
        await this.pause.sleep(this.random() * 2_000);
        await this.fetch();
      }
      good = await this.ask(hub);
    } catch (error) {
      this.judge(error);
    }
    const { early, again } = this;
    this.early = null;
    this.again = 'no';
    if (hub !== this.hub) {
      // Another hub came meanwhile and was told to wait.
      if (again !== 'no' && this.hub) void this.enter(again === 'resync');
      return false;
    }
    if (!good) {
      this.drop();
      return false;
    }
    for (const message of early) this.happened(message);
    if (again !== 'no') void this.enter(again === 'resync');
    return true;
  }

  readonly judge = (error: unknown): void => {
    const code = error instanceof Problem ? error.code : codeIn(error);
    if (code === 'waiting') this.ears.closed(code);
    if (code === null || !final.has(code) || this.over) return;
    this.over = true;
    this.drop();
    this.reach(false);
    this.ears.closed(code);
    this.pause.wake();
  };

  private happened(message: Happened): void {
    if (this.early) {
      this.early.push(message);
      return;
    }
    if (message.to <= this.last) return;
    if (message.from > this.last + 1) {
      void this.enter();
      return;
    }
    this.reach(true);
    this.hear(message.events, message.to);
  }

  private async ask(hub: Hub | null): Promise<boolean> {
    for (let round = 0; round < 3; round++) {
      if (!hub || hub !== this.hub || this.over) return false;
      const request: EnterRequest = {
        dialogueId: this.dialogueId, after: this.last, ...(this.history === undefined ? {} : { history: this.history }), ...this.as, wire: 1,
      };
      const sent = Date.now();
      const answer = await within(10_000, hub.invoke<EnterAnswer>('Enter', request));
      if (hub !== this.hub || this.over) return false;
      if (!answer.snapshot && this.take(answer, sent)) return true;
      await this.fetch();
    }
    return false;
  }

  /** False when the answer does not continue what was heard. */
  private take(answer: Exclude<EnterAnswer, { snapshot: true }>, sent: number): boolean {
    // Whom one speaks for is fixed from here on: the device's default changes when somebody else joins on it.
    this.participantId = answer.participantId;
    if (answer.waiting) {
      this.ears.closed('waiting');
      return true;
    }
    const next = answer.events.find(event => event.seq > this.last);
    const gapless = next ? next.seq === this.last + 1 : answer.seq <= this.last;
    if (!gapless || (this.history !== undefined && this.history !== answer.history)) return false;
    this.history = answer.history;
    this.entered = true;
    this.ears.entered(answer.participantId, { now: answer.now, sent, came: Date.now(), build: answer.build });
    this.hear(answer.events, answer.seq);
    this.ears.closed(null);
    this.reach(true);
    return true;
  }
}
