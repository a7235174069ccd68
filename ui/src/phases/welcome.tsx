// Välkommen: who is here and which chairs are empty, each actor's card, and a note to check in with.
import { useRef, useState } from 'react';
import './phases.css';
import { Board } from '../board/Board';
import { peopleOf } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Button, Icon } from '../design';
import { EditorFrame } from '../items/parts';
import { TextArea } from '../design';
import { useShown } from '../session/react';
import { askToErase } from '../erase/ask';
import { useDraft } from '../participant/useDraft';
import { useWords } from '../words';
import type { Organisation, Participant, Phase } from '../wire';

export default function Welcome({ phase }: { phase: Phase }) {
  const { t, compare } = useWords();
  const { dialogue } = useRoom();
  const everyone = peopleOf(dialogue);
  const own = everyone.filter(p => p.level === 'livedExperience' && !p.organisation);
  const organisations = [...dialogue.organisations].sort((a, b) => compare(a.name, b.name));
  return (
    <>
      <section className="who" aria-labelledby="who">
        <div className="bar"><h2 id="who">{t('welcome.who')}</h2><span className="meta">{t('common.people', { n: everyone.length })}</span></div>
        <ul className="actors">
          {own.length > 0 && <li className="panel actor"><h3>{t('level.livedExperience')}</h3><People people={own} /></li>}
          {organisations.map(o => <Actor key={o.id} organisation={o} />)}
        </ul>
      </section>
      <Board phase={phase} title={t('welcome.notes')} />
    </>
  );
}

function People({ people }: { people: readonly Participant[] }) {
  const { t } = useWords();
  const { me } = useRoom();
  const around = useShown(s => s.around);
  return (
    <ul className="people">
      {people.map(p => {
        const here = p.id === me?.id || around.get(p.id)?.here === true;
        return (
          <li key={p.id} className={here ? '' : 'is-absent'}>
            <Icon name="person" /><span><bdi>{p.name}</bdi>{p.id === me?.id && <b> ({t('common.you').toLocaleLowerCase()})</b>} <span className="meta">{p.role === 'participant' ? t(`level.${p.level}`) : t(`role.${p.role}`)}{!here && `, ${t('welcome.notHere')}`}</span></span>
          </li>
        );
      })}
    </ul>
  );
}

function Actor({ organisation: o }: { organisation: Organisation }) {
  const { t } = useWords();
  const { dialogue, me, facilitator } = useRoom();
  const [editing, setEditing] = useState(false);
  const people = peopleOf(dialogue).filter(p => p.organisation === o.id);
  const empty = dialogue.expected.filter(e => e.organisation === o.id)
    .map(e => ({ level: e.level, n: e.count - people.filter(p => p.level === e.level).length })).filter(e => e.n > 0);
  const may = dialogue.status !== 'concluded' && (facilitator || me?.organisation === o.id);
  return (
    <li className="panel actor">
      <h3 dir="auto">{o.name}</h3>
      {people.length > 0 ? <People people={people} /> : <p className="meta">{t('welcome.nobodyYet')}</p>}
      {empty.map(e => <p key={e.level} className="tag tag-gap chair">{t('welcome.emptyChair', { n: e.n, level: t(`level.${e.level}`).toLocaleLowerCase() })}</p>)}
      {o.card && <dl className="facts card-facts"><dt>{t('card.does')}</dt><dd dir="auto">{o.card.does}</dd><dt>{t('card.doesNot')}</dt><dd dir="auto">{o.card.doesNot}</dd><dt>{t('card.callWhen')}</dt><dd dir="auto">{o.card.callWhen}</dd></dl>}
      {may && <Button size="small" icon="pen" onClick={() => setEditing(true)}>{o.card ? t('card.change') : t('card.write')}<span className="hidden-text">, {o.name}</span></Button>}
      {o.card && (facilitator || me?.organisation === o.id) && [o.card.does, o.card.doesNot, o.card.callWhen].some(Boolean) && (
        <Button kind="link" onClick={() => askToErase({ what: [{ field: 'card', organisation: o.id }], takes: 'field', words: [o.card!.does, o.card!.doesNot, o.card!.callWhen] })}>{t('erase.open')}<span className="hidden-text">, {o.name}</span></Button>
      )}
      {editing && <CardEditor organisation={o} onClose={() => setEditing(false)} />}
    </li>
  );
}

function CardEditor({ organisation: o, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useWords();
  const { session } = useRoom();
  const before = useRef(o.card).current;
  // A card is sent whole: a field that was not touched here goes as it is now, so that it does not overwrite a colleague's.
  const field = (name: 'does' | 'doesNot' | 'callWhen', mine: string) => (mine === (before?.[name] ?? '') ? o.card?.[name] ?? '' : mine.trim());
  const draft = useDraft(`card.${o.id}`, { does: o.card?.does ?? '', doesNot: o.card?.doesNot ?? '', callWhen: o.card?.callWhen ?? '' });
  const { does, doesNot, callWhen } = draft.fields;
  const setDoes = (does: string) => draft.put({ does }), setDoesNot = (doesNot: string) => draft.put({ doesNot }), setCallWhen = (callWhen: string) => draft.put({ callWhen });
  return (
    <EditorFrame draft={draft} title={t('card.title', { name: o.name })} missing={[!(does + doesNot + callWhen).trim() && t('card.does')]} onClose={onClose}
      onSave={() => void session.do({ type: 'setCard', organisation: o.id, does: field('does', does), doesNot: field('doesNot', doesNot), callWhen: field('callWhen', callWhen) })}>
      <TextArea label={t('card.does')} value={does} maxLength={500} rows={2} onChange={e => setDoes(e.target.value)} />
      <TextArea label={t('card.doesNot')} help={t('card.doesNotHelp')} value={doesNot} maxLength={500} rows={2} onChange={e => setDoesNot(e.target.value)} />
      <TextArea label={t('card.callWhen')} value={callWhen} maxLength={500} rows={2} onChange={e => setCallWhen(e.target.value)} />
    </EditorFrame>
  );
}
