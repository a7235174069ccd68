// What the parts of the lead view share: the clock, names of things, and doing what is on turn.
import { useEffect, useState } from 'react';
import { roundKey } from '../board/reading';
import { toast } from '../design';
import { useSession } from '../session/react';
import type { Session } from '../session/shown';
import type { Dialogue, Draft, Phase } from '../wire';
import { useWords } from '../words';
import { moves, wayBack, type Place, type Turn } from './onTurn';

/** The server's time, drawn anew every `every` ms while the page is seen. */
export function useNow(every: number): number {
  const session = useSession();
  const [now, setNow] = useState(() => session.get().serverTime());
  useEffect(() => {
    const tick = () => setNow(session.get().serverTime());
    tick();
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }, [session, every]);
  return now;
}

export const phaseNow = (d: Dialogue): Phase | undefined => d.agenda.find(p => p.id === d.phaseId);

/** The name of an organisation, or nothing when it is gone. */
export const organisationName = (d: Dialogue, id: string | undefined): string => d.organisations.find(o => o.id === id)?.name ?? '';

export function useTurnName(): (turn: Turn) => string {
  const { t } = useWords();
  return turn => turn.to === 'round' ? t(roundKey(turn.round)) : turn.to === 'phase' ? turn.phase.title : '';
}

/** Moves everyone and offers to undo it for ten seconds. The first start has no way back: a dialogue that has begun has begun. */
export function useMove(): (turn: Turn) => void {
  const session = useSession();
  const { t } = useWords();
  const nameOf = useTurnName();
  return turn => {
    const { dialogue } = session.get();
    const before: Place = { phaseId: dialogue.phaseId, round: dialogue.round, timer: dialogue.timer, ...(dialogue.screen && { screen: dialogue.screen }), conduct: phaseNow(dialogue)?.conduct };
    const was = dialogue.round ? t(roundKey(phaseNow(dialogue)?.rounds.find(r => r.id === dialogue.round) ?? { kind: 'write' })) : phaseNow(dialogue)?.title ?? '';
    void run(session, moves(turn, !!dialogue.timer)).then(done => {
      if (!done) return;
      toast({
        text: t('lead.turn.moved', { name: nameOf(turn) }),
        ...(before.phaseId && {
          action: {
            label: t('common.undo'),
            run: () => {
              const shown = session.get();
              void run(session, wayBack(before, shown.dialogue, shown.serverTime())).then(back => { if (back) toast({ text: t('lead.turn.undone', { name: was }) }); });
            },
          },
        }),
      });
    });
  };
}

/** True when everything was taken and stands on this page: a receipt may overtake its event. A refusal is told on the page by the session's own list. */
export async function run(session: Session, drafts: readonly Draft[]): Promise<boolean> {
  if (drafts.length === 0) return false;
  const receipts = await session.doAll(drafts);
  await reached(session, Math.max(...receipts.map(r => ('refused' in r ? 0 : r.seq))));
  return receipts.every(r => !('refused' in r));
}

const reached = (session: Session, seq: number) => new Promise<void>(done => {
  if (session.get().seq >= seq) return done();
  const stop = session.subscribe(() => {
    if (session.get().seq < seq) return;
    stop();
    done();
  });
});
