// What is being written in an editor, kept on this device until it is saved or thrown away: a reload, a crash or a flat battery loses no
// half sentence. Only what differs from what the editor opened with is kept, with the seq it was a change of: saved after a reload it is
// still a change of that, and what somebody else wrote meanwhile collides instead of being overwritten.
import { useRef, useState } from 'react';
import { useSession, useShown } from '../session/react';
import { recall, remember } from './device';

interface Kept<T> { changed: Partial<T>; base?: number }
export interface Draft<T> {
  fields: T;
  put(patch: Partial<T>): void;
  /** of which seq the fields are a change */
  base: number | undefined;
  /** what an earlier page left is in the fields */
  restored: boolean;
  /** something here would be lost */
  unsaved: boolean;
  /** saved, or thrown away by the person; the fields are as they were when the editor opened */
  done(): void;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** @param name what it is a draft of, the same after a reload @param opened what the fields held when the editor opened */
export function useDraft<T extends object>(name: string, opened: T, base?: number): Draft<T> {
  const session = useSession();
  const who = useShown(s => s.me?.id ?? 'lead');
  // Each voice of a device has its own.
  const key = useRef(`draft.${session.get().dialogue.id}.${who}.${name}`).current;
  const first = useRef(opened).current;
  const [kept, setKept] = useState<Kept<T> | null>(() => read<T>(key));
  const restored = useRef(kept !== null).current;
  const began = useRef(base).current;
  const from = kept?.base ?? began;
  const fields = useRef({ ...first, ...kept?.changed });
  return {
    fields: fields.current, base: from, restored, unsaved: kept !== null,
    put: patch => {
      fields.current = { ...fields.current, ...patch };
      const changed = Object.fromEntries(Object.entries(fields.current).filter(([field, value]) => !same(value, first[field as keyof T]))) as Partial<T>;
      const next = Object.keys(changed).length > 0 ? { changed, ...(from === undefined ? {} : { base: from }) } : null;
      hold(key, next && JSON.stringify(next));
      setKept(next);
    },
    done: () => { fields.current = first; hold(key, null); setKept(null); },
  };
}

/** Where storage is forbidden an editor that is drawn anew still has what was written. */
const memory = new Map<string, string>();
function hold(key: string, value: string | null): void {
  remember(key, value);
  if (value !== null && recall(key) === null) memory.set(key, value);
  else memory.delete(key);
}

function read<T>(key: string): Kept<T> | null {
  try {
    const kept = JSON.parse(recall(key) ?? memory.get(key) ?? 'null') as Kept<T> | null;
    return kept && typeof kept.changed === 'object' ? kept : null;
  } catch {
    return null; // not ours
  }
}
