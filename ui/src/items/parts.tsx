// What the kinds' cards and editors share: the frame of an editor, the ⋯ menu, the button that adds, and the chips of the thread.
import { useRef, useState, type ReactNode } from 'react';
import { useDoors, useRoom } from '../board/useRoom';
import { askToEraseItem, mayErase, wordsIn } from '../erase/ask';
import { Button, Dialog, Menu, Sign, toast } from '../design';
import { liftable } from '../participant/AtTable';
import type { Draft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Id, Item, ItemKind, Phase } from '../wire';
import { kinds } from './index';
import { mayAdd, mayChange, mayRemove, type KindOfItem } from './kind';

/** `missing`: the labels of what must be filled in and is not, false for what is. Saving then names them and goes to the first. */
export function EditorFrame({ title, draft, missing, onSave, onClose, wide, children }: {
  title: string; draft: Pick<Draft<object>, 'restored' | 'unsaved' | 'done'>; missing: (string | false)[]; onSave: () => void; onClose: () => void; wide?: boolean; children: ReactNode;
}) {
  const { t, list } = useWords();
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [first, ...more] = missing.filter(m => m !== false);
  // Whoever closes it has saved, or was asked and threw it away.
  const leave = () => { draft.done(); onClose(); };
  const save = () => {
    if (first === undefined) { onSave(); leave(); return; }
    setTried(true);
    const name = [...form.current!.querySelectorAll<HTMLLabelElement | HTMLLegendElement>('label, legend')].find(l => l.textContent?.startsWith(first));
    (name instanceof HTMLLabelElement ? name.control : name?.parentElement?.querySelector('input'))?.focus();
  };
  return (
    <Dialog title={title} open onClose={leave} wide={wide} unsaved={draft.unsaved} footer={<><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={leave}>{t('common.cancel')}</Button></>}>
      {draft.restored && <p className="help" role="status">{t('draft.restored')}</p>}
      {tried && first !== undefined && <p className="err" role="alert">{t('editor.missing', { what: list([first, ...more].map(label => t('editor.field', { label }))) })}</p>}
      <form ref={form} className="editor" noValidate onSubmit={e => { e.preventDefault(); save(); }}
        onKeyDown={e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); save(); } }}>
        {children}
      </form>
    </Dialog>
  );
}

export function AddItem({ kind, phase, main }: { kind: ItemKind; phase: Phase; main?: boolean }) {
  const { t } = useWords();
  const { dialogue, me, facilitator } = useRoom();
  const [open, setOpen] = useState(false);
  const it = kinds[kind] as unknown as KindOfItem<never>;
  const Editor = it.Editor;
  if (!Editor || !mayAdd(it, phase, dialogue, { me, facilitator })) return null;
  return (
    <>
      <Button kind={main ? 'main' : 'plain'} icon="plus" onClick={() => setOpen(true)}>{t(it.newLabel)}</Button>
      {open && <Editor item={null as never} phase={phase} onClose={() => setOpen(false)} />}
    </>
  );
}

export function ItemMenu({ item, name }: { item: Item; name: string }) {
  const { t } = useWords();
  const { session, dialogue, reading, me, facilitator } = useRoom();
  // The item as it was when its editor opened: what one writes is a change of that, not of what others make of it meanwhile.
  const [editing, setEditing] = useState<Item | null>(null);
  const it = kinds[item.kind] as unknown as KindOfItem<never>;
  const phase = reading.phases.get(item.phaseId);
  const Editor = it.Editor;
  if (!phase) return null;
  const who = { me, facilitator };
  const change = Editor && mayChange(item, it, phase, dialogue, who);
  const remove = mayRemove(item, dialogue, who);
  const lift = dialogue.status !== 'concluded' && (liftable(item, me, phase) || (facilitator && !!item.table && !item.shown && phase.conduct.writing === 'tables'));
  const erase = mayErase(item.by, who) && wordsIn(item).length > 0;
  if (!change && !remove && !lift && !erase) return null;
  return (
    <>
      <Menu label={t('item.more', { name: name.slice(0, 60) })} items={[
        ...(lift ? [{ id: 'lift', label: t('note.lift'), icon: 'up' as const, onSelect: () => { void session.do({ type: 'showItems', itemIds: [item.id] }); toast({ text: t('note.lifted') }); } }] : []),
        ...(change ? [{ id: 'edit', label: t('common.change'), icon: 'pen' as const, onSelect: () => setEditing(item) }] : []),
        ...(remove ? [{ id: 'remove', label: t('common.remove'), icon: 'trash' as const, onSelect: () => {
          void session.do({ type: 'removeItems', itemIds: [item.id] });
          toast({ text: t('item.removed', { name: name.slice(0, 60) }), action: { label: t('common.undo'), run: () => void session.do({ type: 'restoreItems', itemIds: [item.id] }) } });
        } }] : []),
        ...(erase ? [{ id: 'erase', label: t('erase.open'), icon: 'trash' as const, dividerBefore: true, onSelect: () => askToEraseItem(item) }] : []),
      ]} />
      {editing && Editor && <Editor item={editing as never} phase={phase} onClose={() => setEditing(null)} />}
    </>
  );
}

export function MomentChips({ ids }: { ids: readonly Id[] | undefined }) {
  const { t } = useWords();
  const { reading } = useRoom();
  const { showMoment } = useDoors();
  return (ids ?? []).map(id => {
    const number = reading.momentNumber.get(id);
    return number && <button key={id} type="button" className="tag chip" onClick={() => showMoment(id)}><Sign of="moment" small />{t('moment.number', { n: number })}</button>;
  });
}

/** Gaps, sentences and initiatives that something answers to. */
export function ThreadChips({ gaps = [], sentences = [], initiative }: { gaps?: readonly Id[]; sentences?: readonly Id[]; initiative?: Id }) {
  const { t } = useWords();
  const { reading } = useRoom();
  const missing = reading.dialogue.items.filter(i => i.kind === 'connection' && i.state === 'missing');
  const all = reading.dialogue.items.filter(i => i.kind === 'visionSentence');
  const it = initiative ? reading.items.get(initiative) : undefined;
  return (
    <>
      {gaps.map(id => { const n = missing.findIndex(c => c.id === id) + 1; return n > 0 && <span key={id} className="tag tag-gap"><Sign of="gap" small />{t('gap.number', { n })}</span>; })}
      {sentences.map(id => { const n = all.findIndex(s => s.id === id) + 1; return n > 0 && <span key={id} className="tag tag-accent"><Sign of="vision" small />{t('vision.number', { n })}</span>; })}
      {it?.kind === 'initiative' && <span className="tag tag-accent"><Sign of="initiative" small /><bdi>{it.title}</bdi></span>}
    </>
  );
}
