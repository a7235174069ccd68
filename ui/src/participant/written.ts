// What a person wrote in a command: every string of it that is words. Pure. Not a list of the fields that are text but of those that
// are not: in a new field, too much shown is better than words lost.
import type { Command, Phase } from '../wire';
import type { Key } from '../words';

export interface Written { field: string; text: string }

const notWords = new Set([
  'id', 'type', 'as', 'base', 'by', 'at', 'seq', 'kind', 'phaseId', 'itemId', 'itemIds', 'targetId', 'participantId', 'participantIds', 'organisation', 'table', 'lane', 'theme', 'rank', 'colour',
  'before', 'moments', 'sentences', 'gaps', 'tags', 'from', 'to', 'into', 'initiative', 'lead', 'contributors', 'with', 'stage', 'state', 'carriedBy', 'route', 'stance', 'status',
  'difference', 'decision', 'level', 'answersFor', 'language', 'round', 'conduct', 'rounds', 'seats', 'moves', 'expected', 'merge',
]);

/** @param standing the texts that are in the dialogue already: an agenda is sent whole, and most of it is nobody's new words */
export function writtenIn(command: Command, standing: ReadonlySet<string> = new Set()): Written[] {
  const person = command.type === 'changeParticipant';
  const all = words(command as unknown as Record<string, unknown>, field => notWords.has(field) || (person && field === 'role'));
  return command.type === 'editAgenda' ? all.filter(one => !standing.has(one.text)) : all;
}

export const standingIn = (agenda: readonly Phase[]): ReadonlySet<string> => new Set(agenda.flatMap(p => [p.title, p.purpose, ...p.questions]));

function words(fields: Record<string, unknown>, skip: (field: string) => boolean): Written[] {
  return Object.entries(fields).flatMap(([field, value]): Written[] => {
    if (skip(field)) return [];
    if (typeof value === 'string') return value.trim() ? [{ field, text: value }] : [];
    if (Array.isArray(value)) return value.flatMap(one => (typeof one === 'string' ? words({ [field]: one }, skip) : one && typeof one === 'object' ? words(one as Record<string, unknown>, skip) : []));
    return value && typeof value === 'object' ? words(value as Record<string, unknown>, skip) : [];
  });
}

/** What a field is called; without a name it stands alone. */
export const fieldName: Readonly<Record<string, Key>> = {
  title: 'moment.title', what: 'initiative.what', sign: 'initiative.signLong', reason: 'stance.why', does: 'card.does', doesNot: 'card.doesNot', callWhen: 'card.callWhen',
  when: 'moment.when', feeling: 'moment.feeling', source: 'finding.source', quote: 'finding.quote', role: 'step.role', due: 'step.dueLong', contact: 'step.contact',
  contributes: 'contact.contributes', body: 'mandate.body', takenBy: 'mandate.takenBy', outcome: 'mandate.outcome',
};
