// Gemensamma initiativ: ideas grouped on the board become initiatives, judged by effect for the person and effort. List, picture and table carry the same numbers.
import './phases.css';
import { Board } from '../board/Board';
import { ofKind, peopleOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { kinds } from '../items';
import { AddItem } from '../items/parts';
import { useWords } from '../words';
import type { Phase } from '../wire';
import { EffectEffort } from './EffectEffort';
import { judged } from './spread';

export default function Initiatives({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, dialogue } = useRoom();
  const initiatives = ofKind(reading, 'initiative');
  const Card = kinds.initiative.Card;
  const section = (
    <section className="initiatives" aria-labelledby="initiatives" key="initiatives">
      <div className="bar"><h2 id="initiatives">{t('initiative.list')}</h2><div className="end"><AddItem kind="initiative" phase={phase} /></div></div>
      {initiatives.length > 0 ? (
        <div className="pair pair-even">
          <ol className="stack ini">{initiatives.map((it, i) => <li key={it.id}><Card item={it} number={i + 1} /></li>)}</ol>
          <EffectEffort all={judged(initiatives, reading.ratings)} people={peopleOf(dialogue).filter(p => p.role === 'participant').length} />
        </div>
      ) : <p className="help">{t('initiative.empty')}</p>}
    </section>
  );
  const board = <Board phase={phase} key="board" />;
  return initiatives.length > 0 ? [section, board] : [board, section];
}
