// Somebody has let in people who are none, or a whole hall has the wrong code: all who came since a minute are removed in one deed. There is no way back, so it says who first.
import { useEffect, useState } from 'react';
import { api } from '../api';
import { peopleOf } from '../board/reading';
import { Band, Button, Select } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { rush, sinces, type Arrival } from './newcomers';
import { organisationName, run } from './room';

export default function Newcomers() {
  const { t, list, time } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const [arrivals, setArrivals] = useState<readonly Arrival[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [sure, setSure] = useState(false), [failed, setFailed] = useState(false), [busy, setBusy] = useState(false);
  const count = d.participants.length;
  useEffect(() => { let here = true; api.joins(d.id).then(all => { if (here) setArrivals(all); }, () => undefined); return () => { here = false; }; }, [d.id, count]);
  const all = sinces(peopleOf(d), arrivals);
  const many = rush(all, session.get().serverTime());
  const since = all.find(one => one.minute === chosen);
  if (all.length === 0) return null;
  const clock = (minute: number) => time(new Date(minute).toISOString());
  const remove = async () => {
    if (!since || busy) return;
    setBusy(true);
    setFailed(!await run(session, [{ type: 'removePerson', participantIds: since.people.map(p => p.id) }]));
    setBusy(false);
    setSure(false);
    setChosen(null);
  };
  return (
    <section className="newcomers" aria-labelledby="newcomers">
      <h3 id="newcomers">{t('lead.newcomers.title')}</h3>
      {many !== null && chosen === null && (
        <Band tone="warn" role="status">{t('lead.newcomers.many', { n: all.find(one => one.minute === many)!.people.length, time: clock(many) })}{' '}
          <Button size="small" onClick={() => { setChosen(many); setSure(false); }}>{t('lead.newcomers.look')}</Button></Band>
      )}
      <Select label={t('lead.newcomers.since')} value={chosen === null ? '' : String(chosen)} empty={t('lead.newcomers.nobody')}
        options={all.map(one => ({ value: String(one.minute), label: t('lead.newcomers.option', { time: clock(one.minute), n: one.people.length }) }))}
        onChoose={v => { setChosen(v === '' ? null : Number(v)); setSure(false); }} />
      {since && (
        <div className="sure" role="status">
          <p className="help">{t('lead.newcomers.who', { n: since.people.length })}</p>
          <p dir="auto">{list(since.people.map(p => [p.name, organisationName(d, p.organisation)].filter(Boolean).join(', ')))}</p>
          {!sure ? <Button icon="trash" onClick={() => setSure(true)}>{t('lead.newcomers.remove', { time: clock(since.minute) })}</Button>
            : <p className="row lead-wrap"><span>{t('lead.newcomers.sure', { n: since.people.length })}</span>
              <Button aria-busy={busy} onClick={() => void remove()}>{t('common.remove')}</Button><Button kind="quiet" onClick={() => setSure(false)}>{t('common.cancel')}</Button></p>}
        </div>
      )}
      {failed && <Band tone="warn" role="alert">{t('lead.newcomers.failed')}</Band>}
    </section>
  );
}
