// Who came since a minute, and whether so many came at once that somebody should look.
import type { Id, Participant } from '../wire';

export interface Arrival { participantId: Id; at: string }
export interface Since { minute: number; people: readonly Participant[] }

const MINUTE = 60_000;
/** So many within ten minutes that it is said without being asked. */
export const MANY = 20;

const minuteOf = (at: string) => Math.floor(Date.parse(at) / MINUTE) * MINUTE;

/** One line a minute in which somebody came, the latest first: all who came in it or after it and are still here. */
export function sinces(people: readonly Participant[], arrivals: readonly Arrival[]): Since[] {
  const came = new Map(arrivals.map(a => [a.participantId, minuteOf(a.at)]));
  const here = people.filter(p => came.has(p.id));
  return [...new Set(here.map(p => came.get(p.id)!))].sort((a, b) => b - a).map(minute => ({ minute, people: here.filter(p => came.get(p.id)! >= minute) }));
}

/** The first minute of the last ten in which somebody came, when many have since; null: nobody has to look. */
export function rush(all: readonly Since[], now: number): number | null {
  const first = all.filter(one => one.minute > now - 10 * MINUTE).at(-1);
  return first && first.people.length >= MANY ? first.minute : null;
}
