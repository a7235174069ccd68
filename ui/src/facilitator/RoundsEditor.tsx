// The rounds of one part: from a preset, or one by one. What a round does with writing and voting comes with the preset.
import { Button, Select } from '../design';
import type { RoundKind } from '../wire';
import { useWords, type Key } from '../words';
import { presets, type Preset, type RoundDraft } from './agendaEdit';

const kinds: readonly RoundKind[] = ['listen', 'write', 'show', 'tables', 'lift', 'vote', 'stance', 'screensDown', 'pause'];

export function RoundsEditor({ rounds, onChange }: { rounds: readonly RoundDraft[]; onChange: (rounds: RoundDraft[]) => void }) {
  const { t } = useWords();
  const set = (at: number, by: Partial<RoundDraft>) => onChange(rounds.map((r, i) => i === at ? { ...r, ...by } : r));
  // A chosen kind brings the way of working that the presets give it; the old one's would be a surprise.
  const known = (kind: RoundKind) => (Object.values(presets) as readonly (readonly RoundDraft[])[]).flat().find(r => r.kind === kind)?.conduct;
  return (
    <fieldset className="f rounds">
      <legend className="label">{t('lead.agendaEdit.rounds')}</legend>
      {rounds.length === 0 && <p className="help">{t('lead.agendaEdit.noRounds')}</p>}
      <ol>
        {rounds.map((r, i) => (
          <li key={r.id ?? i}>
            <select className="in" aria-label={t('lead.agendaEdit.roundKind', { n: i + 1 })} value={r.groups ?? r.kind}
              onChange={e => {
                const pairs = e.target.value === 'pairs', kind = pairs ? 'tables' : e.target.value as RoundKind;
                set(i, { kind, groups: pairs ? 'pairs' : undefined, conduct: pairs ? { writing: 'tables' } : known(kind) });
              }}>
              {kinds.map(k => <option key={k} value={k}>{t(`round.${k}` as Key)}</option>)}
              <option value="pairs">{t('round.pairs')}</option>
            </select>
            <input className="in" type="number" min={0} max={600} aria-label={t('lead.agendaEdit.roundMinutes', { n: i + 1 })} placeholder="min" value={r.minutes ?? ''}
              onChange={e => set(i, { minutes: e.target.valueAsNumber || undefined })} />
            <Button kind="quiet" icon="trash" label={t('lead.agendaEdit.removeRound', { n: i + 1 })} onClick={() => onChange(rounds.filter((_, at) => at !== i))} />
          </li>
        ))}
      </ol>
      <div className="row lead-wrap">
        <Button size="small" icon="plus" onClick={() => onChange([...rounds, { kind: 'write', minutes: 5, conduct: known('write') }])}>{t('lead.agendaEdit.addRound')}</Button>
        <Select label={<span className="hidden-text">{t('lead.agendaEdit.preset')}</span>} value="" empty={t('lead.agendaEdit.preset')}
          options={(Object.keys(presets) as Preset[]).map(p => ({ value: p, label: t(`lead.preset.${p}` as Key) }))}
          onChoose={p => { if (p) onChange(presets[p as Preset].map(r => ({ ...r }))); }} />
      </div>
    </fieldset>
  );
}
