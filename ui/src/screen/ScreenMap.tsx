// The map on the wall: the same picture as on every device, as large as it goes. Fetched when it is shown.
import '../phases/phases.css';
import '../phases/map.css';
import { useShown } from '../session/react';
import type { Connection, Contact } from '../wire';
import { MapPicture } from '../phases/MapPicture';
import { wall } from '../phases/mapLayout';
import { ScreenHead, ScreenLow } from './Screen';

const order = { missing: 0, fragile: 1, doubled: 2, works: 3 } as const;

export default function ScreenMap() {
  const d = useShown(s => s.dialogue);
  const contacts = d.items.filter((i): i is Contact => i.kind === 'contact');
  const connections = d.items.filter((i): i is Connection => i.kind === 'connection').sort((a, b) => order[a.state] - order[b.state]);
  return (
    <>
      <ScreenHead title={d.agenda.find(p => p.kind === 'systemMap')?.title ?? ''} small />
      <div className="big-map"><MapPicture contacts={contacts} connections={connections} numbers={new Map(connections.map((c, i) => [c.id, i + 1]))} sheet={wall} /></div>
      <ScreenLow />
    </>
  );
}
