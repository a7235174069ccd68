// SaveSign: is it saved? Same place on every screen, always a word and a shape. Spoken once per burst: the store keeps `saving` quiet for 400 ms.
import { useWords } from '../words';
import { Icon } from './Icon';

export type SaveState = 'saved' | 'saving' | 'unsaved';
const look = { saved: ['save-ok', 'saved'], saving: ['save-now', 'saving'], unsaved: ['save-no', 'off'] } as const;

export function SaveSign({ state }: { state: SaveState }) {
  const { t } = useWords();
  const [tone, icon] = look[state];
  return <span className={`save ${tone}`} role="status"><Icon name={icon} /> {t(`save.${state}`)}</span>;
}
