// One opened dialogue in this page: what is confirmed, what is pending, and what a screen is shown of both. Over 300 lines: all of it is one state.
// Here the parts meet; each says for itself what it does. A command's way: do → pending (shown at once) + outbox → sending → receipt
// (on disk: "sparat") → its event (confirmed, no longer pending).
import { api } from '../api';
import type { Accepted, Command, Dialogue, Draft, Fact, Id, Item, Receipt, Refused, Snapshot, WireFact } from '../wire';
import { completeDialogue } from '../dialogue/complete';
import { Connection, type Surroundings } from './connection';
import { evolve, known, unopened } from './evolve';
import type { Ears } from './following';
import { forgetDrafts } from '../participant/device';
import { deedOf } from './deeds';
import { newId } from './ids';
import { LastKnown, type Known } from './lastKnown';
import { early, Outbox } from './outbox';
import { withPending, type Entry } from './pending';
import { Presence } from './presence';
import { soon } from './soon';
import { bytesOf, fold, mostBytes, Sending } from './sending';
import type { Deed, Save, Session, SessionOptions, Shown } from './shown';
import { hubTo } from './transport';
import { Undo } from './undo';
import { Undone, type Shelf } from './undone';

export type { Deed, Refusal, Save, Session, SessionOptions, Shown } from './shown';

export interface Outside extends Surroundings {
  outbox(room: string): Shelf;
  known(whose: string): Pick<LastKnown, 'recall' | 'keep' | 'alone' | 'forget'>;
}

const real: Outside = { hub: hubTo, http: api, random: Math.random, outbox: room => new Outbox(room), known: whose => new LastKnown(whose) };

export const openSession = (dialogueId: Id, options: SessionOptions = {}, outside: Outside = real): Session =>
  new Store(dialogueId, options, outside);

const saving = 400;
const unsaved = 3_000;
/** so long without a word from the server, and the page begins with what the device last saw */
const patience = 2_500;
const keepsEach = 3_000;
const mostDeeds = 300;
const mostGone = 500;
const ageOf = (entry: Entry) => performance.now() - (entry.given ?? -unsaved);

class Store implements Session, Ears {
  private confirmed: Dialogue = unopened;
  private seq = 0;
  private me: Id | null | undefined;
  private isOnline = false;
  private isClosed: string | null = null;
  private isOutdated = false;
  private build: string | undefined;
  private clock = { offset: 0, trip: Infinity };
  /** `confirmed` is what this device last saw: nothing has come yet */
  private provisional = false;
  private deeds: readonly Deed[] = [];
  private gone: ReadonlyMap<Id, Item> = new Map();

  private readonly undone: Undone;
  private voice: Id | null = null;
  /** each voice's own */
  private readonly undoings = new Map<Id | null, Undo>();
  private readonly presence: Presence;
  private readonly connection: Connection;
  private readonly sending: Sending;

  private readonly listeners = new Set<() => void>();
  private readonly telling = soon(() => this.emit());
  private shown: Shown | null = null;
  private overlaid: { confirmed: Dialogue; entries: readonly Entry[]; dialogue: Dialogue } | null = null;
  private signTimer: ReturnType<typeof setTimeout> | undefined;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly recallTimer: ReturnType<typeof setTimeout>;
  private readonly known: ReturnType<Outside['known']>;

  constructor(private readonly dialogueId: Id, private readonly options: SessionOptions, private readonly outside: Outside) {
    const whose = options.view ?? (options.participantId === null ? 'lead' : options.participantId ?? 'me');
    this.undone = new Undone(outside.outbox(`${dialogueId}/${early}${whose}`));
    this.connection = new Connection(dialogueId, options.participantId, options.view, this, outside);
    this.presence = new Presence(pointing => this.connection.point(pointing));
    this.sending = new Sending(
      () => this.undone.commands,
      () => this.isOnline && this.undone.recalled,
      commands => this.connection.deliver(commands),
      answers => this.answered(answers),
      outside.random,
    );
    addEventListener('beforeunload', this.beforeLeaving);
    addEventListener('pagehide', this.leaving);
    addEventListener('pagehide', this.keepNow);
    document.addEventListener('visibilitychange', this.hiding);
    this.known = outside.known(`${dialogueId} ${whose}`);
    this.recallTimer = setTimeout(() => void this.recall(), navigator.onLine === false ? 0 : patience);
    this.connection.start();
  }

  // ---- What a screen asks for ----

  get = (): Shown => (this.shown ??= this.look());

  subscribe = (f: () => void): (() => void) => {
    this.listeners.add(f);
    return () => this.listeners.delete(f);
  };

  async do(draft: Draft): Promise<Receipt> {
    const [receipt] = await this.doAll([draft]);
    return receipt!;
  }

  doAll(drafts: readonly Draft[]): Promise<Receipt[]> {
    const before = this.get().dialogue;
    const { commands, receipts } = this.give(drafts);
    this.undoing.did(before, commands, this.speaker);
    this.emit();
    return receipts;
  }

  speak = (participantId: Id | null): void => {
    const voice = participantId === this.me ? null : participantId;
    if (voice === this.voice) return;
    this.voice = voice;
    this.emit();
  };

  point = (pointing: Parameters<Session['point']>[0]): void => this.presence.point(pointing);

  undo = (): void => {
    this.undoing.undo(this.get().dialogue, this.speaker, drafts => this.give(drafts).commands);
    this.emit();
  };

  redo = (): void => {
    this.undoing.redo(this.get().dialogue, this.speaker, drafts => this.give(drafts).commands);
    this.emit();
  };

  dismiss = (index: number): void => {
    this.undone.dismiss(index);
    this.emit();
  };

  close = (): void => {
    this.leaving();
    removeEventListener('beforeunload', this.beforeLeaving);
    removeEventListener('pagehide', this.leaving);
    removeEventListener('pagehide', this.keepNow);
    document.removeEventListener('visibilitychange', this.hiding);
    for (const timer of [this.signTimer, this.keepTimer, this.recallTimer]) clearTimeout(timer);
    this.telling.done();
    this.sending.stop();
    this.presence.stop();
    this.connection.close();
    this.listeners.clear();
  };

  // ---- What the connection tells ----

  snapshot(snapshot: Snapshot): void {
    this.confirmed = snapshot.dialogue;
    this.seq = snapshot.seq;
    this.provisional = false;
    this.undone.settle(this.seq);
    this.keepSoon();
    this.emit();
  }

  facts(facts: readonly WireFact[], to: number): void {
    const mine = new Map<Id, Accepted>();
    // They begin at the first: the page has had no snapshot of the server's.
    if (this.provisional) this.confirmed = unopened;
    this.provisional = false;
    for (const fact of facts) {
      if (!known(fact)) this.isOutdated = true;
      else if (fact.type === 'itemsRemoved') this.remember(fact.itemIds);
      this.confirmed = evolve(this.confirmed, fact);
      if (fact.command) mine.set(fact.command, { id: fact.command, seq: fact.seq });
    }
    this.deeds = [...this.deeds, ...facts.map(deedOf)].slice(-mostDeeds);
    this.seq = to;
    for (const fact of facts) if (fact.type === 'contentErased') this.forgetWords(fact as Extract<Fact, { type: 'contentErased' }>);
    this.keepSoon();
    // What is told is on disk: one's own event is as good as the receipt, which may have been lost on the way.
    this.answered([...mine.values()]);
  }

  entered(participantId: Id | null, clock?: { now: string; sent: number; came: number; build: string }): void {
    if (clock) {
      const trip = clock.came - clock.sent;
      if (trip <= this.clock.trip + 200) this.clock = { offset: Date.parse(clock.now) + trip / 2 - clock.came, trip };
      this.build ??= clock.build;
      if (this.build !== clock.build) this.isOutdated = true;
    }
    if (this.me === participantId) return;
    this.me = participantId;
    // The projector speaks for nobody: it must not send what the facilitator left on the same device.
    const shelf = this.outside.outbox(`${this.dialogueId}/${participantId ?? this.options.view ?? 'lead'}`);
    void this.undone.shelve(shelf).then(() => {
      this.sending.pump();
      this.emit();
    });
    this.emit();
  }

  around(people: Parameters<Ears['around']>[0]): void {
    this.presence.hear(people);
    this.emitSoon();
  }

  online(yes: boolean): void {
    this.isOnline = yes;
    if (yes) {
      this.presence.again();
      this.sending.pump(true);
    } else this.presence.clear();
    this.emit();
  }

  closed(code: string | null): void {
    if (this.isClosed === code) return;
    this.isClosed = code;
    if (code !== null && code !== 'waiting') this.known.forget();
    this.emit();
  }

  // ---- What the device last saw ----

  private async recall(): Promise<void> {
    const unheard = () => this.confirmed.id === '' && this.isClosed === null;
    const known: Known | undefined = unheard() ? await this.known.recall() : undefined;
    if (!known || !unheard() || (this.me !== undefined && this.me !== known.participantId)) return;
    this.confirmed = known.dialogue;
    this.seq = known.seq;
    this.provisional = true;
    // What is done now is done as this person, and enters as this person or not at all.
    this.connection.assume(known.participantId);
    this.entered(known.participantId);
    this.emit();
  }

  private readonly keepNow = (): void => {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    if (this.provisional || this.confirmed.id === '' || this.me === undefined || this.isClosed !== null) return;
    this.known.keep({ participantId: this.me, seq: this.seq, dialogue: this.confirmed, at: Date.now() });
  };

  private keepSoon(): void {
    this.keepTimer ??= setTimeout(this.keepNow, keepsEach);
  }

  /** A telephone may end a page that is out of sight without another word. */
  private readonly hiding = (): void => {
    if (document.visibilityState === 'hidden') this.keepNow();
  };

  // ---- Commands on their way ----

  private get speaker(): Id | null {
    return this.voice ?? this.me ?? null;
  }

  private get undoing(): Undo {
    const mine = this.undoings.get(this.speaker) ?? new Undo();
    this.undoings.set(this.speaker, mine);
    return mine;
  }

  private give(drafts: readonly Draft[]): { commands: readonly Command[]; receipts: Promise<Receipt[]> } {
    const since = Date.now();
    const as = this.voice === null ? {} : { as: this.voice };
    const commands = drafts.map(draft => ({ ...as, ...draft, id: newId(since) }) as Command);
    const fits = (command: Command) => bytesOf(command) <= mostBytes;
    const receipts = commands.map(command => {
      if (fits(command)) return this.undone.give(command, since);
      // The server would close the connection on it.
      const refused: Refused = { id: command.id, refused: 'too-large', message: 'Det är för långt för att skickas på en gång. Dela upp det i flera.' };
      this.undone.refuse(command, refused);
      return Promise.resolve(refused);
    });
    this.sending.pump();
    return { commands: commands.filter(fits), receipts: Promise.all(receipts) };
  }

  private answered(answers: readonly (Accepted | Refused)[]): void {
    for (const answer of this.undone.answered(answers)) for (const undo of this.undoings.values()) undo.answered(answer);
    this.undone.settle(this.seq);
    this.emitSoon();
  }

  private remember(ids: readonly Id[]): void {
    const now = new Map(this.gone);
    for (const item of this.confirmed.items) if (ids.includes(item.id)) now.set(item.id, item);
    this.gone = new Map([...now].slice(-mostGone));
  }

  /** Taken back for good: nothing that this page or device still holds may bring the words up again. What is not sent yet is the person's own. */
  private forgetWords({ itemId, field }: { itemId?: Id; field?: string }): void {
    this.gone = new Map();
    for (const undo of this.undoings.values()) undo.forget(itemId);
    this.undone.forgetTheirs(itemId);
    for (const about of itemId !== undefined ? [itemId] : field === undefined ? [] : ['.agenda', '.pause', '.card.']) forgetDrafts(about);
    this.keepNow();
    this.known.alone();
  }

  private readonly beforeLeaving = (event: BeforeUnloadEvent): void => {
    if (this.undone.commands.length > 0) event.preventDefault();
  };

  private readonly leaving = (): void => {
    const rest = fold(this.undone.commands);
    if (rest.length > 0) this.connection.leave(rest);
  };

  // ---- What is shown ----

  private look(): Shown {
    const { unanswered, refusals } = this.undone;
    const dialogue = this.overlay();
    const { offset } = this.clock;
    return {
      dialogue,
      ready: this.me !== undefined && this.confirmed.id !== '',
      closed: this.isClosed,
      me: dialogue.participants.find(person => person.id === this.speaker) ?? null,
      facilitator: this.me === null && this.options.view !== 'screen',
      save: this.sign(unanswered),
      waiting: unanswered.length,
      online: this.isOnline,
      around: this.presence.people,
      serverTime: () => Date.now() + offset,
      refusals,
      outdated: this.isOutdated,
      seq: this.seq,
      canUndo: this.undoing.canUndo,
      canRedo: this.undoing.canRedo,
      happened: this.deeds,
    };
  }

  private overlay(): Dialogue {
    const { confirmed, undone: { entries } } = this;
    if (this.overlaid?.confirmed !== confirmed || this.overlaid.entries !== entries) {
      const dialogue = withPending(confirmed, entries, { me: this.me ?? null, gone: id => this.gone.get(id) }, this.seq);
      // The one place where the wire becomes what screens read: snapshots, events, guesses and what the device had alike.
      this.overlaid = { confirmed, entries, dialogue: completeDialogue(dialogue) };
    }
    return this.overlaid!.dialogue;
  }

  private sign(unanswered: readonly Entry[]): Save {
    const [oldest] = unanswered;
    if (!oldest) return 'saved';
    const age = ageOf(oldest);
    if (!this.isOnline || age >= unsaved) return 'unsaved';
    return age >= saving ? 'saving' : 'saved';
  }

  /** What others did is drawn together, at most once a frame; what one did oneself at once: see emit. */
  private emitSoon(): void {
    this.shown = null;
    this.telling.ask();
  }

  private emit(): void {
    this.shown = null;
    this.telling.done();
    clearTimeout(this.signTimer);
    const [oldest] = this.undone.unanswered;
    if (oldest) {
      // The save sign changes with time alone.
      const age = ageOf(oldest);
      const next = [saving, unsaved].find(at => at > age);
      if (next !== undefined) this.signTimer = setTimeout(() => this.emit(), next - age);
    }
    for (const f of [...this.listeners]) f();
  }
}
