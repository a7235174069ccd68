// What has happened, bundled for reading: the same kind of thing within a minute is one line. Pure.
import type { Deed } from '../session/shown';

export interface Bundle { at: string; type: string; count: number; phaseId?: string; seq: number }

export const told = new Set(['itemAdded', 'itemChanged', 'itemsMoved', 'itemsRemoved', 'itemsRestored', 'itemsShown', 'voteCast', 'stanceTaken', 'participantJoined',
  'participantRemoved', 'phaseEntered', 'roundEntered', 'timerSet', 'conductSet', 'agendaEdited', 'seated', 'paused', 'resumed', 'concluded', 'reopened']);

/** Newest first. Written notes that are concealed count as written: that something was written is what one may know. */
export function bundles(happened: readonly Deed[]): Bundle[] {
  const out: Bundle[] = [];
  for (const d of happened) {
    const type = d.type === 'concealed' ? 'itemAdded' : d.type;
    if (!told.has(type)) continue;
    const last = out.at(-1);
    if (last && last.type === type && type !== 'phaseEntered' && Date.parse(d.at) - Date.parse(last.at) < 60_000) { last.count++; last.seq = d.seq; }
    else out.push({ at: d.at, type, count: 1, phaseId: d.phaseId, seq: d.seq });
  }
  return out.reverse();
}
