// What is spoken about the state of the page itself: saved, once when a burst of doing is over; not saved; the network gone and back.
import { useEffect, useRef } from 'react';
import { announce, announceNow } from '../design';
import { useShown } from '../session/react';
import { useWords } from '../words';

const quiet = 1500;

export function Spoken() {
  const { t } = useWords();
  const waiting = useShown(s => s.waiting > 0), online = useShown(s => s.online), unsaved = useShown(s => s.save === 'unsaved');
  const owed = useRef(false), lost = useRef(false);
  useEffect(() => {
    if (waiting) { owed.current = true; return; }
    if (!owed.current) return;
    const timer = setTimeout(() => { owed.current = false; announce(t('save.saved')); }, quiet);
    return () => clearTimeout(timer);
  }, [waiting, t]);
  useEffect(() => {
    if (online) {
      if (lost.current) announce(t('offline.back'));
      lost.current = false;
      return;
    }
    // A server that restarts is back before anybody need know.
    const timer = setTimeout(() => { lost.current = true; announceNow(`${t('offline.title')} ${t('offline.none')}`); }, quiet);
    return () => clearTimeout(timer);
  }, [online, t]);
  useEffect(() => { if (unsaved && online) announce(t('save.unsaved')); }, [unsaved, online, t]);
  return null;
}
