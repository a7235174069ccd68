// What a kind of item is to the screens. A new kind: one file beside this one, one line in index.ts, one line in wire.ts.
import type { ComponentType } from 'react';
import type { SignName } from '../design';
import type { Session } from '../session/shown';
import type { Dialogue, Id, Item, ItemDraft, ItemKind, ItemOf, Participant, Phase, PhaseKind } from '../wire';
import type { Key } from '../words';
import { newId } from '../session/ids';
import { changesFrom } from './changes';

export interface CardProps<K extends ItemKind> { item: ItemOf<K>; number?: number }
export interface EditorProps<K extends ItemKind> { item: ItemOf<K> | null; phase: Phase; onClose: () => void }

export interface KindOfItem<K extends ItemKind> {
  kind: K;
  label: Key;
  /** "Ny koppling": on the button and as the dialog's title. */
  newLabel: Key;
  sign: SignName | null;
  /** Where participants may add it. Facilitators may everywhere. */
  phases: readonly PhaseKind[];
  /** Only those with experience of their own add to the story. */
  ownExperienceOnly?: true;
  Card: ComponentType<CardProps<K>>;
  Editor: ComponentType<EditorProps<K>> | null;
}

interface Who { me: Participant | null; facilitator: boolean }

export function mayAdd(kind: KindOfItem<never>, phase: Phase, dialogue: Dialogue, { me, facilitator }: Who): boolean {
  if (dialogue.status === 'concluded') return false;
  if (facilitator) return true;
  if (!me || phase.conduct.writing === 'closed' || !dialogue.entered.includes(phase.id)) return false;
  return kind.phases.includes(phase.kind) && (!kind.ownExperienceOnly || me.level === 'livedExperience');
}

/** Notes and moments are their author's; the rest belongs to all who may add such there. */
export function mayChange(item: Item, kind: KindOfItem<never>, phase: Phase, dialogue: Dialogue, who: Who): boolean {
  if (item.kind === 'note' || item.kind === 'moment') return dialogue.status !== 'concluded' && (who.facilitator || (!!who.me && item.by === who.me.id && phase.conduct.writing !== 'closed'));
  return mayAdd(kind, phase, dialogue, who);
}

export const mayRemove = (item: Item, dialogue: Dialogue, { me, facilitator }: Who): boolean => dialogue.status !== 'concluded' && (facilitator || (!!me && item.by === me.id));

/** What an editor's draft is called on this device. */
export const draftOf = (kind: ItemKind, item: Item | null, phaseId: Id): string => item?.id ?? `new.${kind}.${phaseId}`;

/** Adds it, or changes what differs. `before` is the item as it was when its editor opened, never the live one: against the live one
 *  a field that somebody else rewrote meanwhile would look like a change of one's own, and its seq as base would hide the collision. */
export function saveItem<K extends ItemKind>(session: Session, kind: K, phaseId: Id, before: ItemOf<K> | null, fields: Readonly<Record<string, unknown>>, base?: number): Id {
  if (!before) {
    const id = newId();
    const kept = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== ''));
    void session.do({ type: 'addItem', item: { ...kept, id, kind, phaseId } as unknown as ItemDraft });
    return id;
  }
  const patch = changesFrom(before, fields);
  if (Object.keys(patch).length > 0) void session.do({ type: 'changeItem', itemId: before.id, patch, base: base ?? before.seq });
  return before.id;
}
