// shown = confirmed + pending, the invariant of the whole session: what I did stands on my screen at once and is done again on top of
// every confirmed state until its own event is in it, or until it is refused and simply no longer done.
import type { Accepted, Command, Dialogue, Fact, Id, Item } from '../wire';
import { evolve } from './evolve';
import { predict, type Who } from './predict';

/** A command on its way. It leaves at its event; without an event of its own (nothing changed), when its receipt's seq is reached. */
export interface Entry {
  readonly command: Command;
  /** when it was given, milliseconds */
  readonly since: number;
  /** the same by a clock that nobody sets back; absent: an earlier page gave it */
  readonly given?: number;
  /** on disk */
  receipt?: Accepted;
}

export function withPending(confirmed: Dialogue, entries: readonly Entry[], who: Who, seq: number): Dialogue {
  let shown = confirmed;
  // Removed and restored before either is confirmed: it never left the confirmed state.
  const gone = (id: Id) => confirmed.items.find(item => item.id === id) ?? who.gone(id);
  entries.forEach((entry, index) => {
    for (const fact of predict(shown, entry.command, { me: who.me, gone }, seq + 1 + index, entry.since)) {
      shown = marked(shown, evolve(shown, fact), touched(fact), entry.receipt !== undefined, seq);
    }
  });
  return shown;
}

function touched(fact: Fact): readonly Id[] {
  switch (fact.type) {
    case 'itemAdded': return [fact.item.id];
    case 'itemChanged': return [fact.itemId];
    case 'itemsMoved': return fact.moves.map(move => move.itemId);
    case 'itemsRestored': return (fact.items ?? []).map(item => item.id);
    default: return [];
  }
}

/** Flags what is not confirmed. Its `seq` stays what the server last said: a guess must never become the base of the next change. */
function marked(before: Dialogue, after: Dialogue, ids: readonly Id[], saved: boolean, seq: number): Dialogue {
  if (ids.length === 0) return after;
  const was = new Map(before.items.filter(item => ids.includes(item.id)).map(item => [item.id, item]));
  return {
    ...after,
    items: after.items.map(item => {
      if (!ids.includes(item.id)) return item;
      const { pending: _, saved: __, ...plain } = item as Item;
      const old = was.get(item.id);
      const all = saved && (!old?.pending || old.saved === true);
      return { ...plain, seq: old?.seq ?? seq, pending: true, ...(all ? { saved: true } : {}) } as Item;
    }),
  };
}
