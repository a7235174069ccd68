// Look up: a break, screens down, or the dialogue goes on another day. One calm thing to read, and a way past it; what lies under it is untouched.
import type { Ref } from 'react';
import { useRoom } from '../board/useRoom';
import { Button, Icon } from '../design';
import { PausedWords, usePausedTitle } from '../course/Paused';
import { useWords } from '../words';
import { Timer } from './Timer';

export function CalmPage({ what, onOpen, ref }: { what: 'paused' | 'pause' | 'screensDown'; onOpen: () => void; ref: Ref<HTMLHeadingElement> }) {
  const { t, time } = useWords();
  const { dialogue } = useRoom();
  const paused = usePausedTitle(dialogue);
  const phase = dialogue.agenda.find(p => p.id === dialogue.phaseId);
  const ends = dialogue.timer?.endsAt;
  return (
    <section className="look-up" aria-labelledby="question">
      <Icon name={what === 'screensDown' ? 'eye' : 'clock'} />
      <h1 id="question" ref={ref} tabIndex={-1}>{what === 'paused' ? paused : what === 'pause' ? (ends ? t('calm.pauseUntil', { time: time(ends) }) : t('calm.pause')) : t('calm.screensDown')}</h1>
      {what === 'paused' ? <PausedWords d={dialogue} /> : <p>{t(what === 'pause' ? 'calm.pause.text' : 'calm.screensDown.text')}</p>}
      {what === 'screensDown' && phase?.questions[0] && <p className="look-up-q" dir="auto">{phase.questions[0]}</p>}
      {what !== 'paused' && <Timer />}
      <Button onClick={onOpen}>{t('calm.open')}</Button>
    </section>
  );
}
