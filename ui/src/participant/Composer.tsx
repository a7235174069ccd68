// Own writing. Always in the same place, never moved by others, kept on this device until it is sent: a reload or a flat battery loses no half sentence.
import { useEffect, useId, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useMomentOptions } from '../board/LinkMoments';
import { findPersonnummer } from '../board/personnummer';
import { namesHidden } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Band, Button, Select } from '../design';
import { newId } from '../session/ids';
import { useWords } from '../words';
import type { Phase } from '../wire';
import { draftKey, recall, remember } from './device';

export interface ComposerHandle { focus: () => void; put: (text: string) => void }

/** `folded`: the room listens. Never while something is written in it. */
export function Composer({ phase, folded, ref }: { phase: Phase; folded?: boolean; ref: Ref<ComposerHandle> }) {
  const { t } = useWords();
  const { session, dialogue, writable, me } = useRoom();
  const key = draftKey(dialogue.id, phase.id);
  const [text, setText] = useState(() => recall(key) ?? '');
  const [moment, setMoment] = useState('');
  const [found, setFound] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState(false);
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const moments = useMomentOptions();
  const shownFor = useRef(key);

  if (shownFor.current !== key) {
    // Another phase has another draft; what was written for the former one waits there.
    shownFor.current = key;
    setText(recall(key) ?? '');
    setFound(null);
  }
  const change = (words: string) => { setText(words); remember(key, words); };
  useImperativeHandle(ref, () => ({
    focus: () => { setUnfolded(true); requestAnimationFrame(() => { field.current?.scrollIntoView({ block: 'center' }); field.current?.focus({ preventScroll: true }); }); },
    put: words => change(text.trim() ? `${text}\n${words}` : words),
  }));
  useEffect(() => {
    if (!text.trim()) return;
    session.point({ draft: '…', viewing: phase.id });
    return () => session.point({ draft: undefined, viewing: phase.id });
  }, [session, phase.id, text.trim() === '']);

  if (!writable(phase)) {
    return (
      <section className="panel compose" id="skriv">
        <h2>{t('compose.title')}</h2>
        <p className="help">{dialogue.status === 'concluded' ? t('compose.concluded') : dialogue.entered.includes(phase.id) ? t('compose.closed') : t('compose.notYet')}</p>
        {text.trim() && <><p className="quoted" dir="auto">{text}</p><p className="meta">{t('compose.kept')}</p></>}
      </section>
    );
  }

  if (folded && !unfolded && !text.trim()) {
    return (
      <section className="panel compose" id="skriv">
        <h2>{t('compose.title')}</h2>
        <p className="help">{t('compose.listening')}</p>
        <Button onClick={() => { setUnfolded(true); requestAnimationFrame(() => field.current?.focus({ preventScroll: true })); }}>{t('compose.anyway')}</Button>
      </section>
    );
  }

  const send = (despite = false) => {
    const words = text.trim();
    if (!words) return field.current?.focus();
    const number = despite ? null : findPersonnummer(words);
    if (number) return setFound(number);
    void session.do({ type: 'addItem', item: { id: newId(), kind: 'note', phaseId: phase.id, text: words, ...(moment && { moments: [moment] }) } });
    setFound(null);
    change('');
    field.current?.focus({ preventScroll: true });
  };
  const { writing } = phase.conduct;
  const who = writing === 'private' ? 'compose.private' : writing === 'tables' ? 'compose.tables' : namesHidden(phase.conduct) ? 'compose.hidden' : 'compose.open';
  const alsoHidden = namesHidden(phase.conduct) && writing !== 'open';

  return (
    <section className="panel compose" id="skriv" data-kept aria-labelledby={`${id}h`}>
      <form className="f" onSubmit={e => { e.preventDefault(); send(); }}>
        <h2 id={`${id}h`}><label htmlFor={id}>{t('compose.title')}</label></h2>
        <textarea
          ref={field} className="in" id={id} rows={4} dir="auto" maxLength={2000} value={text} aria-describedby={`${id}w`}
          onChange={e => { change(e.target.value); if (found && !e.target.value.includes(found)) setFound(null); }}
          onKeyDown={e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send(); } }}
        />
        {found && (
          <Band tone="gap" role="alert" actions={<>
            <Button size="small" onClick={() => { const at = text.indexOf(found); field.current?.focus(); field.current?.setSelectionRange(at, at + found.length); }}>{t('personnummer.change')}</Button>
            <Button size="small" kind="quiet" onClick={() => send(true)}>{t('personnummer.notOne')}</Button>
          </>}>
            <strong>{t('personnummer.title')}</strong> {t('personnummer.help')}
          </Band>
        )}
        {moments.length > 0 && phase.kind !== 'welcome' && phase.kind !== 'closing' && <Select label={t('compose.moment')} note={t('common.optional')} value={moment} empty={t('compose.noMoment')} options={moments} onChoose={setMoment} />}
        <Button kind="main" type="submit" icon="plus">{t('compose.add')}</Button>
        <p className="meta" id={`${id}w`}>{writing === 'tables' && me?.table ? t(me.within ? 'compose.pair' : 'compose.table', { table: me.within ?? me.table, pair: me.table }) : t(who)} {alsoHidden && t('compose.alsoHidden')} {t('compose.noPatients')}</p>
      </form>
    </section>
  );
}
