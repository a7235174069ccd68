// A calm page: whenever there is nothing else to show, what has happened, that nothing written is lost, and the way on. Every error of a
// whole page is one of these; what concerns a single action is a Band.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Mark } from '../design';
import { SettingsButton } from '../settings/Settings';
import { useWords } from '../words';

export function Calm({ title, busy, focus, children }: { title: string; busy?: boolean; focus?: boolean; children?: ReactNode }) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  // What was read before is gone, and focus with it: the new heading is where reading goes on. Not at the first load, where nothing had focus.
  useEffect(() => { if (focus) heading.current?.focus({ preventScroll: true }); }, [focus]);
  return (
    <div className="calm-page">
      <title>{`${title} – ${t('common.product')}`}</title>
      <header className="row-between"><Mark /><SettingsButton /></header>
      <main aria-busy={busy}>
        <h1 ref={heading} tabIndex={-1} dir="auto">{title}</h1>
        {children}
      </main>
    </div>
  );
}

const patience = 6_000;

/** While something is fetched; when it takes long, that it does, and that the page goes on trying by itself. */
export function Opening() {
  const { t } = useWords();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return long ? <Away again={() => location.reload()} self /> : <Calm title={t('common.loading')} busy />;
}

/** No answer. `self`: the page tries again without being asked. */
export function Away({ again, self }: { again: () => void; self?: boolean }) {
  const { t } = useWords();
  return (
    <Calm title={t('away.title')}>
      <div role="status"><p>{t('away.text')} {self && t('away.self')}</p></div>
      <p><Button kind="main" onClick={again}>{t('common.tryAgain')}</Button></p>
    </Calm>
  );
}
