// What was written on the way: themes with their votes, and what people took with them. Without names: it was said to the room.
import { Icon } from '../design';
import { useWords } from '../words';
import type { OutcomeShown } from './shape';

export function Themes({ shown }: { shown: OutcomeShown }) {
  const { t } = useWords();
  if (shown.themes.length === 0) return null;
  return (
    <section aria-labelledby="o-th">
      <h2 id="o-th">{t('outcome.themes')}</h2>
      <p className="help">{t('outcome.themes.help')}</p>
      <ul className="themes">
        {shown.themes.map((theme, i) => (
          <li key={i}>
            <h3 dir="auto">{theme.title ?? t('outcome.theme.none')} {theme.votes > 0 && <span className="tag"><Icon name="check" /> {t('outcome.votes', { n: theme.votes })}</span>}</h3>
            <ul>{theme.notes.map((note, at) => <li key={at} dir="auto">{note.text}{note.votes > 0 && <span className="meta"> {t('outcome.votes', { n: note.votes })}</span>}</li>)}</ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Closing({ shown }: { shown: OutcomeShown }) {
  const { t } = useWords();
  if (shown.closing.length === 0) return null;
  return (
    <section aria-labelledby="o-c">
      <h2 id="o-c">{t('outcome.closing')}</h2>
      <p className="help">{t('outcome.closing.help')}</p>
      <ul className="closing">{shown.closing.map((text, i) => <li key={i} className="voice" dir="auto">{text}</li>)}</ul>
    </section>
  );
}
