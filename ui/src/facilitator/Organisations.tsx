// Aktörer och stolar: who is expected, organisation by organisation and level by level; empty chairs follow from it.
import { useEffect, useState } from 'react';
import { Button, Dialog, Select, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import type { Draft, Expected, OrganisationKind } from '../wire';
import { useWords, type Key } from '../words';
import { levels } from './coverage';
import { run } from './room';

const kinds: readonly OrganisationKind[] = ['region', 'municipality', 'company', 'patientOrganisation', 'other'];
const at = (organisation: string, level: string) => `${organisation}/${level}`;

export function Organisations({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  return <Dialog title={t('lead.actors.title')} open={open} onClose={onClose} wide>{open && <Form onDone={onClose} />}</Dialog>;
}

function Form({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const organisations = useShown(s => s.dialogue.organisations), expected = useShown(s => s.dialogue.expected);
  const [names, setNames] = useState<Record<string, string>>({}), [counts, setCounts] = useState<Record<string, number>>({});
  const [fresh, setFresh] = useState(''), [kind, setKind] = useState<OrganisationKind>('other');
  const [from, setFrom] = useState(''), [into, setInto] = useState('');
  useEffect(() => { if (into === from) setInto(''); }, [from, into]);
  const count = (organisation: string, level: string) => counts[at(organisation, level)] ?? expected.find(e => e.organisation === organisation && e.level === level)?.count ?? 0;
  const save = () => {
    const rename = organisations.flatMap(o => names[o.id]?.trim() && names[o.id] !== o.name ? [{ id: o.id, name: names[o.id]!.trim() }] : []);
    const all: Expected[] = organisations.flatMap(o => levels.flatMap(level => count(o.id, level) > 0 ? [{ organisation: o.id, level, count: count(o.id, level) }] : []));
    const edit: Draft = { type: 'editOrganisations', ...(rename.length > 0 && { rename }), ...(Object.keys(counts).length > 0 && { expected: all }) };
    void (rename.length + Object.keys(counts).length === 0 ? Promise.resolve(true) : run(session, [edit])).then(done => { if (done) onDone(); });
  };
  const add = () => {
    const name = fresh.trim();
    if (name) void run(session, [{ type: 'editOrganisations', add: [{ name, kind }] }]).then(done => { if (done) setFresh(''); });
  };
  const options = organisations.map(o => ({ value: o.id, label: o.name }));
  return (
    <div className="stack actors">
      <p className="help">{t('lead.actors.help')}</p>
      {organisations.length > 0 && (
        <div className="mx-frame" tabIndex={0} role="group" aria-label={t('lead.actors.title')}>
          <table className="t t-actors">
            <thead><tr><th scope="col">{t('lead.heard.organisation')}</th>{levels.map(l => <th key={l} scope="col">{t(`level.${l}` as Key)}</th>)}</tr></thead>
            <tbody>
              {organisations.map((o, i) => (
                <tr key={o.id}>
                  <th scope="row"><input className="in" dir="auto" maxLength={80} aria-label={t('lead.actors.name', { n: i + 1 })} value={names[o.id] ?? o.name} onChange={e => setNames({ ...names, [o.id]: e.target.value })} /></th>
                  {levels.map(level => (
                    <td key={level}><input className="in" type="number" inputMode="numeric" min={0} max={300} aria-label={t('lead.actors.expected', { organisation: o.name, level: t(`level.${level}` as Key) })}
                      value={count(o.id, level)} onChange={e => setCounts({ ...counts, [at(o.id, level)]: Math.max(0, e.target.valueAsNumber || 0) })} /></td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <form className="row lead-wrap add-row" onSubmit={e => { e.preventDefault(); add(); }}>
        <TextField label={t('lead.actors.new')} value={fresh} maxLength={80} onChange={e => setFresh(e.target.value)} />
        <Select label={t('lead.actors.kind')} value={kind} options={kinds.map(k => ({ value: k, label: t(`lead.orgKind.${k}` as Key) }))} onChoose={k => setKind(k as OrganisationKind)} />
        <Button type="submit" icon="plus">{t('common.add')}</Button>
      </form>
      {organisations.length > 1 && (
        <details className="more-choices"><summary>{t('lead.actors.merge')}</summary>
          <div className="row lead-wrap add-row">
            <Select label={t('lead.actors.merge.from')} value={from} empty={t('common.choose')} options={options} onChoose={setFrom} />
            <Select label={t('lead.actors.merge.into')} value={into} empty={t('common.choose')} options={options.filter(o => o.value !== from)} onChoose={setInto} />
            <Button icon="merge" disabled={!from || !into} onClick={() => void run(session, [{ type: 'editOrganisations', merge: [{ from, into }] }]).then(() => { setFrom(''); setInto(''); })}>{t('lead.actors.merge.do')}</Button>
          </div>
        </details>
      )}
      <div className="row lead-wrap"><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={onDone}>{t('common.cancel')}</Button></div>
    </div>
  );
}
