// What a person chose for this device: how it is read, how it moves, what is spoken. Kept here and nowhere else; Lämna enheten forgets it.
// Not the language, which may stay: words/index.ts has it.
import { useSyncExternalStore } from 'react';

export const choices = {
  /** what others do is spoken: everywhere, in the part one looks at, or not at all */
  spoken: ['here', 'all', 'quiet'],
  text: ['normal', 'large', 'larger'],
  look: ['device', 'light', 'dark'],
  motion: ['device', 'less'],
  /** single letters on a note (M, R, H); who dictates, or rests a hand on the keys, turns them off (WCAG 2.1.4) */
  keys: ['on', 'off'],
} as const;
type Name = keyof typeof choices;
export type Settings = { readonly [N in Name]: (typeof choices)[N][number] };

const prefix = 'samskapa.setting.';
const listeners = new Set<() => void>();
let now = read();

function read(): Settings {
  const of = (name: Name) => {
    const all: readonly string[] = choices[name];
    try {
      const kept = localStorage.getItem(prefix + name);
      return kept !== null && all.includes(kept) ? kept : all[0];
    } catch { return all[0]; }   // storage may be forbidden: what is chosen then lasts as long as the page
  };
  return Object.fromEntries((Object.keys(choices) as Name[]).map(name => [name, of(name)])) as unknown as Settings;
}

/** What only style sheets need to know lies on the root: tokens.css and components.css read it. */
function apply(): void {
  if (typeof document === 'undefined') return;
  const root = document.documentElement;
  const put = (name: string, value: string, usual: string) => (value === usual ? root.removeAttribute(name) : root.setAttribute(name, value));
  put('data-text', now.text, 'normal');
  put('data-motion', now.motion, 'device');
  put('data-theme', now.look, 'device');
}

function become(next: Settings): void {
  now = next;
  apply();
  listeners.forEach(f => f());
}

export function choose<N extends Name>(name: N, value: Settings[N]): void {
  try {
    if (value === choices[name][0]) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch { /* see read() */ }
  become({ ...now, [name]: value });
}

/** After the device has forgotten what lay on it. */
export const forgetSettings = (): void => become(read());
export const settings = (): Settings => now;

export const useSettings = (): Settings => useSyncExternalStore(f => { listeners.add(f); return () => { listeners.delete(f); }; }, settings);

/** For what scripts move: transforms and scrolling. Style sheets ask for themselves. */
export const lessMotion = (): boolean => now.motion === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches;

// Another tab of the same person.
if (typeof window !== 'undefined') addEventListener('storage', e => { if (e.key === null || e.key.startsWith(prefix)) become(read()); });
apply();
