// An event as one line of "Vad har hänt?": who, when, what, about which. The words are the screen's.
import type { WireFact } from '../wire';
import type { Deed } from './shown';

export function deedOf(fact: WireFact): Deed {
  const f = fact as { item?: { id: string }; participant?: { id: string }; moves?: { itemId: string }[] } & Record<string, unknown>;
  const text = (field: string) => (typeof f[field] === 'string' ? { [field]: f[field] as string } : {});
  const itemId = f.item?.id ?? (f.itemId as string | undefined) ?? (f.targetId as string | undefined);
  const itemIds = (f.itemIds as readonly string[] | undefined) ?? f.moves?.map(move => move.itemId);
  const participantId = f.participant?.id ?? (f.participantId as string | undefined);
  return {
    seq: fact.seq,
    at: fact.at,
    type: fact.type,
    ...(fact.by === undefined ? {} : { by: fact.by }),
    ...(itemId === undefined ? {} : { itemId }),
    ...(itemIds === undefined ? {} : { itemIds }),
    ...(participantId === undefined ? {} : { participantId }),
    ...text('phaseId'),
    ...text('organisation'),
    ...text('what'),
  };
}
