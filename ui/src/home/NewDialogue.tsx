// A new dialogue in three fields; organisations if one already knows them. It opens in the lead view, where the rest is prepared.
import { useState, type FormEvent } from 'react';
import { api, Problem, type Template } from '../api';
import { Band, Button, PickOne, TextArea, TextField } from '../design';
import { recall, remember } from '../participant/device';
import { go } from '../path';
import { useWords } from '../words';

/** Kept on this device until the dialogue is made. */
function useKept(field: string): [string, (value: string) => void] {
  const key = `draft.new.${field}`;
  const [value, setValue] = useState(() => recall(key) ?? '');
  return [value, next => { setValue(next); remember(key, next); }];
}

export function NewDialogue({ templates }: { templates: readonly Template[] }) {
  const { t, language } = useWords();
  const [template, setTemplate] = useState(templates[0]?.id ?? 'samskapande-dialog');
  const [title, setTitle] = useKept('title'), [targetGroup, setTargetGroup] = useKept('targetGroup'), [organisations, setOrganisations] = useKept('organisations');
  const [failed, setFailed] = useState<string | null>(null), [busy, setBusy] = useState(false);
  const make = (e: FormEvent) => {
    e.preventDefault();
    if (!title.trim() || !targetGroup.trim()) return setFailed(t('home.new.missing'));
    const names = [...new Set(organisations.split('\n').map(x => x.trim()).filter(Boolean))];
    setBusy(true); setFailed(null);
    api.createDialogue({
      templateId: template, title: title.trim(), targetGroup: targetGroup.trim(), language,
      ...(names.length > 0 && { organisations: names.map(name => ({ name, kind: 'other' as const })) }),
    }).then(made => { for (const set of [setTitle, setTargetGroup, setOrganisations]) set(''); go(`/d/${made.id}/lead`); }, (e: unknown) => { setBusy(false); setFailed(e instanceof Problem && e.message ? e.message : t('common.somethingWrong')); });
  };
  const minutes = (x: Template) => x.phases.reduce((n, p) => n + p.minutes, 0);
  return (
    <section className="panel new" aria-labelledby="new-h">
      <h2 id="new-h">{t('home.new')}</h2>
      <form className="stack" onSubmit={make} noValidate>
        <TextField label={t('home.new.title')} help={t('home.new.title.help')} value={title} maxLength={200} required autoComplete="off" onChange={e => setTitle(e.target.value)} />
        <TextField label={t('home.new.target')} help={t('home.new.target.help')} value={targetGroup} maxLength={200} required autoComplete="off" onChange={e => setTargetGroup(e.target.value)} />
        {templates.length > 1 && (
          <PickOne legend={t('home.new.template')} value={template} onChange={setTemplate}
            options={templates.map(x => ({ value: x.id, label: x.name, help: [x.description, x.phases.length > 0 && t('home.template.parts', { parts: t('lead.count.parts', { n: x.phases.length }), minutes: t('common.minutes', { n: minutes(x) }) })].filter(Boolean).join(' ') }))} />
        )}
        {templates.length === 1 && <p className="help"><b>{t('home.new.template')}:</b> {templates[0]!.name}. {templates[0]!.description}</p>}
        <details className="new-more"><summary>{t('home.new.organisations')} <span className="meta">({t('common.optional')})</span></summary>
          <TextArea label={<span className="hidden-text">{t('home.new.organisations')}</span>} help={t('home.new.organisations.help')} rows={4} value={organisations} onChange={e => setOrganisations(e.target.value)} />
        </details>
        {failed && <Band tone="gap" role="alert">{failed}</Band>}
        <Button kind="main" type="submit" disabled={busy}>{t(busy ? 'home.new.making' : 'home.new.make')}</Button>
      </form>
    </section>
  );
}
