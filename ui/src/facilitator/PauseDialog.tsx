// Until another day: when, and something to know. Everything stays; one button goes on again.
import { useState, type FormEvent } from 'react';
import { Button, Dialog, TextArea, TextField, toast } from '../design';
import { useDraft } from '../participant/useDraft';
import { useSession, useShown } from '../session/react';
import type { Dialogue, Draft } from '../wire';
import { useWords } from '../words';
import { left, paused } from './clock';
import { run } from './room';

const two = (n: number) => String(n).padStart(2, '0');
const dayOf = (d: Date) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;

/** What takes everyone back to before the pause; a time that was running goes on with what was left. */
export function wayBackFromPause(before: Dialogue, now: number): Draft[] {
  const seconds = left(before.timer, now);
  return [{ type: 'resume' }, ...(before.timer && seconds ? [{ type: 'setTimer', seconds, ...(paused(before.timer) && { paused: true }) } as Draft] : [])];
}

export function PauseDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return open ? <OpenPause onClose={onClose} /> : null;
}

function OpenPause({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const pause = useShown(s => s.dialogue.pause);
  const until = pause?.until ? new Date(pause.until) : null;
  const [failed, setFailed] = useState(false);
  const draft = useDraft('pause', { words: pause?.words ?? '' });
  const leave = () => { draft.done(); onClose(); };
  const save = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget), day = String(form.get('day') ?? ''), time = String(form.get('time') || '09:00'), words = String(form.get('words') ?? '').trim();
    const at = day ? new Date(`${day}T${time}`) : null;
    if (at && Number.isNaN(at.getTime())) return setFailed(true);
    const before = session.get().dialogue, now = session.get().serverTime();
    void run(session, [{ type: 'pause', ...(at && { until: at.toISOString() }), ...(words && { words }) }]).then(done => {
      if (!done) return;
      leave();
      if (!before.pause) toast({ text: t('lead.pause.paused'), action: { label: t('common.undo'), run: () => void run(session, wayBackFromPause(before, now)) } });
    });
  };
  return (
    <Dialog title={t('lead.pause.title')} open onClose={leave} unsaved={draft.unsaved}
      footer={<><Button kind="main" type="submit" form="pause-form">{t(pause ? 'common.save' : 'lead.pause.do')}</Button><Button onClick={leave}>{t('common.cancel')}</Button></>}>
      <form id="pause-form" className="part-in" onSubmit={save}>
        <p>{t('lead.pause.text')}</p>
        <div className="two">
          <TextField label={t('lead.pause.day')} note={t('common.optional')} name="day" type="date" min={dayOf(new Date())} defaultValue={until ? dayOf(until) : ''} aria-invalid={failed || undefined} />
          <TextField label={t('lead.pause.time')} note={t('common.optional')} name="time" type="time" defaultValue={until ? `${two(until.getHours())}:${two(until.getMinutes())}` : '09:00'} />
        </div>
        <TextArea label={t('lead.pause.words')} help={t('lead.pause.words.help')} note={t('common.optional')} name="words" rows={2} maxLength={2000} defaultValue={draft.fields.words} onChange={e => draft.put({ words: e.target.value })} />
      </form>
    </Dialog>
  );
}
