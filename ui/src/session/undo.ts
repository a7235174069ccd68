// Undo for what I did, as ordinary commands that do the opposite. Never of what others did: a change made meanwhile by somebody else
// makes the server refuse (`base`), and the refusal says so.
import type { Accepted, Command, Dialogue, Draft, Id, Item, Placement, Refused } from '../wire';
import { byRank } from './rank';

/** One command's opposite, once it is known at which seq the command itself was done. */
interface Opposite { of: Id; seq?: number; draft(seq: number | undefined): Draft }
type Step = Opposite[];
const mostSteps = 100;

export class Undo {
  private past: Step[] = [];
  private future: Step[] = [];

  get canUndo() { return this.past.length > 0; }
  get canRedo() { return this.future.length > 0; }

  /** Something new was done, in the dialogue as it was shown before. */
  did(before: Dialogue, commands: readonly Command[], me: Id | null): void {
    const step = stepFor(before, commands, me);
    if (step.length === 0) return;
    this.past = [...this.past, step].slice(-mostSteps);
    this.future = [];
  }

  /** What takes the last step back, to be done by `act`, which gives the commands that it became. */
  undo(before: Dialogue, me: Id | null, act: (drafts: Draft[]) => readonly Command[]): void {
    this.turn('past', 'future', before, me, act);
  }

  redo(before: Dialogue, me: Id | null, act: (drafts: Draft[]) => readonly Command[]): void {
    this.turn('future', 'past', before, me, act);
  }

  answered(receipt: Accepted | Refused): void {
    for (const step of [...this.past, ...this.future]) {
      const index = step.findIndex(opposite => opposite.of === receipt.id);
      if (index < 0) continue;
      if ('refused' in receipt) step.splice(index, 1);
      else step[index]!.seq = receipt.seq;
    }
    this.past = this.past.filter(step => step.length > 0);
    this.future = this.future.filter(step => step.length > 0);
  }

  /** Its words were taken back; without an id it is not known whose. A step may hold them. */
  forget(itemId: Id | undefined): void {
    const holds = (step: Step) => step.some(opposite => {
      const draft = opposite.draft(undefined) as { itemId?: Id; targetId?: Id };
      return itemId === undefined || draft.itemId === itemId || draft.targetId === itemId;
    });
    this.past = this.past.filter(step => !holds(step));
    this.future = this.future.filter(step => !holds(step));
  }

  private turn(from: 'past' | 'future', to: 'past' | 'future', before: Dialogue, me: Id | null, act: (drafts: Draft[]) => readonly Command[]): void {
    const step = this[from].at(-1);
    if (!step) return;
    this[from] = this[from].slice(0, -1);
    const back = stepFor(before, act(step.map(opposite => opposite.draft(opposite.seq)).reverse()), me);
    if (back.length > 0) this[to] = [...this[to], back];
  }
}

/** What takes this back, for a button beside the words that say it was done. To be asked before it is done. */
export const takesBack = (before: Dialogue, drafts: readonly Draft[], me: Id | null): Draft[] =>
  drafts.flatMap(draft => opposite(before, draft as Command, me)?.(undefined) ?? []).reverse();

const stepFor = (before: Dialogue, commands: readonly Command[], me: Id | null): Step =>
  commands.flatMap(command => {
    const draft = opposite(before, command, command.as ?? me);
    return draft ? [{ of: command.id, draft: seq => ({ ...draft(seq), ...(command.as === undefined ? {} : { as: command.as }) }) }] : [];
  });

function opposite(d: Dialogue, command: Command, me: Id | null): ((seq: number | undefined) => Draft) | null {
  const itemOf = (id: Id) => d.items.find(item => item.id === id);
  switch (command.type) {
    case 'addItem':
      return () => ({ type: 'removeItems', itemIds: [command.item.id] });
    case 'removeItems':
      return () => ({ type: 'restoreItems', itemIds: command.itemIds });
    case 'restoreItems':
      return () => ({ type: 'removeItems', itemIds: command.itemIds });
    case 'changeItem': {
      const item = itemOf(command.itemId) as Record<string, unknown> & Item | undefined;
      if (!item) return null;
      const patch = Object.fromEntries(Object.keys(command.patch).map(field => [field, item[field] ?? null]));
      // Against the state my own change made: what somebody else wrote after it is not overwritten.
      return seq => ({ type: 'changeItem', itemId: item.id, patch, base: seq ?? command.base });
    }
    case 'moveItems': {
      // Together: the neighbour that one goes back in front of must not be one that goes back as well, and in their order (RU115).
      const moved = new Map(command.moves.map(move => [move.itemId, move]));
      const moves = d.items.filter(item => moved.has(item.id)).sort(byRank).map(item => back(d, item, moved.get(item.id)!, moved));
      return moves.length > 0 ? () => ({ type: 'moveItems', moves }) : null;
    }
    case 'vote': {
      const weight = d.votes.find(vote => vote.itemId === command.itemId && vote.by === me)?.weight ?? 0;
      return () => ({ type: 'vote', itemId: command.itemId, weight });
    }
    case 'rate': {
      const { effect, effort } = d.ratings.find(rating => rating.itemId === command.itemId && rating.by === me) ?? { effect: 0, effort: 0 };
      return () => ({ type: 'rate', itemId: command.itemId, effect, effort });
    }
    case 'takeStance': {
      const { targetId, organisation } = command;
      const was = d.stances.find(one => one.targetId === targetId && one.organisation === organisation && (organisation !== undefined || one.by === me));
      // A first stance cannot be taken back, only changed: the protocol knows no "no answer".
      return was ? () => ({ type: 'takeStance', targetId, stance: was.stance, ...(was.reason ? { reason: was.reason } : {}), ...(organisation ? { organisation } : {}) }) : null;
    }
    default:
      return null;
  }
}

/** Where it stood: only what the move named, and its place in the list when that was changed. */
function back(d: Dialogue, item: Item, move: Placement, moved: ReadonlyMap<Id, Placement>): Placement {
  const was: Placement = { itemId: item.id };
  if (move.x !== undefined) was.x = item.x ?? null;
  if (move.y !== undefined) was.y = item.y ?? null;
  if (move.lane !== undefined) was.lane = item.lane ?? null;
  if (move.theme !== undefined) was.theme = item.theme ?? null;
  if (move.before === undefined) return was;
  const after = d.items
    .filter(other => !moved.has(other.id) && other.phaseId === item.phaseId && other.theme === item.theme && other.rank > item.rank)
    .sort(byRank);
  return { ...was, before: after[0]?.id ?? null };
}
