// A sentence of the shared value vision, the sign by which the person would notice, and who stands behind it.
import { useMomentOptions } from '../board/LinkMoments';
import { useRoom } from '../board/useRoom';
import { PickMany, Sign, TextArea } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { EditorFrame, ItemMenu, MomentChips } from './parts';
import { Stances } from './Stances';

function Card({ item, number }: CardProps<'visionSentence'>) {
  const { t } = useWords();
  return (
    <article className="panel item sentence">
      <div className="row-between top-aligned">
        <span className="numbered"><Sign of="vision" />{number && <span className="num" aria-label={t('vision.number', { n: number })}>{number}</span>}</span>
        <p className="voice" dir="auto">{item.text}</p>
        <ItemMenu item={item} name={item.text} />
      </div>
      {item.sign && <p className="help"><strong>{t('vision.signLabel')}</strong> <bdi>{item.sign}</bdi></p>}
      {item.moments?.length > 0 && <p className="tags"><MomentChips ids={item.moments} /></p>}
      <Stances target={item.id} about={item.text} />
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'visionSentence'>) {
  const { t } = useWords();
  const { session } = useRoom();
  const moments = useMomentOptions();
  const draft = useDraft<{ text: string; sign: string; about: string[] }>(draftOf('visionSentence', item, phase.id), { text: item?.text ?? '', sign: item?.sign ?? '', about: [...(item?.moments ?? [])] }, item?.seq);
  const { text, sign, about } = draft.fields;
  const setText = (text: string) => draft.put({ text });
  const setSign = (sign: string) => draft.put({ sign });
  const setAbout = (about: string[]) => draft.put({ about });
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.visionSentence' : 'vision.new')} missing={[!text.trim() && t('vision.text')]} onClose={onClose}
      onSave={() => saveItem(session, 'visionSentence', phase.id, item, { text: text.trim(), sign: sign.trim(), moments: about }, draft.base)}>
      <TextArea label={t('vision.text')} help={t('vision.textHelp')} value={text} maxLength={500} rows={3} onChange={e => setText(e.target.value)} />
      <TextArea label={t('vision.sign')} help={t('vision.signHelp')} note={t('common.optional')} value={sign} maxLength={500} rows={2} onChange={e => setSign(e.target.value)} />
      {moments.length > 0 && <PickMany legend={t('story.which')} values={about} options={moments} onChange={setAbout} />}
    </EditorFrame>
  );
}

export const visionSentence: KindOfItem<'visionSentence'> = { kind: 'visionSentence', label: 'kind.visionSentence', newLabel: 'vision.new', sign: 'vision', phases: ['valueVision'], Card, Editor };
