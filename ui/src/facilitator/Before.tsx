// Before the dialogue: what is left to prepare, with how much is there already. Gone once the dialogue has begun.
import { Icon, type IconName } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { LeadDialog } from './Lead';
import { Rehearse } from './Rehearsal';

export function Before({ open, dialogueId }: { open: (dialog: LeadDialog) => void; dialogueId: string }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue);
  const count = (kind: string) => d.items.filter(i => i.kind === kind).length;
  const rows: { dialog: LeadDialog; icon: IconName; text: string; have: string }[] = [
    { dialog: 'prepare', icon: 'book', text: t('lead.before.prepare'), have: t('lead.before.prepare.count', { moments: t('lead.count.moments', { n: count('moment') }), findings: t('lead.count.findings', { n: count('finding') }) }) },
    { dialog: 'actors', icon: 'people', text: t('lead.before.actors'), have: `${t('common.organisations', { n: d.organisations.length })}, ${t('lead.count.chairs', { n: d.expected.reduce((n, e) => n + e.count, 0) })}` },
    { dialog: 'together', icon: 'person', text: t('lead.with.before'), have: t('lead.with.before.count', { n: d.devices?.filter(one => one.role === 'lead').length ?? 0 }) },
    { dialog: 'agenda', icon: 'list', text: t('lead.before.agenda'), have: `${t('lead.count.parts', { n: d.agenda.length })}, ${t('common.minutes', { n: d.agenda.reduce((n, p) => n + p.minutes, 0) })}` },
  ];
  return (
    <section className="before" aria-labelledby="before-h">
      <div className="grid-h"><h2 id="before-h">{t('lead.before.title')}</h2></div>
      <ul>
        {rows.map(r => <li key={r.dialog}><button type="button" onClick={() => open(r.dialog)}><Icon name={r.icon} /><span><b>{r.text}</b><span className="meta">{r.have}</span></span></button></li>)}
        <li><a href={`/d/${dialogueId}/screen`} target="_blank" rel="noopener"><Icon name="screen" /><span><b>{t('lead.before.screen')}</b><span className="meta">{t('lead.newTab')}</span></span></a></li>
        {!d.rehearsal && <Rehearse dialogueId={dialogueId} />}
      </ul>
    </section>
  );
}
