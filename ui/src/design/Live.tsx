// Live: how the page speaks. One polite region, at most one announcement each three seconds, so that a busy room does not drown the voice
// (what others do is gathered in News.tsx first). One assertive, for what may not wait: the group goes on, the network is gone.
import { useEffect, useState } from 'react';

const together = 300, apart = 3000, stale = 8000;
let waiting: string[] = [];
let said = -Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;
let speak: ((text: string, urgent: boolean) => void) | null = null;

export function announce(text: string): void {
  if (!waiting.includes(text)) waiting.push(text);
  const now = Date.now();
  timer ??= setTimeout(() => {
    timer = undefined;
    said = Date.now();
    const text = waiting.slice(-4).join('. ');
    waiting = [];
    speak?.(text, false);
  }, Math.max(together, said + apart - now));
}

/** Interrupts what is being read: only where the person would otherwise go on in the wrong place, or in the belief that it is saved. */
export const announceNow = (text: string): void => speak?.(text, true);

type Text = { n: number; text: string };

/** Whoever reads through the page later shall not find "the network is gone" long after it came back. */
function useFading({ n, text }: Text, set: (change: (now: Text) => Text) => void): void {
  useEffect(() => {
    if (!text) return undefined;
    const wait = setTimeout(() => set(now => (now.n === n ? { n, text: '' } : now)), stale);
    return () => clearTimeout(wait);
  }, [n, text, set]);
}

/** Once per page. The text is put in anew each time, so that the same sentence is heard again. */
export function Live() {
  const [polite, setPolite] = useState<Text>({ n: 0, text: '' });
  const [urgent, setUrgent] = useState<Text>({ n: 0, text: '' });
  useEffect(() => {
    speak = (text, now) => (now ? setUrgent : setPolite)(before => ({ n: before.n + 1, text }));
    return () => {
      // What was not said yet was about a page that is gone.
      clearTimeout(timer);
      [speak, timer, waiting, said] = [null, undefined, [], -Infinity];
    };
  }, []);
  useFading(polite, setPolite);
  useFading(urgent, setUrgent);
  return (
    <div className="hidden-text">
      <div aria-live="polite" data-live="polite"><span key={polite.n}>{polite.text}</span></div>
      <div aria-live="assertive" data-live="assertive"><span key={urgent.n}>{urgent.text}</span></div>
    </div>
  );
}
