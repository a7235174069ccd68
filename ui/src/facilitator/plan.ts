// Planned and real time of the agenda. Pure: the clock comes in.
// Real time is known from the moments when parts were entered; while the dialogue paused or had ended no time goes.
// What was entered without a known moment stays unknown and is said to be unknown; it is never guessed from the plan.
import type { Phase, Visit } from '../wire';

export interface PlannedRow {
  phase: Phase;
  number: number;
  state: 'done' | 'now' | 'coming';
  /** Minutes really spent, over all visits; null when not known. */
  spent: number | null;
  over: boolean;
  /** For what is coming: when it begins if the rest goes as planned. */
  starts: Date | null;
}
export interface Plan { rows: PlannedRow[]; /** minutes behind the plan (negative: before it); null when not known */ late: number | null; ends: Date | null }

const minute = 60_000;

export function plan(agenda: readonly Phase[], phaseId: string | null | undefined, entered: readonly string[], entries: readonly Visit[], now: number, ended?: string): Plan {
  const spent = new Map<string, number>();
  const until = ended ? Date.parse(ended) : now;
  entries.forEach((e, i) => {
    const from = Date.parse(e.at), to = i + 1 < entries.length ? Date.parse(entries[i + 1]!.at) : until;
    if (e.phaseId) spent.set(e.phaseId, (spent.get(e.phaseId) ?? 0) + Math.max(0, to - from) / minute);
  });
  const at = agenda.findIndex(p => p.id === phaseId);
  let clock: number | null = at < 0 ? null : now;
  const rows = agenda.map((phase, i): PlannedRow => {
    const known = spent.get(phase.id) ?? null;
    const state = i === at ? 'now' : entered.includes(phase.id) && i < at ? 'done' : i < at ? 'done' : 'coming';
    let starts: Date | null = null;
    if (state === 'now') clock = known === null ? null : now + Math.max(0, phase.minutes - known) * minute;
    else if (state === 'coming' && clock !== null) { starts = new Date(clock); clock += phase.minutes * minute; }
    return { phase, number: i + 1, state, spent: known, over: known !== null && Math.round(known) > phase.minutes, starts };
  });
  // A phase that was skipped on purpose (never entered) took no time: that is known, not unknown.
  const past = rows.filter(r => r.state === 'done');
  const unknown = at < 0 || [...past, ...rows.filter(r => r.state === 'now')].some(r => r.spent === null && entered.includes(r.phase.id));
  const gone = past.reduce((n, r) => n + (r.spent ?? 0), 0), planned = past.reduce((n, r) => n + r.phase.minutes, 0);
  const current = rows[at];
  const late = unknown ? null : gone - planned + Math.max(0, (current?.spent ?? 0) - (current?.phase.minutes ?? 0));
  return { rows, late: late === null ? null : Math.round(late), ends: clock === null || ended ? null : new Date(clock) };
}
