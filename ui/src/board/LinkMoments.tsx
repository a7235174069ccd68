// Which moments of the story something belongs to: the root of the thread. For a note, a gap, a sentence, an initiative.
import { useRef, useState } from 'react';
import { Button, Dialog, PickMany } from '../design';
import { useWords } from '../words';
import { changesFrom } from '../items/changes';
import type { Item } from '../wire';
import { momentName } from './moments';
import { useRoom } from './useRoom';

export function useMomentOptions() {
  const { t } = useWords();
  const { reading } = useRoom();
  return reading.moments.map((m, i) => ({ value: m.id, label: `${i + 1}. ${momentName(m) || t('note.erased')}`, help: m.when }));
}

export function LinkMoments({ item, onClose }: { item: Item & { moments?: readonly string[] }; onClose: () => void }) {
  const { t } = useWords();
  const { session } = useRoom();
  const options = useMomentOptions();
  // As it was when this opened: what others link meanwhile is theirs, and the server notices.
  const before = useRef(item).current;
  const [moments, setMoments] = useState<string[]>([...(before.moments ?? [])]);
  const save = () => {
    const patch = changesFrom(before, { moments });
    if (Object.keys(patch).length > 0) void session.do({ type: 'changeItem', itemId: before.id, patch, base: before.seq });
    onClose();
  };
  return (
    <Dialog title={t('note.linkMoment')} open onClose={onClose} footer={<><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      {options.length > 0 ? <PickMany legend={t('story.which')} values={moments} options={options} onChange={setMoments} /> : <p className="help">{t('story.none')}</p>}
    </Dialog>
  );
}
