// How hard a map is to read, as a number: boxes on boxes, lines that cross, lines behind boxes, lines too short to see. Pure.
import { boxHeight, type Link, type Placed } from './mapLayout';

export interface Spot { x: number; y: number }

// Math.hypot guards against overflow and is many times slower; this runs some hundred thousand times.
const length = (x: number, y: number) => Math.sqrt(x * x + y * y);

export function cost(placed: ReadonlyMap<string, Placed>, links: readonly Link[], person: Spot): number {
  const all = [...placed.values()];
  let sum = 0;
  for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
    const over = overlap(all[i]!, all[j]!);
    if (over) sum += 4000 + over.x * over.y;
  }
  const drawn = links.map(l => [placed.get(l.from)!, placed.get(l.to)!] as const);
  drawn.forEach(([a, b], i) => {
    sum += length(a.x - b.x, a.y - b.y) / 4;
    // Room for the line itself, and for the numbered ring of a gap.
    const p = gapFor(a, b), q = gapFor(b, a), free = length(p.x - q.x, p.y - q.y);
    if (free < 70) sum += 1500 + (70 - free) * 20;
    for (let j = i + 1; j < drawn.length; j++) {
      const [c, d] = drawn[j]!;
      if (a !== c && a !== d && b !== c && b !== d && crosses(a, b, c, d)) sum += 600;
    }
    for (const other of all) if (other !== a && other !== b && distance(other, a, b) < 40) sum += 1500;
    if (distance(person, a, b) < 66) sum += 700;
  });
  return sum;
}

/** How far two boxes, with a little air, lie on each other. */
export function overlap(a: Placed, b: Placed): { x: number; y: number } | null {
  const x = (a.w + b.w) / 2 + 14 - Math.abs(a.x - b.x), y = boxHeight + 12 - Math.abs(a.y - b.y);
  return x > 0 && y > 0 ? { x, y } : null;
}

const side = (a: Spot, b: Spot, c: Spot) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
export const crosses = (a: Spot, b: Spot, c: Spot, d: Spot) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

export function distance(p: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x, dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return length(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

export function gapFor(from: Placed, to: Spot): Spot {
  const dx = to.x - from.x, dy = to.y - from.y;
  const k = Math.min(Math.abs(dx) > 0 ? (from.w / 2 + 10) / Math.abs(dx) : Infinity, Math.abs(dy) > 0 ? (boxHeight / 2 + 10) / Math.abs(dy) : Infinity, 0.48);
  return { x: from.x + dx * k, y: from.y + dy * k };
}
