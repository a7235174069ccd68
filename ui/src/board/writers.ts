// Who writes in which note right now. The same map as long as it says the same: presence comes five times a second from a full room.
import { useShown } from '../session/react';
import type { Shown } from '../session/shown';
import type { Id } from '../wire';

type Writers = ReadonlyMap<Id, string>;

function writersIn({ around, dialogue }: Shown, me: Id | null): Writers {
  const by = new Map<Id, string>();
  for (const { here, editing, participantId } of around.values())
    if (here && editing && participantId !== me) by.set(editing, dialogue.participants.find(p => p.id === participantId)?.name ?? '');
  return by;
}
const same = (a: Writers, b: Writers) => a.size === b.size && [...a].every(([id, name]) => b.get(id) === name);

export const useWriters = (me: Id | null): Writers => useShown(shown => writersIn(shown, me), same);
