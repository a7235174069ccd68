// Ta bort orden för gott: any screen asks, one dialog answers (EraseDialog, its own download). Only what is asked about lies here.
import { useSyncExternalStore } from 'react';
import type { Erase, Id, Item } from '../wire';

/** What the words are of: it decides what the dialog says goes with them, and what stays. */
export type Taken = 'item' | 'name' | 'reason' | 'report' | 'field' | 'mine' | 'theirs';
export interface Asked {
  what: readonly Erase[];
  takes: Taken;
  /** the words themselves, quoted for whoever decides */
  words?: readonly (string | undefined)[];
  /** of the one whose words they are */
  name?: string;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();
const put = (next: Asked | null) => { asked = next; listeners.forEach(f => f()); };

export const askToErase = (next: Asked): void => put(next);
export const doneAsking = (): void => put(null);
export const useAsked = (): Asked | null => useSyncExternalStore(f => { listeners.add(f); return () => { listeners.delete(f); }; }, () => asked);

/** Its author, and those who lead. Also after the end: words can always be taken back. */
export const mayErase = (by: Id | null | undefined, { me, facilitator }: { me: { id: Id } | null; facilitator: boolean }): boolean =>
  facilitator || (me !== null && by === me.id);

const texts = ['title', 'text', 'name', 'what', 'sign', 'contributes', 'source', 'quote', 'when', 'feeling', 'role', 'contact'] as const;
/** Every free text of an item, the longest-lived first; empty: there is nothing left to take back. */
export function wordsIn(item: Item): string[] {
  const fields = item as unknown as Record<string, unknown>;
  const own = texts.flatMap(field => (typeof fields[field] === 'string' && fields[field] ? [fields[field] as string] : []));
  const mandates = 'mandates' in item ? (item.mandates ?? []).flatMap(one => [one.body, one.takenBy, one.outcome]) : [];
  const reports = (item.reports ?? []).flatMap(one => [one.reason, one.needs, one.learned, one.handOverTo]);
  return [...own, ...[...mandates, ...reports].filter((one): one is string => typeof one === 'string' && one !== '' && one !== '–')];
}

export const askToEraseItem = (item: Item): void => askToErase({ what: [{ itemId: item.id }], takes: 'item', words: wordsIn(item) });
