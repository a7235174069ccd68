// Before a device is left: a way back on one's own phone. The ways back that this device has end when it is left.
import '../words/later';
import { useState } from 'react';
import { api, Problem } from '../api';
import { Band, Button } from '../design';
import { Qr } from '../facilitator/Qr';
import { useWords } from '../words';
import type { Id } from '../wire';

export default function TakeAlong({ dialogueId, participantId, onTaken }: { dialogueId: Id; participantId: Id; onTaken: (secret: string) => void }) {
  const { t } = useWords();
  const [link, setLink] = useState<string | null>(null), [failed, setFailed] = useState<string | null>(null);
  const make = () => {
    setFailed(null);
    api.returnLink(dialogueId, participantId).then(made => {
      setLink(made.returnLink);
      onTaken(made.returnLink.split('#return=')[1] ?? '');
    }, (e: unknown) => setFailed(e instanceof Problem && e.status !== 0 ? e.message : t('join.failed.unreachable')));
  };
  return (
    <div className="take-along">
      <p>{t('leave.along.help')}</p>
      {link === null ? <Button icon="link" onClick={make}>{t('leave.along.do')}</Button> : <>
        <Qr text={link} label={t('leave.along.qr')} />
        <p className="help" role="status">{t('leave.along.point')}</p>
      </>}
      {failed && <Band tone="warn" role="alert">{failed}</Band>}
    </div>
  );
}
