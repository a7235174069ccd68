// Placeholder for the store: the shape is final, what stands behind it is on its way.
import type { Session, SessionOptions } from './shown';

export type { Deed, Refusal, Save, Session, SessionOptions, Shown } from './shown';

export function openSession(_dialogueId: string, _options: SessionOptions = {}): Session {
  throw new Error('not yet');
}
