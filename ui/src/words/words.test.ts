import { afterEach, expect, it } from 'vitest';
import { board as boardEn } from './en/board';
import { common as commonEn } from './en/common';
import { room as roomEn } from './en/room';
import { setLanguage, t, type Entry } from './index';
import { board } from './sv/board';
import { common } from './sv/common';
import { room } from './sv/room';

afterEach(() => setLanguage('sv'));
const parts = (e: Entry) => (typeof e === 'string' ? [e] : [e.one, e.other]).map(s => [...s.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort().join());

it('UI-13 both languages fill in the same names in the same sentences', () => {
  for (const [sv, en] of [[common, commonEn], [room, roomEn], [board, boardEn]] as const) {
    for (const [key, entry] of Object.entries(sv)) {
      const other = (en as Record<string, Entry>)[key]!;
      expect([...new Set(parts(other))].at(-1), key).toBe([...new Set(parts(entry as Entry))].at(-1));
    }
  }
});

it('UI-14 numbers choose their sentence, and names are put in as they are', () => {
  expect(t('count.votes', { n: 1 })).toBe('1 röst');
  expect(t('count.votes', { n: 2 })).toBe('2 röster');
  expect(t('areYou.title', { name: '{n} $&' })).toBe('Är du {n} $&?');
});

it('UI-15 the language is the person’s own and is remembered on the device', async () => {
  await setLanguage('en');
  expect(t('join.go')).toBe('Join');
  expect(localStorage.getItem('samskapa.language')).toBe('en');
  expect(document.documentElement.lang).toBe('en');
});
