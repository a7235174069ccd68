// The way in, in the hands of those who lead: another code instead of the one that somebody has, and a door that can be closed.
import { useState } from 'react';
import { api, Problem } from '../api';
import { Band, Button, Switch, toast } from '../design';
import { useSession, useShown } from '../session/react';
import { useWords } from '../words';
import { run } from './room';

export function WayIn() {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const [sure, setSure] = useState(false), [failed, setFailed] = useState<string | null>(null);
  const renew = () => {
    setSure(false); setFailed(null);
    api.renewCode(d.id).then(() => toast({ text: t('lead.join.renewed') }), (e: unknown) => setFailed(e instanceof Problem && e.status !== 0 ? e.message : t('join.failed.unreachable')));
  };
  return (
    <div className="way-in">
      {!d.joinCode && <p className="help">{t('lead.join.none')}</p>}
      {sure ? <p className="row lead-wrap sure"><span>{t('lead.join.renew.sure')}</span>
        <Button size="small" autoFocus onClick={renew}>{t('lead.join.renew')}</Button><Button size="small" kind="quiet" onClick={() => setSure(false)}>{t('common.cancel')}</Button></p>
        : <p><Button size="small" onClick={() => (d.joinCode ? setSure(true) : renew())}>{t(d.joinCode ? 'lead.join.renew' : 'lead.join.make')}</Button></p>}
      <Switch on={!!d.doorClosed} label={t('lead.join.door')} help={t(d.doorClosed ? 'lead.join.door.closed' : 'lead.join.door.open')}
        onChange={closed => void run(session, [{ type: 'editDialogue', patch: { doorClosed: closed } }])} />
      {failed && <Band tone="warn" role="alert">{failed}</Band>}
    </div>
  );
}
