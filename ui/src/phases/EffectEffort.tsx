// Effect × effort: a picture and the same as a table, with the numbers of the list. Whiskers show disagreement.
import { useWords } from '../words';
import { apart, type Judged } from './spread';

const left = 62, top = 24, width = 600, height = 500;
const x = (effort: number) => left + ((effort - 0.5) / 5) * width;
const y = (effect: number) => top + height - ((effect - 0.5) / 5) * height;

export function EffectEffort({ all, people }: { all: readonly Judged[]; people: number }) {
  const { t, number } = useWords();
  const some = all.filter(j => j.n > 0);
  const most = Math.max(0, ...some.map(j => j.n));
  // A label is left out where it would lie on another; the number stays and the table has the name.
  const taken: { x: number; y: number; w: number }[] = [];
  const label = (j: Judged) => {
    const text = j.initiative.title.length > 30 ? `${j.initiative.title.slice(0, 29)}…` : j.initiative.title;
    const w = text.length * 9.4, px = x(j.effort), py = y(j.effect);
    for (const [dx, dy, anchor] of [[24, -14, 'start'], [24, 26, 'start'], [-24, -14, 'end'], [-24, 26, 'end']] as const) {
      const box = { x: anchor === 'start' ? px + dx : px + dx - w, y: py + dy, w };
      if (box.x < left || box.x + w > left + width + 6) continue;
      if (taken.some(o => Math.abs(o.y - box.y) < 20 && o.x < box.x + w && box.x < o.x + o.w)) continue;
      taken.push(box);
      return <text className="dt" x={px + dx} y={py + dy} textAnchor={anchor}>{text}</text>;
    }
    return null;
  };
  return (
    <figure className="panel pic effect-effort">
      <figcaption><h2>{t('chart.title')}</h2><span className="meta">{t('chart.judged', { n: most, of: people })}</span></figcaption>
      {some.length === 0 ? <p className="help">{t('chart.empty')}</p> : (
        <>
          <div className="pic-scroll" tabIndex={0} role="group" aria-label={t('chart.title')}>
            <svg viewBox="20 10 660 555" className="ee" role="img" aria-label={t('chart.spoken')}>
              <rect className="best" x={left} y={top} width={width / 2} height={height / 2} rx={10} />
              <path className="ax" d={`M${left} ${top}V${top + height}H${left + width}`} /><path className="mid" d={`M${left + width / 2} ${top}V${top + height}M${left} ${top + height / 2}H${left + width}`} />
              <text className="q" x={76} y={260}>{t('chart.first')}</text><text className="q" x={658} y={260} textAnchor="end">{t('chart.plan')}</text>
              <text className="q" x={76} y={510}>{t('chart.easy')}</text><text className="q" x={658} y={510} textAnchor="end">{t('chart.wait')}</text>
              <text className="al" x={62} y={552}>{t('chart.smallEffort')}</text><text className="al" x={662} y={552} textAnchor="end">{t('chart.bigEffort')}</text>
              <text className="al" transform="translate(46 524) rotate(-90)">{t('chart.smallEffect')}</text><text className="al" transform="translate(46 24) rotate(-90)" textAnchor="end">{t('chart.bigEffect')}</text>
              {some.map(j => {
                const px = x(j.effort), py = y(j.effect), sx = (j.effortSpread / 5) * width, sy = (j.effectSpread / 5) * height;
                return (
                  <g key={j.initiative.id} className="pt">
                    <path className="sp" d={`M${Math.max(left, px - sx)} ${py}H${Math.min(left + width, px + sx)}M${px} ${Math.max(top, py - sy)}V${Math.min(top + height, py + sy)}`} />
                    <path className="dm" d={`M${px} ${py - 23}L${px + 23} ${py}L${px} ${py + 23}L${px - 23} ${py}z`} /><text className="dn" x={px} y={py + 6}>{j.number}</text>
                    {label(j)}
                  </g>
                );
              })}
            </svg>
          </div>
          <p className="meta">{t('chart.whiskers')}</p>
          <details open>
            <summary className="linkish">{t('common.asTable')}</summary>
            <div className="pic-scroll" tabIndex={0} role="group" aria-label={t('common.asTable')}>
              <table className="t">
                <thead><tr><th scope="col">{t('kind.initiative')}</th><th scope="col" className="r">{t('chart.effect')}</th><th scope="col" className="r">{t('chart.effort')}</th><th scope="col" className="r">{t('chart.apart')}</th></tr></thead>
                <tbody>
                  {all.map(j => (
                    <tr key={j.initiative.id}>
                      <th scope="row">{j.number}. <bdi>{j.initiative.title}</bdi></th>
                      <td className="r">{j.n ? number(j.effect, 1) : '–'}</td><td className="r">{j.n ? number(j.effort, 1) : '–'}</td>
                      <td className="r">{[apart(j.effectSpread) && t('chart.theEffect'), apart(j.effortSpread) && t('chart.theEffort')].filter(Boolean).join(', ') || '–'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </figure>
  );
}
