// Mitt bord: where I sit and with whom, who sees what we write there, and lifting it. One without a table is told so, and what to do.
import { peopleOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Band, Button, toast } from '../design';
import type { Item, Participant, Phase } from '../wire';
import { useWords } from '../words';

/** Written at this person's table, or pair, and not shown to all yet. */
export const liftable = (item: Item, me: Participant | null, phase: Phase): boolean => phase.conduct.writing !== 'open' && !!me?.table && !!item.table && !item.shown && (item.table === me.table || item.table === me.within);

/** Mine, and seen by me alone: what may be told my table first. */
export const onlyMine = (item: Item, me: Participant | null, phase: Phase): boolean =>
  !!me && item.by === me.id && !item.table && !item.shown && (phase.conduct.writing === 'private' || phase.conduct.writing === 'tables');

export function AtTable({ phase }: { phase: Phase }) {
  const { t, list } = useWords();
  const { session, dialogue, me, writable } = useRoom();
  if (!me || dialogue.status === 'concluded') return null;
  const atTables = phase.conduct.writing === 'tables';
  if (!me.table) {
    if (!atTables || me.role === 'observer') return null;
    return (
      <Band tone="warn" icon="people" role="status" actions={me.hand ? undefined : <Button size="small" icon="hand" onClick={() => void session.do({ type: 'raiseHand', value: true })}>{t('me.raiseHand')}</Button>}>
        <strong>{t('table.none')}</strong> {t('table.none.help')}
      </Band>
    );
  }
  const others = peopleOf(dialogue).filter(p => p.id !== me.id && p.table === me.table).map(p => p.name);
  const here = dialogue.items.filter(i => i.phaseId === phase.id);
  const ours = here.filter(i => liftable(i, me, phase)), mine = here.filter(i => onlyMine(i, me, phase) && i.kind === 'note');
  const name = me.within ? t('table.pair', { pair: me.table, table: me.within }) : t('table.title', { table: me.table });
  return (
    <section className="at-table" aria-labelledby="at-table">
      <h2 id="at-table">{name}</h2>
      {others.length > 0 && <p className="meta" dir="auto">{t('table.with', { names: list(others) })}</p>}
      {atTables && <p className="help">{me.within ? t('table.pairSees', { pair: me.table, table: me.within }) : t('table.sees', { table: me.table })}</p>}
      {writable(phase) && mine.length > 0 && (
        <Button size="small" icon="people" onClick={() => {
          void session.do({ type: 'showItems', itemIds: mine.map(i => i.id), to: 'table' });
          toast({ text: t('table.told', { n: mine.length }) });
        }}>{t(me.within ? 'table.tellPair' : 'table.tell', { n: mine.length })}</Button>
      )}
      {writable(phase) && !me.within && ours.length > 0 && (
        <Button size="small" icon="up" onClick={() => {
          void session.do({ type: 'showItems', itemIds: ours.map(i => i.id) });
          toast({ text: t('table.lifted', { n: ours.length }) });
        }}>{t('table.liftAll', { n: ours.length })}</Button>
      )}
    </section>
  );
}
