// Offline, or an older page than the server: said once, calmly, with what waits.
import { Band, Button } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';

export function Connection() {
  const { t } = useWords();
  const offline = useShown(s => !s.online);
  const waiting = useShown(s => s.waiting);
  const outdated = useShown(s => s.outdated);
  return (
    <>
      {offline && <Band tone="warn" icon="off" role="status"><strong>{t('offline.title')}</strong> {waiting > 0 ? t('offline.waiting', { n: waiting }) : t('offline.none')}</Band>}
      {outdated && <Band tone="accent" icon="info" actions={<Button size="small" onClick={() => location.reload()}>{t('outdated.reload')}</Button>}>{t('outdated.text')}</Band>}
    </>
  );
}
