// The state of a next step, by the same rule as the server's ("A step's state" in the protocol). Pure. The server's word holds where both are known.
import { peopleOf } from '../board/reading';
import type { Dialogue, NextStep, StepState } from '../wire';

type Known = Pick<Dialogue, 'participants' | 'stances'>;

/** Those who must say yes: who does it, who helps, who decides. */
export function namedIn(step: Pick<NextStep, 'organisation' | 'with' | 'mandates'>): string[] {
  return [...new Set([step.organisation, ...(step.with ?? []), ...(step.mandates ?? []).map(m => m.organisation)].filter(Boolean))];
}

export function stepState(step: NextStep, { participants, stances }: Known): StepState {
  const named = namedIn(step);
  const answer = (organisation: string) => stances.find(s => s.targetId === step.id && s.organisation === organisation)?.stance;
  const answered = (organisation: string) => answer(organisation) !== undefined;
  const someoneAnswers = (organisation: string) => peopleOf({ participants }).some(p => p.answersFor.includes(organisation));
  if (named.some(o => !someoneAnswers(o) && !answered(o))) return 'asked';
  if (!named.every(o => answer(o) === 'standsBehind' || answer(o) === 'canLiveWith')) return 'proposed';
  if ((step.mandates ?? []).some(m => !m.outcome?.trim())) return 'awaitingDecision';
  return 'agreed';
}
