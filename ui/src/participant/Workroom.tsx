// The frame of the room: bar, question, composer, the phase's middle, the story. Decides which phase this person looks at:
// it follows the group, unless something is being written here or the person went to look at another phase.
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Calm } from '../calm/Calm';
import { announceNow, Band, Button } from '../design';
import { Doors, useRoom } from '../board/useRoom';
import { useMedia } from '../board/useMedia';
import { NowShown } from '../course/NowShown';
import { usePausedTitle } from '../course/Paused';
import { calmNow } from '../course/shows';
import { phaseViews } from '../phases';
import { Story } from '../story/Story';
import { useWords } from '../words';
import { Ask } from './Ask';
import { AtTable } from './AtTable';
import { CalmPage } from './CalmPage';
import { Composer, type ComposerHandle } from './Composer';
import { recall, remember } from './device';
import { FootBar } from './FootBar';
import { Header } from './Header';
import { MyNotes } from './MyNotes';
import { News } from './News';
import { Spoken } from './Spoken';
import { Refusals } from './Refusals';
import { Connection } from './Connection';
import { isWriting } from './writing';
import { Voices } from './Voices';

export function Workroom() {
  const { t } = useWords();
  const { session, dialogue, facilitator } = useRoom();
  const groupAt = dialogue.phaseId ?? dialogue.agenda[0]?.id ?? null;
  const [looking, setLooking] = useState<string | null>(groupAt);
  const [held, setHeld] = useState(false);
  const [seen, setSeen] = useState(groupAt);
  const [marked, setMarked] = useState<string | null>(null);
  const narrow = useMedia('(max-width: 1180px)');
  const [docked, setDocked] = useState(() => recall('story') !== 'closed');
  const [drawn, setDrawn] = useState(false);
  const [several, setSeveral] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const question = useRef<HTMLHeadingElement>(null);
  const bands = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (groupAt === seen) return;
    setSeen(groupAt);
    const title = dialogue.agenda.find(p => p.id === groupAt)?.title ?? '';
    announceNow(t('follow.announced', { title }));
    // Text being written is never taken from anybody: then the person chooses when to follow.
    if (looking !== seen || isWriting()) setHeld(true);
    else setLooking(groupAt);
  }, [groupAt, seen, looking, dialogue.agenda, t]);

  // Looking up (a break, screens down, another day): the page follows when nothing is being written, and the person may open the board again.
  const calm = calmNow(dialogue);
  const [lookUp, setLookUp] = useState(calm?.key ?? null);
  const [called, setCalled] = useState(calm?.key ?? null);
  const pausedTitle = usePausedTitle(dialogue);
  useEffect(() => {
    const key = calm?.key ?? null;
    if (key === called) return;
    setCalled(key);
    if (calm) announceNow(calm.what === 'paused' ? pausedTitle : t(`calm.${calm.what}`));
    const free = !isWriting();
    setLookUp(free ? key : null);
    if (key && free && document.activeElement?.closest('.work, .ask')) requestAnimationFrame(() => question.current?.focus({ preventScroll: true }));
  }, [calm, called, pausedTitle, t]);
  const quiet = calm !== null && lookUp === calm.key;

  // While the room listens to the story it stands up beside the board, where there is room for it.
  const listening = dialogue.agenda.find(p => p.id === groupAt)?.rounds.find(r => r.id === dialogue.round)?.kind === 'listen';
  useEffect(() => { if (listening) setDocked(true); }, [listening]);
  // A toast stands above the bands. Told by an attribute, not by body:has(…): with that each note that comes costs the style of all five hundred.
  useEffect(() => {
    const observer = new ResizeObserver(([seen]) => document.body.toggleAttribute('data-bands', seen!.contentRect.height > 0));
    if (bands.current) observer.observe(bands.current);
    return () => { observer.disconnect(); document.body.removeAttribute('data-bands'); };
  }, []);

  const phase = dialogue.agenda.find(p => p.id === looking) ?? dialogue.agenda.find(p => p.id === groupAt);
  const phaseId = phase?.id;
  useEffect(() => { if (phaseId) session.point({ viewing: phaseId }); }, [session, phaseId]);

  // Where the middle is the story itself, or a large picture, it does not stand beside as well: there it comes as a drawer, and only when asked for.
  const drawer = narrow || phase?.kind === 'story' || phase?.kind === 'systemMap' || phase?.kind === 'initiatives';
  const story = drawer ? drawn : docked;
  const toggleStory = useCallback((open: boolean) => {
    setDrawn(open && drawer);
    if (!drawer) { setDocked(open); remember('story', open ? null : 'closed'); }
    if (!open) setMarked(null);
  }, [drawer]);
  const write = useCallback(() => composer.current?.focus(), []);
  const doors = useMemo(() => ({
    marked, write,
    showMoment: (id: string | null) => { setMarked(id); if (id && drawer) setDrawn(true); else if (id) setDocked(true); },
  }), [marked, write, drawer]);

  if (!phase) return <Calm title={dialogue.title}><p>{t('room.noAgenda')}</p></Calm>;
  const goTo = (id: string | null) => {
    setLooking(id);
    setHeld(false);
    scrollTo({ top: 0 });
    requestAnimationFrame(() => question.current?.focus({ preventScroll: true }));
  };
  const showNote = (phaseId: string, noteId?: string) => {
    if (phaseId !== phase.id) setLooking(phaseId);
    // The board of another part comes first; two frames are enough for what has been opened before, and else the part itself is what one sees.
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-note="${noteId}"], [data-theme="${noteId}"]`)?.focus()));
  };
  const groupTitle = dialogue.agenda.find(p => p.id === groupAt)?.title ?? '';
  const away = phase.id !== groupAt;
  const View = phaseViews[phase.kind];

  return (
    <Doors value={doors}>
      <title>{`${phase.title} – ${dialogue.title} – ${t('common.product')}`}</title>
      <a className="skip" href="#skriv" onClick={e => { e.preventDefault(); write(); }}>{t('room.skipToWrite')}</a>
      <Header storyOpen={story} onStory={toggleStory} onVoices={() => setSeveral(true)} />
      <main className="room" id="main">
        <div className="bands">
          {dialogue.status === 'concluded' && <Band tone="good">{t('room.concluded')}</Band>}
          {dialogue.phaseId == null && <Band tone="accent" icon="clock">{t('room.notStarted')}</Band>}
        </div>
        <Voices asked={several} onAsked={setSeveral} />
        {quiet ? <CalmPage ref={question} what={calm.what} onOpen={() => { setLookUp(null); requestAnimationFrame(() => question.current?.focus({ preventScroll: true })); }} /> : (
          <>
            <Ask ref={question} phase={phase} away={away} onLook={goTo} />
            <NowShown phaseId={phase.id} onShow={(id, note) => showNote(id, note)} />
          </>
        )}
        {/* Hidden, not taken away: whatever is open in it is there when people come back. */}
        <div className={`work${story && !drawer ? ' with-story' : ''}`} data-phase={phase.kind} hidden={quiet}>
          <div className="mine">
            <AtTable phase={phase} />
            <Composer ref={composer} phase={phase} folded={listening && !away} />
            <MyNotes phase={phase} />
          </div>
          <div className="middle">
            <Suspense fallback={<p className="help" role="status">{t('common.loading')}</p>}><View phase={phase} key={phase.id} /></Suspense>
          </div>
          {story && <Story drawer={drawer} onClose={() => toggleStory(false)} />}
        </div>
        {/* What comes while one writes floats at the lower edge: it neither moves nor covers the text. */}
        <div ref={bands} className="bands bands-float">
          <Connection />
          {calm && !quiet && !away && (
            <Band icon="clock" actions={<Button size="small" onClick={() => { setLookUp(calm.key); requestAnimationFrame(() => question.current?.focus({ preventScroll: true })); }}>{t(calm.what === 'screensDown' ? 'calm.go' : 'calm.again')}</Button>}>
              <strong>{calm.what === 'paused' ? pausedTitle : t(`calm.${calm.what}`)}</strong> {t('calm.held')}
            </Band>
          )}
          {away && dialogue.phaseId != null && (
            <Band actions={<>
              <Button kind="main" size="small" onClick={() => goTo(groupAt)}>{t('follow.go')}</Button>
              {held && <Button size="small" onClick={() => setHeld(false)}>{t('follow.stay')}</Button>}
            </>}>
              {held
                ? <><strong>{t('follow.moved', { title: groupTitle })}</strong> {t('follow.kept')}</>
                : <>{t('follow.looking', { here: phase.title })} <strong>{t('follow.groupAt', { title: groupTitle })}</strong></>}
            </Band>
          )}
          <Refusals onPutBack={text => composer.current?.put(text)} />
        </div>
      </main>
      {!quiet && <FootBar onWrite={write} onStory={() => toggleStory(true)} />}
      <News phase={phase} />
      <Spoken />
      {facilitator && <a className="to-lead" href={`/d/${dialogue.id}/lead`}>{t('room.toLead')}</a>}
    </Doors>
  );
}
