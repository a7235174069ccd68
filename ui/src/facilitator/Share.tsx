// The result: its link, how final it is, and ending or opening the dialogue again.
import { useId, useState } from 'react';
import { api, Problem } from '../api';
import { Band, Button, Switch } from '../design';
import { copy } from '../design/copy';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { Ending } from './Ending';
import { run } from './room';

export function Share({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const status = useShown(s => s.dialogue.status), named = useShown(s => !!s.dialogue.namesInResult), session = useSession();
  const id = useId(), field = useId();
  const [link, setLink] = useState<string | null>(null), [failed, setFailed] = useState<string | null>(null), [ending, setEnding] = useState(false);
  const make = () => {
    setFailed(null);
    api.outcomeLink(dialogueId).then(a => setLink(new URL(a.link, location.origin).href)).catch((e: unknown) => setFailed(e instanceof Problem ? e.message : String(e)));
  };
  return (
    <section className="panel share" aria-labelledby={id}>
      <h2 id={id}>{t('lead.share.title')}</h2>
      <p className="help">{t(status === 'concluded' ? 'lead.share.final' : 'lead.share.preliminary')} {t('lead.share.help')}</p>
      {link === null ? <Button size="small" icon="link" onClick={make}>{t('lead.share.make')}</Button> : (
        <div className="f">
          <label htmlFor={field}>{t('lead.share.link')}</label>
          <input id={field} className="in" readOnly value={link} onFocus={e => e.target.select()} />
          <div className="row lead-wrap"><Button size="small" icon="copy" onClick={() => void copy(link, t('common.copied'), document.getElementById(field))}>{t('common.copy')}</Button><a className="b b-small" href={link} target="_blank" rel="noopener">{t('common.show')}<span className="hidden-text">, {t('lead.newTab')}</span></a></div>
        </div>
      )}
      <Switch on={named} label={t('lead.share.names')} help={t(named ? 'lead.share.names.on' : 'lead.share.names.off')}
        onChange={on => void run(session, [{ type: 'editDialogue', patch: { namesInResult: on } }])} />
      {failed && <Band tone="gap" role="alert">{t('lead.share.failed', { reason: failed })}</Band>}
      {status !== 'draft' && <Button kind="link" onClick={() => setEnding(true)}>{t(status === 'concluded' ? 'lead.share.reopen' : 'lead.share.conclude')}</Button>}
      <Ending open={ending} onClose={() => setEnding(false)} />
    </section>
  );
}
