// Initiativ: what only several can do together; what it answers to, who leads, and what people think of its effect and effort.
import { lazy, Suspense } from 'react';
import { useMomentOptions } from '../board/LinkMoments';
import { ballotOf, nextWeight, ofKind } from '../board/reading';
import { VoteButton } from '../board/Tallies';
import { useRoom } from '../board/useRoom';
import { PickMany, PickOne, Select, TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Initiative, Mandate } from '../wire';
import { useEnds } from './connection';
import { draftOf, saveItem, type CardProps, type EditorProps, type KindOfItem } from './kind';
import { MandateFields, MandateLines, tidyMandates } from './Mandates';
import { EditorFrame, ItemMenu, MomentChips, ThreadChips } from './parts';
import { Rate } from './Rate';
import { Stances } from './Stances';

const Reports = lazy(() => import('./Reports'));
export const stages = ['planned', 'tried', 'running', 'ended'] as const;

function Card({ item, number }: CardProps<'initiative'>) {
  const { t, list } = useWords();
  const { session, reading, dialogue, me, counted, organisationName } = useRoom();
  const phase = reading.phases.get(item.phaseId);
  const ballot = phase ? { ...ballotOf(reading, phase, me?.id ?? null) } : null;
  const votes = reading.votes.get(item.id) ?? { total: 0, mine: 0 };
  const thread = [item.gaps, item.sentences, item.moments].some(x => (x?.length ?? 0) > 0);
  return (
    <article className="panel item initiative">
      <div className="h">
        <span className="dnum" aria-hidden="true"><span>{number}</span></span>
        <h3 dir="auto"><span className="hidden-text">{number}. </span>{item.title}</h3>
        <span className="row tight">
          {ballot && <VoteButton mayVote={{ ...ballot, open: ballot.open && counted }} total={votes.total} mine={votes.mine} className="vote" onVote={() => {
            const weight = nextWeight(ballot, votes.mine);
            if (weight !== null) void session.do({ type: 'vote', itemId: item.id, weight });
          }} />}
          <ItemMenu item={item} name={item.title} />
        </span>
      </div>
      {item.what && <p className="say" dir="auto">{item.what}</p>}
      <dl className="facts">
        {thread && <><dt>{t('initiative.answersTo')}</dt><dd className="tags"><ThreadChips gaps={item.gaps} sentences={item.sentences} /><MomentChips ids={item.moments} /></dd></>}
        {item.sign && <><dt>{t('initiative.sign')}</dt><dd dir="auto">{item.sign}</dd></>}
        <dt>{t('initiative.lead')}</dt><dd>{item.lead ? <strong>{organisationName(item.lead)}</strong> : t('initiative.noLead')}</dd>
        {item.contributors?.length > 0 && <><dt>{t('initiative.contributors')}</dt><dd><bdi>{list(item.contributors.map(organisationName))}</bdi></dd></>}
        <dt>{t('initiative.stage')}</dt><dd>{t(`stage.${item.stage ?? 'planned'}`)}</dd>
        {item.mandates?.length > 0 && <><dt>{t('initiative.mandate')}</dt><dd><MandateLines mandates={item.mandates} /></dd></>}
      </dl>
      {counted && dialogue.status !== 'concluded' && <Rate item={item} />}
      {(item.reports?.length ?? 0) > 0 && <Suspense fallback={null}><Reports item={item} /></Suspense>}
      <Stances target={item.id} about={item.title} />
    </article>
  );
}

function Editor({ item, phase, onClose }: EditorProps<'initiative'>) {
  const { t } = useWords();
  const { session, reading, dialogue } = useRoom();
  const ends = useEnds();
  const moments = useMomentOptions();
  const draft = useDraft<Pick<Initiative, 'title' | 'what' | 'sign' | 'sentences' | 'gaps' | 'moments' | 'lead' | 'contributors' | 'stage' | 'mandates'>>(draftOf('initiative', item, phase.id), {
    title: item?.title ?? '', what: item?.what ?? '', sign: item?.sign ?? '', sentences: item?.sentences ?? [], gaps: item?.gaps ?? [], moments: item?.moments ?? [],
    lead: item?.lead ?? '', contributors: item?.contributors ?? [], stage: item?.stage ?? 'planned', mandates: item?.mandates ?? [],
  }, item?.seq);
  const { fields: f, put } = draft;
  const gaps = ofKind(reading, 'connection').filter(c => c.state === 'missing').map((c, i) => ({ value: c.id, label: `${i + 1}. ${t('connection.fromTo', ends(c))}`, help: c.text }));
  const sentences = ofKind(reading, 'visionSentence').map((s, i) => ({ value: s.id, label: `${i + 1}. ${s.text}` }));
  const organisations = dialogue.organisations.map(o => ({ value: o.id, label: o.name }));
  return (
    <EditorFrame draft={draft} title={t(item ? 'kind.initiative' : 'initiative.new')} missing={[!f.title.trim() && t('initiative.title')]} onClose={onClose} wide
      onSave={() => saveItem(session, 'initiative', phase.id, item, { ...f, title: f.title.trim(), what: f.what.trim(), sign: f.sign.trim(), mandates: tidyMandates(f.mandates as Mandate[]) }, draft.base)}>
      <TextField label={t('initiative.title')} value={f.title} maxLength={200} onChange={e => put({ title: e.target.value })} />
      <TextArea label={t('initiative.what')} help={t('initiative.whatHelp')} value={f.what} maxLength={2000} rows={3} onChange={e => put({ what: e.target.value })} />
      <TextArea label={t('initiative.signLong')} help={t('initiative.signHelp')} value={f.sign} maxLength={500} rows={2} onChange={e => put({ sign: e.target.value })} />
      {gaps.length > 0 && <PickMany legend={t('initiative.gaps')} values={f.gaps} options={gaps} onChange={v => put({ gaps: v })} />}
      {sentences.length > 0 && <PickMany legend={t('initiative.sentences')} values={f.sentences} options={sentences} onChange={v => put({ sentences: v })} />}
      {moments.length > 0 && <PickMany legend={t('story.which')} values={f.moments} options={moments} onChange={v => put({ moments: v })} />}
      <Select label={t('initiative.lead')} empty={t('initiative.noLead')} value={f.lead} options={organisations} onChoose={lead => put({ lead, contributors: f.contributors.filter(c => c !== lead) })} />
      <PickMany legend={t('initiative.contributors')} values={f.contributors} options={organisations.filter(o => o.value !== f.lead)} onChange={v => put({ contributors: v })} />
      <PickOne legend={t('initiative.stage')} value={f.stage} columns onChange={stage => put({ stage })} options={stages.map(s => ({ value: s, label: t(`stage.${s}`) }))} />
      <MandateFields mandates={f.mandates} onChange={mandates => put({ mandates })} />
    </EditorFrame>
  );
}

export const initiative: KindOfItem<'initiative'> = { kind: 'initiative', label: 'kind.initiative', newLabel: 'initiative.new', sign: 'initiative', phases: ['initiatives'], Card, Editor };
