// Ids that the client makes.
import { expect, test, vi } from 'vitest';
import { newId } from './ids';

test('[WI70] ids are UUIDs of version 7, ordered by time, made without randomUUID', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const [early, late] = [newId(1_790_000_000_000), newId(1_790_000_000_001)];
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(1_790_000_000_000);
  expect(early < late).toBe(true);
  expect(new Set(Array.from({ length: 1_000 }, () => newId())).size).toBe(1_000);
  vi.unstubAllGlobals();
});
