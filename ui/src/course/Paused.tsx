// The dialogue goes on another day: when, what people need to know, and what was done until now. The same words on every device.
import { Icon } from '../design';
import type { Dialogue } from '../wire';
import { useWords } from '../words';

export function usePausedTitle(d: Dialogue): string {
  const { t, meeting } = useWords();
  return d.pause?.until ? t('paused.until', { when: meeting(d.pause.until) }) : t('paused.title');
}

export function PausedWords({ d }: { d: Dialogue }) {
  const { t } = useWords();
  const written = (phaseId: string) => d.items.filter(i => i.phaseId === phaseId && i.kind !== 'theme' && i.kind !== 'finding').length + d.concealed.filter(c => c.phaseId === phaseId).length;
  const done = d.agenda.filter(p => d.entered.includes(p.id));
  return (
    <>
      {d.pause?.words && <p className="paused-words" dir="auto">{d.pause.words}</p>}
      <p>{t('paused.kept')}</p>
      {done.length > 0 && (
        <section className="paused-done" aria-labelledby="paused-done">
          <h2 id="paused-done">{t('paused.done')}</h2>
          <ol>{done.map(p => <li key={p.id}><Icon name="check" /><span dir="auto">{p.title}</span><span className="help">{t('paused.written', { n: written(p.id) })}</span></li>)}</ol>
        </section>
      )}
    </>
  );
}
