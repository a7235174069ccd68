// Suggested themes: proposed, named and accepted one by one by a person; nothing moves by itself.
import { useRef, useState } from 'react';
import { Button, Dialog, PickMany, TextField, toast } from '../design';
import { useWords } from '../words';
import type { Id, Phase } from '../wire';
import { heapsOf, type Heap } from './alike';
import { listsOf } from './reading';
import { newThemeOf } from './together';
import { useRoom } from './useRoom';

export default function Suggest({ phase, onClose }: { phase: Phase; onClose: () => void }) {
  const { t } = useWords();
  const { session, reading } = useRoom();
  // As the board was when it was asked for: suggestions that change while one reads them are none.
  const heaps = useRef<readonly Heap[]>(undefined);
  heaps.current ??= heapsOf(listsOf(reading, phase.id).find(l => !l.theme)?.notes ?? []);
  const [made, setMade] = useState<readonly Heap[]>([]);
  const left = heaps.current.filter(heap => !made.includes(heap));
  const make = (heap: Heap, title: string, ids: readonly Id[]) => {
    void session.doAll(newThemeOf(ids.filter(id => reading.items.has(id)), title, phase.id));
    toast({ text: t('theme.made', { n: ids.length, title }) });
    setMade([...made, heap]);
  };
  return (
    <Dialog title={t('suggest.title')} open wide asks={false} onClose={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <p className="help">{t('suggest.help')}</p>
      {heaps.current.length === 0 && <p>{t('suggest.none')}</p>}
      {heaps.current.length > 0 && left.length === 0 && <p role="status">{t('suggest.accepted')}</p>}
      <ul className="suggested">{left.map(heap => <li key={heap.notes[0]!.id}><One heap={heap} onMake={(title, ids) => make(heap, title, ids)} /></li>)}</ul>
    </Dialog>
  );
}

function One({ heap, onMake }: { heap: Heap; onMake: (title: string, ids: readonly Id[]) => void }) {
  const { t } = useWords();
  const [title, setTitle] = useState(heap.title);
  const [ids, setIds] = useState<string[]>(heap.notes.map(note => note.id));
  return (
    <form onSubmit={e => { e.preventDefault(); if (title.trim() && ids.length > 0) onMake(title.trim(), ids); }}>
      <TextField label={t('theme.title')} value={title} maxLength={200} onChange={e => setTitle(e.target.value)} />
      <PickMany legend={t('suggest.which')} values={ids} onChange={setIds} options={heap.notes.map(note => ({ value: note.id, label: note.text }))} />
      <Button kind="main" type="submit" disabled={!title.trim() || ids.length === 0}>{t('suggest.accept')} <span className="num">({ids.length})</span></Button>
    </form>
  );
}
