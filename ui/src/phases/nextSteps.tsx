// Nästa steg: who does what by when, and whether all who are named have said yes.
import './phases.css';
import { Board } from '../board/Board';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { kinds } from '../items';
import { AddItem } from '../items/parts';
import { stepState } from '../items/stepState';
import { useWords } from '../words';
import type { Phase, StepState } from '../wire';

const states: readonly StepState[] = ['agreed', 'awaitingDecision', 'proposed', 'asked'];

export default function NextSteps({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, dialogue } = useRoom();
  const steps = ofKind(reading, 'nextStep');
  const counts = states.map(s => ({ s, n: steps.filter(x => stepState(x, dialogue) === s).length })).filter(c => c.n > 0);
  const Card = kinds.nextStep.Card;
  return (
    <>
      <section className="steps-list" aria-labelledby="steps">
        <div className="bar">
          <h2 id="steps">{t('step.title')}</h2>
          {counts.map(({ s, n }) => <span key={s} className={`tag ${s === 'agreed' ? 'tag-good' : s === 'awaitingDecision' ? 'tag-warn' : ''}`}>{n} {t(`stepState.${s}`).toLocaleLowerCase()}</span>)}
          <div className="end"><AddItem kind="nextStep" phase={phase} /></div>
        </div>
        {steps.length > 0 ? <ol className="stack">{steps.map((s, i) => <li key={s.id}><Card item={s} number={i + 1} /></li>)}</ol> : <p className="help">{t('step.empty')}</p>}
      </section>
      <Board phase={phase} />
    </>
  );
}
