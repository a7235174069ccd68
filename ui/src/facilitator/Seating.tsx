// Seating people: composed by the server, then moved by hand – dragged, by the menu, or with the arrow keys; each alone is enough. Every step can be taken back here.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useDrag } from '../board/drag';
import { levelTone } from '../board/NoteCard';
import { peopleOf } from '../board/reading';
import { Button, Dialog, Menu, Switch, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import type { Draft, Participant, Seat } from '../wire';
import { useWords, type Key } from '../words';
import { organisationName, run } from './room';
import { mixOf, seatsNow, tableNames, tableOf, tables, unseated } from './seating';
import { useMixInWords, useTableInWords } from './Tables';
import { useWishes, Wishes } from './Wishes';

interface Done { text: string; back: Seat[] | null }

export function Seating({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return <Dialog title={t('lead.tables.edit')} open={open} onClose={onClose} wide asks={false}><Hall /></Dialog>;
}

function Hall() {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const mixed = useMixInWords(), words = useTableInWords();
  const people = peopleOf(d).filter(p => !p.waiting);
  const all = tables(d, d.phaseId), names = tableNames(d), standing = unseated(d);
  const [wanted, setWanted] = useState<number | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [wishes, setWishes] = useWishes(d.id);
  const count = Math.max(1, Math.min(100, wanted ?? (names.length || Math.ceil(people.length / 7) || 1)));
  const free = [...Array(names.length + 1).keys()].map(i => String(i + 1)).find(n => !names.includes(n))!;
  const moved = useRef<{ id: string; table: string | null } | null>(null);
  useEffect(() => {
    // Drawn anew at another table: whoever moved it by key still stands on it. Only once it is there, since what others do is drawn in between;
    // and not for one who has gone on to something else meanwhile.
    const { id, table } = moved.current ?? {};
    const there = id && document.querySelector<HTMLElement>(`[data-list="${table ?? ''}"] [data-seat="${id}"]`);
    if (!there) return;
    if (document.activeElement === document.body) there.focus();
    moved.current = null;
  });

  const act = (drafts: Draft[], text: string) => {
    const back = seatsNow(session.get().dialogue);
    void run(session, drafts).then(ok => {
      if (!ok) moved.current = null;
      const now = new Map(seatsNow(session.get().dialogue).map(s => [s.participantId, `${s.table} ${s.within}`]));
      const changed = back.filter(s => now.get(s.participantId) !== `${s.table} ${s.within}`);
      // The no is said here, beside what was asked; on the page it would list people's ids as if they were words.
      const no = session.get().refusals.map(r => drafts.some(one => one.type === r.command.type)).lastIndexOf(true);
      setDone(ok ? { text, back: changed.length > 0 ? changed : null } : { text: session.get().refusals[no]?.message ?? t('lead.refused'), back: null });
      if (no >= 0) session.dismiss(no);
    });
  };
  const seat = (p: Participant, table: string | null, byKey = false) => {
    if ((tableOf(p) ?? null) === table) return;
    moved.current = byKey ? { id: p.id, table } : null;
    act([{ type: 'seat', seats: [{ participantId: p.id, table }] }], table ? t('lead.tables.moved', { name: p.name, table }) : t('lead.tables.rose', { name: p.name }));
  };
  const drag = useDrag({ drop: ({ itemIds, theme }) => {
    const person = peopleOf(session.get().dialogue).find(p => p.id === itemIds[0]);
    if (person) seat(person, theme === '+' ? free : theme);
  } });
  const compose = (keep: boolean) => act(
    [{ type: 'composeTables', ...(keep ? { keep: true } : { tables: count }), ...(wishes.apart.length > 0 && { apart: wishes.apart }), ...(wishes.together.length > 0 && { together: wishes.together }) }],
    t(keep ? 'lead.tables.seatedLate' : 'lead.tables.composed'));

  const person = (p: Participant, at: string | null) => (
    <li key={p.id}>
      <Chair person={p} at={at} about={[organisationName(d, p.organisation), t(`level.${p.level}` as Key), p.role !== 'participant' && t(`role.${p.role}` as Key)].filter(Boolean).join(', ')}
        names={names} free={free} onSeat={table => seat(p, table, true)} onDrag={drag} />
    </li>
  );
  return (
    <>
      <div className="row lead-wrap seating-top">
        <TextField label={t('lead.tables.count')} className="in-short" type="number" min={1} max={100} value={count} onChange={e => setWanted(e.target.valueAsNumber || 1)} />
        <Button kind="main" icon="people" onClick={() => compose(false)}>{t('lead.tables.compose')}</Button>
        {names.length > 0 && standing.length > 0 && <Button onClick={() => compose(true)}>{t('lead.tables.seatLateN', { n: standing.length })}</Button>}
        {names.length > 0 && <Button kind="quiet" onClick={() => act([{ type: 'seat', seats: people.map(p => ({ participantId: p.id, table: null })) }], t('lead.tables.cleared'))}>{t('lead.tables.clear')}</Button>}
      </div>
      <p className="help">{t('lead.tables.compose.help')}</p>
      <p role="status" className={done ? 'row lead-wrap seat-done' : 'hidden-text'}>
        {done && <><span dir="auto">{done.text}</span>{done.back && <Button size="small" icon="undo" onClick={() => { const back = done.back!; setDone(null); void run(session, [{ type: 'seat', seats: back }]); }}>{t('common.undo')}</Button>}</>}
      </p>
      {all.length > 0 && <p className="mix"><b>{capital(mixed(mixOf(all)))}.</b> <span className="meta">{t('lead.tables.measure', { mix: mixOf(all).mix, most: mixOf(all).most })}</span></p>}
      <div className="two seat-options">
        <Wishes people={people} wishes={wishes} onChange={setWishes} />
        <Switch on={d.seatLate !== false} label={t('lead.tables.late')} help={t(d.seatLate === false ? 'lead.tables.late.off' : 'lead.tables.late.on')}
          onChange={on => void run(session, [{ type: 'editDialogue', patch: { seatLate: on } }])} />
      </div>
      <div className="hall">
        {(standing.length > 0 || (all.length > 0 && people.some(p => !p.table))) && (
          <section className="hall-table" data-list="" aria-labelledby="seat-none">
            <h3 id="seat-none">{t('lead.tables.noTable')}</h3>
            <ul>{people.filter(p => !p.table).map(p => person(p, null))}</ul>
          </section>
        )}
        {all.map(table => (
          <section key={table.name} className="hall-table" data-list={table.name} aria-labelledby={`seat-${table.name}`}>
            <h3 id={`seat-${table.name}`}>{t('lead.tables.name', { table: table.name })}</h3>
            <p className="meta">{words(table)}</p>
            <ul>{table.people.map(p => person(p, table.name))}</ul>
          </section>
        ))}
        {all.length > 0 && <section className="hall-table hall-new" data-list="+" aria-label={t('lead.tables.newTable', { table: free })}><p className="meta">{t('lead.tables.newTable', { table: free })}</p></section>}
      </div>
    </>
  );
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function Chair({ person: p, at, about, names, free, onSeat, onDrag }: {
  person: Participant; at: string | null; about: string; names: readonly string[]; free: string; onSeat: (table: string | null) => void; onDrag: ReturnType<typeof useDrag>;
}) {
  const { t } = useWords();
  const places = [...(at === null ? [null] : []), ...names];
  const key = (e: KeyboardEvent) => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (!by || e.target !== e.currentTarget) return;
    e.preventDefault();
    const to = places[places.indexOf(at) + by];
    if (to !== undefined) onSeat(to);
  };
  return (
    <div className="chair" role="group" tabIndex={0} data-note={p.id} data-seat={p.id} aria-label={`${p.name}, ${about}`} aria-describedby="seat-keys" onKeyDown={key} onPointerDown={e => onDrag(p.id, e)}>
      <i className={`sw-note ${levelTone(p.level)}`} aria-hidden="true" />
      <span dir="auto"><b>{p.name}</b><span className="meta">{about}{p.within && ` · ${t('lead.tables.pair', { pair: p.table! })}`}</span></span>
      <Menu label={t('lead.tables.person', { name: p.name })} items={[
        ...names.map(n => ({ id: n, label: t('lead.tables.name', { table: n }), checked: n === at, onSelect: () => onSeat(n) })),
        { id: '+', label: t('lead.tables.newTable', { table: free }), checked: false, onSelect: () => onSeat(free) },
        { id: '-', label: t('lead.tables.noTable'), checked: at === null, dividerBefore: true, onSelect: () => onSeat(null) },
      ]} icon="move" />
    </div>
  );
}
