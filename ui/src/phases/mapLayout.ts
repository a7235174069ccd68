// Where the contacts stand in the picture: on their ring (how often they meet the person), so turned that lines cross as little as may be.
// Pure and without chance from outside: the same map looks the same on every device. The picture is a view; the table beside it is the truth.

export interface Placed { id: string; x: number; y: number; w: number }
export interface Link { from: string; to: string }
export const view = { width: 960, height: 780, cx: 480, cy: 390 };
export const rings = [{ rx: 205, ry: 165 }, { rx: 320, ry: 262 }, { rx: 410, ry: 345 }] as const;
const boxHeight = 54;

export const boxWidth = (name: string) => Math.min(200, Math.max(104, name.length * 8.6 + 26));

export function layout(contacts: readonly { id: string; name: string; distance?: number }[], links: readonly Link[]): Map<string, Placed> {
  const slots = rings.map((ring, r) => {
    const on = contacts.filter(c => Math.min(3, Math.max(1, Math.round(c.distance ?? 2))) - 1 === r);
    // Each ring begins a little later than the one inside, so that boxes do not stand in line with the person.
    return on.map((c, i) => ({ id: c.id, w: boxWidth(c.name), at: -Math.PI / 2 + r * 0.5 + (2 * Math.PI * i) / Math.max(1, on.length), ring }));
  });
  const placed = new Map<string, Placed>();
  const put = () => { for (const on of slots) for (const s of on) placed.set(s.id, { id: s.id, w: s.w, ...spot(s.at, s.ring, s.w) }); };
  put();
  const known = links.filter(l => placed.has(l.from) && placed.has(l.to));
  let best = cost(placed, known);
  // Try turning rings and swapping two on a ring; keep what is better. A few hundred tries are enough for twenty contacts.
  const tries = Math.min(2400, contacts.length * 160);
  let seed = 7;
  const chance = (n: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  for (let i = 0; i < tries && best > 0; i++) {
    const on = slots[chance(3)]!;
    if (on.length === 0) continue;
    const before = on.map(s => s.at);
    if (i % 3 === 0 || on.length === 1) { const turn = (chance(24) - 12) * (Math.PI / 24); on.forEach(s => { s.at += turn; }); }
    else { const a = on[chance(on.length)]!, b = on[chance(on.length)]!; [a.at, b.at] = [b.at, a.at]; }
    put();
    const now = cost(placed, known);
    if (now < best) best = now;
    else { on.forEach((s, j) => { s.at = before[j]!; }); }
  }
  put();
  return placed;
}

function spot(at: number, ring: { rx: number; ry: number }, w: number): { x: number; y: number } {
  const x = view.cx + Math.cos(at) * ring.rx, y = view.cy + Math.sin(at) * ring.ry;
  return { x: Math.min(view.width - w / 2 - 6, Math.max(w / 2 + 6, x)), y };
}

function cost(placed: ReadonlyMap<string, Placed>, links: readonly Link[]): number {
  const all = [...placed.values()];
  let sum = 0;
  for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
    const a = all[i]!, b = all[j]!;
    const dx = (a.w + b.w) / 2 + 14 - Math.abs(a.x - b.x), dy = boxHeight + 12 - Math.abs(a.y - b.y);
    if (dx > 0 && dy > 0) sum += 4000 + dx * dy;
  }
  const lines = links.map(l => [placed.get(l.from)!, placed.get(l.to)!] as const);
  lines.forEach(([a, b], i) => {
    const long = Math.hypot(a.x - b.x, a.y - b.y);
    sum += long / 4;
    // Room for the line itself, and for the numbered ring of a gap, between two boxes.
    if (gapBetween(a, b) < 70) sum += 1500 + (70 - gapBetween(a, b)) * 20;
    for (let j = i + 1; j < lines.length; j++) { const [c, d] = lines[j]!; if (a !== c && a !== d && b !== c && b !== d && crosses(a, b, c, d)) sum += 600; }
    for (const p of all) if (p !== a && p !== b && distance(p, a, b) < 40) sum += 500;
    if (distance({ x: view.cx, y: view.cy }, a, b) < 66) sum += 700;
  });
  return sum;
}

/** The free way between the edges of two boxes. */
function gapBetween(a: Placed, b: Placed): number {
  const p = leave(a, b), q = leave(b, a);
  return Math.hypot(p.x - q.x, p.y - q.y);
}

interface Spot { x: number; y: number }
const side = (a: Spot, b: Spot, c: Spot) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
export const crosses = (a: Spot, b: Spot, c: Spot, d: Spot) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

function distance(p: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x, dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** From a box's middle towards another point: where its edge (and a little air) is passed. */
export function leave(from: Placed, to: Spot): Spot {
  const dx = to.x - from.x, dy = to.y - from.y;
  const k = Math.min(Math.abs(dx) > 0 ? (from.w / 2 + 10) / Math.abs(dx) : Infinity, Math.abs(dy) > 0 ? (boxHeight / 2 + 10) / Math.abs(dy) : Infinity, 0.48);
  return { x: from.x + dx * k, y: from.y + dy * k };
}
