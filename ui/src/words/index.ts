// Words: a typed dictionary and Intl, nothing more. Swedish is the source; another language that lacks a key does not compile.
// Each person chooses a language on the own device; before that the dialogue's language holds. Swedish comes with the page, the others when chosen.
import { useMemo, useSyncExternalStore } from 'react';
import { formats } from './formats';
import type { sv } from './sv';
import { first } from './sv/first';

/** A sentence, or a sentence by number: `n` chooses. {name} is filled in. */
export type Entry = string | { readonly one: string; readonly other: string };
export type Key = keyof typeof sv;
export type Dictionary = Readonly<Record<Key, Entry>>;
export type Filling = Readonly<Record<string, string | number>>;

/** To add a language: one file with every key, one line here. `sv-simple` (lätt svenska) leaves what is plain already to Swedish. */
export const languages = {
  sv: { name: 'Svenska', locale: 'sv-SE', load: (): Promise<Partial<Dictionary>> => Promise.resolve(first) },
  'sv-simple': { name: 'Lätt svenska', locale: 'sv-SE', load: (): Promise<Partial<Dictionary>> => import('./sv-simple').then(m => m.simple) },
  en: { name: 'English', locale: 'en-GB', load: (): Promise<Partial<Dictionary>> => import('./en').then(m => m.en) },
} as const;
export type Language = keyof typeof languages;
export const isLanguage = (value: unknown): value is Language => typeof value === 'string' && Object.hasOwn(languages, value);

/** What the page says in `lang`: no screen reader has a voice for lätt svenska. */
export const tagOf = (language: Language): string => languages[language].locale.slice(0, 2);

const storageKey = 'samskapa.language';
const loaded = new Map<Language, Partial<Dictionary>>([['sv', first]]);
const listeners = new Set<() => void>();
let now: Language = 'sv';
let chosenHere = false;

function stored(): Language | null {
  try {
    const value = localStorage.getItem(storageKey);
    return isLanguage(value) ? value : null;
  } catch { return null; }   // storage may be forbidden: the language then lasts as long as the page
}

/** What some screens bring with them. */
export const alsoSwedish = (words: Partial<Dictionary>): void => void loaded.set('sv', { ...loaded.get('sv'), ...words });

async function become(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await languages[language].load());
  now = language;
  if (typeof document !== 'undefined') document.documentElement.lang = tagOf(language);
  listeners.forEach(f => f());
}

/** The person chooses: remembered on this device. */
export async function setLanguage(language: Language): Promise<void> {
  chosenHere = true;
  try { localStorage.setItem(storageKey, language); } catch { /* see stored() */ }
  await become(language);
}

/** The dialogue proposes: holds only while this person has not chosen. */
export async function proposeLanguage(language: string | undefined): Promise<void> {
  if (isLanguage(language) && !chosenHere && !stored() && language !== now) await become(language);
}

/** Await it before the first render, so that nobody sees another language flash by. */
export const wordsReady: Promise<void> = (() => {
  const language = stored();
  return language && language !== 'sv' ? become(language).catch(() => undefined) : Promise.resolve();
})();

export function t(key: Key, filling?: Filling): string {
  const entry = loaded.get(now)?.[key] ?? loaded.get('sv')![key] ?? key;
  const text = typeof entry === 'string' ? entry : entry[filling?.n === 1 ? 'one' : 'other'];
  return filling ? text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in filling ? write(filling[name]!) : whole)) : text;
}

// Kept, because making one costs more than drawing a note does.
const numbers = new Map<Language, Intl.NumberFormat>();
const write = (value: string | number) => {
  if (typeof value === 'string') return value;
  if (!numbers.has(now)) numbers.set(now, new Intl.NumberFormat(languages[now].locale));
  return numbers.get(now)!.format(value);
};

export const currentLanguage = (): Language => now;

const subscribe = (f: () => void) => { listeners.add(f); return () => { listeners.delete(f); }; };

/** In components: draws again when the language changes, loses nothing that is being written. */
export function useWords() {
  const language = useSyncExternalStore(subscribe, currentLanguage);
  return useMemo(() => ({ t, language, tag: tagOf(language), setLanguage, ...formats(languages[language].locale) }), [language]);
}
