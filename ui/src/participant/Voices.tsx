// Vid den här enheten: who speaks now, each with what they have left to do; a voice comes, goes, and takes over from another in one press.
import { lazy, Suspense } from 'react';
import { ballotOf, readingOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { announce, Button } from '../design';
import { useWords } from '../words';
import { useSpeaker, useVoices } from './voices';

const VoicesDialog = lazy(() => import('./VoicesDialog'));

export function Voices({ asked, onAsked }: { asked: boolean; onAsked: (open: boolean) => void }) {
  const { t } = useWords();
  const { dialogue, me, phaseNow } = useVoiceRoom();
  const voices = useVoices(dialogue.id).filter(id => dialogue.participants.some(p => p.id === id));
  const speak = useSpeaker(dialogue.id, voices);
  const people = voices.map(id => dialogue.participants.find(p => p.id === id)!);
  return (
    <>
      {people.length > 1 && (
        <section className="speakers" aria-labelledby="voices-h">
          <h2 id="voices-h">{t('voices.ask')}</h2>
          <div className="speaker-list" role="group" aria-label={t('voices.who')}>
            {people.map(p => {
              const ballot = phaseNow && p.role === 'participant' ? ballotOf(readingOf(dialogue, me?.id ?? null), phaseNow, p.id) : null;
              return (
                <button key={p.id} type="button" className="speaker" aria-pressed={p.id === me?.id} onClick={() => { speak(p.id); announce(t('voices.now', { name: p.name })); }}>
                  <b dir="auto">{p.name}</b>
                  {ballot?.open && ballot.left !== null && <small>{t('vote.left', { n: ballot.left })}</small>}
                  {p.ready && <small>{t('voices.ready')}</small>}
                </button>
              );
            })}
            <Button kind="quiet" icon="plus" onClick={() => onAsked(true)}>{t('voices.manage')}</Button>
          </div>
        </section>
      )}
      {asked && <Suspense fallback={null}><VoicesDialog people={people.length > 0 ? people : me ? [me] : []} onClose={() => onAsked(false)} onAdded={id => { onAsked(false); speak(id); }} /></Suspense>}
    </>
  );
}

function useVoiceRoom() {
  const room = useRoom();
  return { ...room, phaseNow: room.dialogue.agenda.find(p => p.id === room.dialogue.phaseId) };
}
