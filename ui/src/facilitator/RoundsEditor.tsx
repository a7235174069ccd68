// The rounds of one part: from a preset, or one by one. A chosen kind brings its way of working, said in words; the raw switches stay in the lead view.
import { Button, Select } from '../design';
import type { RoundKind } from '../wire';
import { useWords, type Key } from '../words';
import { moved, presets, working, type Preset, type RoundDraft } from './agendaEdit';

const kinds = Object.keys(working) as RoundKind[];

export function RoundsEditor({ rounds, minutes, onChange }: { rounds: readonly RoundDraft[]; minutes: number; onChange: (rounds: RoundDraft[]) => void }) {
  const { t } = useWords();
  const set = (at: number, by: Partial<RoundDraft>) => onChange(rounds.map((r, i) => i === at ? { ...r, ...by } : r));
  const sum = rounds.reduce((n, r) => n + (r.minutes ?? 0), 0);
  return (
    <fieldset className="f rounds">
      <legend className="label">{t('lead.agendaEdit.rounds')}</legend>
      {rounds.length === 0 ? <p className="help">{t('lead.agendaEdit.noRounds')}</p>
        : <p className={sum > minutes ? 'help over' : 'help'}>{t('lead.agendaEdit.roundsMinutes', { minutes: t('common.minutes', { n: sum }), of: t('common.minutes', { n: minutes || 0 }) })}</p>}
      <ol>
        {rounds.map((r, i) => (
          <li key={r.id ?? `new${i}`}>
            <select className="in" aria-label={t('lead.agendaEdit.roundKind', { n: i + 1 })} value={r.groups ?? r.kind}
              onChange={e => {
                const pairs = e.target.value === 'pairs', kind = pairs ? 'tables' : e.target.value as RoundKind;
                set(i, { kind, groups: pairs ? 'pairs' : undefined, conduct: pairs ? { writing: 'tables' } : working[kind].conduct, minutes: r.minutes ?? working[kind].minutes });
              }}>
              {kinds.map(k => <option key={k} value={k}>{t(`round.${k}` as Key)}</option>)}
              <option value="pairs">{t('round.pairs')}</option>
            </select>
            <span className="in-min"><input className="in num" type="number" min={0} max={600} aria-label={t('lead.agendaEdit.roundMinutes', { n: i + 1 })} value={r.minutes ?? ''}
              onChange={e => set(i, { minutes: e.target.valueAsNumber || undefined })} /><span aria-hidden="true">{t('lead.agendaEdit.min')}</span></span>
            <span className="round-do">
              <Button kind="quiet" icon="up" label={t('lead.agendaEdit.roundUp', { n: i + 1 })} disabled={i === 0} onClick={() => onChange(moved(rounds, i, -1))} />
              <Button kind="quiet" icon="down" label={t('lead.agendaEdit.roundDown', { n: i + 1 })} disabled={i === rounds.length - 1} onClick={() => onChange(moved(rounds, i, 1))} />
              <Button kind="quiet" icon="trash" label={t('lead.agendaEdit.removeRound', { n: i + 1 })} onClick={() => onChange(rounds.filter((_, at) => at !== i))} />
            </span>
            <p className="meta">{says(t, r)}</p>
          </li>
        ))}
      </ol>
      <div className="row lead-wrap">
        <Button size="small" icon="plus" onClick={() => onChange([...rounds, { kind: 'write', ...working.write }])}>{t('lead.agendaEdit.addRound')}</Button>
        <Select label={<span className="hidden-text">{t('lead.agendaEdit.preset')}</span>} value="" empty={t('lead.agendaEdit.preset')}
          options={(Object.keys(presets) as Preset[]).map(p => ({ value: p, label: t(`lead.preset.${p}` as Key) }))}
          onChoose={p => { if (p) onChange(presets[p as Preset].map(r => ({ ...r }))); }} />
      </div>
    </fieldset>
  );
}

/** What people will notice. */
function says(t: ReturnType<typeof useWords>['t'], { kind, groups, conduct }: RoundDraft): string {
  if (groups === 'pairs') return t('conduct.does.pairs');
  if (kind === 'write') return t(conduct?.writing === 'private' ? 'conduct.does.write.private' : 'conduct.does.write.open');
  if (kind === 'vote') return t('conduct.does.vote', { n: conduct?.voting?.budget ?? 3 });
  if (kind === 'tables' && conduct?.writing === 'tables') return `${t('conduct.does.tables')} ${t('conduct.does.tables.own')}`;
  return t(`conduct.does.${kind}`);
}
