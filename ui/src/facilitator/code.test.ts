// A code is read aloud in a room and typed by another hand.
import { expect, test } from 'vitest';
import { spaced } from './code';
import { spaced as typed } from '../join/CodeField';

test('[UI161] a code stands in threes, whatever its length, and as it is typed', () => {
  expect(['482913042', '482913042517', '482913', '48291304', 'abc', ''].map(spaced)).toEqual(['482 913 042', '482 913 042 517', '482 913', '482 913 04', 'abc', '']);
  expect(['4829', '482-913-042', '482 913\u2013042', 'Kims', '48'].map(typed)).toEqual(['482 9', '482 913 042', '482 913 042', 'Kims', '48']);
});
