// Many notes at once, as the commands that do it: one move, one removal, themes merged and split. Pure.
import { newId } from '../session/ids';
import type { Draft, Id, Note, Theme } from '../wire';

// A command is at most 16 KB; more than a hundred moves go as several, which undo takes as one step.
const mostMoves = 100, mostIds = 300;

function* parts<T>(all: readonly T[], most: number) { for (let i = 0; i < all.length; i += most) yield all.slice(i, i + most); }

export const moveAll = (ids: readonly Id[], theme: Id | null, before: Id | null = null): Draft[] =>
  [...parts(ids, mostMoves)].map(some => ({ type: 'moveItems', moves: some.map(itemId => ({ itemId, theme, before })) }));

export const removeAll = (ids: readonly Id[]): Draft[] => [...parts(ids, mostIds)].map(itemIds => ({ type: 'removeItems', itemIds }));
export const restoreAll = (ids: readonly Id[]): Draft[] => [...parts(ids, mostIds)].map(itemIds => ({ type: 'restoreItems', itemIds }));

/** Split: these notes become a theme of their own. */
export function newThemeOf(ids: readonly Id[], title: string, phaseId: Id): Draft[] {
  const id = newId();
  return [{ type: 'addItem', item: { id, kind: 'theme', phaseId, title } }, ...moveAll(ids, id)];
}

/** Merged: all that lies in one goes last in the other, and the empty one goes away. */
export const merge = (from: Theme, notes: readonly Note[], into: Theme): Draft[] => [...moveAll(notes.map(n => n.id), into.id), ...removeAll([from.id])];
