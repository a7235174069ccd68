// Getting commands to the server in the order they were given. Invariant: one Do or DoAll under way; what is given meanwhile folds into
// the next. Whatever goes wrong, the same ids are sent again: the server knows what it has done.
import type { Accepted, Answer, Command, Refused } from '../wire';
import { delay } from './backoff';

const mostCommands = 100;
/** The protocol allows 30 KB; the frame around takes a little. */
export const mostBytes = 30_000;

const encoder = new TextEncoder();
export const bytesOf = (command: Command): number => encoder.encode(JSON.stringify(command)).length;

/** As many as fit into one call. */
export function fold(commands: readonly Command[]): readonly Command[] {
  let bytes = 0;
  const end = commands.findIndex((command, index) => {
    bytes += bytesOf(command) + 1;
    return index === mostCommands || bytes > mostBytes;
  });
  return end < 0 ? commands : commands.slice(0, Math.max(1, end));
}

export class Sending {
  private busy = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(
    /** what has no answer yet, oldest first */
    private readonly unanswered: () => readonly Command[],
    private readonly ready: () => boolean,
    private readonly deliver: (commands: readonly Command[]) => Promise<readonly Answer[]>,
    private readonly answered: (answers: readonly (Accepted | Refused)[]) => void,
    private readonly random: () => number,
  ) {}

  /** Sends what waits, if it can. `now`: also when a wait was asked for, since that was before the connection came back. */
  pump(now = false): void {
    if (now) this.wait(undefined);
    if (this.busy || this.timer !== undefined || !this.ready()) return;
    const commands = fold(this.unanswered());
    if (commands.length === 0) return;
    this.busy = true;
    this.deliver(commands).then(answers => this.take(commands, answers), () => this.failed());
  }

  stop(): void {
    this.wait(undefined);
  }

  private take(commands: readonly Command[], answers: readonly Answer[]): void {
    this.busy = false;
    this.failures = 0;
    const done = answers.filter((answer): answer is Accepted | Refused => !('retry' in answer));
    const known = new Set(answers.map(answer => answer.id));
    const later = answers.flatMap(answer => ('retry' in answer ? [answer.retry] : []));
    // An answer that is not there is an answer that is unknown.
    if (commands.some(command => !known.has(command.id))) later.push(1_000);
    if (later.length > 0) this.wait(Math.max(1, ...later));
    this.answered(done);
    this.pump();
  }

  private failed(): void {
    this.busy = false;
    this.wait(delay(++this.failures, this.random));
  }

  private wait(milliseconds: number | undefined): void {
    clearTimeout(this.timer);
    this.timer = milliseconds === undefined ? undefined : setTimeout(() => {
      this.timer = undefined;
      this.pump();
    }, milliseconds);
  }
}
