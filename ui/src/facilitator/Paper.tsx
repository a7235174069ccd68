// Paper notes, typed in one after the other under the name or table that wrote them. By keyboard alone: who, Tab, text, Enter, text, Enter …
import { useEffect, useRef, useState } from 'react';
import { findPersonnummer } from '../board/personnummer';
import { peopleOf } from '../board/reading';
import { Band, Button, Dialog, Select, TextArea } from '../design';
import { useDraft } from '../participant/useDraft';
import { newId } from '../session/ids';
import { useSession, useShown } from '../session/react';
import type { Draft, Id, Phase } from '../wire';
import { useWords } from '../words';
import { organisationName } from './room';
import { tableNames } from './seating';

interface Typed { id: Id; text: string; who: string }

export function Paper({ open, onClose, phase }: { open: boolean; onClose: () => void; phase: Phase | undefined }) {
  const { t } = useWords();
  const [unsaid, setUnsaid] = useState(false);
  return <Dialog title={t('lead.paper.title')} open={open && !!phase} onClose={onClose} wide asks={unsaid}>{phase && <Stack phase={phase} onText={text => setUnsaid(text.trim() !== '')} />}</Dialog>;
}

function Stack({ phase, onText }: { phase: Phase; onText: (text: string) => void }) {
  const { t, compare } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const [who, setWho] = useState('');
  const half = useDraft('paper', { text: '' }), { text } = half.fields, setText = (text: string) => half.put({ text });
  const [typed, setTyped] = useState<readonly Typed[]>([]);
  const [found, setFound] = useState(false), [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const people = [...peopleOf(d)].filter(p => !p.waiting).sort((a, b) => compare(a.name, b.name));
  const options = [
    ...tableNames(d).map(table => ({ value: `t ${table}`, label: t('lead.paper.table', { table }) })),
    ...people.map(p => ({ value: `p ${p.id}`, label: [p.name, organisationName(d, p.organisation)].filter(Boolean).join(', ') })),
  ];
  // Whom the last one was written by is no loss; a note half typed is.
  useEffect(() => onText(text), [text]);
  const add = (despite = false) => {
    const words = text.trim();
    setMissing(!who);
    if (!words || !who) return;
    if (!despite && findPersonnummer(words)) return setFound(true);
    const id = newId(), name = options.find(o => o.value === who)?.label ?? '';
    const item = { id, kind: 'note' as const, phaseId: phase.id, text: words, ...(who.startsWith('t ') && { table: who.slice(2) }) };
    const draft: Draft = { type: 'addItem', item, ...(who.startsWith('p ') && { as: who.slice(2) }) };
    void session.do(draft).then(receipt => { if ('refused' in receipt) setTyped(now => now.filter(one => one.id !== id)); });
    setTyped(now => [{ id, text: words, who: name }, ...now]);
    half.done();
    setFound(false);
    field.current?.focus();
  };
  return (
    <div className="part-in paper">
      <p className="help">{t('lead.paper.help', { phase: phase.title })}</p>
      <Select label={t('lead.paper.who')} value={who} empty={t('common.choose')} options={options} error={missing && !who ? t('lead.paper.whoMissing') : undefined} onChoose={setWho} />
      <TextArea ref={field} label={t('lead.paper.text')} help={t('lead.paper.keys')} rows={3} maxLength={2000} value={text} onChange={e => { setText(e.target.value); setFound(false); }}
        onKeyDown={e => { if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) { e.preventDefault(); add(); } }} />
      {found && <Band tone="gap" role="alert" actions={<Button size="small" kind="quiet" onClick={() => add(true)}>{t('personnummer.notOne')}</Button>}><strong>{t('personnummer.title')}</strong> {t('personnummer.help')}</Band>}
      <div className="row"><Button kind="main" icon="plus" onClick={() => add()}>{t('lead.paper.add')}</Button></div>
      <p role="status" className="help">{typed.length > 0 && t('lead.paper.count', { n: typed.length })}</p>
      <ul className="plain-rows">
        {typed.map(one => (
          <li key={one.id} className="row-between prepare-row"><span className="prepare-text" dir="auto">{one.text}<span className="meta person-about">{one.who}</span></span>
            <Button size="small" kind="quiet" icon="trash" label={t('lead.paper.remove', { text: one.text.slice(0, 40) })} onClick={() => {
              void session.do({ type: 'removeItems', itemIds: [one.id] });
              setTyped(now => now.filter(other => other.id !== one.id));
              field.current?.focus();
            }} /></li>
        ))}
      </ul>
    </div>
  );
}
