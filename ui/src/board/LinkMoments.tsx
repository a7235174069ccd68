// Which moments of the story something belongs to: the root of the thread. For a note, a gap, a sentence, an initiative.
import { useState } from 'react';
import { Button, Dialog, PickMany } from '../design';
import { useWords } from '../words';
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
  const [moments, setMoments] = useState<string[]>([...(item.moments ?? [])]);
  const save = () => { void session.do({ type: 'changeItem', itemId: item.id, patch: { moments }, base: item.seq }); onClose(); };
  return (
    <Dialog title={t('note.linkMoment')} open onClose={onClose} footer={<><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      {options.length > 0 ? <PickMany legend={t('story.which')} values={moments} options={options} onChange={setMoments} /> : <p className="help">{t('story.none')}</p>}
    </Dialog>
  );
}
