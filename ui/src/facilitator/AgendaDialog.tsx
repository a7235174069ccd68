// The agenda editor: the whole list is a draft until it is saved, so an unfinished change never reaches anybody.
import { useRef, useState } from 'react';
import { announce, Band, Button, Dialog, Select, TextArea, TextField } from '../design';
import { useDraft } from '../participant/useDraft';
import { useSession, useShown } from '../session/react';
import type { AgendaDraft, Phase, PhaseKind } from '../wire';
import { useWords, type Key } from '../words';
import { addPhase, canRemove, changePhase, moved, phaseKinds, removePhase, tidy } from './agendaEdit';
import { RoundsEditor } from './RoundsEditor';

// A fresh draft each time the editor opens, and only then: what others save meanwhile does not pull the text away.
export function AgendaDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return open ? <OpenAgenda onClose={onClose} /> : null;
}

function OpenAgenda({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const kept = useDraft<{ agenda: readonly AgendaDraft[] }>('agenda', { agenda: d.agenda }, session.get().seq);
  const draft = kept.fields.agenda;
  const setDraft = (next: readonly AgendaDraft[] | ((list: readonly AgendaDraft[]) => readonly AgendaDraft[])) => kept.put({ agenda: typeof next === 'function' ? next(kept.fields.agenda) : next });
  const [theirs, setTheirs] = useState<readonly Phase[] | null>(null);
  const base = useRef(kept.base!);
  const leave = () => { kept.done(); onClose(); };
  const change = (at: number, by: Partial<AgendaDraft>) => setDraft(list => changePhase(list, at, by));
  const save = () => {
    void session.do({ type: 'editAgenda', agenda: tidy(draft), base: base.current }).then(answer => {
      if (!('refused' in answer)) return leave();
      if (answer.refused !== 'changed-meanwhile' || !Array.isArray(answer.current)) return;
      // Said here, where it can be settled, and not a second time behind the dialog.
      session.dismiss(session.get().refusals.findIndex(r => r.command.id === answer.id));
      setTheirs(answer.current as Phase[]);
      base.current = session.get().seq;
    });
  };
  const show = (agenda: readonly AgendaDraft[], said: string) => { setDraft([...agenda]); announce(said); };
  const total = draft.reduce((n, p) => n + (p.minutes || 0), 0);
  return (
    <Dialog title={t('lead.agenda.edit')} open onClose={leave} unsaved={kept.unsaved} wide
      footer={<><Button kind="main" onClick={save}>{t('lead.agendaEdit.save')}</Button><Button onClick={leave}>{t('common.cancel')}</Button>
        <span className="help lead-end">{t('lead.agendaEdit.total', { minutes: t('common.minutes', { n: total }) })}</span></>}>
      {kept.restored && <p className="help" role="status">{t('draft.restored')}</p>}
      {theirs && (
        <Band tone="warn" role="alert" actions={<>
          <Button size="small" onClick={save}>{t('lead.agendaEdit.mine')}</Button>
          <Button size="small" onClick={() => { setDraft([...theirs]); setTheirs(null); }}>{t('lead.agendaEdit.theirs')}</Button>
        </>}>{t('lead.agendaEdit.meanwhile')}</Band>
      )}
      <ol className="parts">
        {draft.map((p, i) => (
          <li key={p.id ?? `new${i}`}>
            <details>
              <summary><span className="part-n num">{i + 1}</span><b dir="auto">{p.title}</b><span className="meta">{t('lead.agenda.min', { n: p.minutes })}{!canRemove(p, d) && <> · {t('lead.agendaEdit.kept')}</>}</span></summary>
              <div className="part-in">
                <TextField label={t('lead.agendaEdit.name')} value={p.title} maxLength={200} onChange={e => change(i, { title: e.target.value })} />
                <TextArea label={t('lead.agendaEdit.questions')} help={t('lead.agendaEdit.questions.help')} rows={3} value={p.questions.join('\n')} onChange={e => change(i, { questions: e.target.value.split('\n') })} />
                <TextArea label={t('lead.agendaEdit.purpose')} rows={2} value={p.purpose} maxLength={2000} onChange={e => change(i, { purpose: e.target.value })} />
                <TextField label={t('lead.agendaEdit.minutes')} className="in-short" type="number" min={1} max={600} value={p.minutes} onChange={e => change(i, { minutes: e.target.valueAsNumber || 0 })} />
                <RoundsEditor rounds={p.rounds ?? []} minutes={p.minutes} onChange={rounds => change(i, { rounds })} />
              </div>
            </details>
            <div className="part-do">
              <Button kind="quiet" icon="up" label={t('lead.agendaEdit.up', { name: p.title })} disabled={i === 0} onClick={() => show(moved(draft, i, -1), t('lead.agendaEdit.moved', { name: p.title, n: i }))} />
              <Button kind="quiet" icon="down" label={t('lead.agendaEdit.down', { name: p.title })} disabled={i === draft.length - 1} onClick={() => show(moved(draft, i, 1), t('lead.agendaEdit.moved', { name: p.title, n: i + 2 }))} />
              {canRemove(p, d) && <Button kind="quiet" icon="trash" label={t('lead.agendaEdit.remove', { name: p.title })} disabled={draft.length === 1} onClick={() => show(removePhase(draft, i), t('lead.agendaEdit.removed', { name: p.title }))} />}
            </div>
          </li>
        ))}
      </ol>
      <Select label={t('lead.agendaEdit.add')} value="" empty={t('common.choose')} options={phaseKinds.map(k => ({ value: k, label: t(`phase.${k}` as Key) }))}
        onChoose={k => { if (k) show(addPhase(draft, k as PhaseKind, t(`phase.${k}` as Key)), t('lead.agendaEdit.added', { name: t(`phase.${k}` as Key) })); }} />
    </Dialog>
  );
}
