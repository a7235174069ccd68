// The wall without a board: a break, screens down, another day, the time alone, the vision, what was agreed. Few words, read from afar.
import { Icon, Mark } from '../design';
import { digits, left } from '../facilitator/clock';
import { useNow } from '../facilitator/room';
import { PausedWords, usePausedTitle } from '../course/Paused';
import type { Dialogue } from '../wire';
import { useWords } from '../words';
import { ScreenClock, ScreenHead, ScreenLow } from './Screen';

export function LookUp({ d, what }: { d: Dialogue; what: 'pause' | 'screensDown' }) {
  const { t, time } = useWords();
  const phase = d.agenda.find(p => p.id === d.phaseId);
  const ends = what === 'pause' ? d.timer?.endsAt : undefined;
  return (
    <>
      <div className="b1"><Mark /> <b dir="auto">{d.title}</b></div>
      <div className="look-up-big">
        {what === 'pause'
          ? <><h1>{t('screen.pause')}</h1>{ends ? <><p>{t('screen.pauseUntil')}</p><p className="big-time num">{time(ends)}</p></> : <p>{t('calm.pause.text')}</p>}</>
          : <><Icon name="eye" /><h1>{t('screen.lookUp')}</h1><p>{t('screen.lookUp.text')}</p>{phase?.questions[0] && <p className="big-ask" dir="auto">{phase.questions[0]}</p>}</>}
      </div>
      {what === 'screensDown' && d.timer && <ScreenClock />}
      <ScreenLow />
    </>
  );
}

export function Paused({ d }: { d: Dialogue }) {
  const title = usePausedTitle(d);
  return (
    <>
      <div className="b1"><Mark /> <b dir="auto">{d.title}</b></div>
      <div className="look-up-big paused-big"><h1>{title}</h1><PausedWords d={d} /></div>
      <ScreenLow />
    </>
  );
}

export function TimeAlone({ d }: { d: Dialogue }) {
  const { t } = useWords();
  const seconds = left(d.timer, useNow(500));
  const phase = d.agenda.find(p => p.id === d.phaseId);
  return (
    <>
      <div className="b1"><Mark /> <b dir="auto">{phase?.title ?? d.title}</b></div>
      <div className="look-up-big">
        {seconds === null ? <h1>{t('screen.noTime')}</h1>
          : <div role="timer" aria-label={t('time.spoken', { m: Math.floor(seconds / 60), s: seconds % 60 })}><p className="big-clock num" aria-hidden="true">{seconds === 0 ? t('time.up') : digits(seconds)}</p></div>}
        {seconds === null ? <p className="big-ask" dir="auto">{phase?.questions[0]}</p> : <h1 className="big-ask" dir="auto">{phase?.questions[0] ?? phase?.title}</h1>}
      </div>
      <ScreenLow />
    </>
  );
}

export function Vision({ d }: { d: Dialogue }) {
  const { t } = useWords();
  const sentences = d.items.filter(i => i.kind === 'visionSentence');
  return (
    <>
      <ScreenHead title={d.agenda.find(p => p.kind === 'valueVision')?.title ?? t('lead.screen.vision')} small />
      <div className="said">{sentences.length === 0 ? <p className="said-about">{t('screen.vision.none')}</p> : sentences.slice(0, 4).map(v => <p key={v.id} className={sentences.length > 2 ? 'voice voice-long' : 'voice'} dir="auto">{v.text}</p>)}</div>
      <ScreenLow />
    </>
  );
}

/** What was agreed: initiatives with who leads, steps with who and when. */
export function Result({ d }: { d: Dialogue }) {
  const { t, shortDate } = useWords();
  const org = (id: string | undefined) => d.organisations.find(o => o.id === id)?.name ?? '';
  const steps = d.items.filter(i => i.kind === 'nextStep'), initiatives = d.items.filter(i => i.kind === 'initiative');
  return (
    <>
      <ScreenHead title={t('lead.screen.result')} small />
      {steps.length + initiatives.length === 0 ? <p className="big-empty">{t('screen.result.none')}</p> : (
        <ol className="extras">
          {initiatives.slice(0, 4).map(i => <li key={i.id} dir="auto"><b>{i.title}</b> <span className="x-by">{i.lead ? t('screen.lead', { name: org(i.lead) }) : t('outcome.noLead')}</span></li>)}
          {steps.slice(0, 7 - Math.min(4, initiatives.length)).map(i => <li key={i.id} dir="auto"><b>{i.what}</b> <span className="x-by">{[[i.role, org(i.organisation)].filter(Boolean).join(', '), shortDate(i.due)].filter(Boolean).join(' · ')}</span></li>)}
        </ol>
      )}
      <ScreenLow />
    </>
  );
}
