// The rest of the result: the thread back to the story, how everyone stood, what it started from, and who took part.
import { Icon, Judge, Sign, type IconName, type SignName } from '../design';
import type { StanceKind } from '../wire';
import { useWords, type Key } from '../words';
import { useTold } from '../items/Tallied';
import { told, type Told } from '../items/tally';
import type { MomentShown, OutcomeShown } from './shape';

const levels = ['frontline', 'management', 'leadership', 'livedExperience'] as const;

export function Threads({ shown }: { shown: OutcomeShown }) {
  const { t } = useWords();
  if (shown.moments.length === 0) return null;
  const answered = shown.moments.filter(m => m.sentences.length + m.initiatives.length > 0);
  return (
    <section aria-labelledby="o-t">
      <h2 id="o-t">{t('outcome.thread')}</h2>
      <p className="help">{t('outcome.thread.help')}</p>
      {answered.map(m => <Thread key={m.id} of={m} shown={shown} />)}
      {shown.unanswered.length > 0 && (
        <div className="open">
          <Sign of="gap" />
          <div>
            <h3>{shown.unanswered.length === 1 ? t('outcome.openOne') : t('outcome.openMany', { n: shown.unanswered.length })}</h3>
            <ul>{shown.unanswered.map(m => <li key={m.id} dir="auto"><span className="voice">”{m.item.text}”</span> {t('outcome.k.moment', { n: m.number })}{m.item.when && `, ${m.item.when}`}.</li>)}</ul>
          </div>
        </div>
      )}
    </section>
  );
}

function Thread({ of: m, shown }: { of: MomentShown; shown: OutcomeShown }) {
  const { t, list } = useWords();
  const link = (sign: SignName, numbers: number[], key: Key, text: (n: number) => string | undefined) => numbers.length > 0 && (
    <li><Sign of={sign} /><span><span className="k">{t(key, { n: list(numbers.map(String)) })}</span>{numbers.map(n => <span key={n} className="k-text" dir="auto">{text(n)}</span>)}</span></li>
  );
  return (
    <ol className="thread">
      <li><Sign of={m.gap ? 'gap' : 'moment'} /><span><span className="k">{t('outcome.k.moment', { n: m.number })}{m.item.when && `, ${m.item.when}`}{m.gap && `. ${t('gap.one')}`}</span><span className="voice" dir="auto">”{m.item.text}”</span></span></li>
      {link('vision', m.sentences, 'outcome.k.sentence', n => shown.vision[n - 1]?.text)}
      {link('initiative', m.initiatives, 'outcome.k.initiative', n => shown.initiatives[n - 1]?.item.title)}
      {link('step', m.steps, 'outcome.k.step', n => shown.steps[n - 1]?.item.what)}
    </ol>
  );
}

const signs: Record<StanceKind, IconName> = { standsBehind: 'check', canLiveWith: 'minus', needsChange: 'pen', standsAside: 'x' };

export function Stances({ shown }: { shown: OutcomeShown }) {
  const { t } = useWords();
  const inWords = useTold();
  const { rows, own, personal, reasons } = shown.stances;
  if (shown.vision.length === 0 || (rows.length === 0 && ![...own, ...personal].some(told))) return null;
  const counted = (name: string, all: readonly Told[]) => all.some(told) && <tr><th scope="row">{name}</th>{all.map((one, i) => <td key={i}>{inWords(one) ?? '–'}</td>)}</tr>;
  return (
    <section aria-labelledby="o-o">
      <h2 id="o-o">{t('outcome.stancesTitle')}</h2>
      <p className="help">{t('outcome.stances.help')}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="o-o">
        <table className="t t-st">
          <thead><tr><th scope="col">{t('lead.heard.organisation')}</th>{shown.vision.map(v => <th key={v.id} scope="col">{t('outcome.sentence', { n: v.number })}</th>)}</tr></thead>
          <tbody>
            {counted(t('outcome.ownRow'), own)}
            {rows.map(r => (
              <tr key={r.organisation}>
                <th scope="row" dir="auto">{r.organisation}</th>
                {r.answers.map((a, i) => <td key={i}>{a === null ? <span className="st none">{t('outcome.st.none')}</span> : <span className={`st ${a === 'standsBehind' ? 'yes' : a === 'canLiveWith' ? '' : 'wait'}`}><Icon name={signs[a]} /> {t(`outcome.st.${a}`)}</span>}</td>)}
              </tr>
            ))}
            {counted(t('outcome.personalRow'), personal)}
          </tbody>
        </table>
      </div>
      {reasons.length > 0 && (
        <ul className="reasons">
          {reasons.map((r, i) => <li key={i} dir="auto"><strong>{t('outcome.reasonOn', { organisation: r.organisation, target: t(`outcome.target.${r.target.kind}`, { n: r.target.number }) })}</strong> ”{r.text}”</li>)}
        </ul>
      )}
    </section>
  );
}

export function System({ shown: { system } }: { shown: OutcomeShown }) {
  const { t, list } = useWords();
  if (system.total === 0) return null;
  return (
    <section aria-labelledby="o-k">
      <h2 id="o-k">{t('outcome.system')}</h2>
      <p className="help">{list(system.byState.map(x => `${x.list.length} ${t(`state.${x.state}` as Key).toLocaleLowerCase()}`))}. {t('outcome.burden', { n: system.burden, of: system.total })}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="o-k"><table className="t t-system">
        <thead><tr><th scope="col">{t('outcome.judged')}</th><th scope="col">{t('outcome.connection')}</th><th scope="col">{t('outcome.carried')}</th></tr></thead>
        <tbody>
          {system.byState.flatMap(x => x.list.map((c, i) => (
            <tr key={`${x.state}${i}`}>
              <td><Judge as={x.state}>{t(`state.${x.state}` as Key)}</Judge></td>
              <td dir="auto">{c.from} – {c.to}{c.moments.length > 0 && <span className="k">{t('outcome.moments', { list: list(c.moments.map(String)) })}</span>}</td>
              <td>{t(`carriedBy.${c.carriedBy}` as Key)}</td>
            </tr>
          )))}
        </tbody>
      </table></div>
    </section>
  );
}

export function WhoTookPart({ shown }: { shown: OutcomeShown }) {
  const { t, list } = useWords();
  const named = shown.attendance.flatMap(a => a.names);
  const merged = shown.attendance.some(a => a.others !== undefined);
  return (
    <>
      {shown.findings.length > 0 && (
        <section aria-labelledby="o-f">
          <h2 id="o-f">{t('outcome.findings')}</h2><p className="help">{t('outcome.findings.help')}</p>
          <ul className="findings">
            {shown.findings.map(f => <li key={f.id} dir="auto"><p>{f.text}</p>{f.quote && <p className="voice">”{f.quote}”</p>}<p className="meta">{[f.source, f.answers !== undefined && t('lead.prepare.answers', { n: f.answers })].filter(Boolean).join(' · ')}</p></li>)}
          </ul>
        </section>
      )}
      {shown.attendance.length > 0 && (
        <section aria-labelledby="o-d">
          <h2 id="o-d">{t('outcome.who.title')}</h2><p className="help">{t(merged ? 'outcome.who.helpFew' : 'outcome.who.help')}</p>
          <div className="scroll" tabIndex={0} role="group" aria-labelledby="o-d">
            <table className="t">
              <thead><tr><th scope="col">{t('lead.heard.organisation')}</th>{levels.map(l => <th key={l} scope="col" className="r">{t(`level.${l}`)}</th>)}{merged && <th scope="col" className="r">{t('outcome.who.others')}</th>}</tr></thead>
              <tbody>
                {shown.attendance.map((a, i) => <tr key={i}><th scope="row" dir="auto">{a.organisation ?? t('outcome.noOrganisation')}</th>{levels.map(l => <td key={l} className="r">{a.counts[l] ?? '–'}</td>)}{merged && <td className="r">{a.others === null ? t('outcome.who.few') : a.others ?? '–'}</td>}</tr>)}
              </tbody>
            </table>
          </div>
          {named.length > 0 && <p className="names" dir="auto"><strong>{t('outcome.who.names')}:</strong> {list(named)}</p>}
        </section>
      )}
    </>
  );
}
