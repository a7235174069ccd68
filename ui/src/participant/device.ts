// What this device remembers by itself: drafts, the way back, small choices. Not what others wrote: that is session/lastKnown.ts, for a day. `forget` leaves nothing but the language.
const prefix = 'samskapa.';

export function recall(key: string): string | null {
  try { return localStorage.getItem(prefix + key); } catch { return null; }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null || value === '') localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch { /* storage forbidden or full: the page goes on without */ }
}

/** Lämna enheten: the next person shall find nothing. */
export function forget(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix) && key !== `${prefix}language`) localStorage.removeItem(key);
  } catch { /* nothing was stored then */ }
}

/** Drafts of what is taken back: they began with those words. */
export function forgetDrafts(about: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(`${prefix}draft.`) && key.includes(about)) localStorage.removeItem(key);
  } catch { /* nothing was stored then */ }
}

/** `at`: its title is somebody's words, and forgotten after a day. */
export interface KnownDialogue { code: string; title: string; returnLink?: string; at?: number }

export function recallDialogue(dialogueId: string): KnownDialogue | null {
  try { return JSON.parse(recall(`dialogue.${dialogueId}`) ?? 'null') as KnownDialogue | null; } catch { return null; }
}
export const rememberDialogue = (dialogueId: string, known: KnownDialogue) => remember(`dialogue.${dialogueId}`, JSON.stringify({ at: Date.now(), ...known }));

const day = 24 * 3_600_000;
/** At the start of any page. The way back (code, link) is no word of anybody, and stays until Lämna enheten. */
export function forgetOldTitles(): void {
  try {
    for (const key of Object.keys(localStorage).filter(one => one.startsWith(`${prefix}dialogue.`))) {
      const id = key.slice(`${prefix}dialogue.`.length), known = recallDialogue(id);
      if (known?.title && !(Math.abs(Date.now() - (known.at ?? 0)) < day)) rememberDialogue(id, { ...known, title: '' });
    }
  } catch { /* nothing was stored then */ }
}

const drafts = () => { try { return Object.keys(localStorage).filter(key => key.startsWith(`${prefix}draft.`)); } catch { return []; } };
const dialogueOf = (key: string) => key.slice(`${prefix}draft.`.length).split('.')[0]!;

/** How much is half written here, by dialogue. */
export function draftsByDialogue(): Map<string, number> {
  const all = new Map<string, number>();
  for (const key of drafts()) all.set(dialogueOf(key), (all.get(dialogueOf(key)) ?? 0) + 1);
  return all;
}

/** Thrown away by the person. */
export function forgetDraftsOf(dialogueId: string): void {
  for (const key of drafts()) if (dialogueOf(key) === dialogueId) localStorage.removeItem(key);
}

export const draftKey = (dialogueId: string, phaseId: string) => `draft.${dialogueId}.${phaseId}`;
