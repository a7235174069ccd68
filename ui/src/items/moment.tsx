// Händelse: something that happened to the person. The person's own words are the only text in the serif voice.
import { momentName, momentParts } from '../board/moments';
import { useRoom } from '../board/useRoom';
import { PickMany, TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { MomentTag } from '../wire';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { EditorFrame, ItemMenu } from './parts';

export const momentTags = ['repetition', 'interruption', 'insecurity', 'wholeNotSeen'] as const satisfies readonly MomentTag[];

function Card({ item, number }: CardProps<'moment'>) {
  const { t } = useWords();
  const { title, words } = momentParts(item);
  return (
    <article className="moment">
      <div className="row-between top-aligned">
        <div className="when">{[number, item.when].filter(Boolean).join(' · ')}</div>
        <ItemMenu item={item} name={momentName(item)} />
      </div>
      {title && <h3 dir="auto">{title}</h3>}
      <p className="voice" dir="auto">{words || t('note.erased')}</p>
      {item.feeling && <p className="meta" dir="auto">{t('moment.felt', { feeling: item.feeling })}</p>}
      {item.tags?.length > 0 && <p className="tags">{item.tags.map(tag => <span key={tag} className="tag">{t(`moment.tag.${tag}`)}</span>)}</p>}
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'moment'>) {
  const { t } = useWords();
  const { session } = useRoom();
  const parts = momentParts(item ?? { text: '' });
  const draft = useDraft<{ title: string; words: string; when: string; feeling: string; tags: MomentTag[] }>(draftOf('moment', item, phase.id), { title: parts.title, words: parts.words, when: item?.when ?? '', feeling: item?.feeling ?? '', tags: [...(item?.tags ?? [])] }, item?.seq);
  const { title, words, when, feeling, tags } = draft.fields;
  const setTitle = (title: string) => draft.put({ title });
  const setWords = (words: string) => draft.put({ words });
  const setWhen = (when: string) => draft.put({ when });
  const setFeeling = (feeling: string) => draft.put({ feeling });
  const setTags = (tags: MomentTag[]) => draft.put({ tags });
  const text = [title.trim(), words.trim()].filter(Boolean).join('\n');
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.moment' : 'moment.new')} missing={[!words.trim() && t('moment.words')]} onClose={onClose}
      onSave={() => saveItem(session, 'moment', phase.id, item, { text, when: when.trim(), feeling: feeling.trim(), tags }, draft.base)}>
      <TextArea label={t('moment.words')} help={t('moment.wordsHelp')} value={words} maxLength={1800} rows={4} onChange={e => setWords(e.target.value)} />
      <TextField label={t('moment.title')} note={t('common.optional')} value={title} maxLength={120} onChange={e => setTitle(e.target.value)} />
      <TextField label={t('moment.when')} help={t('moment.whenHelp')} note={t('common.optional')} value={when} maxLength={80} onChange={e => setWhen(e.target.value)} />
      <TextField label={t('moment.feeling')} note={t('common.optional')} value={feeling} maxLength={200} onChange={e => setFeeling(e.target.value)} />
      <PickMany legend={t('moment.tags')} values={tags} onChange={setTags} options={momentTags.map(tag => ({ value: tag, label: t(`moment.tag.${tag}`) }))} />
    </EditorFrame>
  );
}

export const moment: KindOfItem<'moment'> = { kind: 'moment', label: 'kind.moment', newLabel: 'moment.new', sign: 'moment', phases: ['story'], ownExperienceOnly: true, Card, Editor };
