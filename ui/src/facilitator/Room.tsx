// What the room needs: who is ready, whose hand is up, how we work now, how to join, the projector, the result.
import { useId, useState, type ReactNode } from 'react';
import { peopleOf } from '../board/reading';
import { Button, Dialog, Switch } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords, type Key } from '../words';
import { spaced } from './code';
import { Conduct } from './Conduct';
import { joinAddress, Qr } from './Qr';
import { Projector } from './Projector';
import { organisationName, run, useNow } from './room';
import { Share } from './Share';
import { WayIn } from './WayIn';

export function Room({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  return (
    <aside className="room" aria-label={t('lead.room.label')}>
      {d.status === 'draft' && <JoinPanel />}
      {d.status === 'live' && <><Ready /><Hands /><Conduct /></>}
      {d.status === 'live' && <JoinPanel />}
      <Projector dialogueId={dialogueId} />
      <Share dialogueId={dialogueId} />
    </aside>
  );
}

function Panel({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return <section className="panel" aria-labelledby={id}><div className="row-between"><h2 id={id}>{title}</h2>{aside}</div>{children}</section>;
}

function Ready() {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const people = peopleOf(d).filter(p => !p.waiting && p.role === 'participant');
  const ready = people.filter(p => p.ready).length;
  return (
    <section className="panel"><h2 className="hidden-text">{t('lead.room.ready')}</h2>
      <div className="ready"><b>{ready}</b><span><strong>{t('lead.room.ready')}</strong><br /><span className="meta">{t('lead.room.of', { people: t('common.people', { n: people.length }) })}</span></span>
        <div className="meter"><i style={{ width: `${people.length ? ready / people.length * 100 : 0}%` }} /></div></div>
    </section>
  );
}

function Hands() {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const now = useNow(30_000);
  const hands = peopleOf(d).filter(p => p.hand).sort((a, b) => (a.handAt ?? '') < (b.handAt ?? '') ? -1 : 1);
  const since = (at: string | undefined) => {
    const minutes = at ? Math.floor((now - Date.parse(at)) / 60_000) : 0;
    return minutes < 1 ? t('lead.room.justNow') : t('lead.room.minutesAgo', { n: minutes });
  };
  return (
    <Panel title={t('lead.room.hands')} aside={hands.length > 0 && <span className="tag num">{hands.length}</span>}>
      {hands.length === 0 ? <p className="help">{t('lead.room.noHands')}</p> : (
        <ul className="hands">
          {hands.map(p => (
            <li key={p.id}>
              <span dir="auto">{p.name}<span className="meta">{[organisationName(d, p.organisation) || t(`level.${p.level}` as Key), p.table && t('lead.heard.table', { table: p.table })].filter(Boolean).join(', ')} · {since(p.handAt)}</span></span>
              <Button size="small" aria-label={t('lead.room.handDoneFor', { name: p.name })} onClick={() => void run(session, [{ type: 'raiseHand', value: false, as: p.id }])}>{t('lead.room.handDone')}</Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function JoinPanel() {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const [big, setBig] = useState(false);
  const address = joinAddress(d);
  const picture = address && <Qr text={address} label={t('lead.join.qr')} />;
  const how = <p className="help">{t('lead.join.how', { host: location.host })}</p>;
  return (
    <Panel title={t('lead.join.title')}>
      {d.joinCode && <div className="join-panel"><div>{how}<p className="join-code num">{spaced(d.joinCode)}</p><Button kind="link" onClick={() => setBig(true)}>{t('lead.join.bigger')}</Button></div>{picture}</div>}
      <WayIn />
      <Switch on={!!d.admission} label={t('lead.join.admission')} help={t(d.admission ? 'lead.join.admission.on' : 'lead.join.admission.off')}
        onChange={on => void run(session, [{ type: 'editDialogue', patch: { admission: on } }])} />
      <Dialog title={t('lead.join.title')} open={big && !!d.joinCode} onClose={() => setBig(false)} wide>
        <div className="join-big"><div>{how}<p className="join-code num">{spaced(d.joinCode ?? '')}</p></div><div>{picture}<p className="help">{t('lead.join.point')}</p></div></div>
      </Dialog>
    </Panel>
  );
}
