// Toast: a short message at the bottom edge: my own action with Ångra (10 s), or bundled news. Never takes focus; an important thing is a Band instead.
import { useCallback, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useWords } from '../words';
import { Button } from './Button';
import { announce } from './Live';

export interface ToastMessage { text: ReactNode; action?: { label: string; run: () => void }; seconds?: number }

// One message at a time, on purpose: two would cover what is being read.
let current: (ToastMessage & { n: number }) | null = null;
let n = 0;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach(f => f());
const subscribe = (f: () => void) => { listeners.add(f); return () => { listeners.delete(f); }; };

export function toast(message: ToastMessage): void {
  current = { ...message, n: ++n };
  // The page has one voice (Live.tsx); what comes while a sentence is read waits its turn.
  if (typeof message.text === 'string') announce(message.text);
  tell();
}
export function clearToast(): void { current = null; tell(); }

let place: HTMLElement | null = null;

/** In a bar at the lower edge: a message stands above that bar while it is there, however high it is. Rejected: CSS anchors, which follow a bar that the page's growing moves only a frame later. */
export function ToastPlace() {
  const here = useCallback((element: HTMLElement | null) => { place = element; tell(); }, []);
  return <div className="toast-place" ref={here} />;
}

/** Once per page, near its end. */
export function Toasts() {
  const { t } = useWords();
  const message = useSyncExternalStore(subscribe, () => current);
  const bar = useSyncExternalStore(subscribe, () => place);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => { if (current?.n === message.n) clearToast(); }, (message.seconds ?? (message.action ? 10 : 5)) * 1000);
    return () => clearTimeout(timer);
  }, [message]);
  const said = (
    <div className="toasts" role="status" aria-live="off">
      {message && (
        <div className="toast" key={message.n}>
          <span>{message.text}</span>
          {message.action && <Button onClick={() => { const run = message.action!.run; clearToast(); run(); }}>{message.action.label}</Button>}
          <button type="button" className="toast-x" aria-label={t('common.close')} onClick={clearToast}>×</button>
        </div>
      )}
    </div>
  );
  return bar ? createPortal(said, bar) : said;
}
