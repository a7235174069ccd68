// Vilka hörs? The matrix organisation × level. Silent cells stand out before anything else here, and are buttons. Of this nothing goes to the projector.
import { useId, useState } from 'react';
import { Button, Dialog, Icon, Segment } from '../design';
import { useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { coverage, levels, weight, type Cell, type Coverage, type Measure, type Row } from './coverage';
import { Tallies } from './Tallies';

const measures = ['written', 'voted', 'stance'] as const;

export function Heard({ phaseId }: { phaseId: string | null }) {
  const { t, list } = useWords();
  const d = useShown(s => s.dialogue);
  const [measure, setMeasure] = useState<Measure>('written');
  const c = coverage(d, phaseId, measure);
  const id = useId();
  const [asked, setAsked] = useState<{ row: Row; cell: Cell } | 'all' | null>(null);
  const who = ({ row, cell }: { row: Row; cell: Cell }) => t('lead.heard.group', { organisation: row.name ?? t('lead.heard.noOrganisation'), level: t(`level.${cell.level}` as Key).toLocaleLowerCase() });
  const tables = [...new Set(c.silent.flatMap(x => x.cell.tables))];
  const what = (n: number) => measure !== 'written' ? t(`lead.heard.people.${measure}`, { n }) : c.onlyNotes ? t('count.notes', { n }) : t('lead.heard.items', { n });
  return (
    <section aria-labelledby={id} className="heard">
      <div className="grid-h">
        <h2 id={id}>{t('lead.heard.title')}</h2>
        <span className="help">
          {phaseId ? t('lead.heard.sum', { people: t('common.people', { n: c.people }), notes: what(c.total) }) : t('lead.heard.sumDraft', { people: t('common.people', { n: c.people }) })}
          {c.empty > 0 && <>, {t('lead.heard.empty', { n: c.empty })}</>}
        </span>
        {phaseId && d.status !== 'draft' && <span className="lead-end"><Segment label={t('lead.heard.measure')} value={measure} onChange={setMeasure} options={measures.map(value => ({ value, label: t(`lead.heard.measure.${value}`) }))} /></span>}
      </div>
      {c.rows.length === 0 ? <p className="help">{t('lead.heard.nobody')}</p> : (
        <div className="mx-frame" tabIndex={0} role="group" aria-labelledby={id}>
          <table className="mx" aria-labelledby={id}>
            <colgroup><col className="o" />{levels.map(l => <col key={l} />)}<col className="s" /></colgroup>
            <thead><tr><th scope="col">{t('lead.heard.organisation')}</th>{levels.map(l => <th key={l} scope="col">{t(`level.${l}` as Key)}</th>)}
              <th scope="col" className="sum">{measure !== 'written' ? t(`lead.heard.column.${measure}`) : t(c.onlyNotes ? 'lead.heard.notes' : 'lead.heard.column.items')}</th></tr></thead>
            <tbody>
              {c.rows.map(row => (
                <tr key={row.organisation ?? ''}>
                  <th scope="row" dir="auto">{row.name ?? t('lead.heard.noOrganisation')}</th>
                  {row.cells.map(cell => <MatrixCell key={cell.level} cell={cell} draft={!phaseId} answered={row.answered > 0} onAsk={() => setAsked({ row, cell })} />)}
                  <td className="sum">{measure === 'written' ? row.count : t('lead.heard.of', { n: row.count, of: row.people })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="meta mx-key">{measure === 'written' ? t(c.onlyNotes ? 'lead.heard.key' : 'lead.heard.key.items') : t(`lead.heard.key.${measure}`)}</p>
      <Unknown c={c} measure={measure} />
      {c.silent.length > 0 && d.status === 'live' && (
        <div className="nudge">
          <Icon name="talk" />
          <span>
            {c.silent.length <= 3 ? <><strong>{list(c.silent.map(who))}</strong> {t(`lead.heard.nudge.${measure}`)}</> : <strong>{t(`lead.heard.nudgeMany.${measure}`, { n: c.silent.length })}</strong>}
            {tables.length > 0 && tables.length <= 4 && <> {t('lead.heard.tables', { tables: list(tables) })}</>}
          </span>
          <Button size="small" onClick={() => setAsked('all')}>{t('lead.heard.ask')}</Button>
        </div>
      )}
      {measure === 'voted' && <Tallies phaseId={phaseId} />}
      <Dialog title={t(`lead.heard.askTitle.${measure}`)} open={asked !== null} onClose={() => setAsked(null)}>
        <p className="help">{t('lead.heard.askHelp')}</p>
        <ul className="plain-rows">
          {(asked === 'all' ? c.silent : asked ? [asked] : []).map(x => (
            <li key={who(x)}><b>{who(x)}</b><span className="help" dir="auto">{list(x.cell.names)}{x.cell.tables.length > 0 && <> · {list(x.cell.tables.map(table => t('lead.heard.table', { table })))}</>}</span></li>
          ))}
        </ul>
      </Dialog>
    </section>
  );
}

function Unknown({ c, measure }: { c: Coverage; measure: Measure }) {
  const { t } = useWords();
  if (c.unattributed === 0) return null;
  return <p className="help mx-key">{measure === 'written' ? t(c.onlyNotes ? 'lead.heard.unknown' : 'lead.heard.unknown.items', { n: c.unattributed }) : t(`lead.heard.unknown.${measure}`)}</p>;
}

function MatrixCell({ cell, draft, answered, onAsk }: { cell: Cell; draft: boolean; answered: boolean; onAsk: () => void }) {
  const { t } = useWords();
  const expected = cell.expected > cell.people ? cell.expected - cell.people : 0;
  if (cell.state === 'silent') return <td className="silent"><button type="button" onClick={onAsk}><span>{t('lead.heard.silent', { n: cell.people })}</span></button></td>;
  if (cell.state === 'empty') return <td className="empty"><small>{t('lead.heard.emptyShort', { n: cell.expected })}</small></td>;
  if (cell.state === 'nobody') return <td className="none">–</td>;
  const small = expected > 0 && draft ? `${t('lead.heard.here', { n: cell.people })}, ${t('lead.heard.emptyShort', { n: expected })}` : t('lead.heard.here', { n: cell.people });
  if (cell.state === 'unknown') return <td className="m0"><small>{small}</small></td>;
  if (cell.count === 0 && answered) return <td className="m1"><small>{t('lead.heard.answered')}</small></td>;
  return <td className={`m${weight(cell)}`}><b>{cell.count}</b> <small>{small}</small></td>;
}
