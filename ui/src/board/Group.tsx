// A list of notes in the list view: its head folds it. The menu stands beside the folding button, not in it.
import { useState, type ReactNode } from 'react';
import { Icon } from '../design';
import { useWords } from '../words';
import type { NoteList } from './reading';
import { ThemeMenu } from './ThemeHead';

export function Group({ list, mayChange, headingId, children }: { list: NoteList; mayChange: boolean; headingId: string; children: ReactNode }) {
  const { t } = useWords();
  const [open, setOpen] = useState(true);
  return (
    <section className="group" data-list={list.theme?.id ?? ''}>
      <div className="group-head">
        <h3>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <span id={headingId} dir="auto">{list.theme ? list.theme.title || t('note.erased') : t('board.noTheme')}</span>
            <span className="tag num">{t('count.notes', { n: list.notes.length })}</span>
            <Icon name="down" className="fold" />
          </button>
        </h3>
        {list.theme && mayChange && <ThemeMenu theme={list.theme} className="b b-quiet b-icon" />}
      </div>
      <div hidden={!open}>{children}</div>
    </section>
  );
}
