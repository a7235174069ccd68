// Borden: each table as it is now – how mixed, how far, what can be lifted – and the way to change them.
import { useId, useState } from 'react';
import { peopleOf } from '../board/reading';
import { Button, Icon, toast } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { run } from './room';
import { Seating } from './Seating';
import { mixOf, tables, unseated, type Mix, type Table } from './seating';

export function Tables({ phaseId }: { phaseId: string | null }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const mixed = useMixInWords();
  const id = useId();
  const [editing, setEditing] = useState(false);
  const all = tables(d, phaseId);
  const standing = unseated(d), hidden = d.agenda.find(p => p.id === phaseId)?.conduct.writing === 'tables';
  const lift = (ids: readonly string[], from?: string) => {
    // In slices, because a command is at most 500 ids; what is lifted cannot be unseen, so there is nothing to undo.
    const slices = Array.from({ length: Math.ceil(ids.length / 400) }, (_, i) => ids.slice(i * 400, (i + 1) * 400));
    void run(session, slices.map(itemIds => ({ type: 'showItems', itemIds }))).then(done => { if (done) toast({ text: from ? t('lead.tables.lifted', { table: from, n: ids.length }) : t('lead.tables.liftedAll', { n: ids.length }) }); });
  };
  if (peopleOf(d).length === 0) return null;
  const unlifted = all.flatMap(x => x.unlifted);
  return (
    <section aria-labelledby={id}>
      <div className="grid-h">
        <h2 id={id}>{t('lead.tables.title')}</h2>
        <span className="help">{all.length > 0 ? `${t('lead.tables.sum', { n: all.length })}, ${mixed(mixOf(all))}` : t('lead.tables.none')}</span>
        <Button kind="link" className="lead-end" onClick={() => setEditing(true)}>{t(all.length > 0 ? 'lead.tables.edit' : 'lead.tables.make')}</Button>
      </div>
      {all.length > 0 && standing.length > 0 && (
        <p className="row lead-wrap seat-late">
          <span className="help" dir="auto">{t('lead.tables.standing', { n: standing.length })} {standing.slice(0, 5).map(p => p.name).join(', ')}{standing.length > 5 && ' …'}</span>
          <Button size="small" icon="people" onClick={() => void run(session, [{ type: 'composeTables', keep: true }])}>{t('lead.tables.seatLate')}</Button>
        </p>
      )}
      {all.length === 0 && hidden && <p className="help">{t('lead.tables.needed')}</p>}
      {all.length > 0 && (
        <ul className="tables">
          {all.map(table => <TableCard key={table.name} table={table} onLift={hidden ? () => lift(table.unlifted, table.name) : undefined} />)}
          {hidden && (
            <li className="gather">
              <Button size="small" icon="merge" disabled={unlifted.length === 0} onClick={() => lift(unlifted)}>{t('lead.tables.gather')}</Button>
              <span className="meta">{unlifted.length > 0 ? t('lead.tables.gather.help') : t('lead.tables.gather.none')}</span>
            </li>
          )}
        </ul>
      )}
      <Seating open={editing} onClose={() => setEditing(false)} />
    </section>
  );
}

/** "alla med minst fyra organisationer, alla nivåer vid varje bord": the mix as one would say it. */
export function useMixInWords(): (mix: Mix) => string {
  const { t, list } = useWords();
  return mix => [
    t('lead.tables.fewest', { n: mix.fewest }),
    mix.lacking.length === 0 ? t('lead.tables.everyLevel')
      : list(mix.lacking.map(x => x.tables.length <= 3 ? t('lead.tables.lacks', { level: t(`level.${x.level}` as Key).toLocaleLowerCase(), tables: list(x.tables) }) : t('lead.tables.lacksMany', { level: t(`level.${x.level}` as Key).toLocaleLowerCase(), n: x.tables.length }))),
  ].join(', ');
}

export function useTableInWords(): (table: Table) => string {
  const { t, list } = useWords();
  return x => [
    t('common.people', { n: x.people.length }), t('common.organisations', { n: x.organisations }),
    x.missing.length === 0 ? t('lead.tables.allLevels') : t('lead.tables.missing', { levels: list(x.missing.map(l => t(`level.${l}` as Key).toLocaleLowerCase())) }),
  ].join(', ');
}

function TableCard({ table: x, onLift }: { table: Table; onLift: (() => void) | undefined }) {
  const { t } = useWords();
  const words = useTableInWords();
  return (
    <li className={x.hands > 0 ? 'calls' : undefined}>
      <div className="row-between"><h3>{t('lead.tables.name', { table: x.name })}</h3><span className="num">{t('count.notes', { n: x.notes })}</span></div>
      <div>
        {x.hands > 0 ? <span className="tag tag-warn"><Icon name="hand" /> {t('lead.tables.calls')}</span>
          : x.ready === x.people.length ? <span className="tag tag-good"><Icon name="check" /> {t('lead.tables.ready')}</span>
          : x.ready > 0 ? <span className="tag">{t('lead.tables.someReady', { n: x.ready })}</span>
          : x.pairs.length > 0 && <span className="tag"><Icon name="people" /> {t('lead.tables.inPairs', { n: x.pairs.length })}</span>}
      </div>
      <span className="meta">{words(x)}</span>
      {onLift && x.unlifted.length > 0 && <Button kind="link" onClick={onLift}>{t('lead.tables.lift', { n: x.unlifted.length })}<span className="hidden-text"> {t('lead.tables.liftFrom', { table: x.name })}</span></Button>}
    </li>
  );
}
