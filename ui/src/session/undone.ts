// The commands of this page that are not finished: waiting for an answer, waiting for their event, or refused and not yet seen to be.
// Invariant: whatever was written is here or in the confirmed state; what has no answer lies in the outbox as well.
import type { Accepted, Command, Id, Receipt, Refused } from '../wire';
import type { Kept, Outbox } from './outbox';
import type { Entry } from './pending';
import type { Refusal } from './shown';

export type Shelf = Pick<Outbox, 'load' | 'keep' | 'drop'>;
interface Waiting extends Entry { answer(receipt: Receipt): void }

export class Undone {
  entries: readonly Waiting[] = [];
  refusals: readonly Refusal[] = [];
  /** what an earlier page left behind has been read; before that nothing is sent, or it would overtake */
  recalled = false;
  private shelf: Shelf | undefined;

  /** @param early where what is given lies before it is known as whom: a crash in the first second loses nothing either */
  constructor(private readonly early?: Shelf) {}

  get unanswered(): readonly Waiting[] {
    return this.entries.filter(entry => !entry.receipt);
  }

  get commands(): readonly Command[] {
    return this.unanswered.map(entry => entry.command);
  }

  give(command: Command, since: number): Promise<Receipt> {
    return new Promise(answer => {
      this.entries = [...this.entries, { command, since, given: performance.now(), answer }];
      (this.shelf ?? this.early)?.keep({ command, since });
    });
  }

  /** Whose it is has become known: what waits is kept on the device, and what is kept there goes first. */
  async shelve(shelf: Shelf): Promise<void> {
    this.shelf = shelf;
    this.recalled = false;
    const before = (await this.early?.load()) ?? [];
    if (shelf !== this.shelf) return;
    // What another page left there was given before all that this one has.
    const here = new Set(this.unanswered.map(one => one.command.id));
    const left = before.filter(one => !here.has(one.command.id));
    for (const one of [...left, ...this.unanswered.map(({ command, since }) => ({ command, since }))]) shelf.keep(one);
    for (const one of before) this.early!.drop(one.command.id);
    const kept = await shelf.load();
    if (shelf !== this.shelf) return;
    this.recall(kept);
    this.recalled = true;
  }

  /** Those answered that were waiting for it. An answer that comes twice is one. */
  answered(answers: readonly (Accepted | Refused)[]): (Accepted | Refused)[] {
    return answers.filter(answer => {
      const entry = this.entries.find(one => one.command.id === answer.id);
      if (!entry || entry.receipt) return false;
      if ('refused' in answer) {
        this.entries = this.entries.filter(one => one !== entry);
        this.refuse(entry.command, answer);
      } else {
        this.entries = this.entries.map(one => (one === entry ? { ...entry, receipt: answer } : one));
        this.shelf?.drop(answer.id);
      }
      entry.answer(answer);
      return true;
    });
  }

  refuse(command: Command, { refused: code, message, current }: Refused): void {
    const at = Date.now();
    const refused = { code, message, ...(current === undefined ? {} : { current }), at };
    this.refusals = [...this.refusals, { command, ...refused }];
    (this.shelf ?? this.early)?.keep({ command, since: at, refused });
  }

  /** What others had written in the same place, told with a refusal: taken back now. One's own words stay. */
  forgetTheirs(itemId: Id | undefined): void {
    this.refusals = this.refusals.map(refusal => {
      const about = (refusal.command as { itemId?: Id }).itemId;
      if (refusal.current === undefined || (itemId !== undefined && about !== itemId)) return refusal;
      const { current: _, ...kept } = refusal;
      const { command, ...refused } = kept;
      this.shelf?.keep({ command, since: refused.at, refused });
      return kept;
    });
  }

  dismiss(index: number): void {
    const refusal = this.refusals[index];
    if (!refusal) return;
    this.shelf?.drop(refusal.command.id);
    this.refusals = this.refusals.filter(one => one !== refusal);
  }

  /** What the confirmed state holds up to `seq` need not be done on top of it. */
  settle(seq: number): void {
    const done = (entry: Entry) => entry.receipt !== undefined && entry.receipt.seq <= seq;
    if (this.entries.some(done)) this.entries = this.entries.filter(entry => !done(entry));
  }

  private recall(kept: readonly Kept[]): void {
    const here = new Set<Id>([...this.entries, ...this.refusals].map(one => one.command.id));
    const earlier = kept.filter(one => !here.has(one.command.id));
    const waiting = earlier.filter(one => !one.refused).map(({ command, since }) => ({ command, since, answer: () => {} }));
    const refused = earlier.flatMap(({ command, refused }) => (refused ? [{ command, ...refused }] : []));
    this.entries = [...waiting, ...this.entries];
    this.refusals = [...refused, ...this.refusals];
  }
}
