// Sign: the five things a dialogue makes, and how a connection is judged. The same shape everywhere, readable in black and white.
import type { ReactNode } from 'react';

const signs = {
  moment: <><circle cx="14" cy="14" r="7" fill="currentColor" stroke="none"/></>,
  gap: <><g fill="none" stroke="currentColor" strokeWidth="3.2"><path d="M7.3 10.1A7.8 7.8 0 0 1 15.4 6.3"/><path d="M20.7 9.9A7.8 7.8 0 0 1 19.9 19.1"/><path d="M14.7 21.8A7.8 7.8 0 0 1 6.7 16.7"/></g></>,
  vision: <><path d="M5 7h18v11h-9l-5 4.5V18H5z" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinejoin="round"/><path d="M9 11h10M9 14.3h6" stroke="currentColor" strokeWidth="2"/></>,
  initiative: <><path d="M14 4.5 23.5 14 14 23.5 4.5 14z" fill="currentColor" stroke="none"/></>,
  step: <><rect x="5.5" y="5.5" width="17" height="17" rx="2.5" fill="none" stroke="currentColor" strokeWidth="2.4"/><path d="m9.8 14.2 3 3 5.6-6" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round"/></>,
} satisfies Record<string, ReactNode>;

export type SignName = keyof typeof signs;

export function Sign({ of, small }: { of: SignName; small?: boolean }) {
  return (
    <span className={`sign${of === 'gap' ? ' sign-gap' : ''}${small ? ' sign-small' : ''}`}>
      <svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">{signs[of]}</svg>
    </span>
  );
}

const judged = {
  works: <><path d="M3 7h28" stroke="currentColor" strokeWidth="3.2" fill="none"/><circle cx="3.5" cy="7" r="3" fill="currentColor" stroke="none"/><circle cx="30.5" cy="7" r="3" fill="currentColor" stroke="none"/></>,
  fragile: <><path d="M3 7h28" stroke="currentColor" strokeWidth="3" strokeDasharray="4.5 3.6" fill="none"/><circle cx="3.5" cy="7" r="3" fill="currentColor" stroke="none"/><circle cx="30.5" cy="7" r="3" fill="currentColor" stroke="none"/></>,
  missing: <><path d="M3 7h6M25 7h6" stroke="currentColor" strokeWidth="3" fill="none"/><circle cx="3.5" cy="7" r="3" fill="currentColor" stroke="none"/><circle cx="30.5" cy="7" r="3" fill="currentColor" stroke="none"/><circle cx="17" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2.4" strokeDasharray="3.3 2"/></>,
  doubled: <><path d="M3 4.5h28M3 9.5h28" stroke="currentColor" strokeWidth="2.2" fill="none"/><circle cx="3.5" cy="7" r="3.200" fill="currentColor" stroke="none"/><circle cx="30.5" cy="7" r="3.200" fill="currentColor" stroke="none"/></>,
} satisfies Record<string, ReactNode>;

export type JudgedAs = keyof typeof judged;
const tone = { works: 'h-good', fragile: 'h-warn', missing: 'h-gap', doubled: 'h-double' } as const;

/** How a connection is judged: line, colour and the word, together. */
export function Judge({ as, children }: { as: JudgedAs; children: ReactNode }) {
  return (
    <span className={`judge ${tone[as]}`}>
      <svg viewBox="0 0 34 14" aria-hidden="true" focusable="false">{judged[as]}</svg>
      {children}
    </span>
  );
}
