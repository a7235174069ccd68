// Where the contacts stand in the picture: about their ring (how often they meet the person), so turned that lines cross as little as may be, and no
// box on another. Pure and without chance from outside: the same map looks the same on every device. The picture is a view; the list beside it is the truth.
import { cost, distance, gapFor, overlap, type Spot } from './mapCost';

export interface Placed { id: string; x: number; y: number; w: number }
export interface Link { from: string; to: string }
export interface Ring { rx: number; ry: number }
export interface MapLayout { placed: ReadonlyMap<string, Placed>; width: number; height: number; cx: number; cy: number; rings: readonly Ring[] }

/** What the picture is drawn on, for up to eleven contacts; more take a larger one of the same shape. */
export interface Sheet { width: number; height: number; rings: readonly Ring[] }
export const page: Sheet = { width: 960, height: 780, rings: [{ rx: 205, ry: 165 }, { rx: 320, ry: 262 }, { rx: 410, ry: 345 }] };
/** As wide as the big screen leaves it: names are then a third larger there. */
export const wall: Sheet = { width: 1180, height: 540, rings: [{ rx: 235, ry: 112 }, { rx: 385, ry: 172 }, { rx: 515, ry: 222 }] };

export const boxHeight = 54;
const lineLength = 15;

/** A name in at most two lines. */
export function lines(name: string): string[] {
  if (name.length <= lineLength) return [name];
  const short = (line: string) => (line.length > lineLength + 6 ? `${line.slice(0, lineLength + 5)}…` : line);
  const at = name.lastIndexOf(' ', lineLength + 2);
  // One long word stays whole: a name broken anywhere is harder to read than a wide box.
  return at > 2 ? [name.slice(0, at).trim(), name.slice(at).trim()].map(short) : [short(name)];
}
export const boxWidth = (name: string) => Math.max(100, Math.max(...lines(name).map(l => l.length)) * 10.2 + 28);

interface Slot { id: string; w: number; at: number; ring: Ring }

export function layout(contacts: readonly { id: string; name: string; distance?: number }[], links: readonly Link[], sheet: Sheet): MapLayout {
  // More contacts, a larger sheet: names keep their size and the frame scrolls.
  const k = Math.max(1, Math.sqrt(contacts.length / 11));
  const width = sheet.width * k, height = sheet.height * k, cx = width / 2, cy = height / 2;
  const rings = sheet.rings.map(({ rx, ry }): Ring => ({ rx: rx * k, ry: ry * k }));
  const slots = rings.map((ring, r) => {
    const on = contacts.filter(c => Math.min(3, Math.max(1, Math.round(c.distance ?? 2))) - 1 === r);
    // Each ring begins a little later than the one inside, so that boxes do not stand in line with the person.
    return on.map((c, i): Slot => ({ id: c.id, w: boxWidth(c.name), at: -Math.PI / 2 + r * 0.5 + (2 * Math.PI * i) / Math.max(1, on.length), ring }));
  });
  const placed = new Map<string, Placed>();
  const inside = (p: Placed) => { p.x = Math.min(width - p.w / 2 - 6, Math.max(p.w / 2 + 6, p.x)); p.y = Math.min(height - 52, Math.max(52, p.y)); };
  const put = () => {
    for (const on of slots) for (const s of on) { const p = { id: s.id, w: s.w, x: cx + Math.cos(s.at) * s.ring.rx, y: cy + Math.sin(s.at) * s.ring.ry }; inside(p); placed.set(s.id, p); }
  };
  put();
  const known = links.filter(l => placed.has(l.from) && placed.has(l.to));
  search(slots, put, () => cost(placed, known, { x: cx, y: cy }), Math.min(1500, contacts.length * 150, Math.ceil(30000 / Math.max(1, contacts.length))));
  put();
  settle([...placed.values()], { x: cx, y: cy }, inside);
  return { placed, width, height, cx, cy, rings };
}

/** Turns a ring, moves one along it or swaps two, and keeps what is better. */
function search(slots: readonly Slot[][], put: () => void, price: () => number, tries: number): void {
  let best = price();
  let seed = 7;
  const chance = (n: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * n); };
  for (let i = 0; i < tries && best > 0; i++) {
    const on = slots[chance(3)]!;
    if (on.length === 0) continue;
    const before = on.map(s => s.at);
    if (i % 3 === 1) on[chance(on.length)]!.at += (chance(21) - 10) * (Math.PI / 60);
    else if (i % 3 === 0 || on.length === 1) { const turn = (chance(24) - 12) * (Math.PI / 24); on.forEach(s => { s.at += turn; }); }
    else { const a = on[chance(on.length)]!, b = on[chance(on.length)]!; [a.at, b.at] = [b.at, a.at]; }
    put();
    const now = price();
    if (now < best) best = now;
    else on.forEach((s, j) => { s.at = before[j]!; });
  }
}

/** Pushes boxes that still lie on each other, or on the person, apart. Being a little off the ring is better than being unreadable. */
function settle(all: readonly Placed[], person: Spot, inside: (p: Placed) => void): void {
  const middle = { ...person, id: '', w: 128 };
  for (let round = 0; round < 300; round++) {
    let moved = false;
    const push = (a: Placed, b: Placed, fixed: boolean) => {
      const over = overlap(a, b);
      if (!over) return;
      moved = true;
      const share = fixed ? 1 : 0.5;
      if (over.x < over.y) { const d = (over.x + 1) * share * (a.x < b.x ? -1 : 1); a.x += d; if (!fixed) b.x -= d; }
      else { const d = (over.y + 1) * share * (a.y < b.y ? -1 : 1); a.y += d; if (!fixed) b.y -= d; }
      inside(a);
      inside(b);
    };
    for (let i = 0; i < all.length; i++) {
      if (Math.abs(all[i]!.y - person.y) < boxHeight / 2 + 58) push(all[i]!, { ...middle, y: all[i]!.y }, true);
      for (let j = i + 1; j < all.length; j++) push(all[i]!, all[j]!, false);
    }
    if (!moved) return;
  }
}

/** From a box's middle towards another point: where its edge (and a little air) is passed. */
export const leave = (from: Placed, to: Spot): Spot => gapFor(from, to);

const covers = (box: Placed, at: Spot, halfWidth: number, halfHeight: number) => Math.abs(at.x - box.x) < box.w / 2 + halfWidth && Math.abs(at.y - box.y) < boxHeight / 2 + halfHeight;

/** Where on a line its sign stands: in the middle, or aside of it when a box lies there. */
export function signOn(a: Placed, b: Placed, all: Iterable<Placed>, radius: number): Spot {
  const p = leave(a, b), q = leave(b, a), boxes = [...all];
  const at = (t: number): Spot => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  return [0.5, 0.38, 0.62, 0.26, 0.74].map(at).find(spot => !boxes.some(box => covers(box, spot, radius, radius))) ?? at(0.5);
}

/** Where on a ring its name is read best: up to the left, or where fewer boxes and lines lie on it. */
export function nameOn(ring: Ring, { placed, cx, cy }: MapLayout, links: readonly Link[]): Spot {
  const boxes = [...placed.values()], drawn = links.flatMap(l => { const a = placed.get(l.from), b = placed.get(l.to); return a && b ? [[a, b] as const] : []; });
  const price = (at: Spot) => boxes.filter(box => covers(box, at, 55, 14)).length * 10 + drawn.filter(([a, b]) => distance(at, a, b) < 16).length;
  const spots = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i : -i - 1) / 2 * (Math.PI / 12) - Math.PI * 2 / 3).map((angle): Spot => ({ x: cx + ring.rx * Math.cos(angle), y: cy + ring.ry * Math.sin(angle) + 5 }));
  return spots.reduce((best, spot) => (price(spot) < price(best) ? spot : best));
}
