// Who is to sit apart, and who together: said in pairs, kept on this device until the next composing. Nobody else sees them: that two should not meet is for the facilitator to know.
import { useState } from 'react';
import { Button, Select } from '../design';
import { recall, remember } from '../participant/device';
import type { Id, Participant } from '../wire';
import { useWords } from '../words';

export interface WishList { apart: Id[][]; together: Id[][] }

export function useWishes(dialogueId: Id): [WishList, (next: WishList) => void] {
  const key = `wishes.${dialogueId}`;
  const [wishes, setWishes] = useState<WishList>(() => {
    try { return { apart: [], together: [], ...JSON.parse(recall(key) ?? '{}') as Partial<WishList> }; } catch { return { apart: [], together: [] }; }
  });
  return [wishes, next => { setWishes(next); remember(key, next.apart.length + next.together.length > 0 ? JSON.stringify(next) : null); }];
}

export function Wishes({ people, wishes, onChange }: { people: readonly Participant[]; wishes: WishList; onChange: (next: WishList) => void }) {
  const { t } = useWords();
  const [one, setOne] = useState(''), [other, setOther] = useState('');
  const [how, setHow] = useState<keyof WishList>('apart');
  const name = (id: Id) => people.find(p => p.id === id)?.name ?? '–';
  const all = (['apart', 'together'] as const).flatMap(kind => wishes[kind].map((ids, i) => ({ kind, ids, i })));
  const options = people.map(p => ({ value: p.id, label: p.name }));
  return (
    <details className="more-choices wishes">
      <summary>{t('lead.wishes.title')}{all.length > 0 && ` (${all.length})`}</summary>
      <ul className="plain-rows">
        {all.map(({ kind, ids, i }) => (
          <li key={`${kind} ${ids.join()}`} className="row-between"><span dir="auto">{t(`lead.wishes.${kind}`, { one: name(ids[0]!), other: name(ids[1]!) })}</span>
            <Button size="small" kind="quiet" icon="x" label={t('lead.wishes.remove', { one: name(ids[0]!), other: name(ids[1]!) })} onClick={() => onChange({ ...wishes, [kind]: wishes[kind].filter((_, at) => at !== i) })} /></li>
        ))}
      </ul>
      <form className="row lead-wrap wish" onSubmit={e => {
        e.preventDefault();
        if (!one || !other || one === other) return;
        onChange({ ...wishes, [how]: [...wishes[how], [one, other]] });
        setOne('');
        setOther('');
      }}>
        <Select label={t('lead.wishes.one')} value={one} empty={t('common.choose')} options={options} onChoose={setOne} />
        <Select label={t('lead.wishes.how')} value={how} options={[{ value: 'apart', label: t('lead.wishes.how.apart') }, { value: 'together', label: t('lead.wishes.how.together') }]} onChoose={v => setHow(v as keyof WishList)} />
        <Select label={t('lead.wishes.other')} value={other} empty={t('common.choose')} options={options.filter(o => o.value !== one)} onChoose={setOther} />
        <Button type="submit" icon="plus">{t('lead.wishes.add')}</Button>
      </form>
    </details>
  );
}
