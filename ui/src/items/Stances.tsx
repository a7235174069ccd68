// Kan ni stå bakom det? What has been answered, those with experience of their own first and apart; and the answer of the one who reads.
import { useEffect, useRef, useState } from 'react';
import { namesHidden, peopleOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Button, PickOne, Select, TextArea } from '../design';
import { useTold } from './Tallied';
import { stanceKinds, tallied } from './tally';
import { draftKey, recall, remember } from '../participant/device';
import { askToErase, mayErase } from '../erase/ask';
import { useWords } from '../words';
import type { Id, Stance, StanceKind } from '../wire';

export { stanceKinds };
export const needsReason = (stance: StanceKind | undefined) => stance === 'needsChange' || stance === 'standsAside';
const yes = (s: Stance) => s.stance === 'standsBehind' || s.stance === 'canLiveWith';

export function Stances({ target, about, asked }: { target: Id; about: string; asked?: readonly Id[] }) {
  const { t, list } = useWords();
  const { reading, dialogue, me, facilitator, counted, organisationName } = useRoom();
  const [open, setOpen] = useState(false);
  // The button and its form stand in for each other: focus goes into the form, and back to the button.
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus({ preventScroll: true });
    wasOpen.current = open;
  }, [open]);
  const all = reading.stances.get(target) ?? [];
  const phase = reading.phases.get(reading.items.get(target)?.phaseId ?? '');
  // Where names are hidden now, an answer given before is not shown signed either; one's own is one's own to know.
  const person = (by: Id | null | undefined) => (!by || (phase && namesHidden(phase.conduct) && by !== me?.id) ? undefined : reading.people.get(by));
  const byOrganisation = all.filter(s => s.organisation);
  const personal = all.filter(s => !s.organisation);
  const own = personal.filter(s => person(s.by)?.level === 'livedExperience');
  const others = personal.filter(s => !own.includes(s));
  const silent = asked?.filter(o => !byOrganisation.some(s => s.organisation === o)) ?? [];
  const who = (s: Stance) => (s.organisation ? organisationName(s.organisation) : person(s.by)?.name || t('stance.somebody'));
  // After the day nobody's own answer is signed: counts, and none that could be taken for one person.
  const inWords = useTold();
  const over = dialogue.status === 'concluded';
  const counts = (title: string, some: readonly Stance[], mayShow: boolean) => some.length > 0 && <div className="stance-group"><dt>{title}</dt><dd>{inWords(tallied(some.map(s => s.stance), mayShow))}</dd></div>;
  const groups = (title: string, some: readonly Stance[]) => some.length > 0 && (
    <div className="stance-group">
      <dt>{title}</dt>
      {stanceKinds.map(k => {
        const these = some.filter(s => s.stance === k);
        return these.length > 0 && (
          <dd key={k}>
            <span className={`tag ${k === 'standsBehind' ? 'tag-good' : k === 'canLiveWith' ? '' : 'tag-warn'}`}>{t(`stance.${k}`)}</span> <bdi>{list(these.map(who))}</bdi>
            {these.filter(s => s.reason).map((s, i) => (
              <span key={i} className="reason"><q dir="auto">{s.reason}</q>
                {s.seq !== undefined && mayErase(s.by, { me, facilitator }) && <Button kind="link" className="no-print" onClick={() => askToErase({ what: [{ seq: s.seq! }], takes: 'reason', words: [s.reason] })}>{t('erase.open')}</Button>}
              </span>
            ))}
          </dd>
        );
      })}
    </div>
  );
  const mine = all.find(s => me && (s.organisation ? me.answersFor.includes(s.organisation) : s.by === me.id));
  const may = counted && dialogue.status !== 'concluded';
  return (
    <div className="stances">
      {(all.length > 0 || silent.length > 0) && (
        <dl>
          {over ? counts(t('stance.ownExperience'), own, own.every(s => s.mayShow)) : groups(t('stance.ownExperience'), own)}
          {groups(t('stance.organisations'), byOrganisation)}
          {over ? counts(t('stance.personal'), others, false) : groups(t('stance.personal'), others)}
          {silent.length > 0 && <div className="stance-group"><dd><span className="tag">{t('stance.none')}</span> <bdi>{list(silent.map(organisationName))}</bdi></dd></div>}
        </dl>
      )}
      {all.length > 0 && !over && <p className="hidden-text">{t('stance.sum', { yes: all.filter(yes).length, n: all.length })}</p>}
      {may && !open && <Button ref={button} size="small" className="no-print" aria-expanded={false} onClick={() => setOpen(true)}>{mine ? t('stance.change', { stance: t(`stance.${mine.stance}`).toLocaleLowerCase() }) : t('stance.ask')}<span className="hidden-text"> {about.slice(0, 60)}</span></Button>}
      {may && open && <Answer target={target} before={mine} onDone={() => setOpen(false)} />}
    </div>
  );
}

function Answer({ target, before, onDone }: { target: Id; before: Stance | undefined; onDone: () => void }) {
  const { t } = useWords();
  const { session, dialogue, me, organisationName } = useRoom();
  const answersFor = me?.answersFor ?? [];
  // Kept on the device until it is sent: the group may move on, or the battery end, in the middle of a reason.
  const key = draftKey(dialogue.id, `stance.${target}`);
  const [as, setAs] = useState<string>(before ? before.organisation ?? '' : answersFor[0] ?? '');
  const [stance, setStance] = useState<StanceKind | undefined>(before?.stance);
  const [reason, setReason] = useState(() => recall(key) ?? before?.reason ?? '');
  const [mayShow, setMayShow] = useState(before?.mayShow);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input:checked, input')?.focus({ preventScroll: true }), []);
  const asksMayShow = !as && me?.level === 'livedExperience';
  const missing = needsReason(stance) && !reason.trim();
  const send = () => {
    if (!stance || missing) return setTried(true);
    void session.do({ type: 'takeStance', targetId: target, stance, ...(reason.trim() && { reason: reason.trim() }), ...(as && { organisation: as }), ...(asksMayShow && mayShow !== undefined && { mayShow }) });
    remember(key, null);
    onDone();
  };
  const together = as ? peopleOf(dialogue).filter(p => p.organisation === as).length : 0;
  return (
    <form ref={form} className="answer" onSubmit={e => { e.preventDefault(); send(); }}>
      {answersFor.length > 0 && <Select label={t('stance.as')} value={as} onChoose={setAs} options={[...answersFor.map(o => ({ value: o, label: organisationName(o) })), { value: '', label: t('stance.onlyMe') }]} />}
      <PickOne legend={as ? t('stance.can') : t('stance.canYou')} value={stance} columns onChange={setStance} error={tried && !stance ? t('stance.choose') : undefined} options={stanceKinds.map(k => ({ value: k, label: t(`stance.${k}`) }))} />
      <TextArea rows={2} label={t('stance.why')} note={needsReason(stance) ? t('stance.whyNeeded') : t('common.optional')} value={reason} maxLength={2000} error={tried && missing ? t('stance.whyMissing') : undefined} onChange={e => { setReason(e.target.value); remember(key, e.target.value); }}
        onKeyDown={e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send(); } }} />
      {asksMayShow && <PickOne legend={t('stance.mayShow')} value={mayShow === undefined ? undefined : mayShow ? 'yes' : 'no'} columns onChange={v => setMayShow(v === 'yes')} options={[{ value: 'yes', label: t('stance.mayShow.yes') }, { value: 'no', label: t('stance.mayShow.no') }]} />}
      {!as && <p className="meta">{t('stance.counted')}</p>}
      <div className="row"><Button kind="main" size="small" type="submit">{t('stance.send')}</Button><Button size="small" onClick={onDone}>{t('common.cancel')}</Button></div>
      {as && together > 1 && <p className="meta">{t('stance.together', { organisation: organisationName(as), n: together })}</p>}
    </form>
  );
}
