// What a command of one's own will most likely become, said as the events it would make, so that one evolve serves both.
// A guess for the screen alone: the server decides, and its events take the guess's place. What has no guess here just waits.
import type { Command, Dialogue, Fact, Id, Item, Move, Placement } from '../wire';
import { byRank, firstRank, rankBetween } from './rank';

export interface Who {
  /** null: a facilitator */
  me: Id | null;
  /** items that were removed while this page was open, so that they can come back at once */
  gone: ReadonlyMap<Id, Item>;
}

export function predict(d: Dialogue, command: Command, who: Who, seq: number, now: number): Fact[] {
  const by = command.as ?? who.me;
  const head = { seq, at: new Date(now).toISOString(), by };
  const has = (id: Id) => d.items.some(item => item.id === id);
  switch (command.type) {
    case 'addItem':
      return has(command.item.id) ? [] : [{ ...head, type: 'itemAdded', item: { ...command.item, rank: firstRank(seq) } as Item }];
    case 'changeItem':
      return [{ ...head, type: 'itemChanged', itemId: command.itemId, patch: command.patch }];
    case 'moveItems':
      return [{ ...head, type: 'itemsMoved', moves: placed(d, command.moves) }];
    case 'removeItems':
      return [{ ...head, type: 'itemsRemoved', itemIds: command.itemIds.filter(has) }];
    case 'restoreItems': {
      const items = command.itemIds.flatMap(id => (has(id) ? [] : (who.gone.get(id) ?? [])));
      return [{ ...head, type: 'itemsRestored', itemIds: command.itemIds, items }];
    }
    default:
      return by === null ? [] : spoken(command, head, by);
  }
}

/** What only a person can say: a facilitator has no vote, no hand. */
function spoken(command: Command, head: { seq: number; at: string; by: Id | null }, by: Id): Fact[] {
  switch (command.type) {
    case 'vote':
      return [{ ...head, type: 'voteCast', itemId: command.itemId, weight: command.weight }];
    case 'rate':
      return [{ ...head, type: 'rated', itemId: command.itemId, effect: command.effect, effort: command.effort }];
    case 'takeStance': {
      const { targetId, stance, reason, organisation } = command;
      return [{ ...head, type: 'stanceTaken', targetId, stance, ...(reason ? { reason } : {}), ...(organisation ? { organisation } : {}) }];
    }
    case 'setReady':
      return [{ ...head, type: 'readySet', participantId: by, value: command.value }];
    case 'raiseHand':
      return [{ ...head, type: 'handRaised', participantId: by, value: command.value }];
    default:
      return [];
  }
}

/** Places as moves with a rank: in front of `before`, last when it is null, where it was when it is left out. */
function placed(d: Dialogue, places: readonly Placement[]): Move[] {
  const moving = new Set(places.map(place => place.itemId));
  let last: { before: Id | null; rank: string } | undefined;
  return places.map(({ before, ...to }) => {
    if (before === undefined) return to;
    const phaseId = d.items.find(item => item.id === to.itemId)?.phaseId;
    const others = d.items.filter(item => item.phaseId === phaseId && !moving.has(item.id)).sort(byRank);
    const index = before === null ? -1 : others.findIndex(item => item.id === before);
    const high = index < 0 ? undefined : others[index]!.rank;
    // Several that are moved in front of the same one keep the order they were named in.
    const low = last?.before === before ? last.rank : others.at(index < 0 ? -1 : index - 1 < 0 ? others.length : index - 1)?.rank;
    last = { before, rank: rankBetween(low, high) };
    return { ...to, rank: last.rank };
  });
}
