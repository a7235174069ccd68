// Changing the text of a note where it stands. Remembers what it began from (base), so that a collision is noticed and no text is lost.
import { useEffect, useRef, useState } from 'react';
import { Button } from '../design';
import { useWords } from '../words';
import type { Note } from '../wire';
import { findPersonnummer } from './personnummer';

export function NoteEditor({ note, onSave, onCancel, onWriting }: { note: Note; onSave: (text: string, base: number) => void; onCancel: () => void; onWriting: (id: string | null) => void }) {
  const { t } = useWords();
  const [text, setText] = useState(note.text);
  const [warned, setWarned] = useState<string | null>(null);
  const base = useRef(note.seq).current;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current!;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    onWriting(note.id);
    return () => onWriting(null);
  }, [note.id, onWriting]);
  const save = () => {
    const words = text.trim();
    if (!words || words === note.text) return onCancel();
    const found = findPersonnummer(words);
    if (found && warned !== found) return setWarned(found);
    onSave(words, base);
  };
  return (
    <div className="note-edit">
      <textarea
        ref={field} className="in" rows={4} dir="auto" maxLength={2000} aria-label={t('note.text')} value={text}
        onChange={e => setText(e.target.value)}
        onKeyDown={e => {
          e.stopPropagation();
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); save(); }
          if (e.key === 'Escape') { e.preventDefault(); onCancel(); }
        }}
      />
      {warned && <p className="err" role="alert">{t('personnummer.title')} {t('personnummer.again')}</p>}
      <div className="row"><Button kind="main" size="small" onClick={save}>{t('common.save')}</Button><Button size="small" onClick={onCancel}>{t('common.cancel')}</Button></div>
    </div>
  );
}
