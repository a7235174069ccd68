// On a phone the four things one always needs, under the thumb.
import { useRoom } from '../board/useRoom';
import { Button } from '../design';
import { useWords } from '../words';

export function FootBar({ onWrite, onStory }: { onWrite: () => void; onStory: () => void }) {
  const { t } = useWords();
  const { session, me, dialogue } = useRoom();
  return (
    <nav className="foot-bar" aria-label={t('foot.label')}>
      <Button kind="quiet" icon="pen" onClick={onWrite}>{t('foot.write')}</Button>
      <Button kind="quiet" icon="book" onClick={onStory}>{t('story.title')}</Button>
      {me && <Button kind="quiet" icon="hand" pressed={me.hand === true} onClick={() => void session.do({ type: 'raiseHand', value: !me.hand })}>{t('foot.hand')}</Button>}
      {me && dialogue.status === 'live' && <Button kind="quiet" icon="check" pressed={me.ready === true} onClick={() => void session.do({ type: 'setReady', value: !me.ready })}>{t('foot.ready')}</Button>}
    </nav>
  );
}
