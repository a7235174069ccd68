// "Visas nu": what the wall shows, in words, on one's own device. For those who do not see the wall, or sit behind somebody tall.
import { useEffect, useRef } from 'react';
import { announce, Icon } from '../design';
import { settings } from '../settings/settings';
import { useDoors, useRoom } from '../board/useRoom';
import { useWords } from '../words';
import { brief, shownNow, wordsOf } from './shows';

export function NowShown({ phaseId, onShow }: { phaseId: string; onShow: (phaseId: string, noteId?: string) => void }) {
  const { t } = useWords();
  const { dialogue } = useRoom();
  const { showMoment } = useDoors();
  const now = shownNow(dialogue);
  // What the wall shows is what the room looks at: told when it changes, whole, unless the person asked for quiet.
  const shown = !now.set || now.what === 'paused' || now.what === 'thanks' ? '' : now.item ? wordsOf(now.item) : now.what === 'note' ? '' : t(`shown.${now.what}`);
  const told = useRef(shown);
  useEffect(() => {
    if (told.current === shown) return;
    told.current = shown;
    if (shown && settings().spoken !== 'quiet') announce(`${t('shown.now')} ${shown}`);
  }, [shown, t]);
  if (!dialogue.phaseId || now.what === 'paused' || now.what === 'thanks' || (!now.set && now.what === 'board')) return null;
  const item = now.item, words = item ? brief(wordsOf(item)) : '';
  return (
    <p className="now-shown">
      <Icon name="screen" /> <span className="now-shown-is">{t('shown.now')}</span>{' '}
      {item?.kind === 'moment' ? <button type="button" className="linkish" onClick={() => showMoment(item.id)}><span dir="auto">{words}</span></button>
        : item ? <button type="button" className="linkish" onClick={() => onShow(item.phaseId, item.id)}><span className="hidden-text">{t(item.kind === 'theme' ? 'shown.theme' : 'shown.note')}: </span><span dir="auto">{words}</span></button>
        : <b>{t(`shown.${now.what as Exclude<typeof now.what, 'note'>}`)}</b>}
      {item && item.phaseId !== phaseId && <span className="help"> {t('shown.otherPart')}</span>}
    </p>
  );
}
