// Vad har hänt? The last changes as an ordinary list, newest first, for those who came late or looked away.
import { namesHidden } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Dialog, Segment } from '../design';
import { useShown } from '../session/react';
import type { Deed } from '../session/shown';
import { choose, useSettings } from '../settings/settings';
import { useWords, type Key } from '../words';

const sentences: Readonly<Record<string, Key>> = {
  itemAdded: 'happened.added', itemChanged: 'happened.changed', itemsMoved: 'happened.moved', itemsRemoved: 'happened.removed', itemsRestored: 'happened.restored',
  itemsShown: 'happened.shown', stanceTaken: 'happened.stance', cardSet: 'happened.card', phaseEntered: 'happened.phase', roundEntered: 'happened.round', timerSet: 'happened.timer',
  participantJoined: 'happened.joined', conductSet: 'happened.conduct', concluded: 'happened.concluded', reopened: 'happened.reopened',
};

export function Happened({ onClose }: { onClose: () => void }) {
  const { t, time } = useWords();
  const { reading, me } = useRoom();
  const happened = useShown(s => s.happened);
  const { spoken } = useSettings();
  const say = (d: Deed): string | null => {
    const key = sentences[d.type];
    if (!key) return null;
    const item = d.itemId ? reading.items.get(d.itemId) : d.itemIds?.length === 1 ? reading.items.get(d.itemIds[0]!) : undefined;
    const fields = item as { text?: string; title?: string; what?: string; name?: string } | undefined;
    const words = (fields?.title ?? fields?.text ?? fields?.what ?? fields?.name ?? '').split('\n')[0]!;
    // Where names are hidden now, what was signed before is not told signed either. Of an item that is gone one cannot tell: then by where the group is.
    const where = d.itemId || d.itemIds ? reading.phases.get((item ?? d.itemIds?.map(id => reading.items.get(id)).find(Boolean))?.phaseId ?? reading.dialogue.phaseId ?? '') : undefined;
    const hidden = where !== undefined && namesHidden(where.conduct);
    const who = me && d.by === me.id ? t('common.you') : (!hidden && d.by && reading.people.get(d.by)?.name) || (d.participantId && reading.people.get(d.participantId)?.name) || t('happened.somebody');
    const what = item ? `${t(`kind.${item.kind}` as Key).toLocaleLowerCase()}${words ? ` ”${words.length > 50 ? `${words.slice(0, 49)}…` : words}”` : ''}` : t('happened.something');
    return t(key, { who, what, phase: d.phaseId ? reading.phases.get(d.phaseId)?.title ?? '' : '' });
  };
  const lines = [...happened].reverse().map(d => ({ d, text: say(d) })).filter(l => l.text !== null).slice(0, 60);
  return (
    <Dialog title={t('happened.title')} open onClose={onClose}>
      <div className="row-between log-level">
        <span className="help">{t('settings.spoken')}</span>
        <Segment label={t('settings.spoken')} value={spoken} onChange={v => choose('spoken', v)} options={(['all', 'here', 'quiet'] as const).map(v => ({ value: v, label: t(`settings.spoken.${v}`) }))} />
      </div>
      {lines.length > 0
        ? <ol className="log">{lines.map(({ d, text }) => <li key={d.seq}><span className="meta num">{time(d.at)}</span><span dir="auto">{text}</span></li>)}</ol>
        : <p className="help">{t('happened.none')}</p>}
    </Dialog>
  );
}
