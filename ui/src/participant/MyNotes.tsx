// Mina lappar: what I wrote in this phase, and the way to each.
import { levelTone } from '../board/NoteCard';
import { namesHidden, ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Button } from '../design';
import { useWords } from '../words';
import type { Phase } from '../wire';

export function MyNotes({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, me } = useRoom();
  const notes = me ? ofKind(reading, 'note', phase.id).filter(n => n.by === me.id).reverse() : [];
  if (!me || notes.length === 0) return null;
  const tone = namesHidden(phase.conduct) ? 'n-grey' : levelTone(me.level);
  const show = (id: string) => {
    const note = document.querySelector<HTMLElement>(`[data-board] [data-note="${id}"]`);
    note?.closest('.group')?.querySelector<HTMLElement>('[aria-expanded=false]')?.click();
    // A folded list shows its notes in the next frame.
    requestAnimationFrame(() => {
      note?.scrollIntoView({ block: 'center' });
      note?.focus({ preventScroll: true });
    });
  };
  return (
    <section className="panel my-notes" aria-labelledby="my-notes">
      <div className="row-between"><h2 id="my-notes">{t('mine.title')}</h2><span className="meta num">{notes.length}</span></div>
      <ul className="own">
        {notes.map(n => (
          <li key={n.id}>
            <span className={`sw-note ${tone}`} aria-hidden="true" />
            <span dir="auto">{n.text}{n.pending && !n.saved && <span className="meta"> {t('mine.pending')}</span>}</span>
            <Button kind="link" onClick={() => show(n.id)} aria-label={t('mine.show', { text: n.text.slice(0, 40) })}>{t('common.show')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
