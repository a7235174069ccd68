// What steers the board: undo and redo, choosing, filtering, zoom; the seldom rest under ⋯. On a phone the seldom is more.
import { Button, Menu, type MenuItem } from '../design';
import { useShown } from '../session/react';
import { choose } from '../settings/settings';
import { useWords } from '../words';
import { useRoom } from './useRoom';
import { ZoomControls } from './zoom';

export interface ToolsProps {
  view: 'board' | 'list'; narrow: boolean; few: boolean;
  choosing: boolean; onChoosing: () => void; filtering: boolean; onFilter: () => void; filterId: string;
  zoom: number; onZoom: (zoom: number) => void; onFit: () => void; dense: boolean; onDense: () => void; keys: boolean;
  onSuggest: (() => void) | null; onRemoved: (() => void) | null;
}

export function Tools({ view, narrow, few, choosing, onChoosing, filtering, onFilter, filterId, zoom, onZoom, onFit, dense, onDense, keys, onSuggest, onRemoved }: ToolsProps) {
  const { t } = useWords();
  const { session } = useRoom();
  const canUndo = useShown(s => s.canUndo), canRedo = useShown(s => s.canRedo);
  const more = (): MenuItem[] => [
    ...(narrow && canUndo ? [{ id: 'undo', label: t('common.undo'), icon: 'undo' as const, onSelect: () => session.undo() }] : []),
    ...(narrow && canRedo ? [{ id: 'redo', label: t('common.redo'), icon: 'redo' as const, onSelect: () => session.redo() }] : []),
    ...(narrow ? [{ id: 'choose', label: t('tool.choose'), icon: 'check' as const, onSelect: onChoosing }] : []),
    ...(view === 'board' ? [{ id: 'fit', label: t('zoom.fit'), icon: 'eye' as const, onSelect: onFit }, { id: 'dense', label: t('tool.dense'), checked: dense, onSelect: onDense }] : []),
    ...(onSuggest ? [{ id: 'suggest', label: t('tool.suggest'), icon: 'merge' as const, onSelect: onSuggest }] : []),
    ...(onRemoved ? [{ id: 'removed', label: t('tool.removed'), icon: 'trash' as const, onSelect: onRemoved }] : []),
    { id: 'keys', label: <>{t('tool.keys')}<small>{t(keys ? 'tool.keysOn' : 'tool.keysOff')}</small></>, checked: keys, dividerBefore: true, onSelect: () => choose('keys', keys ? 'off' : 'on') },
  ];
  return (
    <div className="tools" role="group" aria-label={t('tool.label')}>
      {!narrow && <>
        <Button kind="quiet" icon="undo" label={t('common.undo')} title={`${t('common.undo')} (Ctrl+Z)`} aria-disabled={!canUndo || undefined} onClick={() => session.undo()} />
        <Button kind="quiet" icon="redo" label={t('common.redo')} title={`${t('common.redo')} (Ctrl+Shift+Z)`} aria-disabled={!canRedo || undefined} onClick={() => session.redo()} />
      </>}
      {!few && <Button size="small" kind="quiet" icon="search" aria-expanded={filtering} aria-controls={filterId} onClick={onFilter}>{t('tool.filter')}</Button>}
      {!narrow && <Button size="small" kind="quiet" icon="check" pressed={choosing} onClick={onChoosing}>{t('tool.choose')}</Button>}
      {!narrow && !few && view === 'board' && <ZoomControls zoom={zoom} to={onZoom} fit={onFit} />}
      <Menu label={t('tool.more')} items={more} />
    </div>
  );
}
