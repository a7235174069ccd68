// The words of a dialogue that are no item's and no person's: its title, whom it is about, who takes part, the agenda, a pause. For those who lead.
import '../words/later';
import './erase.css';
import { Button, Dialog } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { Dialogue, Erase } from '../wire';
import { askToErase } from './ask';

type Words = ReturnType<typeof useWords>['t'];
interface Row { what: Erase; label: string; words: string }

function rowsOf(d: Dialogue, t: Words): Row[] {
  const all: Row[] = [
    { what: { field: 'title' }, label: t('erase.field.title'), words: d.title },
    { what: { field: 'targetGroup' }, label: t('erase.field.targetGroup'), words: d.targetGroup },
    { what: { field: 'pause' }, label: t('erase.field.pause'), words: d.pause?.words ?? '' },
    ...d.organisations.flatMap((o): Row[] => [
      { what: { field: 'organisation', organisation: o.id }, label: t('erase.field.organisation'), words: o.name },
      { what: { field: 'card', organisation: o.id }, label: t('erase.field.card', { name: o.name }), words: o.card ? [o.card.does, o.card.doesNot, o.card.callWhen].filter(Boolean).join('\n') : '' },
    ]),
    ...d.agenda.flatMap((p, i): Row[] => [
      { what: { field: 'phaseTitle', phaseId: p.id }, label: t('erase.field.phaseTitle', { n: i + 1 }), words: p.title },
      { what: { field: 'purpose', phaseId: p.id }, label: t('erase.field.purpose', { n: i + 1 }), words: p.purpose },
      { what: { field: 'questions', phaseId: p.id }, label: t('erase.field.questions', { n: i + 1 }), words: p.questions.join('\n') },
    ]),
  ];
  return all.filter(row => row.words.trim());
}

export default function EraseFields({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const rows = rowsOf(useShown(s => s.dialogue), t);
  return (
    <Dialog title={t('erase.fields')} open wide asks={false} onClose={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <p className="help">{t('erase.fields.help')}</p>
      {rows.length === 0 && <p>{t('erase.fields.none')}</p>}
      <ul className="erase-rows">
        {rows.map(({ what, label, words }) => (
          <li key={JSON.stringify(what)}>
            <div><p className="meta">{label}</p><p dir="auto">{words}</p></div>
            <Button size="small" icon="trash" onClick={() => askToErase({ what: [what], takes: 'field', words: [words] })}>{t('common.remove')}<span className="hidden-text">: {label}</span></Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
