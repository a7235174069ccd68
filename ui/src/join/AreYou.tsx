// A borrowed device: somebody already joined from it. Är du Karin? Go on as her, or be somebody else below.
import { useState } from 'react';
import type { Me } from '../api';
import { Button } from '../design';
import { recallDialogue } from '../participant/device';
import { go } from '../path';
import { useWords } from '../words';

export function AreYou({ people }: { people: Me['participants'] }) {
  const { t } = useWords();
  const [closed, setClosed] = useState(false);
  if (closed) return null;
  // The last one joined is the one the dialogue opens as; one line for each dialogue.
  const last = [...new Map(people.map(p => [p.dialogueId, p])).values()].reverse().slice(0, 3);
  return (
    <section className="are-you" aria-label={t('areYou.label')}>
      {last.map(p => (
        <div key={p.dialogueId}>
          <h2>{t('areYou.title', { name: p.name })}</h2>
          {recallDialogue(p.dialogueId) && <p className="help" dir="auto">{recallDialogue(p.dialogueId)!.title}</p>}
          <div className="row"><Button kind="main" onClick={() => go(`/d/${p.dialogueId}`)}>{t('areYou.yes')}</Button><Button onClick={() => setClosed(true)}>{t('areYou.no')}</Button></div>
        </div>
      ))}
    </section>
  );
}
