// What may be done with all that is chosen. At the lower edge, in reach of a thumb; said once, undone in one step.
import { useState } from 'react';
import { Button, ToastPlace } from '../design';
import { useWords } from '../words';
import { NameTheme } from './ThemeHead';

export function Chosen({ count, movable, removable, mayAddTheme, onMove, onNewTheme, onRemove, onAll, onDone }: {
  count: number; movable: number; removable: number; mayAddTheme: boolean;
  onMove: () => void; onNewTheme: (title: string) => void; onRemove: () => void; onAll: () => void; onDone: () => void;
}) {
  const { t } = useWords();
  const [naming, setNaming] = useState(false);
  return (
    <section className="chosen" aria-label={t('choose.bar')}>
      <ToastPlace />
      <p role="status">{count > 0 ? <strong>{t('choose.count', { n: count })}</strong> : t('choose.none')}</p>
      <Button size="small" kind="quiet" icon="x" onClick={onDone}>{t('choose.done')}</Button>
      <div className="row">
        {movable > 0 && <Button size="small" kind="main" icon="move" onClick={onMove}>{t('choose.move')}</Button>}
        {movable > 0 && mayAddTheme && <Button size="small" icon="plus" onClick={() => setNaming(true)}>{t('choose.newTheme')}</Button>}
        {removable > 0 && <Button size="small" icon="trash" onClick={onRemove}>{t('choose.remove')}</Button>}
        <Button size="small" kind="quiet" onClick={onAll}>{t('choose.all')}</Button>
      </div>
      {naming && <NameTheme of="new.theme.chosen" title={t('choose.newTheme')} first="" onName={onNewTheme} onClose={() => setNaming(false)} />}
    </section>
  );
}
