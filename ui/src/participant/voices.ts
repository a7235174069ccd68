// The voices of a table device: several people joined on it and one at a time speaks. Which ones, and who speaks now, is remembered on the device; who may speak at all is the server's.
// Only voices added here on purpose are listed: whoever borrowed the device before, and never left it, is not made to speak for the next.
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../api';
import { useSession } from '../session/react';
import type { Id } from '../wire';
import { recall, remember } from './device';

const listeners = new Set<() => void>();
const subscribe = (f: () => void) => { listeners.add(f); return () => { listeners.delete(f); }; };
const read = (key: string): Id[] => {
  try { return JSON.parse(recall(key) ?? '[]') as Id[]; } catch { return []; }
};
const keyOf = (dialogueId: Id) => `voices.${dialogueId}`;

/** The first is whom the connection speaks for; it stays so over a reload, since what is unsent lies under that name. */
export const voicesOf = (dialogueId: Id): Id[] => read(keyOf(dialogueId));

export function setVoices(dialogueId: Id, ids: readonly Id[]): void {
  remember(keyOf(dialogueId), ids.length > 0 ? JSON.stringify(ids) : null);
  listeners.forEach(f => f());
}

export const useFirstVoice = (dialogueId: Id): Id | undefined => useSyncExternalStore(subscribe, () => voicesOf(dialogueId)[0]);

/** The voices here now; one or none: an ordinary device. Those who left it elsewhere are dropped. */
export function useVoices(dialogueId: Id): readonly Id[] {
  const text = useSyncExternalStore(subscribe, () => recall(keyOf(dialogueId)) ?? '[]');
  useEffect(() => {
    if (voicesOf(dialogueId).length === 0) return;
    void api.me().then(me => {
      const here = new Set(me.participants.filter(p => p.dialogueId === dialogueId).map(p => p.participantId));
      const now = voicesOf(dialogueId), kept = now.filter(id => here.has(id));
      if (kept.length < now.length) setVoices(dialogueId, kept);
    }, () => undefined);
  }, [dialogueId]);
  return JSON.parse(text) as Id[];
}

/** Says who speaks from now on, here and on this device. */
export function useSpeaker(dialogueId: Id, voices: readonly Id[]): (id: Id) => void {
  const session = useSession();
  const key = `speaks.${dialogueId}`;
  useEffect(() => {
    const last = recall(key);
    session.speak(last && voices.includes(last) ? last : null);
  }, [session, key, voices.join()]);
  return id => { remember(key, id); session.speak(id); };
}
