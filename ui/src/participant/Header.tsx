// The bar at the top: which dialogue, is it saved, hand, story, me.
import { lazy, Suspense, useState } from 'react';
import { peopleOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Button, Dialog, Mark, Menu, SaveSign, type MenuItem } from '../design';
import { copy } from '../design/copy';
import { leaveDevice } from '../leave';
import { go } from '../path';
import { useShown } from '../session/react';
import { SettingsDialog } from '../settings/Settings';
import { useWords } from '../words';
import { draftsByDialogue, recallDialogue } from './device';
import { TimerSmall } from './Timer';
import { useUndoKeys } from './undoKeys';

// What is opened from the menu comes when it is opened.
const Happened = lazy(() => import('./Happened').then(it => ({ default: it.Happened })));
const LinkDialog = lazy(() => import('./LinkDialog').then(it => ({ default: it.LinkDialog })));
const MyDetails = lazy(() => import('./MyDetails').then(it => ({ default: it.MyDetails })));
const TakeAlong = lazy(() => import('./TakeAlong'));

export function Header({ storyOpen, onStory, onVoices }: { storyOpen: boolean; onStory: (open: boolean) => void; onVoices: () => void }) {
  const { t } = useWords();
  const { session, dialogue, me, organisationName, lang } = useRoom();
  const save = useShown(s => s.save);
  const around = useShown(s => s.around);
  const waiting = useShown(s => s.waiting);
  const refused = useShown(s => s.refusals.length);
  const [leaving, setLeaving] = useState(false);
  const [along, setAlong] = useState<string>();
  const [settling, setSettling] = useState(false);
  const [details, setDetails] = useState(false);
  const [log, setLog] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const canUndo = useShown(s => s.canUndo);
  const canRedo = useShown(s => s.canRedo);
  useUndoKeys(session);
  const people = new Map(peopleOf(dialogue).map(p => [p.id, p]));
  const here = [...around.values()].filter(p => p.here && people.has(p.participantId));
  const organisations = new Set(here.map(p => people.get(p.participantId)?.organisation).filter(Boolean)).size;
  const known = recallDialogue(dialogue.id);
  // What lies here and was never sent goes with the device: said before, and the person chooses.
  const half = leaving ? refused + [...draftsByDialogue().values()].reduce((a, b) => a + b, 0) : 0;

  const items: MenuItem[] = [
    ...(me ? [{ id: 'details', label: t('me.details'), icon: 'person' as const, onSelect: () => setDetails(true) }] : []),
    { id: 'happened', label: t('me.happened'), icon: 'clock', onSelect: () => setLog(true) },
    ...(canUndo ? [{ id: 'undo', label: t('common.undo'), icon: 'undo' as const, keys: 'Ctrl Z', onSelect: () => session.undo() }] : []),
    ...(canRedo ? [{ id: 'redo', label: t('common.redo'), icon: 'right' as const, keys: 'Ctrl Y', onSelect: () => session.redo() }] : []),
    { id: 'settings', label: t('settings.title'), icon: 'gear', dividerBefore: true, onSelect: () => setSettling(true) },
    ...(known?.returnLink ? [{
      id: 'return', label: t('me.returnLink'), icon: 'link' as const, dividerBefore: true,
      onSelect: () => { const link = new URL(known.returnLink!, location.origin).href; void copy(link, t('me.returnCopied')).then(done => { if (!done) setLink(link); }); },
    }] : []),
    ...(me && dialogue.status !== 'concluded' ? [{ id: 'voices', label: t('voices.menu'), icon: 'people' as const, dividerBefore: true, onSelect: onVoices }] : []),
    { id: 'switch', label: t('me.switch'), icon: 'people', dividerBefore: !known?.returnLink, onSelect: () => go(`/#${dialogue.joinCode ?? known?.code ?? ''}`) },
    { id: 'leave', label: t('me.leave'), icon: 'out', onSelect: () => setLeaving(true) },
  ];

  return (
    <header className="top">
      <Mark />
      <div className="what">
        <b dir="auto" lang={lang}>{dialogue.title}</b>
        <span>{here.length > 1 ? t('room.here', { people: t('common.people', { n: here.length }), organisations: t('common.organisations', { n: organisations }) }) : t('room.kind')}</span>
      </div>
      <TimerSmall />
      <div className="end">
        <SaveSign state={save} />
        {me && <Button kind="quiet" icon="hand" className="wide-only" pressed={me.hand === true} onClick={() => void session.do({ type: 'raiseHand', value: !me.hand })}>{me.hand ? t('me.handUp') : t('me.raiseHand')}</Button>}
        <Button kind="quiet" icon="book" className="story-button" pressed={storyOpen} onClick={() => onStory(!storyOpen)}><span className="wide-text">{t('story.title')}</span></Button>
        <Menu label={t('me.menu')} icon="person" className="b b-quiet me-button" items={items}>
          <span className="wide-text" dir="auto">{me ? [me.name, organisationName(me.organisation)].filter(Boolean).join(', ') : t('note.byFacilitator')}</span>
        </Menu>
      </div>
      {settling && <SettingsDialog onClose={() => setSettling(false)} />}
      <Suspense fallback={null}>
        {link && <LinkDialog title={t('me.returnLink')} link={link} onClose={() => setLink(null)} />}
        {log && <Happened onClose={() => setLog(false)} />}
        {details && me && <MyDetails me={me} onClose={() => setDetails(false)} />}
      </Suspense>
      <Dialog title={t('leave.title')} open={leaving} onClose={() => setLeaving(false)} footer={<>
        <Button kind="main" onClick={() => void leaveDevice('/', along)}>{t('leave.do')}</Button>
        <Button onClick={() => setLeaving(false)}>{t('common.cancel')}</Button>
      </>}>
        <p>{t('leave.help')}</p>
        {leaving && me && <Suspense><TakeAlong dialogueId={dialogue.id} participantId={me.id} onTaken={setAlong} /></Suspense>}
        {waiting > 0 && <p className="err">{t('leave.unsaved', { n: waiting })}</p>}
        {leaving && half > 0 && <p className="err">{t('leave.drafts', { n: half })}</p>}
      </Dialog>
    </header>
  );
}
