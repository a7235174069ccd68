// One note, as a card on the board or a row in the list: same words, same order, same actions. Knows nothing of the session: what is done goes through `on`.
import { memo, useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { Icon, Menu, type MenuItem } from '../design';
import { useWords } from '../words';
import type { Level, Note } from '../wire';
import { NoteEditor } from './NoteEditor';
import type { Ballot } from './reading';
import { VoteButton } from './Tallies';

export interface NoteDoings {
  edit: (id: string | null) => void;
  save: (note: Note, text: string, base: number) => void;
  writing: (id: string | null) => void;
  move: (note: Note) => void;
  link: (note: Note) => void;
  vote: (id: string) => void;
  remove: (note: Note) => void;
  restore: (id: string) => void;
  step: (id: string, by: -1 | 1) => void;
  shift: (note: Note, by: -1 | 1) => void;
  showMoment: (id: string) => void;
  lift: (note: Note) => void;
  drag: (id: string, e: PointerEvent<HTMLElement>) => void;
}

export interface NoteCardProps {
  note: Note;
  as: 'card' | 'row';
  /** null: names are hidden, and so are level and colour. */
  author: { name: string; organisation: string; level: Level | null } | null;
  mine: boolean;
  total: number;
  myVotes: number;
  ballot: Ballot;
  /** "3. Hem på en fredag" and its id */
  moment: { id: string; number: number; title: string } | null;
  moments: number;
  held: string | null;
  marked: boolean;
  editing: boolean;
  gone: boolean;
  fresh: boolean;
  mayChange: boolean;
  mayMove: boolean;
  /** the table it was written at, in words; "" without one */
  table: string;
  mayLift: boolean;
  on: NoteDoings;
}

export const levelTone = (level: Level | null | undefined) =>
  level === 'management' ? 'n-blue' : level === 'leadership' ? 'n-lilac' : level === 'livedExperience' ? 'n-pink' : level === 'frontline' ? 'n-yellow' : 'n-grey';

export const NoteCard = memo(function NoteCard(p: NoteCardProps) {
  const { note, as, author, mine, on, ballot } = p;
  const { t } = useWords();
  const own = useRef<HTMLElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // Leaving the editor, or losing the note under one's hands, gives focus to the note itself and never to the page.
    if ((wasEditing.current && !p.editing) || (p.gone && document.activeElement === document.body)) own.current?.focus({ preventScroll: true });
    wasEditing.current = p.editing;
  }, [p.editing, p.gone]);

  if (p.gone && !p.editing) {
    return (
      <article ref={own} className="note is-gone" tabIndex={-1} data-note={note.id} aria-label={t('note.removed')}>
        <p>{t('note.removed')}</p>
        {p.mayChange && <div className="foot"><button type="button" className="b b-small" onClick={() => on.restore(note.id)}><Icon name="undo" /> {t('note.restore')}</button></div>}
      </article>
    );
  }

  const menu: MenuItem[] = [
    { id: 'move', label: t('note.moveTo'), icon: 'move', keys: 'M', off: p.mayMove ? undefined : t('note.moveOff'), onSelect: () => on.move(note) },
    ...(p.mayLift ? [{ id: 'lift', label: t('note.lift'), icon: 'up' as const, keys: 'L', onSelect: () => on.lift(note) }] : []),
    ...(ballot.open ? [{ id: 'vote', label: p.myVotes > 0 && p.myVotes >= ballot.perItem ? t('vote.takeBack') : t('vote.give'), icon: 'vote' as const, keys: 'R', onSelect: () => on.vote(note.id) }] : []),
    ...(p.mayChange ? [
      { id: 'link', label: t('note.linkMoment'), icon: 'flag' as const, keys: 'H', onSelect: () => on.link(note) },
      { id: 'edit', label: t('common.change'), icon: 'pen' as const, keys: 'Enter', dividerBefore: true, onSelect: () => on.edit(note.id) },
      { id: 'remove', label: t('common.remove'), icon: 'trash' as const, keys: 'Del', onSelect: () => on.remove(note) },
    ] : []),
  ];

  const onKey = (e: KeyboardEvent<HTMLElement>) => {
    if (e.target !== e.currentTarget || e.altKey || e.metaKey) return;
    const done = (act: () => void) => { e.preventDefault(); act(); };
    if (e.ctrlKey) {
      if (p.mayMove && (e.key === 'ArrowLeft' || e.key === 'ArrowUp')) done(() => on.shift(note, -1));
      if (p.mayMove && (e.key === 'ArrowRight' || e.key === 'ArrowDown')) done(() => on.shift(note, 1));
      return;
    }
    switch (e.key) {
      case 'ArrowDown': case 'ArrowRight': return done(() => on.step(note.id, 1));
      case 'ArrowUp': case 'ArrowLeft': return done(() => on.step(note.id, -1));
      case 'Enter': return p.mayChange ? done(() => on.edit(note.id)) : undefined;
      case 'Delete': case 'Backspace': return p.mayChange ? done(() => on.remove(note)) : undefined;
      case 'm': case 'M': return p.mayMove ? done(() => on.move(note)) : undefined;
      case 'h': case 'H': return p.mayChange ? done(() => on.link(note)) : undefined;
      case 'l': case 'L': return p.mayLift ? done(() => on.lift(note)) : undefined;
      case 'r': case 'R': return ballot.open ? done(() => on.vote(note.id)) : undefined;
    }
  };

  const level = author?.level ? t(`level.${author.level}`) : '';
  const textId = `t-${note.id}`, byId = `b-${note.id}`;
  const writer = author && (
    <div className={as === 'card' ? 'by' : 'meta'} id={byId}>
      {mine && <><b>{t('common.you')}</b>{as === 'card' || author.organisation ? ' · ' : ''}</>}
      <bdi>{mine && as === 'row' ? author.organisation : [author.name, author.organisation].filter(Boolean).join(', ')}</bdi>
      {level && (as === 'card' ? <><br />{level}</> : ` · ${level.toLocaleLowerCase()}`)}
      {p.table && ` · ${p.table}`}
    </div>
  );
  const about = p.moment && (
    <button type="button" className={as === 'card' ? 'act mo' : 'linkish mo'} onClick={() => on.showMoment(p.moment!.id)}>
      <span className="hidden-text">{t('note.belongsTo')} </span>
      {as === 'card' ? <><span className="mo-dot" aria-hidden="true" />{t('moment.number', { n: p.moment.number })}</> : t('moment.numberTitle', { n: p.moment.number, title: p.moment.title })}
      {p.moments > 1 && ` +${p.moments - 1}`}
    </button>
  );
  const held = p.held && <span className="held"><Icon name="pen" /> {t('note.held', { name: p.held })}</span>;
  const text = p.editing
    ? <NoteEditor note={note} gone={p.gone} onSave={(words, base) => { on.save(note, words, base); on.edit(null); }} onCancel={() => on.edit(null)} onWriting={on.writing} />
    : <p id={textId} dir="auto">{note.text || t('note.erased')}</p>;
  const vote = <VoteButton ballot={ballot} total={p.total} mine={p.myVotes} className={as === 'card' ? 'act' : 'vote'} onVote={() => on.vote(note.id)} />;
  const more = <Menu label={t('note.more', { text: note.text.slice(0, 40) })} items={menu} className={as === 'card' ? 'act' : 'b b-quiet b-icon'} />;
  const state = `${p.held ? ' is-held' : ''}${p.fresh ? ' is-fresh' : ''}${p.marked ? ' is-marked' : ''}${note.pending && !note.saved ? ' is-pending' : ''}`;
  const common = {
    ref: own as never, tabIndex: p.editing ? -1 : 0, 'data-note': note.id, 'aria-labelledby': author ? `${textId} ${byId}` : textId, onKeyDown: onKey,
    onPointerDown: p.mayMove && !p.editing ? (e: PointerEvent<HTMLElement>) => on.drag(note.id, e) : undefined,
  };

  if (as === 'row') {
    return (
      <article className={`note-row${state}`} {...common}>
        <span className={`sw-note ${author ? levelTone(author.level) : 'n-grey'}`} aria-hidden="true" />
        <div>{held}{text}{writer}{about}</div>
        {!p.editing && <div className="do">{vote}{more}</div>}
      </article>
    );
  }
  return (
    <article className={`note ${author ? levelTone(author.level) : 'n-grey'}${state}${p.mayMove ? ' may-move' : ''}`} {...common}>
      {held}{text}{writer}
      {!p.editing && <div className="foot">{about}<span className="sp" />{vote}{more}</div>}
    </article>
  );
});
