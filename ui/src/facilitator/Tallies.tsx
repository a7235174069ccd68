// Votes counted by organisation, each weighing the same however many of it are here; those with experience of their own first and apart.
import { useShown } from '../session/react';
import type { Item } from '../wire';
import { useWords } from '../words';
import { tallies } from './coverage';

const most = 12;
const words = (item: Item): string => 'text' in item && item.text ? item.text : 'title' in item ? item.title : 'what' in item ? item.what : '';

export function Tallies({ phaseId }: { phaseId: string | null }) {
  const { t, percent } = useWords();
  const d = useShown(s => s.dialogue);
  const all = tallies(d, phaseId);
  if (!all) return null;
  return (
    <section aria-labelledby="tallies-h" className="tallies">
      <h3 id="tallies-h">{t('lead.tally.title')}</h3>
      <p className="help">{t('lead.tally.help')}</p>
      <div className="mx-frame" tabIndex={0} role="group" aria-labelledby="tallies-h">
        <table className="t tally" aria-labelledby="tallies-h">
          <thead><tr><th scope="col">{t('lead.tally.what')}</th><th scope="col">{t('level.livedExperience')}</th><th scope="col">{t('lead.tally.share')}</th><th scope="col">{t('lead.tally.organisations')}</th><th scope="col">{t('lead.tally.all')}</th></tr></thead>
          <tbody>
            {all.rows.slice(0, most).map(row => (
              <tr key={row.item.id}>
                <th scope="row" dir="auto">{words(row.item).slice(0, 120)}</th>
                <td className="num">{row.lived}</td>
                <td className="num"><b>{percent(row.share)}</b><span className="meter" aria-hidden="true"><i style={{ width: `${row.share * 100}%` }} /></span></td>
                <td className="num">{t('lead.heard.of', { n: row.organisations, of: all.organisations })}</td>
                <td className="num">{row.all}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.rows.length > most && <p className="meta">{t('lead.tally.more', { n: all.rows.length - most })}</p>}
    </section>
  );
}
