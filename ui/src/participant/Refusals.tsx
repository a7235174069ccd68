// What the server said no to. Shown calmly, with no text lost: each can be put back or copied, and where two wrote at the same time
// one chooses field by field, or keeps both.
import { useState } from 'react';
import { useRoom } from '../board/useRoom';
import { Band, Button } from '../design';
import { newId } from '../session/ids';
import { useShown } from '../session/react';
import type { Refusal } from '../session/shown';
import { useWords } from '../words';
import type { Command, Item } from '../wire';
import { RefusedWords } from './RefusedWords';
import { fieldName, writtenIn } from './written';

export function Refusals({ onPutBack }: { onPutBack: (text: string) => void }) {
  const { session } = useRoom();
  const refusals = useShown(s => s.refusals);
  return refusals.map((r, i) => <OneRefusal key={r.command.id} refusal={r} onPutBack={onPutBack} onDone={() => session.dismiss(i)} />);
}

function OneRefusal({ refusal, onPutBack, onDone }: { refusal: Refusal; onPutBack: (text: string) => void; onDone: () => void }) {
  const { t } = useWords();
  const { reading } = useRoom();
  const { command } = refusal;
  if (refusal.code === 'changed-meanwhile' && command.type === 'changeItem') {
    const item = reading.items.get(command.itemId);
    if (item && ownTexts(command).length > 0) return <Collision item={item} command={command} onDone={onDone} />;
  }
  const texts = writtenIn(command);
  return (
    <Band tone="warn" role="alert" actions={<Button size="small" onClick={onDone}>{t('common.close')}</Button>}>
      <strong>{refusal.message || t('refused.title')}</strong>
      {/* The only text goes back and is done with; of several each may be wanted, so they stay until Stäng. */}
      <RefusedWords command={command} onPutBack={text => { onPutBack(text); if (texts.length === 1) onDone(); }} />
    </Band>
  );
}

type Change = Extract<Command, { type: 'changeItem' }>;
const ownTexts = (command: Change) => Object.entries(command.patch).filter((e): e is [string, string] => typeof e[1] === 'string' && e[1] !== '' && writtenIn({ ...command, patch: { [e[0]]: e[1] } }).length > 0);

function Collision({ item, command, onDone }: { item: Item; command: Change; onDone: () => void }) {
  const { t } = useWords();
  const { session } = useRoom();
  const [settled, setSettled] = useState<readonly string[]>([]);
  const texts = ownTexts(command);
  const left = texts.filter(([field]) => !settled.includes(field));
  const inFields = new Set(texts.map(([field]) => field));
  // What is no plain text of its own (links, decisions): the refusal stopped that too. It goes with the first text that is kept.
  const rest = Object.fromEntries(Object.entries(command.patch).filter(([field]) => !inFields.has(field)));
  const settle = (field: string) => { setSettled([...settled, field]); if (left.length <= 1) onDone(); };
  const [restKept, setRestKept] = useState(false);
  const keep = (field: string, text: string) => {
    void session.do({ type: 'changeItem', itemId: item.id, patch: { ...(restKept ? {} : rest), [field]: text }, base: item.seq });
    setRestKept(true);
    settle(field);
  };
  return (
    <section className="collision" role="alert">
      <h2>{t('collision.title')}</h2>
      {left.map(([field, mine]) => {
        const theirs = String((item as unknown as Record<string, unknown>)[field] ?? '');
        const name = texts.length > 1 && fieldName[field] ? t(fieldName[field]) : '';
        const about = name && <span className="hidden-text">: {name}</span>;
        return (
          <div key={field}>
            {name && <h3 className="meta">{name}</h3>}
            <div className="two">
              <div className="note n-grey"><span className="held">{t('collision.mine')}</span><p dir="auto">{mine}</p><div className="foot"><Button size="small" onClick={() => keep(field, mine)}>{t('collision.keepMine')}{about}</Button></div></div>
              <div className="note n-grey"><span className="held">{t('collision.theirs')}</span><p dir="auto">{theirs}</p><div className="foot"><Button size="small" onClick={() => settle(field)}>{t('collision.keepTheirs')}{about}</Button></div></div>
            </div>
          </div>
        );
      })}
      {!restKept && <RefusedWords command={{ ...command, patch: rest }} />}
      {item.kind === 'note' && inFields.has('text') && <Button size="small" onClick={() => { void session.do({ type: 'addItem', item: besides(item, String(command.patch.text)) }); onDone(); }}>{t('collision.both')}</Button>}
    </section>
  );
}

const besides = (item: Item & { kind: 'note' }, text: string) =>
  ({ id: newId(), kind: 'note' as const, phaseId: item.phaseId, text, ...(item.theme && { theme: item.theme }), ...(item.moments?.length && { moments: item.moments }) });
