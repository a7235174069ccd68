// Next steps: who does what by when, and who has said yes. A missing yes is written out, never left as an empty cell.
import { Icon, type IconName } from '../design';
import { useWords, type Key } from '../words';
import { isYes, type Answered, type OutcomeShown } from './shape';
import { Mandates } from './Vision';

const tone: Record<string, string> = { agreed: 'tag-good', awaitingDecision: 'tag-warn', asked: 'tag-warn', proposed: '' };

export function Steps({ shown }: { shown: OutcomeShown }) {
  const { t, shortDate } = useWords();
  return (
    <section aria-labelledby="o-s">
      <h2 id="o-s">{t('outcome.steps')}</h2>
      <p className="help">{t(shown.steps.length > 0 ? 'outcome.steps.help' : 'outcome.steps.none')}</p>
      {shown.steps.length > 0 && (
        <table className="t t-steps" aria-labelledby="o-s">
          <thead><tr><th scope="col" className="w-what">{t('outcome.what')}</th><th scope="col">{t('outcome.who')}</th><th scope="col">{t('outcome.due')}</th><th scope="col" className="w-yes">{t('outcome.agreed')}</th></tr></thead>
          <tbody>
            {shown.steps.map(s => (
              <tr key={s.id}>
                <td><b dir="auto">{s.number}. {s.item.what}</b>{s.initiative !== null && <span className="k">{t('outcome.inInitiative', { n: s.initiative })}</span>}</td>
                <td dir="auto">{s.item.role && <>{s.item.role}, </>}<strong>{s.who}</strong>{s.mandates.length > 0 && <span className="k"><Mandates of={s.mandates} /></span>}</td>
                <td className="num" data-l={t('outcome.due')}>{shortDate(s.item.due)}</td>
                <td>{s.state && <span className={`tag ${tone[s.state]}`}>{t(`stepState.${s.state}` as Key)}</span>}<ul>{s.named.map(n => <Answer key={n.organisation} of={n} />)}</ul></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Answer({ of: { organisation, stance, reason } }: { of: Answered }) {
  const { t } = useWords();
  const icon: IconName = isYes(stance) ? 'check' : stance === null ? 'clock' : stance === 'needsChange' ? 'pen' : 'minus';
  const text = isYes(stance) ? organisation : stance === null ? t('outcome.missingYes', { organisation }) : stance === 'needsChange' ? t('outcome.wantsChange', { organisation }) : t('outcome.standsAside', { organisation });
  return (
    <li className={isYes(stance) ? 'st yes' : 'st wait'} dir="auto">
      <Icon name={icon} />
      <span>{isYes(stance) && <span className="hidden-text">{t('common.yes')}: </span>}{text}{reason && !isYes(stance) && <> – {reason}</>}</span>
    </li>
  );
}
