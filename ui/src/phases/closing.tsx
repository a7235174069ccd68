// Avslutning: what we leave with, preliminary until the dialogue is concluded, and a last note to check out with.
import './phases.css';
import { api } from '../api';
import { Board } from '../board/Board';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Icon, Sign } from '../design';
import { stepState } from '../items/stepState';
import { useWords } from '../words';
import type { Phase } from '../wire';

export default function Closing({ phase }: { phase: Phase }) {
  const { t, date } = useWords();
  const { reading, dialogue, organisationName } = useRoom();
  const sentences = ofKind(reading, 'visionSentence'), initiatives = ofKind(reading, 'initiative'), steps = ofKind(reading, 'nextStep');
  return (
    <>
      <section className="panel so-far" aria-labelledby="so-far">
        <div className="bar"><h2 id="so-far">{t('closing.title')}</h2><span className={`tag ${dialogue.status === 'concluded' ? 'tag-good' : 'tag-warn'}`}>{t(dialogue.status === 'concluded' ? 'closing.final' : 'closing.preliminary')}</span></div>
        <h3>{t('vision.title')}</h3>
        {sentences.length > 0 ? <ol className="said">{sentences.map(s => <li key={s.id}><Sign of="vision" small /><p className="voice" dir="auto">{s.text}</p></li>)}</ol> : <p className="help">{t('closing.noVision')}</p>}
        <h3>{t('closing.initiatives')}</h3>
        {initiatives.length > 0 ? <ol className="said">{initiatives.map(i => <li key={i.id}><Sign of="initiative" small /><p><b dir="auto">{i.title}</b> <span className="meta">{i.lead ? t('closing.leads', { name: organisationName(i.lead) }) : t('initiative.noLead')}</span></p></li>)}</ol> : <p className="help">{t('closing.noInitiatives')}</p>}
        <h3>{t('step.title')}</h3>
        {steps.length > 0 ? (
          <ol className="said">{steps.map(s => { const state = stepState(s, dialogue); return <li key={s.id}><Sign of="step" small /><p><span dir="auto">{s.what}</span> <span className="meta">{[organisationName(s.organisation), date(s.due)].filter(Boolean).join(', ')}</span> <span className={`tag ${state === 'agreed' ? 'tag-good' : state === 'awaitingDecision' ? 'tag-warn' : ''}`}>{t(`stepState.${state}`)}</span></p></li>; })}</ol>
        ) : <p className="help">{t('closing.noSteps')}</p>}
        <p className="help">{t(dialogue.namesInResult ? 'closing.named' : 'closing.counted')}</p>
        <p><a className="b" href={api.outcomeFile(dialogue.id, 'html')} target="_blank" rel="noreferrer"><Icon name="print" /> {t('closing.whole')}</a></p>
      </section>
      <Board phase={phase} title={t('closing.notes')} />
    </>
  );
}
