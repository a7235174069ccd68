// Leading together: who came in by a code, and codes to give out. Whoever leads can end both.
import { useState } from 'react';
import { Button, Dialog, Icon, toast } from '../design';
import { useSession, useShown } from '../session/react';
import type { TrustedDevice } from '../wire';
import { useWords } from '../words';
import { Codes } from './Codes';
import { run } from './room';

export function Together({ open, onClose, dialogueId }: { open: boolean; onClose: () => void; dialogueId: string }) {
  const { t } = useWords();
  const session = useSession();
  const devices = useShown(s => s.dialogue.devices);
  const [sure, setSure] = useState<string | null>(null);
  const nameOf = (d: TrustedDevice) => d.name ?? t('lead.with.screen');
  const drop = (d: TrustedDevice) => { setSure(null); void run(session, [{ type: 'dropDevice', deviceId: d.id }]).then(done => { if (done) toast({ text: t('lead.with.dropped') }); }); };
  return (
    <Dialog title={t('lead.with.title')} open={open} onClose={onClose} asks={false}>
      <p className="help">{t('lead.with.help')}</p>
      <section className="prepare" aria-labelledby="with-who">
        <h3 id="with-who">{t('lead.with.devices')}</h3>
        {!devices?.length ? <p className="help">{t('lead.with.none')}</p> : (
          <ul className="plain-rows">
            {devices.map(d => (
              <li key={d.id} className="row-between">
                <span><Icon name={d.role === 'lead' ? 'person' : 'screen'} /> <b dir="auto">{nameOf(d)}</b> {d.role === 'lead' && <span className="meta">{t('lead.with.lead')}</span>}</span>
                {sure === d.id
                  ? <span className="row lead-wrap"><span className="sure">{t('lead.with.sure', { name: nameOf(d) })}</span><Button size="small" autoFocus onClick={() => drop(d)}>{t('common.remove')}</Button><Button size="small" onClick={() => setSure(null)}>{t('common.cancel')}</Button></span>
                  : <Button kind="quiet" icon="trash" label={t('lead.with.drop', { name: nameOf(d) })} onClick={() => setSure(d.id)} />}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="prepare"><Codes dialogueId={dialogueId} role="lead" heading={t('lead.with.code')} /></section>
      <section className="prepare"><Codes dialogueId={dialogueId} role="screen" heading={t('lead.with.screenCode')} /></section>
    </Dialog>
  );
}
