// Editing the agenda: pure steps over the whole list, which is what `editAgenda` takes. A part that has been entered
// stays (its notes live there); everything else may be renamed, moved, removed. A new part has no id: the server names it.
import type { AgendaDraft, ConductPatch, Dialogue, PhaseKind } from '../wire';

export type RoundDraft = NonNullable<AgendaDraft['rounds']>[number];

const quiet: ConductPatch = { writing: 'private', names: 'shown' };
const open: ConductPatch = { writing: 'open', voting: { open: false } };

/** Rounds by preset: the ways of working a facilitator picks from; the raw switches stay in the lead view. */
export const presets = {
  none: [],
  listenWriteShow: [{ kind: 'listen', minutes: 5 }, { kind: 'write', minutes: 4, conduct: quiet }, { kind: 'show', minutes: 8, conduct: open }],
  oneTwoFourAll: [
    // Alone, in pairs, at the table, all: lifted notes come to the whole, the others stay with who wrote them.
    { kind: 'write', minutes: 4, conduct: quiet }, { kind: 'tables', minutes: 5, groups: 'pairs', conduct: { writing: 'tables' } }, { kind: 'tables', minutes: 10, conduct: { writing: 'tables' } },
    { kind: 'lift', minutes: 8, conduct: { writing: 'tables' } }, { kind: 'vote', minutes: 4, conduct: { voting: { open: true, budget: 3, totals: 'hidden' } } },
  ],
  talkDecide: [{ kind: 'tables', minutes: 10, conduct: open }, { kind: 'stance', minutes: 8, conduct: open }],
} satisfies Record<string, readonly RoundDraft[]>;
export type Preset = keyof typeof presets;

/** Each round by itself brings its way of working: what a facilitator who picks "Skriv själv" means by it. */
export const working: Record<RoundDraft['kind'], { minutes: number; conduct?: ConductPatch }> = {
  listen: { minutes: 5 }, write: { minutes: 5, conduct: quiet }, show: { minutes: 5, conduct: { writing: 'open' } }, tables: { minutes: 12, conduct: { writing: 'tables' } },
  lift: { minutes: 10, conduct: { writing: 'open' } }, vote: { minutes: 5, conduct: { voting: { open: true, budget: 3, totals: 'hidden' } } },
  stance: { minutes: 10, conduct: { voting: { open: false, totals: 'shown' } } }, screensDown: { minutes: 5 }, pause: { minutes: 15 },
};

export const phaseKinds: readonly PhaseKind[] = ['welcome', 'story', 'systemMap', 'valueVision', 'initiatives', 'nextSteps', 'closing'];

/** A part that was entered, or that holds something written, stays: what lies in it must remain reachable. */
export function canRemove(phase: AgendaDraft, d: Pick<Dialogue, 'entered' | 'items' | 'concealed'>): boolean {
  return !phase.id || !(d.entered.includes(phase.id) || d.items.some(i => i.phaseId === phase.id) || d.concealed.some(c => c.phaseId === phase.id));
}

/** Changes places with its neighbour; for parts and for rounds. */
export function moved<T>(all: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by, list = [...all];
  if (to < 0 || to >= list.length) return list;
  [list[at], list[to]] = [list[to]!, list[at]!];
  return list;
}

export function removePhase(agenda: readonly AgendaDraft[], at: number): AgendaDraft[] { return agenda.filter((_, i) => i !== at); }

export function addPhase(agenda: readonly AgendaDraft[], kind: PhaseKind, title: string): AgendaDraft[] {
  return [...agenda, { kind, title, purpose: '', questions: [''], minutes: 20, rounds: [] }];
}

export function changePhase(agenda: readonly AgendaDraft[], at: number, change: Partial<AgendaDraft>): AgendaDraft[] {
  return agenda.map((p, i) => i === at ? { ...p, ...change } : p);
}

/** What is sent: trimmed, no empty questions, at least a minute. Not how an existing part works now: that may have changed while this was open. */
export function tidy(agenda: readonly AgendaDraft[]): AgendaDraft[] {
  return agenda.map(({ conduct, ...p }) => ({
    ...p, ...(!p.id && conduct && { conduct }), title: p.title.trim(), purpose: p.purpose.trim(), minutes: Math.max(1, Math.min(600, Math.round(p.minutes) || 1)),
    questions: p.questions.map(q => q.trim()).filter(Boolean),
  }));
}
