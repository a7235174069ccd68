// Underlag: what interviews or a survey said, which the dialogue starts from. Only facilitators add it.
import { useRoom } from '../board/useRoom';
import { TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { EditorFrame, ItemMenu } from './parts';

function Card({ item }: CardProps<'finding'>) {
  const { t } = useWords();
  return (
    <article className="item finding">
      <div className="row-between top-aligned"><p dir="auto">{item.text}</p><ItemMenu item={item} name={item.text} /></div>
      {item.quote && <blockquote className="voice" dir="auto">{item.quote}</blockquote>}
      <p className="meta"><bdi>{item.source}</bdi>{item.answers ? ` · ${t('finding.answers', { n: item.answers })}` : ''}</p>
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'finding'>) {
  const { t } = useWords();
  const { session } = useRoom();
  const draft = useDraft<{ text: string; source: string; answers: string; quote: string }>(draftOf('finding', item, phase.id), { text: item?.text ?? '', source: item?.source ?? '', answers: item?.answers?.toString() ?? '', quote: item?.quote ?? '' }, item?.seq);
  const { text, source, answers, quote } = draft.fields;
  const setText = (text: string) => draft.put({ text });
  const setSource = (source: string) => draft.put({ source });
  const setAnswers = (answers: string) => draft.put({ answers });
  const setQuote = (quote: string) => draft.put({ quote });
  const save = () => saveItem(session, 'finding', phase.id, item, { text: text.trim(), source: source.trim(), answers: +answers > 0 ? Math.round(+answers) : undefined, quote: quote.trim() }, draft.base);
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.finding' : 'finding.new')} missing={[!text.trim() && t('finding.text'), !source.trim() && t('finding.source')]} onSave={save} onClose={onClose}>
      <TextArea label={t('finding.text')} value={text} maxLength={2000} rows={3} onChange={e => setText(e.target.value)} />
      <TextField label={t('finding.source')} help={t('finding.sourceHelp')} value={source} maxLength={200} onChange={e => setSource(e.target.value)} />
      <TextField label={t('finding.count')} note={t('common.optional')} inputMode="numeric" value={answers} onChange={e => setAnswers(e.target.value.replace(/\D/g, ''))} />
      <TextArea label={t('finding.quote')} note={t('common.optional')} value={quote} maxLength={2000} rows={2} onChange={e => setQuote(e.target.value)} />
    </EditorFrame>
  );
}

export const finding: KindOfItem<'finding'> = { kind: 'finding', label: 'kind.finding', newLabel: 'finding.new', sign: null, phases: [], Card, Editor };
