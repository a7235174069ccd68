// Vem behöver besluta? The decisions an initiative or a step needs: in which organisation, where, by which route.
import { useRoom } from '../board/useRoom';
import { Button, Select, TextField } from '../design';
import { useWords } from '../words';
import type { Mandate } from '../wire';

const routes = ['execution', 'delegation', 'board'] as const;

export function MandateFields({ mandates, onChange }: { mandates: readonly Mandate[]; onChange: (mandates: Mandate[]) => void }) {
  const { t } = useWords();
  const { dialogue } = useRoom();
  const put = (i: number, patch: Partial<Mandate>) => onChange(mandates.map((m, j) => (j === i ? { ...m, ...patch } : m)));
  return (
    <fieldset className="f mandates">
      <legend className="label">{t('mandate.title')}</legend>
      {mandates.length === 0 && <p className="help">{t('mandate.help')}</p>}
      {mandates.map((m, i) => (
        <div key={i} className="mandate">
          <div className="fields-2">
            <Select label={t('mandate.organisation')} empty={t('common.choose')} value={m.organisation} onChoose={organisation => put(i, { organisation })} options={dialogue.organisations.map(o => ({ value: o.id, label: o.name }))} />
            <TextField label={t('mandate.body')} value={m.body} maxLength={200} placeholder={t('mandate.bodyExample')} onChange={e => put(i, { body: e.target.value })} />
          </div>
          <div className="fields-2">
            <Select label={t('mandate.route')} value={m.route} onChoose={r => put(i, { route: r as Mandate['route'] })} options={routes.map(r => ({ value: r, label: t(`route.${r}`) }))} />
            <TextField label={t('mandate.takenBy')} note={t('common.optional')} value={m.takenBy ?? ''} maxLength={80} onChange={e => put(i, { takenBy: e.target.value })} />
          </div>
          <div className="fields-2">
            <TextField label={t('mandate.when')} note={t('common.optional')} type="date" value={m.when ?? ''} onChange={e => put(i, { when: e.target.value })} />
            <TextField label={t('mandate.outcome')} note={t('mandate.outcomeNote')} value={m.outcome ?? ''} maxLength={200} onChange={e => put(i, { outcome: e.target.value })} />
          </div>
          <Button size="small" kind="quiet" icon="trash" onClick={() => onChange(mandates.filter((_, j) => j !== i))}>{t('mandate.remove')}</Button>
        </div>
      ))}
      <div><Button size="small" icon="plus" onClick={() => onChange([...mandates, { organisation: '', body: '', route: 'execution' }])}>{t('mandate.add')}</Button></div>
    </fieldset>
  );
}

/** Without the empty fields, and without a decision that names nobody. */
export const tidyMandates = (mandates: readonly Mandate[]): Mandate[] =>
  mandates.filter(m => m.organisation).map(m => Object.fromEntries(Object.entries(m).filter(([, v]) => v !== '' && v !== undefined)) as unknown as Mandate).map(m => ({ ...m, body: m.body ?? '' }));

export function MandateLines({ mandates }: { mandates: readonly Mandate[] | undefined }) {
  const { t, date } = useWords();
  const { organisationName } = useRoom();
  return (
    <ul className="mandate-lines">
      {(mandates ?? []).map((m, i) => (
        <li key={i}>
          <bdi>{[organisationName(m.organisation), m.body].filter(Boolean).join(', ')}</bdi> <span className="meta">({t(`route.${m.route}`).toLocaleLowerCase()})</span>{' '}
          {m.outcome ? <span className="tag tag-good">{m.outcome}</span> : <span className="tag tag-warn">{m.takenBy && m.when ? t('mandate.takenWhen', { name: m.takenBy, when: date(m.when) }) : m.when ? t('mandate.waitsUntil', { when: date(m.when) }) : t('mandate.waits')}</span>}
        </li>
      ))}
    </ul>
  );
}
