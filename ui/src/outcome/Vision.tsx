// The vision, sentence by sentence and in serif, and the initiatives with who leads, who decides and how the person would notice.
import { Icon } from '../design';
import { useWords, type Key } from '../words';
import { useTold } from '../items/Tallied';
import { told, type Told } from '../items/tally';
import type { InitiativeShown, MandateShown, OutcomeShown, Tally } from './shape';

export function Vision({ shown }: { shown: OutcomeShown }) {
  const { t, list } = useWords();
  return (
    <section aria-labelledby="o-v">
      <h2 id="o-v">{t('outcome.vision')}</h2>
      <p className="help">{t(shown.vision.length > 0 ? 'outcome.vision.help' : 'outcome.vision.none')}</p>
      <ol className="vis">
        {shown.vision.map(s => (
          <li key={s.id}>
            <div>
              <p className="voice" dir="auto">{s.text}</p>
              {s.sign && <p className="vis-sign" dir="auto"><span>{t('outcome.sign')}</span> {s.sign}</p>}
              <p className="meta"><Tallied tally={s.organisations} asked={s.asked} own={s.own} personal={s.personal} />{s.moments.length > 0 && <span>{t('outcome.moments', { list: list(s.moments.map(String)) })}</span>}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How the organisations stand, in words and with a sign; silence is counted too. Personal answers apart. */
export function Tallied({ tally, asked, own, personal }: { tally: Tally; asked?: number; own: Told; personal: Told }) {
  const { t } = useWords();
  const inWords = useTold();
  const given = tally.standsBehind + tally.canLiveWith + tally.needsChange + tally.standsAside;
  const missing = asked === undefined ? 0 : Math.max(0, asked - given);
  return (
    <>
      {told(own) && <span>{t('outcome.own', { list: inWords(own) ?? '' })}</span>}
      {given === 0 && <span>{t('outcome.noAnswers')}</span>}
      {tally.standsBehind > 0 && <span className="st yes"><Icon name="check" /> {tally.standsBehind === asked && asked > 1 ? t('outcome.all', { n: asked }) : t('outcome.behind', { n: tally.standsBehind })}</span>}
      {tally.canLiveWith > 0 && <span className="st">{t('outcome.live', { n: tally.canLiveWith })}</span>}
      {tally.needsChange > 0 && <span className="st wait"><Icon name="pen" /> {t('outcome.change', { n: tally.needsChange })}</span>}
      {tally.standsAside > 0 && <span className="st wait"><Icon name="minus" /> {t('outcome.aside', { n: tally.standsAside })}</span>}
      {given > 0 && missing > 0 && <span className="st wait"><Icon name="clock" /> {t('outcome.unanswered', { n: missing })}</span>}
      {told(personal) && <span>{t('outcome.personal', { list: inWords(personal) ?? '' })}</span>}
    </>
  );
}

export function Initiatives({ shown }: { shown: OutcomeShown }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="o-i">
      <h2 id="o-i">{t('outcome.initiatives')}</h2>
      <p className="help">{t(shown.initiatives.length > 0 ? 'outcome.initiatives.help' : 'outcome.initiatives.none')}</p>
      <ol className="ini">{shown.initiatives.map(i => <One key={i.id} of={i} />)}</ol>
    </section>
  );
}

function One({ of: i }: { of: InitiativeShown }) {
  const { t, list, number } = useWords();
  const anyone = Object.values(i.organisations).some(n => n > 0) || told(i.own) || told(i.personal);
  return (
    <li>
      <span className="dnum" aria-hidden="true"><span>{i.number}</span></span>
      <div>
        <h3 dir="auto"><span className="hidden-text">{i.number}. </span>{i.item.title}</h3>
        {i.item.what && <p dir="auto">{i.item.what}</p>}
        <dl className="facts">
          <div><dt>{t('outcome.leads')}</dt><dd>{i.lead ? <strong>{i.lead}</strong> : <span className="st wait"><Icon name="warn" /> {t('outcome.noLead')}</span>}</dd></div>
          {i.contributors.length > 0 && <div><dt>{t('outcome.contributes')}</dt><dd>{list(i.contributors)}</dd></div>}
          <div><dt>{t('outcome.stage')}</dt><dd>{t(`stage.${i.item.stage}` as Key)}</dd></div>
          {i.mandates.length > 0 && <div><dt>{t('outcome.mandate')}</dt><dd><Mandates of={i.mandates} /></dd></div>}
          {i.item.sign && <div><dt>{t('outcome.signShort')}</dt><dd dir="auto">{i.item.sign}</dd></div>}
          {i.rated && <div><dt>{t('outcome.rated')}</dt><dd>{t('outcome.rated.text', { n: i.rated.count, effect: number(i.rated.effect, 1), effort: number(i.rated.effort, 1) })}</dd></div>}
          {anyone && <div><dt>{t('outcome.stances')}</dt><dd className="st-row"><Tallied tally={i.organisations} own={i.own} personal={i.personal} /></dd></div>}
        </dl>
      </div>
    </li>
  );
}

export function Mandates({ of }: { of: readonly MandateShown[] }) {
  const { t, shortDate } = useWords();
  return (
    <ul>
      {of.map((m, i) => (
        <li key={i} dir="auto">
          {m.outcome ? t('outcome.mandate.done', { organisation: m.organisation, body: m.body, outcome: m.outcome })
            : m.takenBy ? t('outcome.mandate.taken', { organisation: m.organisation, body: m.body, who: m.takenBy, when: m.when ? shortDate(m.when) : '' })
            : t('outcome.mandate.open', { organisation: m.organisation, body: m.body, route: t(`route.${m.route}` as Key).toLocaleLowerCase() })}
        </li>
      ))}
    </ul>
  );
}
