// The head of a theme: its title, how many notes, and what may be done with it. And the way to a new one.
import { useState } from 'react';
import { Button, Dialog, Menu, TextField, toast } from '../design';
import { newId } from '../session/ids';
import { useWords } from '../words';
import type { Phase, Theme } from '../wire';
import type { NoteList } from './reading';
import { useRoom } from './useRoom';

export function ThemeHead({ list, mayChange, headingId }: { list: NoteList; mayChange: boolean; headingId: string }) {
  const { t } = useWords();
  const { theme, notes } = list;
  return (
    <header className="row-between">
      <h3 id={headingId} dir="auto">{theme ? theme.title || t('note.erased') : t('board.noTheme')}</h3>
      <span className="row tight">
        <span className="meta num" aria-hidden="true">{notes.length}</span><span className="hidden-text">{t('count.notes', { n: notes.length })}</span>
        {theme && mayChange && <ThemeMenu theme={theme} className="act" />}
      </span>
    </header>
  );
}

export function ThemeMenu({ theme, className }: { theme: Theme; className: string }) {
  const { t } = useWords();
  const { session, me, facilitator } = useRoom();
  // As it was when the naming began: the title to start from, and the base of the change.
  const [naming, setNaming] = useState<Theme | null>(null);
  const remove = () => {
    void session.do({ type: 'removeItems', itemIds: [theme.id] });
    toast({ text: t('theme.removed', { title: theme.title }), action: { label: t('common.undo'), run: () => void session.do({ type: 'restoreItems', itemIds: [theme.id] }) } });
  };
  return (
    <>
      <Menu
        label={t('theme.more', { title: theme.title })} className={className}
        items={[
          { id: 'name', label: t('theme.rename'), icon: 'pen', onSelect: () => setNaming(theme) },
          ...(facilitator || theme.by === me?.id ? [{ id: 'remove', label: t('theme.remove'), icon: 'trash' as const, onSelect: remove }] : []),
        ]}
      />
      {naming && <NameTheme title={t('theme.rename')} first={naming.title} onClose={() => setNaming(null)}
        onName={words => void session.do({ type: 'changeItem', itemId: naming.id, patch: { title: words }, base: naming.seq })} />}
    </>
  );
}

export function NewTheme({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { session } = useRoom();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="plus" className="new-theme" onClick={() => setOpen(true)}>{t('theme.new')}</Button>
      {open && <NameTheme title={t('theme.new')} first="" onClose={() => setOpen(false)}
        onName={title => void session.do({ type: 'addItem', item: { id: newId(), kind: 'theme', phaseId: phase.id, title } })} />}
    </>
  );
}

function NameTheme({ title, first, onName, onClose }: { title: string; first: string; onName: (title: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const [words, setWords] = useState(first);
  const done = () => { if (words.trim() && words.trim() !== first) onName(words.trim()); onClose(); };
  return (
    <Dialog title={title} open onClose={onClose} footer={<><Button kind="main" onClick={done}>{t('common.save')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></>}>
      <form onSubmit={e => { e.preventDefault(); done(); }}>
        <TextField label={t('theme.title')} help={t('theme.help')} value={words} maxLength={200} autoFocus onChange={e => setWords(e.target.value)} />
      </form>
    </Dialog>
  );
}
