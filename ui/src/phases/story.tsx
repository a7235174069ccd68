// Den enskildes berättelse: the moments, large; what interviews said; and what touched those who listened.
import './phases.css';
import { Board } from '../board/Board';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { kinds } from '../items';
import { AddItem } from '../items/parts';
import { StoryLine } from '../story/Story';
import '../story/story.css';
import { useWords } from '../words';
import type { Phase } from '../wire';

export default function StoryPhase({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, me } = useRoom();
  const findings = ofKind(reading, 'finding');
  const Finding = kinds.finding.Card;
  return (
    <>
      <section className="panel story-big" aria-labelledby="story-big">
        <div className="bar"><h2 id="story-big">{t('story.whole')}</h2><div className="end"><AddItem kind="moment" phase={phase} main={me?.level === 'livedExperience'} /></div></div>
        <StoryLine big />
      </section>
      {(findings.length > 0 || !me) && (
        <section className="findings" aria-labelledby="findings">
          <div className="bar"><h2 id="findings">{t('finding.title')}</h2><div className="end"><AddItem kind="finding" phase={phase} /></div></div>
          <ul className="cards-2">{findings.map(f => <li key={f.id} className="panel"><Finding item={f} /></li>)}</ul>
        </section>
      )}
      <Board phase={phase} title={t('story.notes')} />
    </>
  );
}
