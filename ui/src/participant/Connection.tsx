// Offline, or an older page than the server's: said once, calmly, with what waits.
import { useState } from 'react';
import { Band, Button } from '../design';
import { reload, useNewer } from '../offline/offline';
import { useShown } from '../session/react';
import { useWords } from '../words';
import { isWriting } from './writing';

export function Connection() {
  const { t } = useWords();
  const offline = useShown(s => !s.online);
  const waiting = useShown(s => s.waiting);
  return (
    <>
      {offline && <Band tone="warn" icon="off"><strong>{t('offline.title')}</strong> {waiting > 0 ? t('offline.waiting', { n: waiting }) : t('offline.none')}</Band>}
      <Newer />
    </>
  );
}

/** A newer build: offered, never taken, and not in the middle of a text that is nowhere but in its field. */
export function Newer() {
  const { t } = useWords();
  const outdated = useShown(s => s.outdated), newer = useNewer();
  const [writing, setWriting] = useState(false);
  if (!outdated && !newer) return null;
  return (
    <Band tone="accent" icon="info" actions={<Button size="small" onClick={() => (isWriting(true) ? setWriting(true) : void reload())}>{t('outdated.reload')}</Button>}>
      {t('outdated.text')} {writing && <strong role="alert">{t('outdated.writing')}</strong>}
    </Band>
  );
}
