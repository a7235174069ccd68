// Resultat: what a dialogue came to, by link, for everybody, afterwards. Reads from top to bottom aloud, prints on A4
// without interface. Needs no session: one GET, and nothing of it changes while it is read.
import '../words/leading';
import { useEffect, useState } from 'react';
import './outcome.css';
import { api, Problem } from '../api';
import { Away, Calm, Opening } from '../calm/Calm';
import { Icon, Mark } from '../design';
import { SettingsButton } from '../settings/Settings';
import { proposeLanguage, useWords } from '../words';
import { shape, type OutcomeAnswer, type OutcomeShown } from './shape';
import { Initiatives, Vision } from './Vision';
import { Closing, Themes } from './Said';
import { Steps } from './Steps';
import { Stances, System, Threads, WhoTookPart } from './Parts';

type Got = { answer: OutcomeAnswer; shown: OutcomeShown } | { gone: boolean } | null;

export default function OutcomePage({ link }: { link: string }) {
  const { t } = useWords();
  const [got, setGot] = useState<Got>(null);
  useEffect(() => {
    let here = true;
    api.publicOutcome(link).then(answer => {
      void proposeLanguage(answer.language);
      if (here) setGot({ answer, shown: shape(answer) });
    }).catch((e: unknown) => { if (here) setGot({ gone: e instanceof Problem && e.status >= 400 && e.status < 500 && e.status !== 429 }); });
    return () => { here = false; };
  }, [link]);
  if (!got) return <Opening />;
  if ('gone' in got) return got.gone ? <Calm title={t('outcome.gone')}><p>{t('outcome.gone.text')}</p></Calm> : <Away again={() => location.reload()} />;
  return <Result link={link} answer={got.answer} shown={got.shown} />;
}

function Result({ link, answer, shown }: { link: string; answer: OutcomeAnswer; shown: OutcomeShown }) {
  const { t, date, list, language } = useWords();
  const final = answer.status === 'concluded';
  const made = ([['outcome.sentences', shown.vision.length], ['outcome.initiativesCount', shown.initiatives.length], ['outcome.stepsCount', shown.steps.length]] as const)
    .flatMap(([key, n]) => n > 0 ? [t(key, { n })] : []);
  const files = (['md', 'csv', 'json'] as const).map(f => ({ f, href: api.publicOutcomeFile(link, f) }));
  return (
    <div className="outcome">
      <title>{`${t('outcome.kicker')} – ${answer.title}`}</title>
      <nav className="acts no-print" aria-label={t('outcome.save')}>
        <button type="button" className="b" onClick={() => print()}><Icon name="print" /> {t('outcome.print')}</button>
        {files.map(({ f, href }) => <a key={f} className="b" href={href} download><Icon name="downFile" /> {t(`outcome.${f}`)}</a>)}
        <SettingsButton />
      </nav>
      <main>
        <header className="title">
          <p className="kicker"><Mark /> {t('outcome.kicker')}</p>
          <h1 dir="auto">{answer.title}</h1>
          <p className="sub">
            {t('outcome.sub', { people: t('common.people', { n: shown.people }), organisations: t('common.organisations', { n: shown.organisations }) })} {made.length > 0 && `${list(made)}. `}{answer.targetGroup && t('outcome.target', { group: answer.targetGroup })}
          </p>
          <p className="final"><span className={final ? 'tag tag-good' : 'tag tag-warn'}><Icon name={final ? 'check' : 'pen'} /> {t(final ? 'outcome.final' : 'outcome.preliminary')}</span> {t(final ? 'outcome.final.text' : 'outcome.preliminary.text')}</p>
        </header>
        <Vision shown={shown} />
        <Initiatives shown={shown} />
        <Steps shown={shown} />
        <Threads shown={shown} />
        <Stances shown={shown} />
        <System shown={shown} />
        <Themes shown={shown} />
        <Closing shown={shown} />
        <WhoTookPart shown={shown} />
        <footer className="end-note" lang={language}><span>{t(final ? 'outcome.final' : 'outcome.preliminary')}</span><span>{t('outcome.printed', { date: date(new Date()) })}</span></footer>
      </main>
    </div>
  );
}
