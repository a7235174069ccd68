// Changing the text of a note where it stands. Remembers what it began from (base), so that a collision is noticed and no text is lost.
import { useEffect, useRef, useState } from 'react';
import { Button } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Note } from '../wire';
import { findPersonnummer } from './personnummer';

/** Where the caret stood, should the editor be drawn anew (its theme removed, board to list). What is written is a draft on the device. */
const carets = new Map<string, number>();

const released = 10_000;

export function NoteEditor({ note, gone, held, onSave, onCancel, onWriting }: { note: Note; gone: boolean; held: string | null; onSave: (text: string, base: number) => void; onCancel: () => void; onWriting: (id: string | null) => void }) {
  const { t } = useWords();
  const draft = useDraft(note.id, { text: note.text }, note.seq);
  const { text } = draft.fields;
  const [warned, setWarned] = useState<string | null>(null);
  const first = useRef(note.text).current;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // Once, when it opens: later the caret is the writer's.
    const area = field.current!, caret = (draft.restored ? carets.get(note.id) : undefined) ?? area.value.length;
    area.focus();
    area.setSelectionRange(caret, caret);
  }, []);
  // Held softly: others see who writes, and ten seconds after the last key no longer. They are never stopped; two texts are both kept.
  const [keys, setKeys] = useState(0);
  useEffect(() => {
    onWriting(note.id);
    const timer = setTimeout(() => onWriting(null), released);
    return () => clearTimeout(timer);
  }, [note.id, onWriting, keys]);
  useEffect(() => () => onWriting(null), [onWriting]);
  const change = (words: string, caret: number) => { draft.put({ text: words }); setKeys(n => n + 1); carets.set(note.id, caret); };
  const cancel = () => { draft.done(); onCancel(); };
  const save = () => {
    const words = text.trim();
    if (!words || (words === first && !draft.restored)) return cancel();
    const found = findPersonnummer(words);
    if (found && warned !== found) return setWarned(found);
    const { base } = draft;
    draft.done();
    onSave(words, base!);
  };
  return (
    <div className="note-edit">
      {draft.restored && <p className="help" role="status">{t('draft.restored')}</p>}
      {gone && <p className="help" role="status">{t('note.removedWhile')}</p>}
      {held !== null && !gone && <p className="help" role="status">{t('held.open', { name: held })}</p>}
      <textarea
        ref={field} className="in" rows={4} dir="auto" maxLength={2000} aria-label={t('note.text')} value={text}
        onChange={e => change(e.target.value, e.target.selectionStart)}
        onKeyDown={e => {
          e.stopPropagation();
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); save(); }
          // Esc leaves, but drops nothing: what was written is there when the note is opened again. Only Avbryt gives it up.
          if (e.key === 'Escape') { e.preventDefault(); onCancel(); }
        }}
      />
      {warned && <p className="err" role="alert">{t('personnummer.title')} {t('personnummer.again')}</p>}
      <div className="row"><Button kind="main" size="small" onClick={save}>{t('common.save')}</Button><Button size="small" onClick={cancel}>{t('common.cancel')}</Button></div>
    </div>
  );
}
