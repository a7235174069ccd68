// Flytta till …: the themes with their counts, typing filters, a new theme last. What dragging does, for those who do not drag.
import { useState } from 'react';
import { Button, Dialog, Icon, TextField } from '../design';
import { newId } from '../session/ids';
import { useWords } from '../words';
import type { Draft, Note, Phase } from '../wire';
import { listsOf } from './reading';
import { useRoom } from './useRoom';

export function MoveTo({ note, phase, mayAddTheme, onClose }: { note: Note; phase: Phase; mayAddTheme: boolean; onClose: () => void }) {
  const { t } = useWords();
  const { session, reading } = useRoom();
  const [wanted, setWanted] = useState('');
  const lists = listsOf(reading, phase.id);
  const word = wanted.trim();
  const themes = lists.flatMap(l => (l.theme ? [{ theme: l.theme, count: l.notes.length }] : []))
    .filter(l => l.theme.title.toLocaleLowerCase().includes(word.toLocaleLowerCase()));
  // A theme of exactly that name is the one that is meant: two of the same name would only be told apart by chance.
  const isNew = word !== '' && !themes.some(l => l.theme.title.trim().toLocaleLowerCase() === word.toLocaleLowerCase());
  const here = note.theme && reading.items.has(note.theme) ? note.theme : null;
  const move = (theme: string | null) => { void session.do({ type: 'moveItems', moves: [{ itemId: note.id, theme, before: null }] }); onClose(); };
  const moveToNew = () => {
    const id = newId();
    const drafts: Draft[] = [
      { type: 'addItem', item: { id, kind: 'theme', phaseId: phase.id, title: word } },
      { type: 'moveItems', moves: [{ itemId: note.id, theme: id, before: null }] },
    ];
    void session.doAll(drafts);
    onClose();
  };
  return (
    <Dialog title={t('move.title')} open onClose={onClose} asks={false}>
      <p className="quoted" dir="auto">{note.text}</p>
      <TextField label={mayAddTheme ? t('move.findOrName') : t('move.find')} value={wanted} maxLength={200} onChange={e => setWanted(e.target.value)} />
      <ul className="choices">
        {themes.map(({ theme, count }) => (
          <li key={theme.id}>
            <button type="button" aria-current={theme.id === here ? 'true' : undefined} onClick={() => move(theme.id)}>
              <span dir="auto">{theme.title}</span>
              {theme.id === here ? <span className="tag">{t('move.here')}</span> : <span className="meta num">{t('count.notes', { n: count })}</span>}
            </button>
          </li>
        ))}
        {here && !word && <li><button type="button" onClick={() => move(null)}><span>{t('board.noTheme')}</span></button></li>}
        {mayAddTheme && isNew && <li><button type="button" onClick={moveToNew}><Icon name="plus" /><span>{t('move.newTheme', { title: word })}</span></button></li>}
      </ul>
      {themes.length === 0 && !word && <p className="help">{mayAddTheme ? t('move.noThemesYet') : t('move.noThemes')}</p>}
      {mayAddTheme && !word && themes.length > 0 && <p className="help">{t('move.newHint')}</p>}
      <Button onClick={onClose}>{t('common.cancel')}</Button>
    </Dialog>
  );
}
