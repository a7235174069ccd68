// Calm bands above everything: no network, a refusal, a new build, people who wait, and "you look at another part".
import { peopleOf } from '../board/reading';
import { Band, Button } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { Newer } from '../participant/Connection';
import { RefusedWords } from '../participant/RefusedWords';
import { phaseNow, run, useMove } from './room';

export function Notices({ looking, onLeave }: { looking: string | null; onLeave: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue), online = useShown(s => s.online), refusals = useShown(s => s.refusals);
  const move = useMove();
  const waiting = peopleOf(d).filter(p => p.waiting);
  const seen = d.agenda.findIndex(p => p.id === looking), phase = d.agenda[seen], now = phaseNow(d);
  return (
    <div className="notices">
      {!online && <Band tone="warn" icon="off"><b>{t('lead.offline')}</b> {t('lead.offline.text')}</Band>}
      {refusals.map((r, i) => (
        <Band key={r.command.id} tone="gap" role="alert" actions={<Button size="small" onClick={() => session.dismiss(i)}>{t('common.close')}</Button>}>
          <b>{t('lead.refused')}</b> {r.message}
          <RefusedWords command={r.command} />
        </Band>
      ))}
      <Newer />
      {phase && (
        <Band icon="eye" actions={<>
          <Button size="small" onClick={onLeave}>{t('lead.agenda.toNow')}</Button>
          {d.status !== 'concluded' && <Button size="small" onClick={() => { move({ to: 'phase', phase, number: seen + 1, start: !now }); onLeave(); }}>{t('lead.agenda.moveAll')}</Button>}
        </>}>
          {now ? t('lead.agenda.looking', { name: phase.title, now: now.title }) : t('lead.agenda.lookingDraft', { name: phase.title })}
        </Band>
      )}
      {waiting.length > 0 && (
        <section className="panel waiting" aria-labelledby="waiting-h">
          <div className="row-between">
            <h2 id="waiting-h">{t('lead.room.waiting')}</h2>
            {waiting.length > 1 && <Button size="small" onClick={() => void run(session, [{ type: 'admit', participantIds: waiting.map(p => p.id) }])}>{t('lead.room.admitAll')}</Button>}
          </div>
          <ul className="hands">
            {waiting.map(p => (
              <li key={p.id}><span dir="auto">{p.name}<span className="meta">{d.organisations.find(o => o.id === p.organisation)?.name}</span></span>
                <Button size="small" aria-label={t('lead.room.admitFor', { name: p.name })} onClick={() => void run(session, [{ type: 'admit', participantIds: [p.id] }])}>{t('lead.room.admit')}</Button></li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
