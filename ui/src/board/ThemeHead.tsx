// The head of a theme: its title, how many notes, and what may be done with it. And the way to a new one.
import { useState } from 'react';
import { Button, Dialog, Menu, TextField, toast } from '../design';
import { askToEraseItem } from '../erase/ask';
import { newId } from '../session/ids';
import { takesBack } from '../session/undo';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Draft, Id, Phase, Theme } from '../wire';
import { byRank, listsOf, ofKind } from './reading';
import { merge } from './together';
import { useRoom } from './useRoom';

export interface ThemeRights { mayChange: boolean; mayMove: boolean; onChoose: (themeId: Id) => void }

export function ThemeHead({ theme, count, headingId, ...rights }: { theme: Theme | null; count: number; headingId: string } & ThemeRights) {
  const { t } = useWords();
  return (
    <header className="row-between">
      <h3 id={headingId} dir="auto">{theme ? theme.title || t('note.erased') : t('board.noTheme')}</h3>
      <span className="row tight">
        <span className="meta num" aria-hidden="true">{count}</span><span className="hidden-text">{t('count.notes', { n: count })}</span>
        {theme && <ThemeMenu theme={theme} className="act" {...rights} />}
      </span>
    </header>
  );
}

export function ThemeMenu({ theme, className, mayChange, mayMove, onChoose }: { theme: Theme; className: string } & ThemeRights) {
  const { t } = useWords();
  const { session, me, facilitator, reading } = useRoom();
  // As it was when the naming began: the title to start from, and the base of the change.
  const [naming, setNaming] = useState<Theme | null>(null);
  const [merging, setMerging] = useState(false);
  const mine = facilitator || theme.by === me?.id;
  if (!mayChange && !(mine && theme.title)) return null;
  const act = (drafts: Draft[], words: string) => {
    const back = takesBack(session.get().dialogue, drafts, me?.id ?? null);
    void session.doAll(drafts);
    toast({ text: words, action: { label: t('common.undo'), run: () => void session.doAll(back) } });
  };
  const menu = () => {
    const themes = ofKind(reading, 'theme', theme.phaseId).sort(byRank);
    const here = themes.findIndex(one => one.id === theme.id), earlier = themes[here - 1], later = themes[here + 1];
    const place = (before: Id | null) => void session.do({ type: 'moveItems', moves: [{ itemId: theme.id, before }] });
    const erase = mine && theme.title ? [{ id: 'erase', label: t('erase.open'), icon: 'trash' as const, onSelect: () => askToEraseItem(theme) }] : [];
    if (!mayChange) return erase;
    return [
      { id: 'name', label: t('theme.rename'), icon: 'pen' as const, onSelect: () => setNaming(theme) },
      { id: 'choose', label: t('theme.chooseAll'), icon: 'check' as const, onSelect: () => onChoose(theme.id) },
      ...(mayMove && themes.length > 1 ? [{ id: 'merge', label: t('theme.merge'), icon: 'merge' as const, onSelect: () => setMerging(true) }] : []),
      ...(mine || mayMove ? [
        ...(earlier ? [{ id: 'earlier', label: t('theme.earlier', { title: earlier.title }), icon: 'left' as const, onSelect: () => place(earlier.id) }] : []),
        ...(later ? [{ id: 'later', label: t('theme.later', { title: later.title }), icon: 'right' as const, onSelect: () => place(themes[here + 2]?.id ?? null) }] : []),
      ] : []),
      ...(mine ? [{ id: 'remove', label: t('theme.remove'), icon: 'trash' as const, dividerBefore: true, onSelect: () => act([{ type: 'removeItems', itemIds: [theme.id] }], t('theme.removed', { title: theme.title })) }] : []),
      ...erase,
    ];
  };
  return (
    <>
      <Menu label={t('theme.more', { title: theme.title })} className={className} items={menu} />
      {naming && <NameTheme of={naming.id} title={t('theme.rename')} first={naming.title} onClose={() => setNaming(null)}
        onName={words => void session.do({ type: 'changeItem', itemId: naming.id, patch: { title: words }, base: naming.seq })} />}
      {merging && <Merge theme={theme} onClose={() => setMerging(false)} onInto={(into, notes) => act(merge(theme, notes, into), t('theme.merged', { from: theme.title, into: into.title }))} />}
    </>
  );
}

type Into = (into: Theme, notes: ReturnType<typeof listsOf>[number]['notes']) => void;
function Merge({ theme, onInto, onClose }: { theme: Theme; onInto: Into; onClose: () => void }) {
  const { t } = useWords();
  const { reading } = useRoom();
  const lists = listsOf(reading, theme.phaseId);
  const notes = lists.find(l => l.theme?.id === theme.id)?.notes ?? [];
  return (
    <Dialog title={t('theme.mergeTitle', { title: theme.title })} open onClose={onClose}>
      <p className="help">{t('theme.mergeHelp', { title: theme.title })}</p>
      <ul className="choices">
        {lists.map(l => l.theme && l.theme.id !== theme.id && (
          <li key={l.theme.id}><button type="button" onClick={() => { onInto(l.theme!, notes); onClose(); }}><span dir="auto">{l.theme.title}</span><span className="meta num">{t('count.notes', { n: l.notes.length })}</span></button></li>
        ))}
      </ul>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
    </Dialog>
  );
}

export function NewTheme({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { session } = useRoom();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="plus" className="new-theme" onClick={() => setOpen(true)}>{t('theme.new')}</Button>
      {open && <NameTheme of={`new.theme.${phase.id}`} title={t('theme.new')} first="" onClose={() => setOpen(false)}
        onName={title => void session.do({ type: 'addItem', item: { id: newId(), kind: 'theme', phaseId: phase.id, title } })} />}
    </>
  );
}

export function NameTheme({ title, of, first, onName, onClose }: { title: string; /** whose name, for its draft */ of: string; first: string; onName: (title: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const draft = useDraft(of, { words: first });
  const { words } = draft.fields;
  const leave = () => { draft.done(); onClose(); };
  const done = () => { if (words.trim() && words.trim() !== first) onName(words.trim()); leave(); };
  return (
    <Dialog title={title} open onClose={leave} unsaved={draft.unsaved} footer={<><Button kind="main" onClick={done}>{t('common.save')}</Button><Button onClick={leave}>{t('common.cancel')}</Button></>}>
      <form onSubmit={e => { e.preventDefault(); done(); }}>
        <TextField label={t('theme.title')} help={t('theme.help')} value={words} maxLength={200} autoFocus onChange={e => draft.put({ words: e.target.value })} />
      </form>
    </Dialog>
  );
}
