// Nästa steg: who does what, by when. It is agreed only when every organisation that it names has said yes.
import { lazy, Suspense } from 'react';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { PickMany, Select, Sign, TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Mandate, NextStep, StepState } from '../wire';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { MandateFields, MandateLines, tidyMandates } from './Mandates';
import { EditorFrame, ItemMenu, ThreadChips } from './parts';
import { namedIn, stepState } from './stepState';
import { Stances } from './Stances';

const Reports = lazy(() => import('./Reports'));
const tone: Record<StepState, string> = { agreed: 'tag-good', awaitingDecision: 'tag-warn', asked: '', proposed: '' };

function Card({ item, number }: CardProps<'nextStep'>) {
  const { t, date, list } = useWords();
  const { dialogue, organisationName } = useRoom();
  const state = stepState(item, dialogue);
  return (
    <article className="panel item step">
      <div className="row-between top-aligned">
        <span className="numbered"><Sign of="step" /></span>
        <h3 dir="auto">{number ? `${number}. ` : ''}{item.what}</h3>
        <span className={`tag ${tone[state]}`}>{t(`stepState.${state}`)}</span>
        <ItemMenu item={item} name={item.what} />
      </div>
      <dl className="facts">
        <dt>{t('step.who')}</dt><dd><strong>{organisationName(item.organisation)}</strong>{item.role && <>, <bdi>{item.role}</bdi></>}</dd>
        <dt>{t('step.due')}</dt><dd>{date(item.due) || t('step.noDue')}</dd>
        {item.with?.length > 0 && <><dt>{t('step.with')}</dt><dd><bdi>{list(item.with.map(organisationName))}</bdi></dd></>}
        {item.initiative && <><dt>{t('step.for')}</dt><dd className="tags"><ThreadChips initiative={item.initiative} /></dd></>}
        {item.mandates?.length > 0 && <><dt>{t('initiative.mandate')}</dt><dd><MandateLines mandates={item.mandates} /></dd></>}
      </dl>
      {(item.reports?.length ?? 0) > 0 && <Suspense fallback={null}><Reports item={item} /></Suspense>}
      <Stances target={item.id} about={item.what} asked={namedIn(item)} />
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'nextStep'>) {
  const { t } = useWords();
  const { session, dialogue, reading, me } = useRoom();
  const draft = useDraft<Pick<NextStep, 'what' | 'organisation' | 'role' | 'contact' | 'due' | 'initiative' | 'with' | 'mandates'>>(draftOf('nextStep', item, phase.id), {
    what: item?.what ?? '', organisation: item?.organisation ?? me?.organisation ?? '', role: item?.role ?? '', contact: item?.contact ?? '', due: item?.due ?? '',
    initiative: item?.initiative ?? '', with: item?.with ?? [], mandates: item?.mandates ?? [],
  }, item?.seq);
  const { fields: f, put } = draft;
  const organisations = dialogue.organisations.map(o => ({ value: o.id, label: o.name }));
  const initiatives = ofKind(reading, 'initiative').map((i, n) => ({ value: i.id, label: `${n + 1}. ${i.title}` }));
  const voids = item && (reading.stances.get(item.id)?.length ?? 0) > 0;
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.nextStep' : 'step.new')} onClose={onClose} wide
      missing={[!f.what.trim() && t('step.what'), !f.organisation && t('step.organisation'), !f.role.trim() && t('step.role'), !f.due && t('step.dueLong')]}
      onSave={() => {
        // The address is sent to facilitators only: an empty field here does not mean that there is none.
        const { contact, ...rest } = f;
        saveItem(session, 'nextStep', phase.id, item, { ...rest, what: f.what.trim(), role: f.role.trim(), mandates: tidyMandates(f.mandates as Mandate[]), ...(contact?.trim() && { contact: contact.trim() }) }, draft.base);
      }}>
      {voids && <p className="help">{t('step.voids')}</p>}
      <TextArea label={t('step.what')} help={t('step.whatHelp')} value={f.what} maxLength={2000} rows={2} onChange={e => put({ what: e.target.value })} />
      <div className="fields-2">
        <Select label={t('step.organisation')} empty={t('common.choose')} value={f.organisation} options={organisations} onChoose={organisation => put({ organisation, with: f.with.filter(w => w !== organisation) })} />
        <TextField label={t('step.role')} value={f.role} maxLength={80} onChange={e => put({ role: e.target.value })} />
      </div>
      <div className="fields-2">
        <TextField label={t('step.dueLong')} type="date" value={f.due} onChange={e => put({ due: e.target.value })} />
        <TextField label={t('step.contact')} note={t('common.optional')} help={t('step.contactHelp')} type="email" value={f.contact} maxLength={200} onChange={e => put({ contact: e.target.value })} />
      </div>
      {initiatives.length > 0 && <Select label={t('step.initiative')} note={t('common.optional')} empty={t('step.noInitiative')} value={f.initiative} options={initiatives} onChoose={initiative => put({ initiative })} />}
      <PickMany legend={t('step.with')} help={t('step.withHelp')} values={f.with} options={organisations.filter(o => o.value !== f.organisation)} onChange={v => put({ with: v })} />
      <MandateFields mandates={f.mandates} onChange={mandates => put({ mandates })} />
    </EditorFrame>
  );
}

export const nextStep: KindOfItem<'nextStep'> = { kind: 'nextStep', label: 'kind.nextStep', newLabel: 'step.new', sign: 'step', phases: ['nextSteps'], Card, Editor };
