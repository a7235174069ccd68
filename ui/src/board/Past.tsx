// What a note said before, and what happened to it: an ordinary list, the latest first; an earlier text can be written back.
import { useEffect, useState } from 'react';
import { api } from '../api';
import { Button, Dialog } from '../design';
import { useWords, type Key } from '../words';
import type { Note, WireFact } from '../wire';
import { useRoom } from './useRoom';

const sentences: Readonly<Record<string, Key>> = { itemAdded: 'past.wrote', itemChanged: 'past.changed', itemsMoved: 'past.moved', itemsRemoved: 'past.removed' };
type Told = WireFact & { item?: { text?: string }; patch?: { text?: string } };

export default function Past({ note, onClose }: { note: Note; onClose: () => void }) {
  const { t, time } = useWords();
  const { session, dialogue, reading, me } = useRoom();
  const [events, setEvents] = useState<readonly Told[] | 'failed' | null>(null);
  useEffect(() => { void api.itemEvents(dialogue.id, note.id, me?.id ?? null).then(found => setEvents(found as readonly Told[]), () => setEvents('failed')); }, [dialogue.id, note.id, me?.id]);
  const now = reading.items.get(note.id);
  const who = (by: string | null | undefined) => (by === undefined ? t('happened.somebody') : by === null ? t('note.byFacilitator') : by === me?.id ? t('common.you') : reading.people.get(by)?.name ?? t('happened.somebody'));
  const rows = events && events !== 'failed' ? events.filter(e => sentences[e.type]).reverse() : [];
  return (
    <Dialog title={t('past.title')} open wide onClose={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <p className="quoted" dir="auto">{now?.kind === 'note' ? now.text : note.text}</p>
      {events === null && <p role="status">{t('common.loading')}</p>}
      {events === 'failed' && <p className="err" role="alert">{t('removed.failed')}</p>}
      {events !== null && events !== 'failed' && rows.length === 0 && <p className="help">{t('past.empty')}</p>}
      <ol className="past">
        {rows.map(e => {
          const text = e.item?.text ?? e.patch?.text;
          return (
            <li key={e.seq}>
              <p className="meta">{t(sentences[e.type]!, { who: who(e.by), time: time(e.at) })}</p>
              {text && <p dir="auto">{text}</p>}
              {text && now?.kind === 'note' && text !== now.text && (
                <Button size="small" icon="undo" onClick={() => { void session.do({ type: 'changeItem', itemId: note.id, patch: { text }, base: now.seq }); onClose(); }}>{t('past.putBack')}</Button>
              )}
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}
