// Flytta till …: the themes with their counts, typing filters, a new theme last. What dragging does, for those who do not drag; of one note or of many.
import { useState } from 'react';
import { Button, Dialog, Icon, TextField } from '../design';
import { useWords } from '../words';
import type { Draft, Note, Phase } from '../wire';
import { listsOf } from './reading';
import { moveAll, newThemeOf } from './together';
import { useRoom } from './useRoom';

export function MoveTo({ notes, phase, stay, mayAddTheme, onMove, onClose }: {
  notes: readonly Note[]; phase: Phase; stay: number; mayAddTheme: boolean; onMove: (drafts: Draft[], title: string) => void; onClose: () => void;
}) {
  const { t } = useWords();
  const { reading } = useRoom();
  const [wanted, setWanted] = useState('');
  const lists = listsOf(reading, phase.id);
  const word = wanted.trim(), ids = notes.map(note => note.id);
  const themes = lists.flatMap(l => (l.theme ? [{ theme: l.theme, count: l.notes.length }] : []))
    .filter(l => l.theme.title.toLocaleLowerCase().includes(word.toLocaleLowerCase()));
  // A theme of exactly that name is the one that is meant: two of the same name would only be told apart by chance.
  const isNew = word !== '' && !themes.some(l => l.theme.title.trim().toLocaleLowerCase() === word.toLocaleLowerCase());
  const where = new Set(notes.map(note => (note.theme && reading.items.has(note.theme) ? note.theme : null)));
  const here = where.size === 1 ? [...where][0]! : null;
  const move = (theme: string | null, title: string) => { onMove(moveAll(ids, theme), title); onClose(); };
  return (
    <Dialog title={notes.length === 1 ? t('move.title') : t('choose.moveTitle', { n: notes.length })} open onClose={onClose} asks={false}>
      {notes.length === 1 && <p className="quoted" dir="auto">{notes[0]!.text}</p>}
      {stay > 0 && <p className="help">{t('choose.othersStay', { n: stay })}</p>}
      <TextField label={mayAddTheme ? t('move.findOrName') : t('move.find')} value={wanted} maxLength={200} onChange={e => setWanted(e.target.value)} />
      <ul className="choices">
        {themes.map(({ theme, count }) => (
          <li key={theme.id}>
            <button type="button" aria-current={theme.id === here ? 'true' : undefined} onClick={() => move(theme.id, theme.title)}>
              <span dir="auto">{theme.title}</span>
              {theme.id === here ? <span className="tag">{t('move.here')}</span> : <span className="meta num">{t('count.notes', { n: count })}</span>}
            </button>
          </li>
        ))}
        {!where.has(null) && !word && <li><button type="button" onClick={() => move(null, t('board.noTheme'))}><span>{t('board.noTheme')}</span></button></li>}
        {mayAddTheme && isNew && <li><button type="button" onClick={() => { onMove(newThemeOf(ids, word, phase.id), word); onClose(); }}><Icon name="plus" /><span>{t('move.newTheme', { title: word })}</span></button></li>}
      </ul>
      {themes.length === 0 && !word && <p className="help">{mayAddTheme ? t('move.noThemesYet') : t('move.noThemes')}</p>}
      {mayAddTheme && !word && themes.length > 0 && <p className="help">{t('move.newHint')}</p>}
      <Button onClick={onClose}>{t('common.cancel')}</Button>
    </Dialog>
  );
}
