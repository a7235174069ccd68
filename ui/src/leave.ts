// Lämna enheten. The device forgets at once, also without network; the server is told as soon as it answers, and until then the page
// says that it has not been. Not who is signed in: the cookie is the server's, and only the server can take it back.
import { useSyncExternalStore } from 'react';
import { api, Problem } from './api';
import { forget, recall, remember } from './participant/device';
import { go } from './path';
import { delay, within } from './session/backoff';
import { forgetKnown } from './session/lastKnown';
import { forgetOutbox } from './session/outbox';
import { forgetSettings } from './settings/settings';

/** `trying`: being told · `waiting`: the server has not answered yet, and will be asked again */
export type Leaving = null | 'trying' | 'waiting';
// Kept on the device too, so that a reload or a closed browser does not leave the next person as the one before.
const flag = 'leaving', taken = 'leaving.along';
let now: Leaving = recall(flag) ? 'waiting' : null;
let to = recall(flag) || '/';
let failures = 0;
// Never two at once: the later answer would sign out whoever came after the first.
let asking = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const set = (next: Leaving) => { now = next; listeners.forEach(f => f()); };

export const useLeaving = (): Leaving => useSyncExternalStore(f => { listeners.add(f); return () => { listeners.delete(f); }; }, () => now);

/** `next`: where the next person begins. `along`: the secret of the way back that the person takes along; all others of this device end. */
export async function leaveDevice(next: string, along?: string): Promise<void> {
  forget();
  forgetSettings();
  remember(flag, next);
  remember(taken, along ?? null);
  to = next;
  failures = 0;
  set('trying');
  // Some private windows never answer; then there was nothing kept either.
  await within(2_000, Promise.all([forgetOutbox(), forgetKnown()])).catch(() => undefined);
  await tryToLeave();
}

/** Asks the server now; after a "no answer" again by itself, and when the network comes back. */
export async function tryToLeave(): Promise<void> {
  if (now === null || asking) return;
  asking = true;
  clearTimeout(timer);
  set('trying');
  try {
    await api.signOut(recall(taken) ?? undefined);
  } catch (e) {
    // Nobody is signed in here any more: that is what was asked for.
    if (!(e instanceof Problem && e.status === 401)) {
      set('waiting');
      timer = setTimeout(() => void tryToLeave(), delay(++failures));
      return;
    }
  } finally {
    asking = false;
  }
  remember(flag, null);
  remember(taken, null);
  set(null);
  go(to, { replace: true });
}

/** Once, when the page begins: what an earlier page could not finish. */
export function resumeLeaving(): void {
  addEventListener('online', () => void tryToLeave());
  // Another tab of the same person: it shows nothing of theirs either, and keeps nothing more.
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== `samskapa.${flag}`) return;
    if (newValue) { to = newValue; set('trying'); }
    else if (now !== null && !asking) { set(null); go(to, { replace: true }); }
  });
  void tryToLeave();
}
