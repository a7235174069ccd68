// The facilitator's view. Says in large letters that it is not the projector. Left: where in time; middle: what goes on,
// what is on turn, who is heard; right: what the room needs. Not the board: that is the participant view, one click away.
import '../words/leading';
import { lazy, Suspense, useEffect, useState } from 'react';
import './lead.css';
import { Calm, Opening } from '../calm/Calm';
import { Button, Icon, Live, Mark, Menu, SaveSign, Toasts } from '../design';
import { SettingsDialog } from '../settings/Settings';
import { Spoken } from '../participant/Spoken';
import { Erasing } from '../erase/Erasing';
import { OpenSession, useShown } from '../session/react';
import { go } from '../path';
import { proposeLanguage, useWords } from '../words';
import { api } from '../api';
import { AgendaDialog } from './AgendaDialog';
import { AgendaList } from './AgendaList';
import { Before } from './Before';
import { spaced } from './code';
import { Happened } from './Happened';
import { Heard } from './Heard';
import { Notices } from './Notices';
import { OnTurn } from './OnTurn';
import { Paper } from './Paper';
import { Organisations } from './Organisations';
import { People } from './People';
import { PauseDialog } from './PauseDialog';
import { Preparation } from './Preparation';
import { RehearsalBand } from './Rehearsal';
import { Room } from './Room';
import { Tables } from './Tables';
import { Together } from './Together';

const Removed = lazy(() => import('../board/Removed'));
const EraseFields = lazy(() => import('../erase/EraseFields'));

export type LeadDialog = 'together' | 'pause' | 'agenda' | 'actors' | 'people' | 'prepare' | 'happened' | 'removed' | 'paper' | 'settings' | 'erase';

export default function Lead({ dialogueId }: { dialogueId: string }) {
  return <OpenSession dialogueId={dialogueId} participantId={null}><Opened dialogueId={dialogueId} /></OpenSession>;
}

function Opened({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const ready = useShown(s => s.ready), closed = useShown(s => s.closed), facilitator = useShown(s => s.facilitator);
  const language = useShown(s => s.dialogue.language);
  useEffect(() => { void proposeLanguage(language); }, [language]);
  if (closed || (ready && !facilitator)) {
    return (
      <Calm title={t('lead.closed.title')}>
        <p>{t('lead.closed.text')}</p>
        <p className="row lead-wrap"><a className="b b-main" href="/lead">{t('lead.closed.signIn')}</a><a className="b" href={`/d/${dialogueId}`}>{t('lead.closed.participant')}</a></p>
      </Calm>
    );
  }
  if (!ready) return <Opening />;
  return <LeadRoom dialogueId={dialogueId} />;
}

export function LeadRoom({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue), save = useShown(s => s.save);
  const [looking, setLooking] = useState<string | null>(null);
  const [dialog, setDialog] = useState<LeadDialog | null>(null);
  const close = () => setDialog(null);
  const withWhom = useWithWhom();
  const begun = !!d.phaseId;
  const seen = looking !== null && looking !== d.phaseId && d.agenda.some(p => p.id === looking) ? looking : null;
  return (
    <>
      <title>{`${t('lead.title')} – ${d.title} – ${t('common.product')}`}</title>
      <a className="skip" href="#nu">{t('lead.skip')}</a>
      <header>
      <div className="top lead-top">
        <Mark />
        <div className="what"><b dir="auto">{d.title}</b>{d.joinCode && <span>{[withWhom, t('lead.code', { code: spaced(d.joinCode) })].filter(Boolean).join(' · ')}</span>}</div>
        <div className="end">
          <SaveSign state={save} />
          <Button kind="quiet" icon="list" onClick={() => setDialog('happened')}>{t('lead.what')}</Button>
          <a className="b b-quiet" href={`/d/${dialogueId}/screen`} target="_blank" rel="noopener"><Icon name="screen" /> {t('lead.openScreen')}<span className="hidden-text">, {t('lead.newTab')}</span></a>
          <a className="b b-quiet" href={`/d/${dialogueId}`} target="_blank" rel="noopener"><Icon name="eye" /> {t('lead.asParticipant')}<span className="hidden-text">, {t('lead.newTab')}</span></a>
          <Menu label={t('common.more')} items={[
            { id: 'agenda', label: t('lead.agenda.edit'), icon: 'pen', onSelect: () => setDialog('agenda') },
            { id: 'paper', label: t('lead.paper.title'), icon: 'book', onSelect: () => setDialog('paper') },
            { id: 'removed', label: t('tool.removed'), icon: 'trash', onSelect: () => setDialog('removed') },
            { id: 'erase', label: t('erase.open'), icon: 'trash', onSelect: () => setDialog('erase') },
            { id: 'people', label: t('lead.people.title'), icon: 'people', onSelect: () => setDialog('people') },
            { id: 'actors', label: t('lead.actors.title'), icon: 'home', onSelect: () => setDialog('actors') },
            { id: 'together', label: t('lead.with.title'), icon: 'people', onSelect: () => setDialog('together') },
            ...(d.status === 'live' ? [{ id: 'pause', label: t('lead.pause.open'), icon: 'clock' as const, onSelect: () => setDialog('pause') }] : []),
            { id: 'prepare', label: t('lead.prepare.title'), icon: 'book', onSelect: () => setDialog('prepare') },
            { id: 'settings', label: t('settings.title'), icon: 'gear', dividerBefore: true, onSelect: () => setDialog('settings') },
            { id: 'mine', label: t('lead.mine'), icon: 'list', onSelect: () => go('/lead') },
          ]} />
        </div>
      </div>
      <div className="lead-sign"><h1>{t('lead.title')}</h1><p>{t('lead.notProjector')}</p></div>
      </header>
      <main className="lead">
        <div className="lead-now" id="nu" tabIndex={-1}>
          <RehearsalBand dialogueId={dialogueId} />
          <Notices looking={seen} onLeave={() => setLooking(null)} />
          <OnTurn onPause={() => setDialog('pause')} />
          {!begun && <Before open={setDialog} dialogueId={dialogueId} />}
          <Heard phaseId={seen ?? d.phaseId ?? null} />
          <Tables phaseId={seen ?? d.phaseId ?? null} />
        </div>
        <AgendaList looking={seen} onLook={setLooking} onEdit={() => setDialog('agenda')} />
        <Room dialogueId={dialogueId} />
      </main>
      <AgendaDialog open={dialog === 'agenda'} onClose={close} />
      <People open={dialog === 'people'} onClose={close} />
      <Organisations open={dialog === 'actors'} onClose={close} />
      <Together open={dialog === 'together'} onClose={close} dialogueId={dialogueId} />
      <PauseDialog open={dialog === 'pause'} onClose={close} />
      <Preparation open={dialog === 'prepare'} onClose={close} />
      <Happened open={dialog === 'happened'} onClose={close} />
      {dialog === 'removed' && <Suspense><Removed onClose={close} /></Suspense>}
      {dialog === 'erase' && <Suspense><EraseFields onClose={close} /></Suspense>}
      {dialog === 'settings' && <SettingsDialog onClose={close} />}
      <Paper open={dialog === 'paper'} onClose={close} phase={d.agenda.find(p => p.id === (seen ?? d.phaseId ?? d.agenda[0]?.id))} />
      <Erasing />
      <Toasts />
      <Live />
      <Spoken />
    </>
  );
}

/** "Du leder tillsammans med Johan": the others who lead, as seen from this device. Nothing when one leads alone. */
function useWithWhom(): string {
  const { t, list } = useWords();
  const devices = useShown(s => s.dialogue.devices);
  const [mine, setMine] = useState<string | null>(null);
  useEffect(() => { api.me().then(me => setMine(me.device ?? null), () => undefined); }, []);
  const leads = devices?.filter(one => one.role === 'lead') ?? [];
  const byCode = leads.some(one => one.id === mine);
  const names = [...(byCode ? [t('lead.together.owner')] : []), ...leads.filter(one => one.id !== mine).map(one => one.name ?? '')];
  return names.length > 0 ? t('lead.together', { names: list(names) }) : '';
}
