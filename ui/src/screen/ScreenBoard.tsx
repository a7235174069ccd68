// The board on the big screen: themes as columns with the notes that fit, or one note at a time when stepping.
// Left and right step through notes, up and down turn pages of themes, Esc goes back to the board.
import { Fragment, useLayoutEffect, useRef, useState } from 'react';
import { momentParts } from '../board/moments';
import { Sign } from '../design';
import { useShown } from '../session/react';
import type { Dialogue, Item, Level, Moment, Note } from '../wire';
import { useWords, type Key } from '../words';
import { columns, reading, spread, tally, type Column } from './columns';
import { Extras, hasExtras } from './Extras';
import { ScreenClock, ScreenHead, ScreenLow, useKeys, useTurn } from './Screen';

const perPage = 4, perColumn = 12;
const tint: Record<Level, string> = { frontline: '', management: 'n-blue', leadership: 'n-lilac', livedExperience: 'n-pink' };

/** `alone`: one note, or one theme with its notes. */
export function ScreenBoard({ alone }: { alone?: Item | undefined }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const turn = useTurn();
  const phase = d.agenda.find(p => p.id === (alone?.phaseId ?? d.phaseId)) ?? d.agenda[0]!;
  const all = columns(d, phase.id);
  const list = reading(all);
  const found = list.findIndex(e => e.note.id === alone?.id), at = found < 0 ? null : found;
  const setAt = (n: number | null) => { if (n === null || n < 0) turn(); else turn('note', list[Math.min(n, list.length - 1)]?.note); };
  const [page, setPage] = useState(0);
  const only = all.length === 1 && all[0]!.id === null ? all[0]! : null;
  const pages = Math.max(1, Math.ceil(all.length / perPage)), here = Math.min(page, pages - 1);
  useKeys(key => {
    if (key === 'ArrowRight' || key === ' ') { if (list.length > 0) setAt(at === null ? 0 : at + 1); }
    else if (key === 'ArrowLeft') { if (at !== null) setAt(at - 1); }
    else if (key === 'Escape') { if (alone) setAt(null); }
    else if (key === 'ArrowDown' || key === 'PageDown') setPage(Math.min(pages - 1, here + 1));
    else if (key === 'ArrowUp' || key === 'PageUp') setPage(Math.max(0, here - 1));
  });
  const votes = tally(d.votes);
  const hidden = d.concealed.filter(c => c.phaseId === phase.id).length;
  if (at !== null && list[at]) return <One entry={list[at]} next={list[at + 1]?.note} d={d} votes={votes} />;
  const theme = alone?.kind === 'theme' ? all.find(c => c.id === alone.id) : undefined;
  const shown = theme ? spread(theme, perPage) : only ? spread(only, perPage) : all.slice(here * perPage, here * perPage + perPage);
  const anonymous = phase.conduct.names === 'hidden';
  return (
    <>
      <ScreenHead title={theme ? theme.title ?? '' : phase.questions[0] || phase.title} />
      {!theme && hasExtras(d, phase) && <Extras phase={phase} most={list.length > 0 ? 4 : 8} />}
      {(list.length > 0 || (all.length > 1 && hidden === 0)) ? <Columns cols={shown} only={!!(theme ?? only)} d={d} votes={votes} total={(theme ?? only)?.count ?? 0} />
        : !hasExtras(d, phase) && hidden === 0 && <p className="big-empty">{t('screen.noNotes')}</p>}
      {hidden > 0 && <p className={list.length > 0 ? 'big-hidden' : 'big-empty'}>{t('screen.concealed', { n: hidden })}</p>}
      <ScreenLow>
        {anonymous ? <span>{t('screen.anonymous')}</span> : list.length > 0 && (
          <div className="lv">{(Object.keys(tint) as Level[]).map(l => <span key={l}><i className={`sw-note ${tint[l]}`} />{t(`level.${l}` as Key)}</span>)}</div>
        )}
        {!theme && pages > 1 && <span>{t('screen.themes', { from: here * perPage + 1, to: Math.min(all.length, here * perPage + perPage), of: all.length })}</span>}
      </ScreenLow>
    </>
  );
}

function Columns({ cols, only, d, votes, total }: { cols: readonly Column[]; only: boolean; d: Dialogue; votes: Map<string, number>; total: number }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState<readonly number[]>([]);
  // Measured, not guessed: a note that would be cut is counted instead. All are shown, measured and hidden again before anything is painted.
  useLayoutEffect(() => {
    const measure = () => {
      const frame = box.current;
      if (!frame) return;
      const bottom = frame.getBoundingClientRect().bottom;
      const found = [...frame.querySelectorAll('.col')].map(section => {
        const notes = [...section.querySelectorAll<HTMLElement>('.note')];
        notes.forEach(n => { n.hidden = false; cut(n, null); });
        const more = section.querySelector<HTMLElement>('.more')?.offsetHeight ?? 0;
        const room = (i: number) => bottom - (i < notes.length - 1 ? more : 0);
        const whole = notes.filter((el, i) => el.getBoundingClientRect().bottom <= room(i) + 1).length;
        const n = whole > 0 || !notes[0] ? whole : cut(notes[0], room(0)) ? 1 : 0;
        notes.forEach((el, i) => { el.hidden = i >= n; });
        return n;
      });
      setFits(before => before.length === found.length && before.every((n, i) => n === found[i]) ? before : found);
    };
    measure();
    const resized = new ResizeObserver(measure);
    if (box.current) resized.observe(box.current);
    return () => resized.disconnect();
  });
  const shown = cols.reduce((n, c, i) => n + Math.min(fits[i] ?? c.notes.length, c.notes.length), 0);
  return (
    <>
      <div className="cols" ref={box}>
        {cols.map((c, i) => {
          const more = c.count - Math.min(fits[i] ?? perColumn, c.notes.length);
          return (
            <div className="col" key={only ? i : c.id ?? 'loose'}>
              {!only && <header><h2 dir="auto">{c.title ?? t('screen.loose')}</h2><span className="num">{c.count}</span></header>}
              <ul>{c.notes.slice(0, perColumn).map(n => <li key={n.id} className={`note ${tintOf(d, n)}`}><p dir="auto">{n.text}</p><By note={n} d={d} votes={votes} /></li>)}</ul>
              {!only && <p className="more">{more > 0 && t('screen.more', { n: more })}</p>}
            </div>
          );
        })}
      </div>
      {only && total > shown && <p className="more more-all">{t('screen.more', { n: total - shown })}</p>}
    </>
  );
}

/** Ends its text in "…" so that the note stands above `bottom`; null: all of it again. False when not even two lines would. Stepping shows it whole. */
function cut(note: HTMLElement, bottom: number | null): boolean {
  const text = note.querySelector('p')!;
  text.style.removeProperty('-webkit-line-clamp');
  if (bottom === null) return true;
  const lines = Math.floor((text.offsetHeight - (note.getBoundingClientRect().bottom - bottom)) / parseFloat(getComputedStyle(text).lineHeight));
  if (lines < 2) return false;
  text.style.setProperty('-webkit-line-clamp', String(lines));
  return true;
}

/** Who wrote it, where that may be shown now. A note signed before names were hidden is not shown signed on the wall either. */
const writer = (d: Dialogue, note: Note) => d.agenda.find(p => p.id === note.phaseId)?.conduct.names === 'hidden' ? undefined : d.participants.find(p => p.id === note.by);

/** Grey where names are hidden: colour must not give anybody away. */
function tintOf(d: Dialogue, note: Note): string {
  const by = writer(d, note);
  return by ? tint[by.level] : note.colour ? `n-${note.colour}` : 'n-grey';
}

function By({ note, d, votes, name }: { note: Note; d: Dialogue; votes: Map<string, number>; name?: boolean }) {
  const { t } = useWords();
  const by = writer(d, note);
  const organisation = d.organisations.find(o => o.id === by?.organisation)?.name;
  const n = votes.get(note.id);
  const second = [by && !name && t(`level.${by.level}` as Key), note.table && t('lead.tables.name', { table: note.table }), n && t('count.votes', { n })].filter(Boolean).join(' · ');
  const first = name && by ? [by.name, organisation, t(`level.${by.level}` as Key).toLocaleLowerCase()].filter(Boolean).join(', ') : organisation;
  const lines = [first, second].filter(Boolean);
  return lines.length === 0 ? null : <div className="by" dir="auto">{lines.map((x, i) => <Fragment key={i}>{i > 0 && <br />}{x}</Fragment>)}</div>;
}

function One({ entry, next, d, votes }: { entry: ReturnType<typeof reading>[number]; next: Note | undefined; d: Dialogue; votes: Map<string, number> }) {
  const { t } = useWords();
  const { note, column, number } = entry;
  const story = d.items.filter((i): i is Moment => i.kind === 'moment');
  const at = story.findIndex(m => note.moments?.includes(m.id)), moment = story[at];
  const gap = moment && d.items.some(i => i.kind === 'connection' && i.state === 'missing' && i.moments.includes(moment.id));
  return (
    <>
      <div className="head head-one"><h1 className="where"><b dir="auto">{column.title ?? t(column.id ? 'screen.allNotes' : 'screen.loose')}</b> {t('screen.noteOf', { n: number, of: column.count })}</h1><ScreenClock /></div>
      <div className={moment ? 'one' : 'one one-alone'} aria-live="polite">
        <div className={`note ${tintOf(d, note)}${note.text.length > 160 ? ' note-long' : ''}`}><p dir="auto">{note.text}</p><By note={note} d={d} votes={votes} name /></div>
        {moment && <div className="from"><div className="row"><Sign of={gap ? 'gap' : 'moment'} /> {t('screen.momentOf', { n: at + 1 })}{moment.when && `, ${moment.when}`}</div><p className="voice" dir="auto">”{momentParts(moment).words}”</p></div>}
      </div>
      <ScreenLow>{next && <span className="low-next">{t('screen.next')} <b dir="auto">{next.text}</b></span>}</ScreenLow>
    </>
  );
}
