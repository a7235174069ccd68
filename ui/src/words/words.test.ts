import { afterEach, expect, it } from 'vitest';
import { en } from './en';
import { setLanguage, t, type Entry } from './index';
import { sv } from './sv';
import { simple } from './sv-simple';

afterEach(() => setLanguage('sv'));
const parts = (e: Entry) => (typeof e === 'string' ? [e] : [e.one, e.other]).map(s => [...s.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort().join());
const forms = (e: Entry) => (typeof e === 'string' ? [e] : [e.one, e.other]);

it('UI-13 every language fills in the same names in the same sentences', () => {
  for (const other of [en, simple])
    for (const [key, entry] of Object.entries(other)) expect([...new Set(parts(entry))].at(-1), key).toBe([...new Set(parts(sv[key as keyof typeof sv]))].at(-1));
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
  await setLanguage('sv-simple');
  expect(t('compose.add')).toBe('Skicka lappen');
  expect(t('join.go'), 'plain already').toBe('Gå med');
  expect(document.documentElement.lang, 'a screen reader knows no lätt svenska').toBe('sv');
});

// The lead view, the big screen and Mina dialoger are tools of one profession: in lätt svenska they stay Swedish.
const others = /^(lead|home|screen|door|rehearsal|delete)\./;
/** The glossary's own words that lätt svenska has another word for, and what only officials say. */
const hard = /(?<!\p{L})(teman?|temats?|kopplingar?(na)?|kopplingen|koppla|mellanrum(met)?|skör(a)?|initiativ(et|en)?|mandat|insats(en)?|effekt(en)?|värdevision(en)?|vision(en|ens)?|dagordning(en)?|storbild(en)?|nivå(n|er)?|ställning(stagande)?|avidentifierad|preliminärt|fastställt|incheckning|utcheckning|verkställighet|delegation|aktör(er|en)?|underlag(et)?|processledar\p{L}*)(?!\p{L})/iu;

/** Why a sentence is not plain; null: it is. */
function notPlain(text: string): string | null {
  const said = text.replace(/\{\w+\}/g, 'x');
  const long = said.split(/[.?!:]\s+/).find(sentence => sentence.split(/\s+/).filter(word => /\p{L}/u.test(word)).length > 11);
  if (long) return `a sentence of more than 11 words: ${long}`;
  if (said.split(/[.?!]\s+/).length > 5) return 'more than five sentences';
  const word = said.split(/[^\p{L}]+/u).find(one => one.length > 14);
  return word ? `a long word: ${word}` : hard.exec(said) ? `a hard word: ${hard.exec(said)![0]}` : null;
}

it('UI-95 lätt svenska: what it says is short and plain', () => {
  for (const [key, entry] of Object.entries(simple)) for (const form of forms(entry)) expect(notPlain(form), key).toBeNull();
});

it('UI-95 lätt svenska: what falls back to Swedish is short and plain there; else write it in sv-simple.ts', () => {
  const fallen = Object.entries(sv).filter(([key]) => !(key in simple) && !others.test(key));
  expect(fallen.length).toBeGreaterThan(0);
  const wrong = fallen.flatMap(([key, entry]) => forms(entry).flatMap(form => { const why = notPlain(form); return why ? [`${key}: ${why}`] : []; }));
  expect(wrong).toEqual([]);
});

it('UI-95 lätt svenska says nothing that Swedish says in the same words', () => {
  expect(Object.entries(simple).filter(([key, entry]) => JSON.stringify(entry) === JSON.stringify(sv[key as keyof typeof sv])).map(([key]) => key)).toEqual([]);
});
