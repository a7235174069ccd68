// The participant's screen: the present phase with its question, own writing, the board, the story. Opens the session; what is in the middle comes from phases/.
import { useEffect, useRef, useState } from 'react';
import './participant.css';
import { api } from '../api';
import { Calm, Opening } from '../calm/Calm';
import { Button, Live, Toasts } from '../design';
import { go } from '../path';
import { forgetKnown } from '../session/lastKnown';
import { disown } from '../session/outbox';
import { Erasing } from '../erase/Erasing';
import { OpenSession, useShown } from '../session/react';
import { proposeLanguage, useWords } from '../words';
import { recallDialogue } from './device';
import { useFirstVoice } from './voices';
import { Workroom } from './Workroom';

export default function Participant({ dialogueId }: { dialogueId: string }) {
  const [token, setToken] = useState(() => /^#return=(.+)$/.exec(location.hash)?.[1] ?? null);
  if (token) return <ComeBack dialogueId={dialogueId} token={token} onDone={() => { history.replaceState(null, '', location.pathname); setToken(null); }} />;
  return <Opened dialogueId={dialogueId} />;
}

function Opened({ dialogueId }: { dialogueId: string }) {
  // Opened anew only when the one it was opened as has left; a second voice does not take the page away from the first.
  const first = useFirstVoice(dialogueId);
  const [as, setAs] = useState(first);
  const last = useRef(first);
  useEffect(() => {
    if (last.current !== undefined && first !== undefined && first !== last.current) setAs(first);
    last.current = first;
  }, [first]);
  return (
    <OpenSession key={as ?? ''} dialogueId={dialogueId} participantId={as}>
      <Door dialogueId={dialogueId} />
      <Erasing />
      <Toasts />
      <Live />
    </OpenSession>
  );
}

export function Door({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const ready = useShown(s => s.ready);
  const closed = useShown(s => s.closed);
  const language = useShown(s => s.dialogue.language);
  const waiting = useShown(s => s.me?.waiting === true);
  const title = useShown(s => s.dialogue.title);
  useEffect(() => { if (ready) void proposeLanguage(language); }, [ready, language]);
  // Not closed to this person, only not open yet: nothing of the dialogue has come, so its name is what the device remembers.
  if (closed === 'waiting') return <Calm title={title || recallDialogue(dialogueId)?.title || t('room.waitingTitle')}><p role="status">{t('room.waitingToBeLetIn')}</p></Calm>;
  if (closed) return <Closed code={closed} dialogueId={dialogueId} />;
  if (!ready) return <Opening />;
  if (waiting) return <Calm title={title}><p role="status">{t('room.waitingToBeLetIn')}</p></Calm>;
  return <Workroom />;
}

/** A no that trying again does not change: said as what it means to this person on this device. */
function Closed({ code, dialogueId }: { code: string; dialogueId: string }) {
  const { t } = useWords();
  const known = recallDialogue(dialogueId);
  const why = !navigator.cookieEnabled ? 'cookies' : code === 'not-found' || code === 'unknown-dialogue' ? 'notFound' : known && code === 'not-allowed' ? 'removed' : 'notIn';
  return (
    <Calm title={t(`room.closed.${why}.title`)} focus>
      <p>{t(`room.closed.${why}`)}</p>
      <p><Button kind="main" onClick={() => go(why === 'notIn' && known ? `/#${known.code}` : '/')}>{t('room.toJoin')}</Button></p>
    </Calm>
  );
}

function ComeBack({ dialogueId, token, onDone }: { dialogueId: string; token: string; onDone: () => void }) {
  const { t } = useWords();
  const [failed, setFailed] = useState(false);
  return (
    <Calm title={t('return.title')}>
      <p>{failed ? t('return.failed') : t('return.help')}</p>
      <p>
        {failed
          ? <Button kind="main" onClick={() => go('/')}>{t('room.toJoin')}</Button>
          : <Button kind="main" size="big" iconAfter="right" onClick={() => void api.redeemReturn(token).then(() => Promise.all([forgetKnown(dialogueId), disown(dialogueId)])).then(onDone, () => setFailed(true))}>{t('return.go')}</Button>}
      </p>
    </Calm>
  );
}
