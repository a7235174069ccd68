// The time that is left, by the server's clock. The last minute is said once, politely. No red, no blinking, no sound.
import { useEffect, useRef, useState } from 'react';
import { announce } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';

export function useSecondsLeft(): { left: number; total: number; paused: boolean } | null {
  const session = useSession();
  const timer = useShown(s => s.dialogue.timer);
  const [, tick] = useState(0);
  const running = timer?.endsAt !== undefined;
  useEffect(() => {
    if (!running) return;
    const beat = setInterval(() => tick(n => n + 1), 500);
    return () => clearInterval(beat);
  }, [running]);
  if (!timer) return null;
  const left = timer.endsAt ? Math.max(0, Math.ceil((Date.parse(timer.endsAt) - session.get().serverTime()) / 1000)) : timer.seconds ?? 0;
  return { left, total: timer.total, paused: !timer.endsAt };
}

export function Timer() {
  const { t, clock } = useWords();
  const time = useSecondsLeft();
  const said = useRef(false);
  const lastMinute = time !== null && !time.paused && time.left <= 60 && time.left > 0;
  useEffect(() => {
    if (lastMinute && !said.current) announce(t('time.oneMinuteLeft'));
    said.current = lastMinute;
  }, [lastMinute, t]);
  if (!time) return null;
  const part = time.total > 0 ? Math.min(1, time.left / time.total) : 0;
  if (time.left === 0) return <div className="timer" role="timer"><b className="time-up">{t('time.up')}</b></div>;
  return (
    <div className="timer" role="timer" aria-label={t('time.spoken', { m: Math.floor(time.left / 60), s: time.left % 60 })}>
      <b>{clock(time.left)}</b>
      <span className="meta">{time.paused ? t('time.paused') : t('time.leftOf', { n: Math.round(time.total / 60) })}</span>
      <div className="meter"><i style={{ width: `${part * 100}%` }} /></div>
    </div>
  );
}

/** In the bar, on a phone that has scrolled past the question. */
export function TimerSmall() {
  const { clock } = useWords();
  const time = useSecondsLeft();
  return time && time.left > 0 ? <span className="timer-small num" aria-hidden="true">{clock(time.left)}</span> : null;
}
