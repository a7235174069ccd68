// Words that lie on this device and have not been sent: the page asks, instead of keeping them in silence or letting them go. How many and
// of which dialogue, never which: whoever comes next to a borrowed device reads nobody's words here.
import '../words/later';
import { useEffect, useState } from 'react';
import { Band, Button, toast } from '../design';
import { draftsByDialogue, forgetDraftsOf, recallDialogue } from '../participant/device';
import { writtenIn } from '../participant/written';
import { go } from '../path';
import { forgetUnsent, unsentOf } from '../session/outbox';
import { useWords } from '../words';

async function count(): Promise<Map<string, number>> {
  const all = new Map(draftsByDialogue());
  for (const [dialogueId, commands] of await unsentOf()) {
    const n = commands.filter(one => writtenIn(one).length > 0).length;
    if (n > 0) all.set(dialogueId, (all.get(dialogueId) ?? 0) + n);
  }
  return all;
}

export default function Unsent() {
  const { t } = useWords();
  const [found, setFound] = useState<readonly (readonly [string, number])[]>([]);
  const [sure, setSure] = useState<string | null>(null);
  const look = () => void count().then(all => setFound([...all]));
  useEffect(look, []);
  const drop = async (dialogueId: string) => {
    forgetDraftsOf(dialogueId);
    await forgetUnsent(dialogueId);
    setSure(null);
    toast({ text: t('unsent.dropped') });
    look();
  };
  if (found.length === 0) return null;
  return (
    <Band tone="warn">
      <h2>{t('unsent.title')}</h2>
      <p>{t('unsent.help')}</p>
      <ul className="plain-rows unsent">
        {found.map(([dialogueId, n]) => {
          const title = recallDialogue(dialogueId)?.title || t('unsent.some');
          return (
            <li key={dialogueId} className="stack">
              <span dir="auto">{t('unsent.in', { title, n })}</span>
              <span className="row lead-wrap">
                <Button size="small" onClick={() => go(dialogueId === 'new' ? '/lead' : `/d/${dialogueId}`)}>{t('unsent.open')}<span className="hidden-text">: {title}</span></Button>
                {sure === dialogueId
                  ? <><Button size="small" icon="trash" onClick={() => void drop(dialogueId)}>{t('unsent.sure')}</Button><Button size="small" kind="quiet" onClick={() => setSure(null)}>{t('common.cancel')}</Button></>
                  : <Button size="small" kind="quiet" icon="trash" onClick={() => setSure(dialogueId)}>{t('unsent.drop')}<span className="hidden-text">: {title}</span></Button>}
              </span>
            </li>
          );
        })}
      </ul>
    </Band>
  );
}
