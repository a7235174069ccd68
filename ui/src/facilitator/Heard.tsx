// Vilka hörs? The matrix organisation × level. Silent cells stand out before anything else here, and are buttons.
import { useId, useState } from 'react';
import { Button, Dialog, Icon } from '../design';
import { useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { coverage, levels, weight, type Cell, type Row } from './coverage';

export function Heard({ phaseId }: { phaseId: string | null }) {
  const { t, list } = useWords();
  const d = useShown(s => s.dialogue);
  const c = coverage(d, phaseId);
  const id = useId();
  const [asked, setAsked] = useState<{ row: Row; cell: Cell } | 'all' | null>(null);
  const who = ({ row, cell }: { row: Row; cell: Cell }) => t('lead.heard.group', { organisation: row.name ?? t('lead.heard.noOrganisation'), level: t(`level.${cell.level}` as Key).toLocaleLowerCase() });
  const tables = [...new Set(c.silent.flatMap(x => x.cell.tables))];
  return (
    <section aria-labelledby={id} className="heard">
      <div className="grid-h">
        <h2 id={id}>{t('lead.heard.title')}</h2>
        <span className="help">
          {phaseId ? t('lead.heard.sum', { people: t('common.people', { n: c.people }), notes: t('count.notes', { n: c.notes }) }) : t('lead.heard.sumDraft', { people: t('common.people', { n: c.people }) })}
          {c.empty > 0 && <>, {t('lead.heard.empty', { n: c.empty })}</>}
        </span>
      </div>
      {c.rows.length === 0 ? <p className="help">{t('lead.heard.nobody')}</p> : (
        <div className="mx-frame" tabIndex={0} role="group" aria-labelledby={id}>
          <table className="mx" aria-labelledby={id}>
            <colgroup><col className="o" />{levels.map(l => <col key={l} />)}<col className="s" /></colgroup>
            <thead><tr><th scope="col">{t('lead.heard.organisation')}</th>{levels.map(l => <th key={l} scope="col">{t(`level.${l}` as Key)}</th>)}<th scope="col" className="sum">{t('lead.heard.notes')}</th></tr></thead>
            <tbody>
              {c.rows.map(row => (
                <tr key={row.organisation ?? ''}>
                  <th scope="row" dir="auto">{row.name ?? t('lead.heard.noOrganisation')}</th>
                  {row.cells.map(cell => <MatrixCell key={cell.level} cell={cell} draft={!phaseId} onAsk={() => setAsked({ row, cell })} />)}
                  <td className="sum">{row.notes}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="meta mx-key">{t('lead.heard.key')}</p>
      {c.unattributed > 0 && <p className="help mx-key">{t('lead.heard.unknown', { n: c.unattributed })}</p>}
      {c.silent.length > 0 && d.status === 'live' && (
        <div className="nudge">
          <Icon name="talk" />
          <span>
            {c.silent.length <= 3 ? <><strong>{list(c.silent.map(who))}</strong> {t('lead.heard.nudge')}</> : <strong>{t('lead.heard.nudgeMany', { n: c.silent.length })}</strong>}
            {tables.length > 0 && tables.length <= 4 && <> {t('lead.heard.tables', { tables: list(tables) })}</>}
          </span>
          <Button size="small" onClick={() => setAsked('all')}>{t('lead.heard.ask')}</Button>
        </div>
      )}
      <Dialog title={t('lead.heard.askTitle')} open={asked !== null} onClose={() => setAsked(null)}>
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

function MatrixCell({ cell, draft, onAsk }: { cell: Cell; draft: boolean; onAsk: () => void }) {
  const { t } = useWords();
  const expected = cell.expected > cell.people ? cell.expected - cell.people : 0;
  if (cell.state === 'silent') return <td className="silent"><button type="button" onClick={onAsk}><span>{t('lead.heard.silent', { n: cell.people })}</span></button></td>;
  if (cell.state === 'empty') return <td className="empty"><small>{t('lead.heard.emptyShort', { n: cell.expected })}</small></td>;
  if (cell.state === 'nobody') return <td className="none">–</td>;
  const small = expected > 0 && draft ? `${t('lead.heard.here', { n: cell.people })}, ${t('lead.heard.emptyShort', { n: expected })}` : t('lead.heard.here', { n: cell.people });
  if (cell.state === 'unknown') return <td className="m0"><small>{small}</small></td>;
  return <td className={`m${weight(cell)}`}><b>{cell.notes}</b> <small>{small}</small></td>;
}
