// The story's moments and the findings, laid in before (or during) the dialogue. Facilitators may add them anywhere; here they go
// to the part that shows them. Other kinds are written in the participant view.
import { useRef, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button, Dialog, PickMany, Sign, TextArea, TextField, toast } from '../design';
import { changesFrom } from '../items/changes';
import { useDraft } from '../participant/useDraft';
import { newId } from '../session/ids';
import { useSession, useShown } from '../session/react';
import type { Finding, Moment, MomentTag } from '../wire';
import { useWords, type Key } from '../words';
import { draftOf } from '../items/kind';
import { run } from './room';

const tags: readonly MomentTag[] = ['repetition', 'interruption', 'insecurity', 'wholeNotSeen'];

export function Preparation({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const home = d.agenda.find(p => p.kind === 'story') ?? d.agenda[0];
  const moments = d.items.filter((i): i is Moment => i.kind === 'moment'), findings = d.items.filter((i): i is Finding => i.kind === 'finding');
  return (
    <Dialog title={t('lead.prepare.title')} open={open} onClose={onClose} wide>
      <p className="help">{t('lead.prepare.help')}</p>
      <section className="prepare" aria-labelledby="prep-m">
        <h3 id="prep-m">{t('lead.prepare.moments')}</h3>
        {moments.length === 0 ? <p className="help">{t('lead.prepare.noMoments')}</p> : (
          <ol className="plain-rows">{moments.map(m => <Row key={m.id} item={m} text={m.text} about={[m.when, m.feeling, ...m.tags.map(x => t(`lead.tag.${x}` as Key))]} voice form={done => <MomentForm item={m} phaseId={m.phaseId} onDone={done} />} />)}</ol>
        )}
        {home && <details className="more-choices"><summary>{t('lead.prepare.addMoment')}</summary><MomentForm phaseId={home.id} /></details>}
      </section>
      <section className="prepare" aria-labelledby="prep-f">
        <h3 id="prep-f">{t('lead.prepare.findings')}</h3>
        {findings.length === 0 ? <p className="help">{t('lead.prepare.noFindings')}</p> : (
          <ul className="plain-rows">{findings.map(f => <Row key={f.id} item={f} text={f.text} about={[f.source, f.answers !== undefined && t('lead.prepare.answers', { n: f.answers })]} form={done => <FindingForm item={f} phaseId={f.phaseId} onDone={done} />} />)}</ul>
        )}
        {home && <details className="more-choices"><summary>{t('lead.prepare.addFinding')}</summary><FindingForm phaseId={home.id} /></details>}
      </section>
    </Dialog>
  );
}

function Row({ item, text, about, voice, form }: { item: Moment | Finding; text: string; about: (string | false | undefined)[]; voice?: boolean; form: (done: () => void) => React.ReactNode }) {
  const { t } = useWords();
  const session = useSession();
  const [editing, setEditing] = useState(false);
  const remove = () => {
    void run(session, [{ type: 'removeItems', itemIds: [item.id] }]).then(done => {
      if (done) toast({ text: t('lead.prepare.removed'), action: { label: t('common.undo'), run: () => void run(session, [{ type: 'restoreItems', itemIds: [item.id] }]) } });
    });
  };
  const short = text.length > 60 ? `${text.slice(0, 60)} …` : text;
  return (
    <li>
      <div className="row-between prepare-row">
        {item.kind === 'moment' && <Sign of="moment" />}
        <div className="prepare-text"><p className={voice ? 'voice' : undefined} dir="auto">{text}</p><p className="meta">{about.filter(Boolean).join(' · ')}</p></div>
        <Button kind="quiet" icon="pen" label={t('lead.prepare.edit', { text: short })} aria-expanded={editing} onClick={() => setEditing(!editing)} />
        <Button kind="quiet" icon="trash" label={t('lead.prepare.remove', { text: short })} onClick={remove} />
      </div>
      {editing && form(() => setEditing(false))}
    </li>
  );
}

const field = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

/** Saved while the dialog already asks whether to leave: it hears, as of any form that empties itself, that nothing is left to lose. */
function emptied(form: HTMLFormElement, draft: { done(): void }): void {
  flushSync(() => draft.done());
  form.dispatchEvent(new Event('reset', { bubbles: true }));
}

function MomentForm({ item: live, phaseId, onDone }: { item?: Moment; phaseId: string; onDone?: () => void }) {
  const { t } = useWords();
  const session = useSession();
  // As it was when the form opened: only what differs from that is one's own change.
  const item = useRef(live).current;
  const draft = useDraft(draftOf('moment', item ?? null, phaseId), { text: item?.text ?? '', when: item?.when ?? '', feeling: item?.feeling ?? '', tags: [...(item?.tags ?? [])] as MomentTag[] }, item?.seq);
  const { tags: chosen } = draft.fields;
  const save = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget, data = new FormData(form);
    const text = field(data, 'text'), when = field(data, 'when'), feeling = field(data, 'feeling');
    if (!text) return;
    const patch = item && changesFrom(item, { text, when, feeling, tags: chosen });
    if (patch && Object.keys(patch).length === 0) { draft.done(); return onDone?.(); }
    void run(session, [item
      ? { type: 'changeItem', itemId: item.id, base: draft.base ?? item.seq, patch: patch! }
      : { type: 'addItem', item: { id: newId(), kind: 'moment', phaseId, text, ...(when && { when }), ...(feeling && { feeling }), tags: chosen } },
    ]).then(done => { if (done) { emptied(form, draft); onDone?.(); } });
  };
  return (
    <form className="part-in" onSubmit={save}>
      <TextArea label={t('lead.prepare.moment.text')} name="text" rows={3} required maxLength={2000} value={draft.fields.text} onChange={e => draft.put({ text: e.target.value })} />
      <div className="two">
        <TextField label={t('lead.prepare.moment.when')} help={t('lead.prepare.moment.when.help')} name="when" maxLength={80} value={draft.fields.when} onChange={e => draft.put({ when: e.target.value })} />
        <TextField label={t('lead.prepare.moment.feeling')} note={t('common.optional')} name="feeling" maxLength={200} value={draft.fields.feeling} onChange={e => draft.put({ feeling: e.target.value })} />
      </div>
      <PickMany legend={t('lead.prepare.moment.tags')} values={chosen} onChange={v => draft.put({ tags: v })} options={tags.map(value => ({ value, label: t(`lead.tag.${value}` as Key) }))} />
      <div className="row"><Button kind="main" type="submit">{t(item ? 'common.save' : 'lead.prepare.addMoment')}</Button></div>
    </form>
  );
}

function FindingForm({ item: live, phaseId, onDone }: { item?: Finding; phaseId: string; onDone?: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const item = useRef(live).current;
  const draft = useDraft(draftOf('finding', item ?? null, phaseId), { text: item?.text ?? '', source: item?.source ?? '', quote: item?.quote ?? '', answers: item?.answers?.toString() ?? '' }, item?.seq);
  const save = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = e.currentTarget, data = new FormData(form);
    const text = field(data, 'text'), source = field(data, 'source'), quote = field(data, 'quote'), answers = field(data, 'answers') ? Number(field(data, 'answers')) : undefined;
    if (!text || !source) return;
    const patch = item && changesFrom(item, { text, source, quote, answers });
    if (patch && Object.keys(patch).length === 0) { draft.done(); return onDone?.(); }
    void run(session, [item
      ? { type: 'changeItem', itemId: item.id, base: draft.base ?? item.seq, patch: patch! }
      : { type: 'addItem', item: { id: newId(), kind: 'finding', phaseId, text, source, ...(quote && { quote }), ...(answers !== undefined && { answers }) } },
    ]).then(done => { if (done) { emptied(form, draft); onDone?.(); } });
  };
  return (
    <form className="part-in" onSubmit={save}>
      <TextArea label={t('lead.prepare.finding.text')} name="text" rows={2} required maxLength={2000} value={draft.fields.text} onChange={e => draft.put({ text: e.target.value })} />
      <div className="two">
        <TextField label={t('lead.prepare.finding.source')} name="source" required maxLength={200} value={draft.fields.source} onChange={e => draft.put({ source: e.target.value })} />
        <TextField label={t('lead.prepare.finding.answers')} note={t('common.optional')} name="answers" type="number" min={0} value={draft.fields.answers} onChange={e => draft.put({ answers: e.target.value })} />
      </div>
      <TextArea label={t('lead.prepare.finding.quote')} note={t('common.optional')} name="quote" rows={2} maxLength={2000} value={draft.fields.quote} onChange={e => draft.put({ quote: e.target.value })} />
      <div className="row"><Button kind="main" type="submit">{t(item ? 'common.save' : 'lead.prepare.addFinding')}</Button></div>
    </form>
  );
}
