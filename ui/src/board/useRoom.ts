// What a component of the room reads: the dialogue looked up, who I am, and the session to ask things of.
import { createContext, useContext } from 'react';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import type { Phase } from '../wire';
import { mayWrite, readingOf, type Reading } from './reading';

export function useRoom() {
  const session = useSession();
  const dialogue = useShown(s => s.dialogue);
  const me = useShown(s => s.me);
  const facilitator = useShown(s => s.facilitator);
  const { tag } = useWords();
  const reading: Reading = readingOf(dialogue, me?.id ?? null);
  return {
    session, dialogue, me, facilitator, reading,
    /** the language that the dialogue is written in, where the page is read in another */
    lang: dialogue.language && dialogue.language !== tag ? dialogue.language : undefined,
    /** Observers, interpreters and companions are outside all tallies. */
    counted: me?.role === 'participant',
    writable: (phase: Phase) => mayWrite(dialogue, phase, facilitator),
    organisationName: (id: string | undefined) => (id ? reading.organisations.get(id)?.name ?? '' : ''),
  };
}

/** How a note or a chip opens the story at a moment, and how the composer is reached; given by the screen. */
export interface RoomDoors { showMoment: (id: string | null) => void; marked: string | null; write: () => void }
export const Doors = createContext<RoomDoors>({ showMoment: () => undefined, marked: null, write: () => undefined });
export const useDoors = () => useContext(Doors);
