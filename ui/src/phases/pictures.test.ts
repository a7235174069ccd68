import { expect, it } from 'vitest';
import type { Connection } from '../wire';
import { crosses } from './mapCost';
import { layout, nameOn, page, signOn, wall } from './mapLayout';
import { apart, stats } from './spread';
import { burden } from './systemMap';

it.each([['page', page], ['wall', wall]])('UI-09 in the map no box lies on another with twenty contacts, and the same map is drawn alike each time: on a %s', (_, sheet) => {
  const contacts = Array.from({ length: 20 }, (_, i) => ({ id: `c${i}`, name: `Kontakten nummer ${i}`, distance: (i % 3) + 1 }));
  const links = Array.from({ length: 18 }, (_, i) => ({ from: `c${i}`, to: `c${(i * 7 + 3) % 20}` }));
  const at = layout(contacts, links, sheet).placed;
  expect([...layout(contacts, links, sheet).placed]).toEqual([...at]);
  const all = [...at.values()];
  const on = all.flatMap((a, i) => all.slice(i + 1).filter(b => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < 54).map(b => `${a.id} on ${b.id}`));
  expect(on).toEqual([]);
});

it('UI-53 the sign on a line and the name of a ring stand beside what lies there', () => {
  const box = (id: string, x: number, y: number) => ({ id, x, y, w: 100 });
  const [a, b, between] = [box('a', 0, 0), box('b', 600, 0), box('c', 300, 0)];
  expect(signOn(a, b, [a, b], 24)).toEqual({ x: 300, y: 0 });
  const beside = signOn(a, b, [a, b, between], 24);
  expect(Math.abs(beside.x - 300)).toBeGreaterThan(50 + 24);
  const ring = { rx: 300, ry: 200 }, free = { placed: new Map(), width: 800, height: 600, cx: 400, cy: 300, rings: [ring] };
  const usual = nameOn(ring, free, []);
  expect(usual.x).toBeLessThan(400);
  const taken = nameOn(ring, { ...free, placed: new Map([['a', { ...a, ...usual }]]) }, []);
  expect(Math.hypot(taken.x - usual.x, taken.y - usual.y)).toBeGreaterThan(30);
});

it('UI-10 two lines cross or they do not', () => {
  expect(crosses({ x: 0, y: 0 }, { x: 2, y: 2 }, { x: 0, y: 2 }, { x: 2, y: 0 })).toBe(true);
  expect(crosses({ x: 0, y: 0 }, { x: 2, y: 2 }, { x: 3, y: 0 }, { x: 4, y: 2 })).toBe(false);
});

it('UI-11 disagreement is shown by spread, not by the mean', () => {
  expect(stats([1, 5])).toEqual({ mean: 3, spread: 2 });
  expect(apart(stats([3, 3, 3]).spread)).toBe(false);
  expect(apart(stats([1, 5]).spread)).toBe(true);
});

it('UI-12 the burden counts what the person and next of kin carry, whatever its state', () => {
  const c = (carriedBy: Connection['carriedBy'], state: Connection['state']) => ({ carriedBy, state }) as Connection;
  expect(burden([c('person', 'works'), c('nextOfKin', 'missing'), c('nobody', 'missing'), c('shared', 'works')])).toBe(2);
});
