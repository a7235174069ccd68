// A list of notes in the list view: its head folds it. The menu stands beside the folding button, not in it.
import { useState, type ReactNode } from 'react';
import { Icon } from '../design';
import { useWords } from '../words';
import type { Theme } from '../wire';
import { ThemeMenu, type ThemeRights } from './ThemeHead';

export function Group({ theme, count, headingId, children, ...rights }: { theme: Theme | null; count: number; headingId: string; children: ReactNode } & ThemeRights) {
  const { t } = useWords();
  const [open, setOpen] = useState(true);
  return (
    <section className="group" data-list={theme?.id ?? ''}>
      <div className="group-head">
        <h3>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <span id={headingId} dir="auto">{theme ? theme.title || t('note.erased') : t('board.noTheme')}</span>
            <span className="tag num">{t('count.notes', { n: count })}</span>
            <Icon name="down" className="fold" />
          </button>
        </h3>
        {theme && <ThemeMenu theme={theme} className="b b-quiet b-icon" {...rights} />}
      </div>
      <div hidden={!open}>{children}</div>
    </section>
  );
}
