// Staying connected: opens hubs for ever, by the one way or the other, and goes by plain HTTP when neither opens.
// What is heard over them is following.ts; what it means is the store's.
import type { Api } from '../api';
import type { Answer, Command, Id, Pointing } from '../wire';
import { delay, Pause, within } from './backoff';
import { Following, type Ears } from './following';
import type { Hub, Way } from './transport';

export interface Surroundings {
  hub(dialogueId: Id, way: Way): Hub;
  http: Pick<Api, 'dialogue' | 'eventsAfter' | 'commands' | 'me'>;
  random(): number;
}

export class Connection {
  private readonly following: Following;
  private readonly pause = new Pause();
  private way: Way = 'sockets';
  private polling = false;

  constructor(
    private readonly dialogueId: Id,
    participantId: Id | null | undefined,
    private readonly view: 'screen' | undefined,
    private readonly ears: Ears,
    private readonly outside: Surroundings,
  ) {
    this.following = new Following(dialogueId, participantId, view, ears, outside.http, this.pause, outside.random);
  }

  start(): void {
    addEventListener('online', this.wake);
    addEventListener('offline', this.offline);
    document.addEventListener('visibilitychange', this.wake);
    void this.run();
  }

  /** Whom one speaks for, before the server has been asked. */
  assume(participantId: Id | null): void {
    this.following.participantId ??= participantId;
  }

  close(): void {
    removeEventListener('online', this.wake);
    removeEventListener('offline', this.offline);
    document.removeEventListener('visibilitychange', this.wake);
    this.following.over = true;
    this.following.drop();
    this.pause.wake();
  }

  /** The answers. A failure means unknown: send the same ids again. */
  async deliver(commands: readonly Command[]): Promise<readonly Answer[]> {
    const { hub, entered, as } = this.following;
    if (!hub || !entered) return within(15_000, this.outside.http.commands(this.dialogueId, commands, as));
    return commands.length === 1
      ? [await within(15_000, hub.invoke<Answer>('Do', commands[0]))]
      : within(15_000, hub.invoke<Answer[]>('DoAll', commands));
  }

  /** The page is closing: what is unanswered is sent once more, in a call that outlives it. Nobody waits for the answer. */
  leave(commands: readonly Command[]): void {
    void this.outside.http.commands(this.dialogueId, commands, this.following.as, true).catch(() => {});
  }

  point(pointing: Pointing): void {
    const { hub, entered } = this.following;
    if (entered) void hub?.send('Point', pointing).catch(() => {});
  }

  private readonly wake = () => {
    if (document.visibilityState === 'hidden') return;
    // The old socket may be dead without knowing: asking is the quickest way to find out.
    if (this.following.entered) void this.following.enter();
    this.pause.wake();
  };

  private readonly offline = () => this.following.reach(false);

  private async run(): Promise<void> {
    const { following } = this;
    // The snapshot travels while the socket connects. Not for the projector, which asks for its own view of the events first.
    let first: Promise<void> | null = this.view ? null : following.fetch(() => !following.entered).catch(following.judge);
    let [failures, flaps] = [0, 0];
    while (!following.over) {
      const opened = await this.open();
      await first;
      first = null;
      if (opened && (await following.enter())) {
        const since = Date.now();
        await opened.closed;
        // A server that takes everybody in and drops them again must not be asked again every half second.
        flaps = Date.now() - since > 10_000 ? 0 : flaps + 1;
        failures = Math.max(0, flaps - 1);
        following.drop();
        following.reach(false);
      } else {
        following.drop();
        if (!this.polling) following.reach(false);
        if (failures > 0) void this.poll();
      }
      if (!following.over) await this.pause.sleep(delay(failures++, this.outside.random));
    }
  }

  /** The way that worked last first, then the other; null when neither opens. */
  private async open(): Promise<{ closed: Promise<void> } | null> {
    const { following } = this;
    for (const way of this.way === 'sockets' ? (['sockets', 'fallback'] as const) : (['fallback', 'sockets'] as const)) {
      if (following.over) return null;
      const hub = this.outside.hub(this.dialogueId, way);
      const closed = new Promise<void>(resolve => hub.onclose(() => resolve()));
      following.listen(hub);
      try {
        await within(5_000, hub.start());
      } catch {
        void hub.stop().catch(() => {});
        continue;
      }
      if (following.over) {
        void hub.stop().catch(() => {});
        return null;
      }
      this.way = way;
      following.hub = hub;
      return { closed };
    }
    return null;
  }

  /** Without a hub but with HTTP (a proxy that breaks every kind of connection): slower, but nobody is left out. */
  private async poll(): Promise<void> {
    const { following } = this;
    const { http, random } = this.outside;
    if (this.polling) return;
    this.polling = true;
    try {
      for (;;) {
        if (following.participantId === undefined) await this.findMe();
        if (following.history === undefined) await following.fetch(() => !following.entered);
        const tail = await within(15_000, http.eventsAfter(this.dialogueId, following.last, following.as));
        if (following.over || following.entered || following.entering) return;
        if (tail.snapshot || (tail.history !== undefined && tail.history !== following.history)) await following.fetch(() => !following.entered);
        else following.hear(tail.events, tail.events.at(-1)?.seq ?? following.last);
        this.ears.entered(following.participantId ?? null);
        this.ears.closed(null);
        following.reach(true);
        await this.pause.sleep(2_000 + random() * 2_000);
        if (following.over || following.entered) return;
      }
    } catch (error) {
      following.judge(error);
      if (!following.entered) following.reach(false);
    } finally {
      this.polling = false;
    }
  }

  private async findMe(): Promise<void> {
    const { participants } = await within(15_000, this.outside.http.me());
    const mine = participants.filter(one => one.dialogueId === this.dialogueId).at(-1);
    this.following.participantId = mine && !this.view ? mine.participantId : null;
  }
}
