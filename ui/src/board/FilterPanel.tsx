// Filtering: by who wrote, from where, at which level, in which theme, about which moment. What is not shown is counted, and comes back in one press.
import { Button, Select } from '../design';
import { useWords } from '../words';
import type { Level, Phase } from '../wire';
import { isEmpty, without, type Filter } from './filter';
import { useMomentOptions } from './LinkMoments';
import { namesHidden, ofKind } from './reading';
import { useRoom } from './useRoom';

const levels: readonly Level[] = ['frontline', 'management', 'leadership', 'livedExperience'];

export function FilterPanel({ phase, filter, onChange }: { phase: Phase; filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useWords();
  const { reading, me } = useRoom();
  const moments = useMomentOptions();
  const hidden = namesHidden(phase.conduct);
  const notes = ofKind(reading, 'note', phase.id);
  const wrote = new Set(notes.map(note => note.by));
  const people = [...reading.people.values()].filter(p => wrote.has(p.id) && p.id !== me?.id).sort((a, b) => a.name.localeCompare(b.name));
  const from = new Set(people.map(p => p.organisation).concat(me?.organisation));
  const themes = ofKind(reading, 'theme', phase.id);
  const set = (field: keyof Filter) => (value: string) => onChange({ ...filter, [field]: value || undefined });
  const of = (field: keyof Filter, options: { value: string; label: string }[]) =>
    options.length > 0 && <Select label={t(`filter.${field}`)} value={filter[field] ?? ''} empty={t('filter.any')} options={options} onChoose={set(field)} />;
  return (
    <div className="filter" role="group" aria-label={t('tool.filter')}>
      {hidden ? <p className="help">{t('filter.namesHidden')}</p> : <>
        {of('organisation', [...reading.organisations.values()].filter(o => from.has(o.id)).map(o => ({ value: o.id, label: o.name })))}
        {of('level', levels.map(value => ({ value, label: t(`level.${value}`) })))}
        {of('author', [...(me ? [{ value: me.id, label: t('filter.mine') }] : []), ...people.map(p => ({ value: p.id, label: p.name }))])}
      </>}
      {themes.length > 0 && of('theme', [...themes.map(x => ({ value: x.id, label: x.title })), { value: without, label: t('board.noTheme') }])}
      {moments.length > 0 && of('moment', [...moments, { value: without, label: t('filter.noMoment') }])}
    </div>
  );
}

/** Stands as long as something is not shown, also when the panel is closed: nobody is to believe that the board is empty. */
export function FilterSays({ filter, shown, hidden, onClear }: { filter: Filter; shown: number; hidden: number; onClear: () => void }) {
  const { t } = useWords();
  if (isEmpty(filter)) return null;
  return (
    <div className="filter-says">
      <p role="status">{shown === 0 ? t('filter.nothing') : t('filter.shown', { n: shown, of: shown + hidden })} <strong>{t('filter.hidden', { n: hidden })}</strong></p>
      <Button size="small" icon="x" onClick={onClear}>{t('filter.clear')}</Button>
    </div>
  );
}
