// One note, as a card on the board or a row in the list: same words, same order, same actions. Knows nothing of the session: what is done goes through `on`.
import { memo, useEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { Icon, Menu, type MenuItem } from '../design';
import { useWords } from '../words';
import type { Level, Note } from '../wire';
import { NoteEditor } from './NoteEditor';
import type { MayVote } from './reading';
import type { Seen } from './seeing';
import { VoteButton } from './Tallies';

export interface NoteDoings {
  edit: (id: string | null) => void;
  save: (note: Note, text: string, base: number) => void;
  writing: (id: string | null) => void;
  move: (note: Note) => void;
  link: (note: Note) => void;
  past: (note: Note) => void;
  vote: (id: string) => void;
  remove: (note: Note) => void;
  erase: (note: Note) => void;
  restore: (id: string) => void;
  /** Chosen or not any more; `upTo`: with all between it and the last one. */
  choose: (id: string, upTo?: boolean) => void;
  chooseAll: () => void;
  chooseNone: () => boolean;
  step: (id: string, by: -1 | 1, choosing?: boolean) => void;
  shift: (note: Note, by: -1 | 1) => void;
  zoom: (by: -1 | 0 | 1) => void;
  showMoment: (id: string) => void;
  lift: (note: Note) => void;
  drag: (id: string, e: PointerEvent<HTMLElement>) => void;
}

/** `far`: out of sight among many. Its words are there, for whoever searches or listens; its buttons come when it comes near. */
export interface NoteCardProps { seen: Seen; as: 'card' | 'row'; mayVote: MayVote; keys: boolean; far: boolean; choosing: boolean; chosen: boolean; editing: boolean; on: NoteDoings }

export const levelTone = (level: Level | null | undefined) =>
  level === 'management' ? 'n-blue' : level === 'leadership' ? 'n-lilac' : level === 'livedExperience' ? 'n-pink' : level === 'frontline' ? 'n-yellow' : 'n-grey';

const controls = 'button, a, textarea, input, select, label';

export const NoteCard = memo(function NoteCard({ seen, as, mayVote, keys, far, choosing, chosen, editing, on }: NoteCardProps) {
  const { note, mine, gone } = seen;
  const { t } = useWords();
  const own = useRef<HTMLElement>(null);
  const wasEditing = useRef(false), inside = useRef(false);
  useEffect(() => {
    // Leaving the editor, or losing the note under one's hands, gives focus to the note itself and never to the page.
    if ((wasEditing.current && !editing) || (gone && inside.current && document.activeElement === document.body)) own.current?.focus({ preventScroll: true });
    wasEditing.current = editing;
  }, [editing, gone]);
  const within = { onFocus: () => { inside.current = true; }, onBlur: (e: FocusEvent<HTMLElement>) => { if (e.relatedTarget && !e.currentTarget.contains(e.relatedTarget)) inside.current = false; } };

  if (gone && !editing) {
    return (
      <article ref={own} className="note is-gone" tabIndex={-1} data-note={note.id} aria-label={t('note.removed')} {...within}>
        <p>{t('note.removed')}</p>
        {seen.mayChange && <div className="foot"><button type="button" className="b b-small" onClick={() => on.restore(note.id)}><Icon name="undo" /> {t('note.restore')}</button></div>}
      </article>
    );
  }

  const hint = (key: string) => (keys ? key : undefined);
  const menu = (): MenuItem[] => [
    { id: 'move', label: t('note.moveTo'), icon: 'move', keys: hint('M'), off: seen.mayMove ? undefined : t('note.moveOff'), onSelect: () => on.move(note) },
    ...(seen.mayLift ? [{ id: 'lift', label: t('note.lift'), icon: 'up' as const, keys: hint('L'), onSelect: () => on.lift(note) }] : []),
    ...(mayVote.open ? [{ id: 'vote', label: seen.myVotes > 0 && seen.myVotes >= mayVote.perItem ? t('vote.takeBack') : t('vote.give'), icon: 'vote' as const, keys: hint('R'), onSelect: () => on.vote(note.id) }] : []),
    ...(seen.mayChange ? [
      { id: 'link', label: t('note.linkMoment'), icon: 'flag' as const, keys: hint('H'), onSelect: () => on.link(note) },
      { id: 'edit', label: t('common.change'), icon: 'pen' as const, keys: 'Enter', dividerBefore: true, onSelect: () => on.edit(note.id) },
      { id: 'past', label: t('past.open'), icon: 'clock' as const, onSelect: () => on.past(note) },
      { id: 'remove', label: t('common.remove'), icon: 'trash' as const, keys: 'Del', onSelect: () => on.remove(note) },
    ] : []),
    ...(seen.mayErase && note.text ? [{ id: 'erase', label: t('erase.open'), icon: 'trash' as const, dividerBefore: true, onSelect: () => on.erase(note) }] : []),
  ];

  const onKey = (e: KeyboardEvent<HTMLElement>) => {
    if (e.target !== e.currentTarget || e.altKey) return;
    const done = (act: () => void) => { e.preventDefault(); act(); };
    const back = e.key === 'ArrowLeft' || e.key === 'ArrowUp', forth = e.key === 'ArrowRight' || e.key === 'ArrowDown';
    if (e.ctrlKey || e.metaKey) {
      if (seen.mayMove && (back || forth)) done(() => on.shift(note, back ? -1 : 1));
      else if (e.key === 'a') done(on.chooseAll);
      return;
    }
    if (back || forth) return done(() => on.step(note.id, back ? -1 : 1, e.shiftKey));
    switch (e.key) {
      case 'Enter': return seen.mayChange ? done(() => on.edit(note.id)) : undefined;
      case 'Delete': case 'Backspace': return seen.mayChange || chosen ? done(() => on.remove(note)) : undefined;
      case 'Escape': return on.chooseNone() ? e.preventDefault() : undefined;
      case ' ': return done(() => on.choose(note.id, e.shiftKey));
    }
    if (!keys) return;
    switch (e.key) {
      case 'm': case 'M': return seen.mayMove || chosen ? done(() => on.move(note)) : undefined;
      case 'h': case 'H': return seen.mayChange ? done(() => on.link(note)) : undefined;
      case 'l': case 'L': return seen.mayLift ? done(() => on.lift(note)) : undefined;
      case 'r': case 'R': return mayVote.open ? done(() => on.vote(note.id)) : undefined;
      case '+': return done(() => on.zoom(1));
      case '-': return done(() => on.zoom(-1));
      case '0': return done(() => on.zoom(0));
    }
  };
  const onClick = (e: MouseEvent<HTMLElement>) => {
    if ((e.target as Element).closest(controls) || getSelection()?.toString()) return;
    if (choosing || e.ctrlKey || e.metaKey || e.shiftKey) on.choose(note.id, e.shiftKey);
  };

  const level = seen.level ? t(`level.${seen.level}`) : '';
  const textId = `t-${note.id}`, byId = `b-${note.id}`;
  const writer = seen.signed && (
    <div className={as === 'card' ? 'by' : 'meta'} id={byId}>
      {mine && <><b>{t('common.you')}</b>{as === 'card' || seen.organisation ? ' · ' : ''}</>}
      <bdi>{mine && as === 'row' ? seen.organisation : [seen.name, seen.organisation].filter(Boolean).join(', ')}</bdi>
      {level && (as === 'card' ? <><br /><span className="sep"> · </span>{level}</> : ` · ${level.toLocaleLowerCase()}`)}
      {seen.table && ` · ${seen.table}`}
    </div>
  );
  const about = seen.momentId && (
    <button type="button" className={as === 'card' ? 'act mo' : 'linkish mo'} onClick={() => on.showMoment(seen.momentId)}>
      <span className="hidden-text">{t('note.belongsTo')} </span>
      {as === 'card' ? <><span className="mo-dot" aria-hidden="true" />{t('moment.number', { n: seen.momentNumber })}</> : t('moment.numberTitle', { n: seen.momentNumber, title: seen.momentTitle })}
      {seen.moments > 1 && ` +${seen.moments - 1}`}
    </button>
  );
  const held = seen.held !== null && <span className="held"><Icon name="pen" /> {t('note.held', { name: seen.held })}</span>;
  const text = editing
    ? <NoteEditor note={note} gone={gone} held={seen.held} onSave={(words, base) => { on.save(note, words, base); on.edit(null); }} onCancel={() => on.edit(null)} onWriting={on.writing} />
    : <p id={textId} dir="auto">{note.text || t('note.erased')}</p>;
  const pick = choosing && !editing && (
    <label className="pick-note"><input type="checkbox" checked={chosen} aria-label={t('choose.pick', { text: note.text.slice(0, 60) })} onChange={e => on.choose(note.id, (e.nativeEvent as PointerEvent & Event).shiftKey)} /></label>
  );
  const vote = <VoteButton mayVote={mayVote} total={seen.total} mine={seen.myVotes} className={as === 'card' ? 'act' : 'vote'} onVote={() => on.vote(note.id)} />;
  const more = <Menu label={t('note.more', { text: note.text.slice(0, 40) })} items={menu} className={as === 'card' ? 'act' : 'b b-quiet b-icon'} />;
  const state = `${seen.held !== null ? ' is-held' : ''}${seen.fresh ? ' is-fresh' : ''}${seen.marked ? ' is-marked' : ''}${chosen ? ' is-chosen' : ''}${note.pending && !note.saved ? ' is-pending' : ''}`;
  const tone = seen.signed ? levelTone(seen.level) : 'n-grey';
  const common = {
    ref: own as never, tabIndex: editing ? -1 : 0, 'data-note': note.id, 'aria-labelledby': seen.signed ? `${textId} ${byId}` : textId, onKeyDown: onKey, onClick, ...within, 'data-new': seen.fresh ? t('note.new') : undefined,
    onPointerDown: editing ? undefined : (e: PointerEvent<HTMLElement>) => on.drag(note.id, e),
  };

  if (as === 'row') {
    return (
      <article className={`note-row${state}`} {...common}>
        {pick || <span className={`sw-note ${tone}`} aria-hidden="true" />}
        <div>{held}{text}{writer}{about}</div>
        {!editing && <div className="do">{!far && <>{vote}{more}</>}</div>}
      </article>
    );
  }
  return (
    <article className={`note ${tone}${state}${seen.mayMove ? ' may-move' : ''}`} {...common}>
      {held}{pick}{text}{writer}
      {!editing && <div className="foot">{!far && <>{about}<span className="sp" />{vote}{more}</>}</div>}
    </article>
  );
});
