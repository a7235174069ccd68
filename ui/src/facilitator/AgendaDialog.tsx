// The agenda editor: the whole list is a draft until it is saved, so an unfinished change never reaches anybody.
import { useEffect, useState } from 'react';
import { Button, Dialog, Select, TextArea, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import type { AgendaDraft, PhaseKind } from '../wire';
import { useWords, type Key } from '../words';
import { addPhase, canRemove, changePhase, movePhase, phaseKinds, removePhase, tidy } from './agendaEdit';
import { run } from './room';
import { RoundsEditor } from './RoundsEditor';

export function AgendaDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const [draft, setDraft] = useState<AgendaDraft[]>([]);
  // A fresh draft each time the editor opens, and only then: what others save meanwhile does not pull the text away.
  useEffect(() => { if (open) setDraft([...session.get().dialogue.agenda]); }, [open, session]);
  const change = (at: number, by: Partial<AgendaDraft>) => setDraft(list => changePhase(list, at, by));
  const save = () => { void run(session, [{ type: 'editAgenda', agenda: tidy(draft) }]).then(done => { if (done) onClose(); }); };
  const total = draft.reduce((n, p) => n + (p.minutes || 0), 0);
  return (
    <Dialog title={t('lead.agenda.edit')} open={open} onClose={onClose} wide
      footer={<><Button kind="main" onClick={save}>{t('lead.agendaEdit.save')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button>
        <span className="help lead-end">{t('lead.agendaEdit.total', { minutes: t('common.minutes', { n: total }) })}</span></>}>
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
                <RoundsEditor rounds={p.rounds ?? []} onChange={rounds => change(i, { rounds })} />
              </div>
            </details>
            <div className="part-do">
              <Button kind="quiet" icon="up" label={t('lead.agendaEdit.up', { name: p.title })} disabled={i === 0} onClick={() => setDraft(movePhase(draft, i, -1))} />
              <Button kind="quiet" icon="down" label={t('lead.agendaEdit.down', { name: p.title })} disabled={i === draft.length - 1} onClick={() => setDraft(movePhase(draft, i, 1))} />
              {canRemove(p, d) && <Button kind="quiet" icon="trash" label={t('lead.agendaEdit.remove', { name: p.title })} disabled={draft.length === 1} onClick={() => setDraft(removePhase(draft, i))} />}
            </div>
          </li>
        ))}
      </ol>
      <Select label={t('lead.agendaEdit.add')} value="" empty={t('common.choose')} options={phaseKinds.map(k => ({ value: k, label: t(`phase.${k}` as Key) }))}
        onChoose={k => { if (k) setDraft(addPhase(draft, k as PhaseKind, t(`phase.${k}` as Key))); }} />
    </Dialog>
  );
}
