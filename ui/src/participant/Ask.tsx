// Where we are, and the question: the largest text. Time comes second. Looking at another part moves only me.
import type { Ref } from 'react';
import { hintKey, roundKey } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Button, Menu } from '../design';
import { useWords } from '../words';
import type { Phase } from '../wire';
import { Timer } from './Timer';

export function Ask({ phase, away, onLook, ref }: { phase: Phase; away: boolean; onLook: (phaseId: string) => void; ref: Ref<HTMLHeadingElement> }) {
  const { t } = useWords();
  const { session, dialogue, me, lang } = useRoom();
  const here = dialogue.agenda.findIndex(p => p.id === phase.id);
  const groupAt = dialogue.agenda.findIndex(p => p.id === dialogue.phaseId);
  const round = away ? undefined : phase.rounds.find(r => r.id === dialogue.round);
  const [question, ...others] = phase.questions;
  return (
    <section className="ask" aria-labelledby="question">
      <div>
        <div className="where">
          <ol className="steps" aria-hidden="true">
            {dialogue.agenda.map((p, i) => <li key={p.id} className={i === here ? 'now' : i < groupAt || dialogue.entered.includes(p.id) ? 'done' : ''} />)}
          </ol>
          <Menu
            label={`. ${t('ask.look')}`} iconAfter="down" className="b-look"
            items={dialogue.agenda.map((p, i) => ({
              id: p.id, checked: p.id === phase.id,
              label: <>{i + 1}. {p.title}{p.id === dialogue.phaseId && <> <span className="tag tag-accent">{t('ask.groupHere')}</span></>}</>,
              onSelect: () => onLook(p.id),
            }))}
          >
            <span>{t('phase.part', { n: here + 1, of: dialogue.agenda.length })}: <strong dir="auto" lang={lang}>{phase.title}</strong>{round && <> · {t(roundKey(round))}</>}</span>
          </Menu>
        </div>
        <h1 id="question" ref={ref} tabIndex={-1} dir="auto" lang={lang}>{question ?? phase.title}</h1>
        {phase.purpose && <p className="help purpose" dir="auto" lang={lang}>{phase.purpose}</p>}
        {round && <p className="round-hint">{t(hintKey(round))}</p>}
        {others.length > 0 && <ul className="more-questions">{others.map(q => <li key={q} dir="auto" lang={lang}>{q}</li>)}</ul>}
      </div>
      {!away && <Timer />}
      {me && !away && dialogue.status === 'live' && (
        <Button size="big" icon="check" className="ready" pressed={me.ready === true} onClick={() => void session.do({ type: 'setReady', value: !me.ready })}>{t('ask.ready')}</Button>
      )}
    </section>
  );
}
