// Live: the page's one polite live region. What is said within four seconds is said together, so that a busy room does not drown the voice.
import { useEffect, useState } from 'react';

const bundle = 4000;
let waiting: string[] = [];
let speak: ((text: string) => void) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  if (!waiting.includes(text)) waiting.push(text);
  timer ??= setTimeout(() => {
    timer = undefined;
    const text = waiting.slice(-4).join('. ');
    waiting = [];
    speak?.(text);
  }, bundle);
}

let alarm: ((text: string) => void) | null = null;

/** At once, over whatever is being read: everyone was moved. Nothing else is worth it, but one's own errors and a lost connection. */
export const announceNow = (text: string): void => alarm?.(text);

/** Once per page. The text is put in anew each time, so that the same sentence is heard again. */
export function Live() {
  const [said, setSaid] = useState({ n: 0, text: '' }), [now, setNow] = useState({ n: 0, text: '' });
  useEffect(() => {
    speak = text => setSaid(before => ({ n: before.n + 1, text }));
    alarm = text => setNow(before => ({ n: before.n + 1, text }));
    return () => { speak = null; alarm = null; };
  }, []);
  return (
    <>
      <div className="hidden-text" aria-live="polite"><span key={said.n}>{said.text}</span></div>
      <div className="hidden-text" aria-live="assertive"><span key={now.n}>{now.text}</span></div>
    </>
  );
}
