// The story: a timeline of moments in the person's own voice, always one click away. Beside the board, or a drawer where there is no room.
import { useEffect, useRef } from 'react';
import './story.css';
import { useDoors, useRoom } from '../board/useRoom';
import { Button, Dialog, Sign } from '../design';
import { kinds } from '../items';
import { useWords } from '../words';

export function Story({ drawer, onClose }: { drawer: boolean; onClose: () => void }) {
  const { t } = useWords();
  if (drawer) return <Dialog title={t('story.title')} open onClose={onClose} as="drawer"><StoryLine /></Dialog>;
  return (
    <aside className="story" aria-labelledby="story-title">
      <div className="row-between"><h2 id="story-title">{t('story.title')}</h2><Button kind="quiet" icon="x" label={t('story.close')} onClick={onClose} /></div>
      <StoryLine />
    </aside>
  );
}

export function StoryLine({ big }: { big?: boolean }) {
  const { t } = useWords();
  const { reading, dialogue } = useRoom();
  const { marked, showMoment } = useDoors();
  const list = useRef<HTMLOListElement>(null);
  const Card = kinds.moment.Card;
  useEffect(() => { if (marked && !big) list.current?.querySelector(`[data-moment="${marked}"]`)?.scrollIntoView({ block: 'nearest' }); }, [marked, big]);
  if (reading.moments.length === 0) return <p className="help story-none">{t('story.empty')}</p>;
  const notes = (id: string) => dialogue.items.filter(i => i.kind === 'note' && i.moments?.includes(id)).length;
  const isGap = (id: string) => dialogue.items.some(i => i.kind === 'connection' && i.state === 'missing' && i.moments?.includes(id));
  return (
    <>
      <p className="meta">{t('story.invented')}</p>
      <ol className={`line${big ? ' line-big' : ''}`} ref={list}>
        {reading.moments.map((m, i) => {
          const n = notes(m.id), gap = isGap(m.id);
          return (
            <li key={m.id} data-moment={m.id} className={marked === m.id ? 'on' : ''}>
              <span className="dot"><Sign of={gap ? 'gap' : 'moment'} small /></span>
              <Card item={m} number={i + 1} />
              {(gap || n > 0) && (
                <div className="links">
                  {gap && <span className="tag tag-gap">{t('gap.one')}</span>}
                  {n > 0 && <button type="button" className="linkish meta" aria-pressed={marked === m.id} onClick={() => showMoment(marked === m.id ? null : m.id)}>{t('count.notes', { n })}</button>}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
