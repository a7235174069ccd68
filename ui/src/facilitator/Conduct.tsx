// Så arbetar vi nu: in words; the rounds set it. The switches lie under Mer, each with what people will notice.
import { useState } from 'react';
import { PickOne, Switch, TextField } from '../design';
import { useSession, useShown } from '../session/react';
import type { ConductPatch } from '../wire';
import { useWords } from '../words';
import { recall, remember } from '../participant/device';
import { phaseNow, run } from './room';

export function Conduct() {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const phase = phaseNow(d);
  const [budget, setBudget] = useState<number | null>(null);
  if (!phase) return null;
  const c = phase.conduct;
  const set = (conduct: ConductPatch) => { void run(session, [{ type: 'setConduct', phaseId: phase.id, conduct }]); };
  const hidden = c.writing === 'private' || c.writing === 'tables';
  const here = new Set(d.items.filter(i => i.phaseId === phase.id).map(i => i.id));
  const cast = d.votes.reduce((n, v) => here.has(v.itemId) ? n + v.weight : n, 0);
  const voters = d.voters?.[phase.id];
  const each = budget ?? c.voting.budget ?? 3;
  const votes = t('count.votes', { n: each });
  const voted = voters !== undefined ? t('lead.conduct.voters', { n: voters }) : t('lead.conduct.cast', { n: cast });
  const [open, setOpen] = useState(() => recall('lead.conduct') === 'open');
  const now = [t(`lead.conduct.now.${c.writing}`), c.names === 'hidden' && t('lead.conduct.now.hidden'), c.moving && t('lead.conduct.now.moving'), c.voting.open && `${t('lead.conduct.now.voting')} ${voted}`].filter(Boolean).join(' ');
  return (
    <section className="panel conduct" aria-labelledby="conduct-h">
      <h2 id="conduct-h">{t('lead.conduct.title')}</h2>
      <p className="conduct-now">{now}</p>
      <details className="more-choices" open={open} onToggle={e => { const is = e.currentTarget.open; setOpen(is); remember('lead.conduct', is ? 'open' : null); }}>
      <summary>{t('lead.conduct.change')}</summary>
      <Switch on={hidden} label={t('lead.conduct.hideNotes')} help={t(`lead.conduct.hideNotes.${c.writing}`)} onChange={on => set({ writing: on ? 'private' : 'open' })} />
      <Switch on={c.names === 'hidden'} label={t('lead.conduct.hideNames')} help={t(c.names === 'hidden' ? 'lead.conduct.hideNames.on' : 'lead.conduct.hideNames.off')} onChange={on => set({ names: on ? 'hidden' : 'shown' })} />
      <Switch on={!c.moving} label={t('lead.conduct.lock')} help={t(c.moving ? 'lead.conduct.lock.off' : 'lead.conduct.lock.on')} onChange={on => set({ moving: !on })} />
      <Switch on={c.voting.open} label={t('lead.conduct.voting')} onChange={open => set({ voting: { open, ...(open && { budget: each }) } })}
        help={c.voting.open ? t('lead.conduct.voting.on', { budget: votes }) : t('lead.conduct.voting.off')} />
      <details className="more-choices">
        <summary>{t('lead.conduct.more')}</summary>
        <PickOne legend={t('lead.conduct.writing')} value={c.writing} onChange={writing => set({ writing })}
          options={(['open', 'private', 'tables', 'closed'] as const).map(value => ({ value, label: t(`lead.conduct.writing.${value}`) }))} />
        <div className="two">
          <TextField label={t('lead.conduct.budget')} type="number" min={1} max={100} value={each} onChange={e => setBudget(e.target.valueAsNumber || 1)}
            onBlur={() => { if (budget !== null && budget !== c.voting.budget) set({ voting: { budget } }); setBudget(null); }} />
          {/* no limit = the whole budget: a part of conduct that is left out keeps its value, so it cannot be taken away */}
          <TextField label={t('lead.conduct.perItem')} help={t('lead.conduct.perItem.help')} type="number" min={1} max={100} defaultValue={c.voting.perItem ?? ''} key={c.voting.perItem}
            onBlur={e => { const perItem = e.target.valueAsNumber || each; if (perItem !== c.voting.perItem) set({ voting: { perItem } }); }} />
        </div>
        <Switch on={c.voting.totals === 'hidden'} label={t('lead.conduct.totals')} help={t(c.voting.totals === 'hidden' ? 'lead.conduct.totals.on' : 'lead.conduct.totals.off')}
          onChange={on => set({ voting: { totals: on ? 'hidden' : 'shown' } })} />
      </details>
      </details>
    </section>
  );
}
