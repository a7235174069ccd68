// Koppling: does one hand over to the other? Works, fragile, missing (a gap, mellanrum) or doubled; and who carries it.
import { useMomentOptions } from '../board/LinkMoments';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Judge, PickMany, PickOne, Select, TextArea } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Connection } from '../wire';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { EditorFrame, ItemMenu, MomentChips } from './parts';

export const connectionStates = ['works', 'fragile', 'missing', 'doubled'] as const;
export const carriers = ['organisation', 'shared', 'person', 'nextOfKin', 'nobody'] as const;

export function useEnds() {
  const { reading } = useRoom();
  const name = (id: string) => { const c = reading.items.get(id); return c?.kind === 'contact' ? c.name : '–'; };
  return (c: Pick<Connection, 'from' | 'to'>) => ({ from: name(c.from), to: name(c.to) });
}

function Card({ item, number }: CardProps<'connection'>) {
  const { t } = useWords();
  const ends = useEnds()(item);
  const name = t('connection.fromTo', ends);
  return (
    <article className={`item connection${item.state === 'missing' ? ' is-gap' : ''}`}>
      <div className="row-between top-aligned">
        <div><b dir="auto">{number ? `${number}. ` : ''}{name}</b>{item.text && <p className="help" dir="auto">{item.text}</p>}</div>
        <Judge as={item.state}>{t(`state.${item.state}`)}</Judge>
        <ItemMenu item={item} name={name} />
      </div>
      <p className="meta tags">{t('connection.carriedBy')} {t(`carriedBy.${item.carriedBy}`).toLocaleLowerCase()} <MomentChips ids={item.moments} /></p>
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'connection'>) {
  const { t } = useWords();
  const { session, reading } = useRoom();
  const contacts = ofKind(reading, 'contact').map(c => ({ value: c.id, label: c.name }));
  const moments = useMomentOptions();
  const draft = useDraft<{ from: string; to: string; state?: Connection['state'] | undefined; carriedBy?: Connection['carriedBy'] | undefined; text: string; about: string[] }>(draftOf('connection', item, phase.id), { from: item?.from ?? '', to: item?.to ?? '', state: item?.state, carriedBy: item?.carriedBy, text: item?.text ?? '', about: [...(item?.moments ?? [])] }, item?.seq);
  const { from, to, state, carriedBy, text, about } = draft.fields;
  const setFrom = (from: string) => draft.put({ from });
  const setTo = (to: string) => draft.put({ to });
  const setState = (state: Connection['state'] | undefined) => draft.put({ state });
  const setCarriedBy = (carriedBy: Connection['carriedBy'] | undefined) => draft.put({ carriedBy });
  const setText = (text: string) => draft.put({ text });
  const setAbout = (about: string[]) => draft.put({ about });
  const missing = [!from && t('connection.from'), (!to || to === from) && t('connection.to'), !state && t('connection.how'), !carriedBy && t('connection.who')];
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.connection' : 'connection.new')} missing={missing} onClose={onClose} wide
      onSave={() => saveItem(session, 'connection', phase.id, item, { from, to, state, carriedBy, text: text.trim(), moments: about }, draft.base)}>
      {contacts.length < 2 && <p className="help">{t('connection.needTwo')}</p>}
      <div className="fields-2">
        <Select label={t('connection.from')} empty={t('common.choose')} value={from} options={contacts} onChoose={setFrom} />
        <Select label={t('connection.to')} empty={t('common.choose')} value={to} options={contacts.filter(c => c.value !== from)} onChoose={setTo} />
      </div>
      <PickOne legend={t('connection.how')} value={state} columns onChange={setState} options={connectionStates.map(s => ({ value: s, label: <Judge as={s}>{t(`state.${s}`)}</Judge>, help: t(`state.${s}.help`) }))} />
      <PickOne legend={t('connection.who')} value={carriedBy} columns onChange={setCarriedBy} options={carriers.map(c => ({ value: c, label: t(`carriedBy.${c}`) }))} />
      <TextArea label={t('connection.text')} help={t('connection.textHelp')} note={t('common.optional')} value={text} maxLength={500} rows={2} onChange={e => setText(e.target.value)} />
      {moments.length > 0 && <PickMany legend={t('story.which')} values={about} options={moments} onChange={setAbout} />}
    </EditorFrame>
  );
}

export const connection: KindOfItem<'connection'> = { kind: 'connection', label: 'kind.connection', newLabel: 'connection.new', sign: 'gap', phases: ['systemMap'], Card, Editor };
