// The head of a theme: its title, how many notes, and what may be done with it. And the way to a new one.
import { useState } from 'react';
import { Button, Dialog, Icon, Menu, TextField, toast } from '../design';
import { newId } from '../session/ids';
import { useWords } from '../words';
import type { Phase, Theme } from '../wire';
import type { NoteList } from './reading';
import { useRoom } from './useRoom';

export function ThemeHead({ list, mayChange, headingId, as = 'column' }: { list: NoteList; phase: Phase; mayChange: boolean; headingId: string; as?: 'column' | 'row' }) {
  const { t } = useWords();
  const { session, me, facilitator } = useRoom();
  const [naming, setNaming] = useState(false);
  const theme = list.theme;
  const title = theme ? theme.title || t('note.erased') : t('board.noTheme');
  const n = list.notes.length;
  const remove = (it: Theme) => {
    void session.do({ type: 'removeItems', itemIds: [it.id] });
    toast({ text: t('theme.removed', { title: it.title }), action: { label: t('common.undo'), run: () => void session.do({ type: 'restoreItems', itemIds: [it.id] }) } });
  };
  const menu = theme && mayChange && (
    <span className="head-menu" onClick={e => e.preventDefault()}>
      <Menu
        label={t('theme.more', { title })} className="act"
        items={[
          { id: 'name', label: t('theme.rename'), icon: 'pen', onSelect: () => setNaming(true) },
          ...(facilitator || theme.by === me?.id ? [{ id: 'remove', label: t('theme.remove'), icon: 'trash' as const, onSelect: () => remove(theme) }] : []),
        ]}
      />
    </span>
  );
  const dialog = theme && naming && (
    <NameTheme title={t('theme.rename')} first={theme.title} onClose={() => setNaming(false)}
      onName={words => void session.do({ type: 'changeItem', itemId: theme.id, patch: { title: words }, base: theme.seq })} />
  );
  if (as === 'row') {
    return <><h3 id={headingId} dir="auto">{title}</h3><span className="tag num">{t('count.notes', { n })}</span>{menu}<Icon name="down" className="fold" />{dialog}</>;
  }
  return (
    <header className="row-between">
      <h3 id={headingId} dir="auto">{title}</h3>
      <span className="row tight"><span className="meta num">{n}<span className="hidden-text"> {t('count.notes', { n }).replace(/^\S+ /, '')}</span></span>{menu}</span>
      {dialog}
    </header>
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
