// The story on the big screen: the timeline and one moment at a time in the person's own words. Arrows step.
import { momentParts } from '../board/moments';
import { brief } from '../course/shows';
import { Sign } from '../design';
import { useShown } from '../session/react';
import type { Moment } from '../wire';
import { useWords, type Key } from '../words';
import { ScreenHead, ScreenLow, useKeys, useTurn } from './Screen';

export function ScreenStory() {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const phase = d.agenda.find(p => p.id === d.phaseId);
  const moments = d.items.filter((i): i is Moment => i.kind === 'moment');
  const gaps = new Set(d.items.flatMap(i => i.kind === 'connection' && i.state === 'missing' ? i.moments : []));
  const turn = useTurn();
  const at = Math.max(0, moments.findIndex(m => m.id === d.screen?.itemId)), moment = moments[at];
  const setStep = (n: number) => { const to = moments[Math.min(n, moments.length - 1)]; if (to && to !== moment) turn('story', to); };
  useKeys(key => {
    if (key === 'ArrowRight' || key === 'PageDown') setStep(at + 1);
    else if (key === 'ArrowLeft' || key === 'PageUp') setStep(Math.max(0, at - 1));
  });
  const belongs = moment ? d.items.filter(i => i.kind === 'note' && i.moments?.includes(moment.id)).length : 0;
  return (
    <>
      <ScreenHead title={phase?.questions[0] || phase?.title || ''} small />
      {moments.length > 1 && (
        <ol className="tl" style={{ '--n': moments.length } as React.CSSProperties}>
          {moments.map((m, i) => (
            <li key={m.id} className={i === at ? 'on' : undefined} aria-current={i === at ? 'true' : undefined}>
              <Sign of={gaps.has(m.id) ? 'gap' : 'moment'} /><div dir="auto">{m.when || t('screen.moment', { n: i + 1 })}</div>
              <b dir="auto">{momentParts(m).title || brief(m.text, 5)}</b>
            </li>
          ))}
        </ol>
      )}
      <div className="said" aria-live="polite">
        {moment ? <>
          <p className={moment.text.length > 140 ? 'voice voice-long' : 'voice'} dir="auto">”{momentParts(moment).words}”</p>
          <p className="said-about">
            {gaps.has(moment.id) && <span className="tag tag-gap">{t('gap.one')}</span>}
            {moment.tags.map(x => <span key={x} className="tag">{t(`lead.tag.${x}` as Key)}</span>)}
            {belongs > 0 && <span>{t('screen.belongs', { n: belongs })}</span>}
          </p>
        </> : <p className="said-about">{t('screen.noStory')}</p>}
      </div>
      <ScreenLow>{moments.length > 1 && <span>{t('screen.moment', { n: at + 1 })}</span>}</ScreenLow>
    </>
  );
}
