// The result: its link, how final it is, and ending or opening the dialogue again.
import { useId, useState } from 'react';
import { Button, Switch } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { Ending } from './Ending';
import { OutcomeLinks } from './OutcomeLinks';
import { run } from './room';

export function Share({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const status = useShown(s => s.dialogue.status), named = useShown(s => !!s.dialogue.namesInResult), session = useSession();
  const id = useId();
  const [ending, setEnding] = useState(false);
  return (
    <section className="panel share" aria-labelledby={id}>
      <h2 id={id}>{t('lead.share.title')}</h2>
      <p className="help">{t(status === 'concluded' ? 'lead.share.final' : 'lead.share.preliminary')} {t('lead.share.help')}</p>
      <OutcomeLinks dialogueId={dialogueId} />
      <Switch on={named} label={t('lead.share.names')} help={t(named ? 'lead.share.names.on' : 'lead.share.names.off')}
        onChange={on => void run(session, [{ type: 'editDialogue', patch: { namesInResult: on } }])} />
      {status !== 'draft' && <Button kind="link" onClick={() => setEnding(true)}>{t(status === 'concluded' ? 'lead.share.reopen' : 'lead.share.conclude')}</Button>}
      <Ending open={ending} onClose={() => setEnding(false)} />
    </section>
  );
}
