// The system map as a picture. Every line is in the table beside it, with the same numbers; on a phone the table comes first.
import { useMemo } from 'react';
import { Judge } from '../design';
import { connectionStates } from '../items/connection';
import { useWords } from '../words';
import type { Connection, Contact } from '../wire';
import { boxHeight, layout, leave, lines, nameOn, page, signOn, type Placed, type Sheet } from './mapLayout';

const tone = { works: 'good', fragile: 'warn', missing: 'gap', doubled: 'double' } as const;
const carrierSign = { person: '●', nextOfKin: '♥', nobody: '', organisation: '', shared: '' } as const;

export function MapPicture({ contacts, connections, numbers, sheet = page }: { contacts: readonly Contact[]; connections: readonly Connection[]; numbers: ReadonlyMap<string, number>; sheet?: Sheet }) {
  const { t } = useWords();
  const key = JSON.stringify([contacts.map(c => [c.id, c.name, c.distance]), connections.map(c => [c.from, c.to])]);
  const { at, rings, names, width, height, cx, cy } = useMemo(() => {
    const made = layout(contacts, connections, sheet);
    return { ...made, at: made.placed, names: made.rings.map(ring => nameOn(ring, made, connections)) };
  }, [key, sheet]);
  const count = (state: Connection['state']) => connections.filter(c => c.state === state).length;
  return (
    <figure className="panel pic">
      <figcaption className="key"><b>{t('map.key')}</b>{connectionStates.filter(s => s !== 'doubled' || count(s) > 0).map(s => <Judge key={s} as={s}>{t(`state.${s}`)}</Judge>)}<span className="meta">{t('map.distance')}</span></figcaption>
      <div className="pic-scroll" tabIndex={0} role="group" aria-label={t('map.title')}>
        <svg viewBox={`0 20 ${width} ${height - 40}`} className="map" style={{ minWidth: Math.round(width * 0.75) }} role="img" aria-label={t('map.spoken', { contacts: contacts.length, missing: count('missing'), fragile: count('fragile'), works: count('works') })}>
          {[...rings].reverse().map((r, i) => <ellipse key={i} className={`ring r${3 - i}`} cx={cx} cy={cy} rx={r.rx} ry={r.ry} />)}
          {(['1', '2', '3'] as const).map((d, i) => <text key={d} className="rl" x={names[i]!.x} y={names[i]!.y}>{t(`contact.distance.${d}`)}</text>)}
          {connections.map(c => {
            const a = at.get(c.from), b = at.get(c.to);
            return a && b && <Line key={c.id} a={a} b={b} state={c.state} sign={carrierSign[c.carriedBy]} on={signOn(a, b, at.values(), 13)} />;
          })}
          <g className="me"><circle cx={cx} cy={cy} r={54} /><text x={cx} y={cy + 7}>{t('map.person')}</text></g>
          {contacts.map(c => { const p = at.get(c.id); return p && <Box key={c.id} place={p} name={c.name} />; })}
          {/* The numbers of the gaps last: whatever else must overlap, these are seen. */}
          {connections.filter(c => c.state === 'missing').map(c => { const a = at.get(c.from), b = at.get(c.to); return a && b && <GapRing key={c.id} {...signOn(a, b, at.values(), 24)} number={numbers.get(c.id)} />; })}
        </svg>
      </div>
    </figure>
  );
}

function Line({ a, b, state, sign, on }: { a: Placed; b: Placed; state: Connection['state']; sign: string; on: { x: number; y: number } }) {
  const p = leave(a, b), q = leave(b, a);
  const long = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  const nx = (-(q.y - p.y) / long) * 4, ny = ((q.x - p.x) / long) * 4;
  const d = state === 'doubled' ? `M${p.x + nx} ${p.y + ny}L${q.x + nx} ${q.y + ny}M${p.x - nx} ${p.y - ny}L${q.x - nx} ${q.y - ny}` : `M${p.x} ${p.y}L${q.x} ${q.y}`;
  return (
    <g className={`e ${tone[state]}`}>
      <path d={d} /><circle className="end" cx={p.x} cy={p.y} r={5} /><circle className="end" cx={q.x} cy={q.y} r={5} />
      {state !== 'missing' && sign && <><circle className="halo" cx={on.x} cy={on.y} r={13} /><text className="carry" x={on.x} y={on.y + 6}>{sign}</text></>}
    </g>
  );
}

function GapRing({ x, y, number }: { x: number; y: number; number: number | undefined }) {
  return <g className="e gap"><circle className="halo" cx={x} cy={y} r={24} /><circle className="brk" cx={x} cy={y} r={19} pathLength={60} strokeDasharray="15 5" /><text className="gn" x={x} y={y + 7}>{number}</text></g>;
}

function Box({ place: p, name }: { place: Placed; name: string }) {
  const words = lines(name);
  return (
    <g className="c">
      <rect x={p.x - p.w / 2} y={p.y - boxHeight / 2} width={p.w} height={boxHeight} rx={10} />
      {words.map((line, i) => <text key={i} className="cn" x={p.x} y={p.y + 6 + (i - (words.length - 1) / 2) * 19}>{line}</text>)}
    </g>
  );
}
