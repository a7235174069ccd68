// The tables, and seating people at them. Composition by organisation and level is to come; dealing out spreads them well enough.
import { useId, useState } from 'react';
import { peopleOf } from '../board/reading';
import { Button, Dialog, Icon, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { organisationName, run } from './room';
import { dealt, tables, type Table } from './seating';

export function Tables({ phaseId }: { phaseId: string | null }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const id = useId();
  const [editing, setEditing] = useState(false);
  const all = tables(d, phaseId);
  if (peopleOf(d).length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <div className="grid-h">
        <h2 id={id}>{t('lead.tables.title')}</h2>
        <span className="help">{all.length > 0 ? t('lead.tables.sum', { n: all.length }) : t('lead.tables.none')}</span>
        <Button kind="link" className="lead-end" onClick={() => setEditing(true)}>{t(all.length > 0 ? 'lead.tables.edit' : 'lead.tables.make')}</Button>
      </div>
      {all.length > 0 && <ul className="tables">{all.map(table => <TableCard key={table.name} table={table} />)}</ul>}
      <Seating open={editing} onClose={() => setEditing(false)} now={all.length} />
    </section>
  );
}

function TableCard({ table: x }: { table: Table }) {
  const { t, list } = useWords();
  const missing = x.missing.length === 0 ? t('lead.tables.allLevels') : t('lead.tables.missing', { levels: list(x.missing.map(l => t(`level.${l}` as Key).toLocaleLowerCase())) });
  return (
    <li className={x.hands > 0 ? 'calls' : undefined}>
      <div className="row-between"><h3>{t('lead.tables.name', { table: x.name })}</h3><span className="num">{t('count.notes', { n: x.notes })}</span></div>
      <div>
        {x.hands > 0 ? <span className="tag tag-warn"><Icon name="hand" /> {t('lead.tables.calls')}</span>
          : x.ready === x.people.length ? <span className="tag tag-good"><Icon name="check" /> {t('lead.tables.ready')}</span>
          : x.ready > 0 && <span className="tag">{t('lead.tables.someReady', { n: x.ready })}</span>}
      </div>
      <span className="meta">{t('common.people', { n: x.people.length })}, {t('common.organisations', { n: x.organisations })}, {missing}</span>
    </li>
  );
}

function Seating({ open, onClose, now }: { open: boolean; onClose: () => void; now: number }) {
  const { t, compare } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const people = peopleOf(d).filter(p => !p.waiting);
  const [wanted, setWanted] = useState<number | null>(null);
  const count = Math.max(1, Math.min(60, wanted ?? (now || Math.ceil(people.length / 7) || 1)));
  const names = [...new Set([...Array.from({ length: count }, (_, i) => String(i + 1)), ...people.flatMap(p => p.table ? [p.table] : [])])].sort(compare);
  return (
    <Dialog title={t('lead.tables.edit')} open={open} onClose={onClose} wide asks={false}>
      <div className="row lead-wrap seating-top">
        <TextField label={t('lead.tables.count')} className="in-short" type="number" min={1} max={60} value={count} onChange={e => setWanted(e.target.valueAsNumber || 1)} />
        <Button icon="people" onClick={() => void run(session, [{ type: 'seat', seats: dealt(d, count) }])}>{t('lead.tables.deal')}</Button>
        {now > 0 && <Button kind="quiet" onClick={() => void run(session, [{ type: 'seat', seats: people.map(p => ({ participantId: p.id, table: null })) }])}>{t('lead.tables.clear')}</Button>}
      </div>
      <p className="help">{t('lead.tables.deal.help')}</p>
      <ul className="plain-rows">
        {people.map(p => (
          <li key={p.id} className="row-between">
            <span dir="auto"><b>{p.name}</b> <span className="meta">{[organisationName(d, p.organisation), t(`level.${p.level}` as Key)].filter(Boolean).join(', ')}</span></span>
            <select className="in in-short" aria-label={t('lead.tables.person', { name: p.name })} value={p.table ?? ''}
              onChange={e => void run(session, [{ type: 'seat', seats: [{ participantId: p.id, table: e.target.value || null }] }])}>
              <option value="">{t('lead.tables.noTable')}</option>
              {names.map(n => <option key={n} value={n}>{t('lead.tables.name', { table: n })}</option>)}
            </select>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
