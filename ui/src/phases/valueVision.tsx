// Gemensam värdevision: notes and themes become sentences, each with the sign by which the person would notice, and who stands behind it.
import './phases.css';
import { Board } from '../board/Board';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { kinds } from '../items';
import { AddItem } from '../items/parts';
import { useWords } from '../words';
import type { Phase } from '../wire';

export default function ValueVision({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, dialogue } = useRoom();
  const sentences = ofKind(reading, 'visionSentence', phase.id);
  const Card = kinds.visionSentence.Card;
  const vision = (
    <section className="vision" aria-labelledby="vision" key="vision">
      <div className="bar"><h2 id="vision">{t('vision.title')}</h2>{sentences.length > 0 && <span className="meta">{t('vision.count', { n: sentences.length })}</span>}<div className="end"><AddItem kind="visionSentence" phase={phase} /></div></div>
      {sentences.length > 0
        ? <ol className="stack">{sentences.map((s, i) => <li key={s.id}><Card item={s} number={i + 1} /></li>)}</ol>
        : <p className="help">{t('vision.empty')}</p>}
    </section>
  );
  const stance = phase.rounds.find(r => r.id === dialogue.round)?.kind === 'stance';
  const board = <Board phase={phase} key="board" />;
  return stance ? [vision, board] : [board, vision];
}
