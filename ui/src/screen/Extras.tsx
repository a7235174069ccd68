// What a phase makes besides notes, on the big screen: vision sentences, initiatives, steps, connections. Short lists, read from afar.
import { Judge } from '../design';
import { useShown } from '../session/react';
import type { Dialogue, Phase } from '../wire';
import { useWords, type Key } from '../words';

const shownIn: Partial<Record<Phase['kind'], readonly string[]>> = {
  systemMap: ['connection'], valueVision: ['visionSentence'], initiatives: ['initiative'], nextSteps: ['nextStep'], closing: ['visionSentence'],
};

export function hasExtras(d: Dialogue, phase: Phase): boolean { return d.items.some(i => shownIn[phase.kind]?.includes(i.kind)); }

/** @param most What is left over is counted. */
export function Extras({ phase, most }: { phase: Phase; most: number }) {
  const { t, shortDate } = useWords();
  const d = useShown(s => s.dialogue);
  const org = (id: string | undefined) => d.organisations.find(o => o.id === id)?.name ?? '';
  const kinds = shownIn[phase.kind] ?? [];
  const items = d.items.filter(i => kinds.includes(i.kind));
  const contact = (id: string) => { const c = d.items.find(i => i.id === id); return c?.kind === 'contact' ? c.name : ''; };
  // Gaps first: they are what the room is here for.
  const judged = items.flatMap(i => i.kind === 'connection' ? [i] : []).sort((a, b) => order[a.state] - order[b.state]);
  return (
    <>
      <ol className={`extras extras-${phase.kind}`}>
        {judged.slice(0, most).map(c => <li key={c.id}><Judge as={c.state}>{t(`state.${c.state}` as Key)}</Judge><span dir="auto">{contact(c.from)} – {contact(c.to)}</span></li>)}
        {items.slice(0, most).map(i => i.kind === 'visionSentence' ? <li key={i.id} className="voice" dir="auto">{i.text}</li>
          : i.kind === 'initiative' ? <li key={i.id} dir="auto"><b>{i.title}</b> <span className="x-by">{i.lead ? t('screen.lead', { name: org(i.lead) }) : t('outcome.noLead')}</span></li>
          : i.kind === 'nextStep' ? <li key={i.id} dir="auto"><b>{i.what}</b> <span className="x-by">{[[i.role, org(i.organisation)].filter(Boolean).join(', '), shortDate(i.due)].filter(Boolean).join(' · ')}</span></li> : null)}
      </ol>
      {items.length > most && <p className="more">{t('screen.moreToo', { n: items.length - most })}</p>}
    </>
  );
}

const order = { missing: 0, fragile: 1, doubled: 2, works: 3 } as const;
