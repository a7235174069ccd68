// The time of the round: what is left, and the few things one does to it. Time that runs out closes nothing by itself.
import { useId, useState } from 'react';
import { Button, toast } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { digits, left, paused, share } from './clock';
import { run, useNow } from './room';

export function TimeLeft() {
  const { t } = useWords();
  const timer = useShown(s => s.dialogue.timer);
  const now = useNow(1000);
  const seconds = left(timer, now);
  if (!timer || seconds === null) return <div className="timer timer-none"><b aria-hidden="true">–:––</b><span className="meta">{t('lead.timer.none')}</span></div>;
  return (
    <div className="timer" role="timer" aria-label={t('time.spoken', { m: Math.floor(seconds / 60), s: seconds % 60 })}>
      <b aria-hidden="true">{digits(seconds)}</b>
      <span className="meta">{seconds === 0 ? t('time.up') : paused(timer) ? t('time.paused') : t('time.leftOf', { n: Math.round(timer.total / 60) })}</span>
      <div className="meter"><i style={{ width: `${share(timer, seconds) * 100}%` }} /></div>
    </div>
  );
}

export function TimeControls({ minutes }: { minutes: number }) {
  const { t } = useWords();
  const session = useSession();
  const timer = useShown(s => s.dialogue.timer);
  const [wanted, setWanted] = useState<number | null>(null);
  const id = useId();
  const set = (seconds: number | null, stop = false) => run(session, [{ type: 'setTimer', seconds, ...(stop && { paused: true }) }]);
  const rest = () => left(session.get().dialogue.timer, session.get().serverTime()) ?? 0;
  if (!timer) {
    return (
      <form className="time-start" onSubmit={e => { e.preventDefault(); void set((wanted ?? minutes) * 60); }}>
        <label className="hidden-text" htmlFor={id}>{t('lead.timer.minutes')}</label>
        <input id={id} className="in" type="number" inputMode="numeric" min={1} max={600} required value={wanted ?? minutes} onChange={e => setWanted(e.target.valueAsNumber || 1)} />
        <span aria-hidden="true" className="help">min</span>
        <Button size="small" icon="play" type="submit">{t('lead.timer.start')}</Button>
      </form>
    );
  }
  const add = () => {
    const stopped = paused(timer);
    void set(rest() + 120, stopped).then(done => {
      if (done) toast({ text: t('lead.timer.added'), action: { label: t('common.undo'), run: () => void set(Math.max(1, rest() - 120), stopped) } });
    });
  };
  return (
    <>
      <Button size="small" icon="plus" aria-label={t('lead.timer.addLabel')} onClick={add}>{t('lead.timer.add')}</Button>
      {paused(timer)
        ? <Button size="small" icon="play" onClick={() => void set(Math.max(1, rest()))}>{t('lead.timer.resume')}</Button>
        : <Button size="small" icon="pause" onClick={() => void set(rest(), true)}>{t('lead.timer.pause')}</Button>}
      <Button size="small" icon="x" label={t('lead.timer.clear')} title={t('lead.timer.clear')} onClick={() => void set(null)} />
    </>
  );
}
