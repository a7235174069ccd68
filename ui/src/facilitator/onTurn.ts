// På tur: what the one large button does next, and what Back undoes it to. Pure; knows no session, no screen.
// A phase is entered without a round; its rounds follow in order; after the last one comes the next phase; after
// the last phase the dialogue can be concluded. Entering a phase clears its round (the server does), so going back
// over a phase border lands in the phase itself and not in its last round: people should hear the question again.
import type { Dialogue, Draft, Phase, Round } from '../wire';
import { left, paused } from './clock';

export type Turn =
  | { to: 'phase'; phase: Phase; number: number; start: boolean }
  | { to: 'round'; phase: Phase; round: Round; number: number; of: number }
  | { to: 'conclude' }
  | { to: 'nothing' };

type Standing = Pick<Dialogue, 'agenda' | 'phaseId' | 'round' | 'status'>;

function standing({ agenda, phaseId, round }: Standing) {
  const at = agenda.findIndex(p => p.id === phaseId);
  const phase = agenda[at];
  const rounds = phase?.rounds ?? [];
  return { at, phase, rounds, in: rounds.findIndex(r => r.id === round) };
}

export function next(d: Standing): Turn {
  if (d.status === 'concluded') return { to: 'nothing' };
  const s = standing(d);
  const round = s.rounds[s.in + 1];
  if (s.phase && round) return { to: 'round', phase: s.phase, round, number: s.in + 2, of: s.rounds.length };
  const phase = d.agenda[s.at + 1];
  if (phase) return { to: 'phase', phase, number: s.at + 2, start: s.at < 0 };
  return s.at < 0 ? { to: 'nothing' } : { to: 'conclude' };
}

/** Where Back leads; `nothing` before the first phase. In a phase's first round it leads to the phase without a round. */
export function back(d: Standing): Turn {
  if (d.status === 'concluded') return { to: 'nothing' };
  const s = standing(d);
  if (!s.phase) return { to: 'nothing' };
  const earlier = s.rounds[s.in - 1];
  if (s.in > 0 && earlier) return { to: 'round', phase: s.phase, round: earlier, number: s.in, of: s.rounds.length };
  if (s.in === 0) return { to: 'phase', phase: s.phase, number: s.at + 1, start: false };
  const phase = d.agenda[s.at - 1];
  return phase ? { to: 'phase', phase, number: s.at, start: false } : { to: 'nothing' };
}

/** The round that is under way, with its place in the phase; nothing while no round is entered. */
export function roundNow(d: Standing): { round: Round; number: number; of: number } | null {
  const s = standing(d);
  const round = s.rounds[s.in];
  return round ? { round, number: s.in + 1, of: s.rounds.length } : null;
}

/** The commands of a move. Time starts with a round that has minutes and is cleared otherwise: a clock left over from the last round tells people something untrue. */
export function moves(turn: Turn, timerIsSet: boolean): Draft[] {
  if (turn.to === 'conclude' || turn.to === 'nothing') return [];
  const clear: Draft[] = timerIsSet ? [{ type: 'setTimer', seconds: null }] : [];
  if (turn.to === 'phase') return [{ type: 'enterPhase', phaseId: turn.phase.id }, ...clear];
  const { round } = turn;
  // Cleared first: a timer that is set again keeps its longer total, and the new round would seem to be "of 12 minutes".
  const timer: Draft[] = round.minutes ? [...clear, { type: 'setTimer', seconds: round.minutes * 60 }] : clear;
  return [{ type: 'enterRound', round: round.id }, ...timer];
}

export type Place = Pick<Dialogue, 'phaseId' | 'round' | 'timer' | 'screen'> & { conduct: Phase['conduct'] | undefined };

/** What takes everyone back to where they were. A round may have changed how the phase works; that comes back too. What was shown meanwhile stays shown: nobody can unsee it. */
export function wayBack(before: Place, d: Dialogue, now: number): Draft[] {
  if (!before.phaseId) return [];
  const there: Draft[] = d.phaseId === before.phaseId ? [] : [{ type: 'enterPhase', phaseId: before.phaseId }];
  if (there.length === 0 || before.round) there.push({ type: 'enterRound', round: before.round ?? null });
  const conduct: Draft[] = before.conduct && JSON.stringify(before.conduct) !== JSON.stringify(d.agenda.find(p => p.id === before.phaseId)?.conduct)
    ? [{ type: 'setConduct', phaseId: before.phaseId, conduct: before.conduct }] : [];
  const seconds = left(before.timer, now);
  const timer: Draft[] = before.timer && seconds ? [{ type: 'setTimer', seconds, ...(paused(before.timer) && { paused: true }) }] : d.timer ? [{ type: 'setTimer', seconds: null }] : [];
  // Moving takes away what was set on the wall; coming back brings it back.
  const wall: Draft[] = before.screen ? [{ type: 'setScreen', ...before.screen }] : [];
  return [...there, ...conduct, ...timer, ...wall];
}
