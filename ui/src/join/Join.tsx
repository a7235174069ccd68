// Gå med: one field at first, the rest on the same page when the code is right. Ten seconds to the first note; no account, nothing asked twice.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import './join.css';
import { api, Problem, type JoinLook, type Me } from '../api';
import { Icon, Mark } from '../design';
import { recallDialogue } from '../participant/device';
import { hashOf } from '../path';
import { SettingsButton } from '../settings/Settings';
import { languages, proposeLanguage, tagOf, useWords, type Language } from '../words';
import { AreYou } from './AreYou';
import { CodeField } from './CodeField';
import { JoinForm } from './JoinForm';
import { JoinPicture } from './JoinPicture';

const Unsent = lazy(() => import('./Unsent'));

export interface Found { code: string; look: JoinLook; byLink: boolean }
export type LookFailure = 'unknown-code' | 'too-many' | 'unreachable' | 'other';

const failureOf = (e: unknown): LookFailure =>
  e instanceof Problem ? (e.status === 404 || e.code === 'unknown-code' ? 'unknown-code' : e.status === 429 ? 'too-many' : e.status === 0 ? 'unreachable' : 'other') : 'other';

export default function Join() {
  const { t, language, setLanguage } = useWords();
  const [fromLink] = useState(() => hashOf().trim());
  const [code, setCode] = useState(fromLink.length <= 15 ? fromLink : '');
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<LookFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const [known, setKnown] = useState<Me['participants']>([]);
  const asked = useRef('');

  useEffect(() => { void api.me().then(me => setKnown(me.participants), () => undefined); }, []);

  const look = async (wanted: string, byLink = false) => {
    const plain = byLink ? wanted : wanted.replace(/[\s\u2010-\u2014\u2212-]/g, '');
    if (!plain || (asked.current === plain && (busy || found))) return;
    asked.current = plain;
    setBusy(true);
    setFailure(null);
    try {
      const look = await api.look(plain);
      if (asked.current !== plain) return;
      setFound({ code: plain, look, byLink });
      void proposeLanguage(look.language);
    } catch (e) {
      if (asked.current === plain) { setFound(null); setFailure(failureOf(e)); }
    } finally {
      if (asked.current === plain) setBusy(false);
    }
  };
  useEffect(() => { if (fromLink) void look(fromLink, fromLink.length > 15); }, []);

  // Those who already joined from this device: the dialogue at hand, or all if no code has been given yet.
  const here = known.filter(p => {
    const it = recallDialogue(p.dialogueId);
    return !found || (it ? it.code === found.code || it.title === found.look.title : false);
  });

  return (
    <div className="split">
      <title>{`${t('join.title')} – ${t('common.product')}`}</title>
      <header className="left">
        <div className="row-between">
          <div className="brand"><Mark /> {t('common.product')}</div>
          <nav className="lang" aria-label={t('common.language')}>
            {(Object.keys(languages) as Language[]).map(l => <button type="button" className="linkish" key={l} lang={tagOf(l)} aria-current={l === language ? 'true' : undefined} onClick={() => void setLanguage(l)}>{languages[l].name}</button>)}
          </nav>
        </div>
        <div className="pic"><JoinPicture /><p className="say">{t('join.say')}</p></div>
        <FootLine />
      </header>
      <main className="right">
        <div className="join">
          <div><h1>{t('join.title')}</h1><p className="help">{t('join.noAccount')}</p></div>
          <Suspense fallback={null}><Unsent /></Suspense>
          {here.length > 0 && <AreYou people={here} />}
          {!(found?.byLink) && (
            <CodeField value={code} failure={failure} busy={busy} found={found} onChange={next => { setCode(next); setFailure(null); if (found) setFound(null); asked.current = ''; }} onLook={c => void look(c)} />
          )}
          {fromLink.length > 15 && failure && !found && <p className="err" role="alert"><Icon name="warn" /> {t('join.linkFailed')}</p>}
          {found && <JoinForm key={found.code} found={found} />}
          <FootLine small />
        </div>
      </main>
    </div>
  );
}

/** Where one goes who is not here to join: at the foot of the picture, and on a phone, which has none, at the end. */
function FootLine({ small }: { small?: boolean }) {
  const { t } = useWords();
  return <div className={`meta foot-line${small ? ' foot-line-small' : ''}`}><SettingsButton link /><a href="/lead">{t('join.lead')}</a><a href="/tillganglighet">{t('statement.title')}</a></div>;
}
