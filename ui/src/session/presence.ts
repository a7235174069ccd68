// Who is here, where they point, what they are writing; and saying the same of oneself. Latest wins, nothing is kept.
import type { Id, Person, Pointing } from '../wire';

const pause = 200; // five a second

export class Presence {
  people: ReadonlyMap<Id, Person> = new Map();
  private mine: Pointing = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unsaid = false;

  constructor(private readonly say: (pointing: Pointing) => void) {}

  hear(people: readonly Person[]): void {
    const now = new Map(this.people);
    for (const person of people) {
      if (person.here) now.set(person.participantId, person);
      else now.delete(person.participantId);
    }
    this.people = now;
  }

  /** The connection is gone: who is here is not known. On entering everybody is told anew. */
  clear(): void {
    if (this.people.size > 0) this.people = new Map();
  }

  point(change: Pointing): void {
    this.mine = { ...this.mine, ...change };
    this.unsaid = true;
    this.speak();
  }

  /** The server forgot with the connection. */
  again(): void {
    this.unsaid = Object.values(this.mine).some(value => value !== undefined);
    this.speak();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private speak(): void {
    if (!this.unsaid || this.timer !== undefined) return;
    this.unsaid = false;
    this.say(this.mine);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.speak();
    }, pause);
  }
}
