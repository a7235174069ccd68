// What was removed, by whom and when, for the facilitator: one or many come back. Asked of the server when it opens; nothing of it lies in the page.
import { useEffect, useState } from 'react';
import { api, type Removals } from '../api';
import { Button, Dialog, PickMany, toast } from '../design';
import { askToErase, wordsIn } from '../erase/ask';
import { useWords, type Key } from '../words';
import type { Item } from '../wire';
import { restoreAll } from './together';
import { useRoom } from './useRoom';

const wordsOf = (item: Item) => { const f = item as { text?: string; title?: string; what?: string; name?: string }; return f.title ?? f.text ?? f.what ?? f.name ?? ''; };

export default function Removed({ onClose }: { onClose: () => void }) {
  const { t, time } = useWords();
  const { session, dialogue, reading } = useRoom();
  const [found, setFound] = useState<Removals | 'failed' | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  useEffect(() => { void api.removed(dialogue.id).then(setFound, () => setFound('failed')); }, [dialogue.id]);
  const items = new Map((found && found !== 'failed' ? found.items : []).map(item => [item.id, item]));
  const rows = (found && found !== 'failed' ? found.removals : []).filter(one => items.has(one.itemId) && !reading.items.has(one.itemId));
  const who = (by: string | null | undefined) => (by === undefined ? t('removed.someone') : by === null ? t('note.byFacilitator') : reading.people.get(by)?.name ?? t('happened.somebody'));
  const restore = () => {
    void session.doAll(restoreAll(chosen));
    toast({ text: t('removed.restored', { n: chosen.length }) });
    onClose();
  };
  return (
    <Dialog title={t('removed.title')} open wide asks={false} onClose={onClose} footer={<>
      {rows.length > 0 && <Button kind="main" icon="undo" disabled={chosen.length === 0} onClick={restore}>{t('removed.restore', { n: chosen.length })}</Button>}
      {rows.length > 0 && <Button icon="trash" disabled={chosen.length === 0} onClick={() => askToErase({ what: chosen.map(itemId => ({ itemId })), takes: 'item', words: chosen.flatMap(id => wordsIn(items.get(id)!)) })}>{t('erase.open')}</Button>}
      <Button onClick={onClose}>{t('common.close')}</Button>
    </>}>
      <p className="help">{t('removed.help')}</p>
      {found === null && <p role="status">{t('common.loading')}</p>}
      {found === 'failed' && <p className="err" role="alert">{t('removed.failed')}</p>}
      {found !== null && found !== 'failed' && rows.length === 0 && <p>{t('removed.none')}</p>}
      {rows.length > 0 && (
        <PickMany legend={t('removed.which')} values={chosen} onChange={setChosen} options={rows.map(({ itemId, at, by }) => {
          const item = items.get(itemId)!;
          const label = wordsOf(item) || t('note.erased');
          return { value: itemId, label: <bdi>{label}</bdi>, help: `${t(`kind.${item.kind}` as Key)} · ${reading.phases.get(item.phaseId)?.title ?? ''} · ${t('removed.by', { time: time(at), who: who(by) })}` };
        })} />
      )}
    </Dialog>
  );
}
