// What the server said no to. Shown calmly, with the text never lost: put back, keep mine, keep theirs, or keep both.
import { useRoom } from '../board/useRoom';
import { Band, Button } from '../design';
import { newId } from '../session/ids';
import { useShown } from '../session/react';
import type { Refusal } from '../session/shown';
import { useWords } from '../words';
import type { Item } from '../wire';

const ownText = (fields: Record<string, unknown>) => ['text', 'title', 'what', 'name'].map(f => fields[f]).find((v): v is string => typeof v === 'string' && v !== '') ?? null;

export function Refusals({ onPutBack }: { onPutBack: (text: string) => void }) {
  const { session } = useRoom();
  const refusals = useShown(s => s.refusals);
  return refusals.map((r, i) => <OneRefusal key={r.command.id} refusal={r} onPutBack={onPutBack} onDone={() => session.dismiss(i)} />);
}

function OneRefusal({ refusal, onPutBack, onDone }: { refusal: Refusal; onPutBack: (text: string) => void; onDone: () => void }) {
  const { t } = useWords();
  const { session, reading } = useRoom();
  const { command } = refusal;

  if (refusal.code === 'changed-meanwhile' && command.type === 'changeItem') {
    const item = reading.items.get(command.itemId);
    const field = Object.keys(command.patch).find(f => typeof command.patch[f] === 'string');
    if (item && field) {
      const mine = String(command.patch[field]);
      const theirs = String((item as unknown as Record<string, unknown>)[field] ?? '');
      const write = (text: string) => { void session.do({ type: 'changeItem', itemId: item.id, patch: { [field]: text }, base: item.seq }); onDone(); };
      return (
        <section className="collision" role="alert">
          <h2>{t('collision.title')}</h2>
          <div className="two">
            <div className="note n-grey"><span className="held">{t('collision.mine')}</span><p dir="auto">{mine}</p><div className="foot"><Button size="small" onClick={() => write(mine)}>{t('collision.keepMine')}</Button></div></div>
            <div className="note n-grey"><span className="held">{t('collision.theirs')}</span><p dir="auto">{theirs}</p><div className="foot"><Button size="small" onClick={onDone}>{t('collision.keepTheirs')}</Button></div></div>
          </div>
          {item.kind === 'note' && <Button size="small" onClick={() => { void session.do({ type: 'addItem', item: besides(item, mine) }); onDone(); }}>{t('collision.both')}</Button>}
        </section>
      );
    }
  }

  const text = command.type === 'addItem' ? ownText(command.item as never) : command.type === 'changeItem' ? ownText(command.patch) : null;
  return (
    <Band tone="warn" role="alert" actions={<>
      {text && <Button size="small" onClick={() => { onPutBack(text); onDone(); }}>{t('refused.putBack')}</Button>}
      <Button size="small" onClick={onDone}>{t('common.close')}</Button>
    </>}>
      <strong>{refusal.message || t('refused.title')}</strong>
      {text && <p className="quoted" dir="auto">{text}</p>}
    </Band>
  );
}

const besides = (item: Item & { kind: 'note' }, text: string) =>
  ({ id: newId(), kind: 'note' as const, phaseId: item.phaseId, text, ...(item.theme && { theme: item.theme }), ...(item.moments?.length && { moments: item.moments }) });
