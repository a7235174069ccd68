// What a command of one's own will most likely become, said as the events it would make, so that one evolve serves both.
// A guess for the screen alone: the server decides, and its events take the guess's place. What has no guess here just waits.
import type { Command, Dialogue, Fact, Id, Item, Move, Placement } from '../wire';
import { firstRank, rankBetween } from './rank';

export interface Who {
  /** null: a facilitator */
  me: Id | null;
  /** an item that was removed while this page was open, so that it can come back at once */
  gone(id: Id): Item | undefined;
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
      const items = command.itemIds.flatMap(id => (has(id) ? [] : (who.gone(id) ?? [])));
      return [{ ...head, type: 'itemsRestored', itemIds: command.itemIds, items }];
    }
    case 'eraseContent': {
      const { seq: ofSeq, itemId, participantId } = command as { seq?: number; itemId?: Id; participantId?: Id };
      // What else goes with all that one wrote is the server's to say.
      return itemId === undefined && participantId === undefined && ofSeq === undefined ? [] : [{ ...head, type: 'contentErased', ...(itemId && { itemId }), ...(participantId && { participantId }), ...(ofSeq !== undefined && { ofSeq }) }];
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

/** Places as moves with a rank among the live items of the same part and theme, each after those before it, as Decide.Items.cs places them. */
function placed(d: Dialogue, places: readonly Placement[]): Move[] {
  let items = d.items;
  return places.map(({ before, ...to }) => {
    const item = items.find(one => one.id === to.itemId);
    if (before === undefined || !item) return to;
    const theme = to.theme === undefined ? item.theme : (to.theme ?? undefined);
    const ranks = items.filter(one => one.id !== item.id && one.phaseId === item.phaseId && one.theme === theme).map(one => one.rank);
    const next = before === null ? undefined : items.find(one => one.id === before)?.rank;
    const rank = rankBetween(last(next === undefined ? ranks : ranks.filter(other => other < next)), next);
    items = items.map(one => (one === item ? { ...item, theme, rank } : one));
    return { ...to, rank };
  });
}

const last = (ranks: readonly string[]): string | undefined => ranks.reduce<string | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
