// What the projector shows, and Byt: the facilitator chooses, every wall and every "Visas nu" follows, until all move on.
import { useId, useState } from 'react';
import { Button, Dialog, Icon } from '../design';
import { shownNow, wordsOf, brief, type ShownNow } from '../course/shows';
import { columns, reading } from '../screen/columns';
import { useSession, useShown } from '../session/react';
import type { Dialogue, Item, Shows } from '../wire';
import { useWords, type Key } from '../words';
import { Codes } from './Codes';
import { run } from './room';

const choices: readonly (Shows | 'follow')[] = ['follow', 'board', 'note', 'story', 'time', 'code', 'map', 'vision', 'result'];

/** The notes of the part that goes on in reading order, or the moments of the story: what one steps through. */
function stepped(d: Dialogue, now: ShownNow): readonly Item[] {
  if (now.what === 'story') return d.items.filter(i => i.kind === 'moment');
  return reading(columns(d, now.item?.phaseId ?? d.phaseId)).map(e => e.note);
}

export function Projector({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const id = useId();
  const [open, setOpen] = useState(false);
  const now = shownNow(d);
  const show = (shows?: Shows, item?: Item) => run(session, [{ type: 'setScreen', ...(shows && { shows }), ...(item && { itemId: item.id }) }]);
  const list = stepped(d, now), at = list.findIndex(i => i.id === now.item?.id);
  const stepping = (now.what === 'note' && now.item?.kind !== 'theme') || (now.what === 'story' && list.length > 1);
  const step = (by: number) => { const to = list[Math.max(0, Math.min(list.length - 1, Math.max(0, at) + by))]; if (to) void show(now.what === 'story' ? 'story' : 'note', to); };
  const connected = (d.devices ?? []).filter(one => one.role === 'screen').length;
  return (
    <section className="panel projector" aria-labelledby={id}>
      <h2 id={id}>{t('lead.projector.title')}</h2>
      <div className="thumb">
        <Thumb what={now.what} />
        <div>
          <strong>{t(`lead.screen.${now.what}` as Key)}</strong>
          {now.item && <p className="meta" dir="auto">{brief(wordsOf(now.item), 7)}</p>}
          {d.status === 'live' && !d.pause && <Button kind="link" onClick={() => setOpen(true)} aria-label={`${t('lead.screen.change')}: ${t('lead.screen.title')}`}>{t('lead.screen.change')}</Button>}
          {now.set && <p className="meta">{t('lead.screen.until')}</p>}
        </div>
      </div>
      {stepping && (
        <div className="row lead-wrap">
          <Button size="small" icon="left" disabled={at <= 0} onClick={() => step(-1)}>{t('lead.screen.previous')}</Button>
          <Button size="small" iconAfter="right" disabled={at === list.length - 1} onClick={() => step(at < 0 && now.what !== 'story' ? 0 : 1)}>{t('lead.screen.nextOne')}</Button>
          <span className="meta num">{Math.max(0, at) + 1}/{list.length}</span>
        </div>
      )}
      {now.set && <Button size="small" icon="undo" onClick={() => void show()}>{t('lead.screen.back')}</Button>}
      <Codes dialogueId={dialogueId} role="screen" />
      {connected > 0 && <p className="meta"><Icon name="check" /> {t('lead.screen.connected', { n: connected })}</p>}
      <Dialog title={t('lead.screen.title')} open={open} onClose={() => setOpen(false)} asks={false} wide>
        <ul className="shows">
          {choices.map(c => {
            const first = c === 'note' ? list[0] ?? reading(columns(d, d.phaseId))[0]?.note : undefined;
            const off = c === 'note' && !first;
            return (
              <li key={c}>
                <button type="button" className="pick" aria-pressed={c === 'follow' ? !now.set : now.set && now.what === c} disabled={off}
                  onClick={() => { setOpen(false); void (c === 'follow' ? show() : show(c, c === 'note' ? first : undefined)); }}>
                  <Thumb what={c === 'follow' ? 'board' : c} />
                  <span>{t(`lead.screen.${c}` as Key)}{c === 'follow' && <small>{t('lead.screen.follow.help')}</small>}{c === 'note' && <small>{t(off ? 'lead.screen.noNotes' : 'lead.screen.note.help')}</small>}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </Dialog>
    </section>
  );
}

/** A drawing of the wall, so that one sees at a glance what others see. The words beside it say it. */
function Thumb({ what }: { what: ShownNow['what'] }) {
  return (
    <svg className="wall" viewBox="0 0 160 90" aria-hidden="true">
      <path className="th-paper" d="M0 0h160v90H0z" />
      {what === 'board' ? <><path className="th-ink" d="M10 12h78v6H10zM10 21h52v6H10zM126 10h24v15h-24z" /><path className="th-note" d="M10 42h32v16H10zM46 42h32v16H46zM82 42h32v16H82zM118 42h32v16h-32zM10 61h32v14H10zM46 61h32v14H46zM118 61h32v14h-32z" /></>
        : what === 'note' ? <><path className="th-note" d="M12 22h72v46H12z" /><path className="th-ink" d="M96 32h50v4H96zM96 42h44v4H96zM96 52h36v4H96z" /></>
        : what === 'story' ? <path className="th-ink" d="M10 14h140v2H10zM10 32h120v6H10zM10 44h104v6H10zM10 56h84v6H10z" />
        : what === 'code' ? <><path className="th-ink" d="M10 28h60v8H10zM10 40h40v8H10zM10 58h52v12H10z" /><path className="th-ink" d="M100 22h46v46h-46z" /></>
        : what === 'map' ? <g className="th-line"><circle cx="80" cy="45" r="9" /><path d="M80 36V18M89 45h34M71 45H38M80 54v18" /><path className="th-note" d="M68 8h24v12H68zM122 38h28v14h-28zM10 38h28v14H10zM68 70h24v12H68z" /></g>
        : what === 'vision' ? <path className="th-ink" d="M24 26h112v7H24zM24 41h96v7H24zM24 56h104v7H24z" />
        : what === 'result' || what === 'thanks' || what === 'paused' ? <path className="th-ink" d="M10 14h60v7H10zM10 34h6v6h-6zM22 34h110v6H22zM10 48h6v6h-6zM22 48h96v6H22zM10 62h6v6h-6zM22 62h104v6H22z" />
        : <path className="th-ink" d="M44 26h72v26H44zM56 62h48v5H56z" />}
    </svg>
  );
}
