// SaveSign: is it saved? Same place on every screen, always a word and a shape. It does not speak by itself, or it would for each note:
// participant/Spoken.tsx says it once per burst.
import { useWords } from '../words';
import { Icon } from './Icon';

export type SaveState = 'saved' | 'saving' | 'unsaved';
const look = { saved: ['save-ok', 'saved'], saving: ['save-now', 'saving'], unsaved: ['save-no', 'off'] } as const;

export function SaveSign({ state }: { state: SaveState }) {
  const { t } = useWords();
  const [tone, icon] = look[state];
  return <span className={`save ${tone}`} role="status" aria-live="off"><Icon name={icon} /> <span>{t(`save.${state}`)}</span></span>;
}
