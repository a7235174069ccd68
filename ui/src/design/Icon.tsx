// Icon: the drawn icons, inline so that nothing is fetched. Decoration only: the words beside it (or hidden text) carry the meaning.
import type { ReactNode } from 'react';

const drawn = {
  board: <><rect x="3.5" y="4" width="7" height="7" rx="1"/><rect x="13.5" y="4" width="7" height="10" rx="1"/><rect x="3.5" y="14" width="7" height="6" rx="1"/><path d="M13.5 18.5h7"/></>,
  book: <><path d="M12 6.5C10 5 7 4.5 3.5 4.8v13.7c3.5-.3 6.500.2 8.5 1.7 2-1.5 5-2 8.5-1.7V4.8C17 4.5 14 5 12 6.5Z"/><path d="M12 6.5v13.7"/></>,
  cal: <><rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/></>,
  check: <><path d="m5 12.5 4.5 4.5L19 7.5"/></>,
  clock: <><circle cx="12" cy="12" r="8.8"/><path d="M12 7v5.3l3.3 2"/></>,
  copy: <><rect x="8.5" y="8.5" width="11" height="11.5" rx="2"/><path d="M15.5 8.5V6a2 2 0 0 0-2-2H6.5a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2"/></>,
  down: <><path d="m6 9.5 6 6 6-6"/></>,
  downFile: <><path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 19.5h15"/></>,
  eye: <><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.8"/></>,
  flag: <><path d="M6 21V4.5M6 5h11.5l-2.5 4 2.5 4H6"/></>,
  gear: <><path d="M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9"/><circle cx="15" cy="7.5" r="2"/><circle cx="9" cy="16.5" r="2"/></>,
  globe: <><circle cx="12" cy="12" r="8.8"/><path d="M3.5 12h17M12 3.2c2.6 2.5 3.8 5.4 3.8 8.8s-1.2 6.3-3.8 8.8c-2.6-2.5-3.8-5.4-3.8-8.8S9.4 5.7 12 3.2Z"/></>,
  hand: <><path d="M8 12V5.6a1.4 1.4 0 0 1 2.8 0V11M10.8 10.5V4.4a1.4 1.4 0 0 1 2.8 0v6.1M13.6 10.8V5.7a1.4 1.4 0 0 1 2.8 0v8.8c0 3.9-2.2 6.5-5.6 6.5-2.6 0-4-1.2-5.2-3.4l-2-3.8c-.8-1.5 1-2.6 2.1-1.4L8 14.5"/></>,
  home: <><path d="m4 11.5 8-7 8 7M6.5 10v9.5h11V10M10.5 19.5v-5h3v5"/></>,
  info: <><circle cx="12" cy="12" r="8.8"/><path d="M12 11v5.5M12 7.6v.1"/></>,
  left: <><path d="M19 12H5M11 6l-6 6 6 6"/></>,
  link: <><path d="M9.5 14.5 14.5 9.5M11 7l1.6-1.6a4 4 0 0 1 5.7 5.7L16.7 12.7M13 17l-1.6 1.6a4 4 0 0 1-5.7-5.7L7.3 11.3"/></>,
  list: <><path d="M9 6.5h11M9 12h11M9 17.5h11"/><path d="M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01" strokeWidth="2.6"/></>,
  lock: <><rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/></>,
  merge: <><path d="M5 5c0 5 7 4 7 10v5M19 5c0 5-7 4-7 10"/><path d="m9 17.5 3 3 3-3"/></>,
  minus: <><path d="M5 12h14"/></>,
  more: <><path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="3.4"/></>,
  move: <><path d="M12 3.5v17M3.5 12h17M9.5 6 12 3.5 14.5 6M9.5 18l2.5 2.5 2.5-2.5M6 9.5 3.5 12 6 14.5M18 9.5l2.5 2.5-2.5 2.5"/></>,
  off: <><path d="M3 3l18 18"/><path d="M5 12.5a10 10 0 0 1 4.2-2.4M2.5 9A14 14 0 0 1 7 6.2M19 12.5a10 10 0 0 0-3-2M21.5 9a14 14 0 0 0-9-4"/><path d="M8.3 15.8a5.5 5.5 0 0 1 6 -.8"/><circle cx="12" cy="19" r=".6"/></>,
  out: <><path d="M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10 12h10.5M16.5 8l4 4-4 4"/></>,
  pause: <><path d="M9 6v12M15 6v12" strokeWidth="2.4"/></>,
  pen: <><path d="m4.5 19.5 1-4.2L16.6 4.2a1.6 1.6 0 0 1 2.3 0l.9.9a1.6 1.6 0 0 1 0 2.3L8.7 18.5l-4.2 1Z"/><path d="m14.5 6.5 3 3"/></>,
  people: <><circle cx="9" cy="8" r="3.3"/><path d="M3 19.5c.4-3.6 2.7-5.6 6-5.6s5.6 2 6 5.6M15.5 5a3.3 3.3 0 0 1 0 6.1M17.3 14.3c2.200.7 3.5 2.5 3.8 5.2"/></>,
  person: <><circle cx="12" cy="8" r="3.6"/><path d="M5 20c.5-4 3.2-6.1 7-6.1s6.5 2.1 7 6.1"/></>,
  play: <><path d="M8 5.5v13l10.5-6.5z"/></>,
  plus: <><path d="M12 5v14M5 12h14"/></>,
  print: <><path d="M7 9V4h10v5M7 17H4.5v-6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v6H17"/><path d="M7 14h10v6H7z"/></>,
  redo: <><path d="M15.5 5 20 9.5 15.5 14"/><path d="M19.5 9.5H10a5.5 5.5 0 0 0 0 11h3"/></>,
  right: <><path d="M5 12h14M13 6l6 6-6 6"/></>,
  saved: <><path d="M7 18.5h10.2a4.3 4.3 0 0 0 .7-8.5A6 6 0 0 0 6.4 9.6 4.5 4.5 0 0 0 7 18.5Z"/><path d="m9.3 13 2 2 3.6-3.8"/></>,
  saving: <><path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3"/><path d="M19.8 3.5v4h-4"/></>,
  screen: <><rect x="3" y="4.5" width="18" height="12" rx="1.5"/><path d="M12 16.5v3.5M8 20h8"/></>,
  search: <><circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/></>,
  talk: <><path d="M4 5.5h16v10.5h-8.5L7 20v-4H4z"/></>,
  trash: <><path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v6M13.7 10.5v6"/></>,
  undo: <><path d="M8.5 5 4 9.5 8.5 14"/><path d="M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/></>,
  up: <><path d="m6 14.5 6-6 6 6"/></>,
  vote: <><circle cx="12" cy="12" r="7.5"/></>,
  voted: <><circle cx="12" cy="12" r="7.5"/><circle cx="12" cy="12" r="4" fill="currentColor" stroke="none"/></>,
  warn: <><path d="M12 4 2.8 19.8h18.4L12 4Z"/><path d="M12 10v4.5M12 17.2v.1" strokeWidth="2"/></>,
  x: <><path d="M6 6l12 12M18 6 6 18"/></>,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawn;

export function Icon({ name, className = "" }: { name: IconName; className?: string }) {
  return <svg className={`i ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawn[name]}</svg>;
}

/** The product's own mark: a broken ring round a person. */
export function Mark() {
  return <svg className="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" strokeWidth="3.4" strokeLinecap="round"><path d="M13.3 4.7A15.8 15.8 0 0 1 33 11.2"/><path d="M35.7 17.6A15.8 15.8 0 0 1 22.6 35.6"/><path d="M15.3 35A15.8 15.8 0 0 1 6.3 12.3"/></g><circle cx="20" cy="20" r="5.6" fill="currentColor"/></svg>;
}
