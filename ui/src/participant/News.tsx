// What others did, gathered and said together: "3 nya lappar i En trygg hemgång". Polite, never a sound, never focus. How much: the
// person's own choice (allt · här · tyst). What is gone, hidden or one's own is not told.
import { useEffect, useRef } from 'react';
import { announce } from '../design';
import { useRoom } from '../board/useRoom';
import type { Reading } from '../board/reading';
import type { Deed } from '../session/shown';
import { useShown } from '../session/react';
import { useSettings } from '../settings/settings';
import { useWords, type Filling, type Key } from '../words';
import type { Phase } from '../wire';

const gathers = 4000;
type Say = (key: Key, filling?: Filling) => string;

export function News({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading, me } = useRoom();
  const { spoken } = useSettings();
  const happened = useShown(s => s.happened);
  const ready = useRef(false);
  const last = useRef(0);
  const waiting = useRef<Deed[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef({ reading, t, phase, spoken });
  now.current = { reading, t, phase, spoken };

  useEffect(() => {
    // What came with the page is not news.
    const news = ready.current ? happened.filter(deed => deed.seq > last.current && !(me && deed.by === me.id)) : [];
    ready.current = true;
    last.current = happened.at(-1)?.seq ?? last.current;
    waiting.current.push(...news);
    if (waiting.current.length === 0 || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const { reading, t, phase, spoken } = now.current;
      const deeds = waiting.current.splice(0);
      if (spoken === 'quiet') return;
      for (const text of newsOf(deeds, reading, phase, spoken === 'all', t)) announce(text);
    }, gathers);
  }, [happened, me]);

  useEffect(() => () => clearTimeout(timer.current), []);
  return null;
}

/** The sentences of a bundle: a line for each kind of thing, and with `all` one for each other part. */
export function newsOf(deeds: readonly Deed[], reading: Reading, phase: Phase, all: boolean, t: Say): string[] {
  const here = new Counter<string>(), themes = new Set<string>(), kinds = new Counter<string>(), elsewhere = new Counter<string>();
  for (const deed of deeds) {
    const ids = deed.itemIds ?? (deed.itemId ? [deed.itemId] : []);
    const items = ids.flatMap(id => reading.items.get(id) ?? []);
    const away = items.length > 0 && items[0]!.phaseId !== phase.id;
    if (away || (deed.phaseId !== undefined && deed.phaseId !== phase.id && deed.type !== 'phaseEntered')) {
      if (all) elsewhere.add(items[0]?.phaseId ?? deed.phaseId!, Math.max(1, items.length));
    } else if (deed.type === 'itemAdded') {
      const item = items[0];
      if (item?.kind === 'note') { here.add('news.notes', 1); themes.add(item.theme ?? ''); }
      else if (item) kinds.add(item.kind, 1);
    } else if (deed.type === 'itemsMoved' || deed.type === 'itemsRemoved' || deed.type === 'itemChanged' || deed.type === 'itemsShown') {
      here.add(`news.${deed.type}`, Math.max(1, ids.length));
    } else if (all && (deed.type === 'stanceTaken' || deed.type === 'participantJoined')) here.add(`news.${deed.type}`, 1);
  }
  const theme = themes.size === 1 ? reading.items.get([...themes][0]!) : undefined;
  return [
    ...here.all.map(([key, n]) => (key === 'news.notes' && theme?.kind === 'theme' ? t('news.inTheme', { n, title: theme.title }) : t(key as Key, { n }))),
    ...kinds.all.map(([kind, n]) => t('news.kind', { n, kind: t(`kind.${kind}` as Key).toLocaleLowerCase() })),
    ...elsewhere.all.map(([id, n]) => t('news.elsewhere', { n, title: reading.phases.get(id)?.title ?? '' })),
  ];
}

class Counter<K> {
  private readonly counts = new Map<K, number>();
  add(key: K, n: number): void { this.counts.set(key, (this.counts.get(key) ?? 0) + n); }
  get all(): [K, number][] { return [...this.counts]; }
}
