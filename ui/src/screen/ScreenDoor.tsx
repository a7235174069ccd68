// The projector's computer comes in: a code that the facilitator sees, or a link. Nobody signs in on a machine that everybody passes by.
import '../words/leading';
import { useState, type FormEvent } from 'react';
import '../home/home.css';
import { api, Problem } from '../api';
import { Band, Button, Mark, TextField } from '../design';
import { codeInAddress, forgetAddress } from '../course/code';
import { go } from '../path';
import { useWords } from '../words';

export default function ScreenDoor() {
  const { t } = useWords();
  const [link, setLink] = useState(codeInAddress);
  const [typed, setTyped] = useState(''), [failed, setFailed] = useState<string | null>(null), [busy, setBusy] = useState(false);
  const show = (e: FormEvent) => {
    e.preventDefault();
    const code = link ?? typed;
    if (!code.trim()) return setFailed(t('door.screen.failed'));
    setBusy(true); setFailed(null);
    api.useCode(code).then(({ dialogueId }) => { forgetAddress(); go(`/d/${dialogueId}/screen`); }, (e: unknown) => {
      setBusy(false); setLink(null); forgetAddress();
      setFailed(e instanceof Problem && e.status === 429 ? e.message : t('door.screen.failed'));
    });
  };
  return (
    <>
      <title>{`${t('door.screen.title')} – ${t('common.product')}`}</title>
      <header className="top"><Mark /><div className="what"><b>{t('common.product')}</b></div></header>
      <main className="home-calm">
        <h1>{t('door.screen.title')}</h1>
        <p>{t(link ? 'door.screen.link' : 'door.screen.text')}</p>
        <form className="stack" onSubmit={show} noValidate>
          {!link && <TextField label={t('door.screen.code')} className="in-code num" inputMode="numeric" autoComplete="off" autoFocus value={typed} maxLength={80} onChange={e => setTyped(e.target.value)} />}
          {failed && <Band tone="gap" role="alert">{failed}</Band>}
          <Button kind="main" size="big" type="submit" disabled={busy}>{t('door.screen.go')}</Button>
        </form>
        <p className="help">{t('door.screen.full')}</p>
      </main>
    </>
  );
}
