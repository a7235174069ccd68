// The agenda with planned and real time. Choosing a part looks at it, alone; only På tur and "Flytta alla hit" move people.
import { roundKey } from '../board/reading';
import { Button, Icon } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';
import { plan, type PlannedRow } from './plan';
import { useNow } from './room';

export function AgendaList({ looking, onLook, onEdit }: { looking: string | null; onLook: (phaseId: string | null) => void; onEdit: () => void }) {
  const { t, time } = useWords();
  const d = useShown(s => s.dialogue);
  const now = useNow(15_000);
  const live = d.status === 'live';
  const p = plan(d.agenda, d.phaseId, d.entered, d.visits, now);
  const minutes = (n: number) => t('common.minutes', { n });
  const total = d.agenda.reduce((n, x) => n + x.minutes, 0);
  const shown = d.agenda.find(x => x.id === (looking ?? d.phaseId));
  return (
    <nav className="agenda" aria-labelledby="ag">
      <h2 id="ag">{t('lead.agenda.title')}</h2>
      <p className="sum">
        {!d.phaseId ? <span className="help">{t('lead.agenda.notStarted', { minutes: minutes(total) })}</span>
          : p.late === null ? <span className="help">{t('lead.agenda.unknown')}</span>
          : p.late > 0 ? <b className="over">{t('lead.agenda.late', { minutes: minutes(p.late) })}</b>
          : p.late < 0 ? <b>{t('lead.agenda.early', { minutes: minutes(-p.late) })}</b> : <b>{t('lead.agenda.onTime')}</b>}
        {live && p.ends && <span className="help">{t('lead.agenda.ends', { time: time(p.ends) })}</span>}
      </p>
      <ol>
        {p.rows.map(row => (
          <li key={row.phase.id} className={row.state} aria-current={row.state === 'now' ? 'step' : undefined}>
            <button type="button" aria-pressed={looking === row.phase.id} onClick={() => onLook(row.state === 'now' || looking === row.phase.id ? null : row.phase.id)}>
              <span className="n">{row.state === 'done' && d.entered.includes(row.phase.id) ? <Icon name="check" /> : row.number}</span>
              <span className="name">{row.phase.title}</span>
              <Times row={row} entered={d.entered.includes(row.phase.id)} live={live} />
            </button>
          </li>
        ))}
      </ol>
      <p className="meta agenda-note">{t('lead.agenda.onlyMe')}</p>
      <Button size="small" icon="pen" onClick={onEdit}>{t('lead.agenda.edit')}</Button>
      {shown && (shown.purpose || shown.rounds.length > 0) && (
        <section className="hint" aria-labelledby="hi">
          <h3 id="hi">{t('lead.agenda.purpose')}</h3>
          {shown.purpose && <p>{shown.purpose}</p>}
          {shown.rounds.length > 0 && <p className="meta">{t('lead.agenda.rounds', { list: shown.rounds.map(r => t(roundKey(r))).join(' · ') })}</p>}
        </section>
      )}
    </nav>
  );
}

function Times({ row, entered, live }: { row: PlannedRow; entered: boolean; live: boolean }) {
  const { t, time } = useWords();
  const planned = row.phase.minutes, spent = row.spent === null ? null : Math.round(row.spent);
  if (row.state === 'coming') {
    return <><span className="t1">{t('lead.agenda.min', { n: planned })}</span>{live && row.starts && <span className="meta t2">{t('lead.agenda.starts', { time: time(row.starts) })}</span>}</>;
  }
  if (row.state === 'now' && spent !== null) {
    return (
      <>
        <span className="t1"><b className={row.over ? 'over' : undefined}>{spent}</b> {t('lead.agenda.of', { n: planned })}</span>
        {row.over && <span className="meta t2 over">{t('lead.agenda.overBy', { n: spent - planned })}</span>}
        <span className="meter"><i style={{ width: `${Math.min(100, spent / Math.max(1, planned) * 100)}%` }} /></span>
      </>
    );
  }
  return (
    <>
      <span className={row.over ? 't1 over' : 't1'}>
        {!entered ? '–' : spent === null ? t('lead.agenda.spentUnknown') : t('lead.agenda.min', { n: spent })}
      </span>
      <span className="meta t2">{entered ? t('lead.agenda.plan', { n: planned }) : t('lead.agenda.skipped')}{row.over && spent !== null && <b className="over">{' '}· {t('lead.agenda.overBy', { n: spent - planned })}</b>}</span>
    </>
  );
}
