// What a screen sees of a session, and what it may ask of it. Types alone: the store makes it true.
import type { Command, Dialogue, Draft, Id, Participant, Person, Pointing, Receipt } from '../wire';

export type Save = 'saved' | 'saving' | 'unsaved';

/** A command that will not be. It keeps what was written, so that no text is lost with a "no". */
export interface Refusal { command: Command; code: string; message: string; current?: unknown; at: number }

/** One line of "Vad har hänt?". */
export interface Deed {
  seq: number; at: string; by?: Id | null; type: string;
  itemId?: Id; itemIds?: readonly Id[]; participantId?: Id; phaseId?: Id; organisation?: Id;
  /** of `concealed`: what happened out of sight */
  what?: string;
}

export interface Shown {
  /** confirmed + pending. Before the first answer: an empty dialogue, see `ready`. */
  dialogue: Dialogue;
  /** false until the dialogue has come and it is known who one is here; before that a screen offers no writing */
  ready: boolean;
  /** why it will not come: not-allowed, not-found, not-signed-in …; `waiting`: until the facilitator lets one in */
  closed: string | null;
  /** who I am here; null: a facilitator, or the projector */
  me: Participant | null;
  facilitator: boolean;
  /** saved at once; saving after 400 ms of waiting; unsaved after 3 s, or offline with something waiting */
  save: Save;
  /** commands not yet acknowledged */
  waiting: number;
  online: boolean;
  /** who is here, oneself too */
  around: ReadonlyMap<Id, Person>;
  /** milliseconds, corrected by the server's clock */
  serverTime(): number;
  refusals: readonly Refusal[];
  /** an event type this page does not know, or a newer build on the server: offer to reload */
  outdated: boolean;
  /** seq of what is confirmed: the `base` of a change of the agenda */
  seq: number;
  canUndo: boolean;
  canRedo: boolean;
  /** the last 300 events that came, oldest first */
  happened: readonly Deed[];
}

export interface Session {
  get(): Shown;
  subscribe(f: () => void): () => void;
  /** Shown at once; resolves with the receipt, a refusal too; never rejects. Pending while offline. */
  do(draft: Draft): Promise<Receipt>;
  doAll(drafts: readonly Draft[]): Promise<Receipt[]>;
  /** Presence, at most five a second, the latest wins. Says only what it names; a field set to undefined is taken back. */
  point(p: Pointing): void;
  /** A table device: whom everything done from now on speaks for; null: who the session was opened as. Undo and budgets are each voice's own. */
  speak(participantId: Id | null): void;
  undo(): void;
  redo(): void;
  /** Takes one line out of `refusals`. */
  dismiss(index: number): void;
  close(): void;
}

export interface SessionOptions { participantId?: Id | null; view?: 'screen' }
