// My judgement of an initiative: effect for the person × effort, 1–5 each. One of the two may be given first; it is sent when both are there.
import { useId, useState } from 'react';
import { useRoom } from '../board/useRoom';
import { Button } from '../design';
import { useWords } from '../words';
import type { Initiative } from '../wire';

export function Rate({ item }: { item: Initiative }) {
  const { t } = useWords();
  const { session, reading, me } = useRoom();
  const sent = (reading.ratings.get(item.id) ?? []).find(r => r.by === me?.id);
  const [half, setHalf] = useState<{ effect: number; effort: number }>({ effect: 0, effort: 0 });
  const mine = sent ?? half;
  const set = (patch: Partial<typeof half>) => {
    const next = { effect: mine.effect, effort: mine.effort, ...patch };
    setHalf(next);
    if (next.effect > 0 && next.effort > 0) void session.do({ type: 'rate', itemId: item.id, ...next });
  };
  return (
    <div className="rate">
      <Scale label={t('rate.effect')} about={item.title} value={mine.effect} onChange={effect => set({ effect })} />
      <Scale label={t('rate.effort')} about={item.title} value={mine.effort} onChange={effort => set({ effort })} />
      {sent && <Button kind="link" onClick={() => { setHalf({ effect: 0, effort: 0 }); void session.do({ type: 'rate', itemId: item.id, effect: 0, effort: 0 }); }}>{t('rate.takeBack')}</Button>}
    </div>
  );
}

function Scale({ label, about, value, onChange }: { label: string; about: string; value: number; onChange: (value: number) => void }) {
  const { t } = useWords();
  const name = useId();
  return (
    <fieldset className="scale">
      <legend className="hidden-text">{label}, {about}</legend>
      <strong aria-hidden="true">{label}</strong>
      <span className="opts">
        {[1, 2, 3, 4, 5].map(n => <label key={n}><input type="radio" name={name} checked={value === n} onChange={() => onChange(n)} />{n}</label>)}
      </span>
      <span className="meta">{t('rate.scale')}</span>
    </fieldset>
  );
}
