// What others did, gathered and said together: "3 nya lappar i En trygg hemgång". Polite, for eyes and ears alike; never a sound, never focus.
import { useEffect, useRef } from 'react';
import { announce } from '../design';
import { useRoom } from '../board/useRoom';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { Phase } from '../wire';

const gathers = 4000;

export function News({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, me } = useRoom();
  const happened = useShown(s => s.happened);
  const ready = useRef(false);
  const last = useRef(0);
  const waiting = useRef(new Map<string, number>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef({ reading, t });
  now.current = { reading, t };

  useEffect(() => {
    const first = !ready.current;
    ready.current = true;
    for (const deed of happened) {
      if (deed.seq <= last.current) continue;
      last.current = deed.seq;
      // What came with the page is not news.
      if (first || deed.type !== 'itemAdded' || !deed.itemId || (me && deed.by === me.id)) continue;
      const item = reading.items.get(deed.itemId);
      if (item?.kind !== 'note' || item.phaseId !== phase.id) continue;
      const theme = item.theme ?? '';
      waiting.current.set(theme, (waiting.current.get(theme) ?? 0) + 1);
    }
    if (waiting.current.size === 0 || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const { reading, t } = now.current;
      const total = [...waiting.current.values()].reduce((a, b) => a + b, 0);
      const only = waiting.current.size === 1 ? [...waiting.current.keys()][0]! : '';
      const theme = reading.items.get(only);
      const text = theme?.kind === 'theme' ? t('news.inTheme', { n: total, title: theme.title }) : t('news.notes', { n: total });
      waiting.current.clear();
      announce(text);
    }, gathers);
  }, [happened, me, phase.id, reading]);

  useEffect(() => () => clearTimeout(timer.current), []);
  return null;
}
