// Kontakt: one who is around the person, and what it contributes. Distance = how often they meet.
import { useRoom } from '../board/useRoom';
import { PickOne, Select, TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { EditorFrame, ItemMenu } from './parts';

const distances = ['1', '2', '3'] as const;

function Card({ item }: CardProps<'contact'>) {
  const { t } = useWords();
  const { organisationName } = useRoom();
  const organisation = organisationName(item.organisation);
  return (
    <article className="item contact">
      <div className="row-between top-aligned"><h3 dir="auto">{item.name}</h3><ItemMenu item={item} name={item.name} /></div>
      {item.contributes && <p dir="auto">{item.contributes}</p>}
      <p className="meta">{[organisation !== item.name && organisation, item.distance && t(`contact.distance.${distances[item.distance - 1] ?? '2'}`)].filter(Boolean).join(' · ')}</p>
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'contact'>) {
  const { t } = useWords();
  const { session, dialogue } = useRoom();
  const draft = useDraft<{ name: string; organisation: string; contributes: string; distance: (typeof distances)[number] }>(draftOf('contact', item, phase.id), { name: item?.name ?? '', organisation: item?.organisation ?? '', contributes: item?.contributes ?? '', distance: distances[(item?.distance ?? 2) - 1] ?? '2' }, item?.seq);
  const { name, organisation, contributes, distance } = draft.fields;
  const setName = (name: string) => draft.put({ name });
  const setOrganisation = (organisation: string) => draft.put({ organisation });
  const setContributes = (contributes: string) => draft.put({ contributes });
  const setDistance = (distance: (typeof distances)[number]) => draft.put({ distance });
  const choose = (id: string) => { setOrganisation(id); if (!name.trim()) setName(dialogue.organisations.find(o => o.id === id)?.name ?? ''); };
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.contact' : 'contact.new')} missing={[!name.trim() && t('contact.name')]} onClose={onClose}
      onSave={() => saveItem(session, 'contact', phase.id, item, { name: name.trim(), organisation, contributes: contributes.trim(), distance: +distance }, draft.base)}>
      <Select label={t('contact.organisation')} note={t('common.optional')} empty={t('contact.noOrganisation')} value={organisation} onChoose={choose} options={dialogue.organisations.map(o => ({ value: o.id, label: o.name }))} />
      <TextField label={t('contact.name')} help={t('contact.nameHelp')} value={name} maxLength={80} onChange={e => setName(e.target.value)} />
      <TextArea label={t('contact.contributes')} value={contributes} maxLength={500} rows={2} onChange={e => setContributes(e.target.value)} />
      <PickOne legend={t('contact.distance')} value={distance} onChange={setDistance} options={distances.map(d => ({ value: d, label: t(`contact.distance.${d}`) }))} />
    </EditorFrame>
  );
}

export const contact: KindOfItem<'contact'> = { kind: 'contact', label: 'kind.contact', newLabel: 'contact.new', sign: null, phases: ['systemMap'], Card, Editor };
