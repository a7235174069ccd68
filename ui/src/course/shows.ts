// What the projector shows now: what the facilitator has set, else what the part and its round call for. Pure; every device reads it alike,
// so that "Visas nu" on a phone and the wall never differ.
import type { Dialogue, Item, Shows } from '../wire';

export type ShownNow = { what: Shows | 'paused' | 'pause' | 'screensDown' | 'thanks'; item?: Item; set: boolean };

export function shownNow(d: Dialogue): ShownNow {
  if (d.status === 'concluded') return { what: 'thanks', set: false };
  if (d.pause) return { what: 'paused', set: false };
  const { screen } = d, item = d.items.find(i => i.id === screen?.itemId);
  // What was shown alone and is gone (removed, hidden): the wall goes back to what all may see.
  if (screen && (item || screen.itemId === undefined)) return { what: screen.shows, ...(item && { item }), set: true };
  const phase = d.agenda.find(p => p.id === d.phaseId);
  if (!phase) return { what: 'code', set: false };
  const round = phase.rounds.find(r => r.id === d.round)?.kind;
  if (round === 'pause' || round === 'screensDown') return { what: round, set: false };
  if (phase.kind === 'story' && round !== 'show' && round !== 'lift' && round !== 'vote' && round !== 'stance') return { what: 'story', set: false };
  return { what: 'board', set: false };
}

/** What everyone should look up from their screens for; null: nothing. Names the occasion, so that the next one is another. */
export function calmNow(d: Dialogue): { what: 'paused' | 'pause' | 'screensDown'; key: string } | null {
  if (d.status !== 'live') return null;
  if (d.pause) return { what: 'paused', key: `paused ${d.pause.since}` };
  const round = d.agenda.find(p => p.id === d.phaseId)?.rounds.find(r => r.id === d.round);
  return round?.kind === 'pause' || round?.kind === 'screensDown' ? { what: round.kind, key: round.id } : null;
}

export const wordsOf = (item: Item): string => item.kind === 'theme' || item.kind === 'initiative' ? item.title : item.kind === 'nextStep' ? item.what
  : item.kind === 'contact' ? item.name : item.kind === 'connection' ? item.text ?? '' : item.text;

export const brief = (text: string, words = 8): string => { const all = text.split(/\s+/); return all.length > words ? `${all.slice(0, words).join(' ')} …` : text; };
