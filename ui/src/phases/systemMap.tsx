// Systemet runt personen: a structure, filled in as a list on any device, drawn beside it. Gaps come first; the burden of coordinating is counted.
import { useState } from 'react';
import './phases.css';
import './map.css';
import { Board } from '../board/Board';
import { ofKind } from '../board/reading';
import { useRoom } from '../board/useRoom';
import { Segment } from '../design';
import { kinds } from '../items';
import { AddItem } from '../items/parts';
import { useWords } from '../words';
import type { Connection, Phase } from '../wire';
import { MapPicture } from './MapPicture';

const order = { missing: 0, fragile: 1, doubled: 2, works: 3 } as const;

/** Koordinatorbördan: the connections that the person and next of kin carry themselves. */
export const burden = (connections: readonly Connection[]) => connections.filter(c => c.carriedBy === 'person' || c.carriedBy === 'nextOfKin').length;

export default function SystemMap({ phase }: { phase: Phase }) {
  const { t } = useWords();
  const { reading } = useRoom();
  const [only, setOnly] = useState<'all' | 'missing'>('all');
  const contacts = ofKind(reading, 'contact');
  // Within each state in the order they were made, so that the number of a gap is the same here, on chips and in the result.
  const made = reading.dialogue.items.filter(i => i.kind === 'connection');
  const connections = [...made].sort((a, b) => order[a.state] - order[b.state]);
  const numbers = new Map(connections.map((c, i) => [c.id, i + 1]));
  const gaps = connections.filter(c => c.state === 'missing');
  const carried = burden(connections);
  const ConnectionCard = kinds.connection.Card, ContactCard = kinds.contact.Card;
  return (
    <>
      <div className="bar map-do">
        <AddItem kind="contact" phase={phase} /><AddItem kind="connection" phase={phase} />
        {connections.length > 0 && <p className="burden"><strong className="num">{carried}</strong> {t('map.burden', { n: connections.length })}</p>}
      </div>
      <div className="pair">
        <section className="panel side" aria-labelledby="connections">
          <div className="row-between">
            <h2 id="connections">{t('map.connections')}</h2>
            {connections.length > 0 && <Segment label={t('map.show')} value={only} onChange={setOnly} options={[{ value: 'all', label: t('map.all', { n: connections.length }) }, { value: 'missing', label: t('map.missing', { n: gaps.length }) }]} />}
          </div>
          {connections.length > 0
            ? <ol className="rows-list">{(only === 'all' ? connections : gaps).map(c => <li key={c.id}><ConnectionCard item={c} number={numbers.get(c.id)} /></li>)}</ol>
            : <p className="help">{t(contacts.length < 2 ? 'map.emptyContacts' : 'map.emptyConnections')}</p>}
          <h2>{t('map.contacts')}</h2>
          {contacts.length > 0 ? <ul className="rows-list">{contacts.map(c => <li key={c.id}><ContactCard item={c} /></li>)}</ul> : <p className="help">{t('map.noContacts')}</p>}
        </section>
        {contacts.length > 0 && <MapPicture contacts={contacts} connections={connections} numbers={numbers} />}
      </div>
      <Board phase={phase} />
    </>
  );
}
