// Inställningar: language, text, look, motion, what is spoken, keys. Everything holds at once and for this device alone, so there is nothing to save.
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { Button, Dialog, PickOne, Switch } from '../design';
import { languages, tagOf, useWords, type Language } from '../words';
import { choices, choose, useSettings } from './settings';

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t, language, setLanguage } = useWords();
  const now = useSettings();
  return (
    <Dialog title={t('settings.title')} open onClose={onClose} asks={false} footer={<Button kind="main" onClick={onClose}>{t('settings.done')}</Button>}>
      <p className="help">{t('settings.help')}</p>
      <div className="settings">
        <PickOne
          legend={t('common.language')} value={language} onChange={l => void setLanguage(l)}
          options={(Object.keys(languages) as Language[]).map(l => ({ value: l, label: <span lang={tagOf(l)}>{languages[l].name}</span> }))}
        />
        <PickOne legend={t('settings.text')} value={now.text} onChange={v => choose('text', v)} options={choices.text.map(v => ({ value: v, label: t(`settings.text.${v}`) }))} />
        <PickOne legend={t('settings.look')} value={now.look} onChange={v => choose('look', v)} options={choices.look.map(v => ({ value: v, label: t(`settings.look.${v}`) }))} />
        <Switch label={t('settings.motion')} help={t('settings.motion.help')} on={now.motion === 'less'} onChange={on => choose('motion', on ? 'less' : 'device')} />
        <PickOne legend={t('settings.spoken')} value={now.spoken} onChange={v => choose('spoken', v)} options={(['all', 'here', 'quiet'] as const).map(v => ({ value: v, label: t(`settings.spoken.${v}`), help: t(`settings.spoken.${v}.help`) }))} />
        <Switch label={t('settings.keys')} help={t('settings.keys.help')} on={now.keys === 'on'} onChange={on => choose('keys', on ? 'on' : 'off')} />
        <p><a href="/tillganglighet" target="_blank" rel="noopener">{t('statement.title')}</a></p>
      </div>
    </Dialog>
  );
}

/** The way there, for every screen. */
export function SettingsButton({ link }: { link?: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      {link
        ? <Button kind="link" onClick={() => setOpen(true)}>{t('settings.title')}</Button>
        : <Button kind="quiet" icon="gear" label={t('settings.title')} onClick={() => setOpen(true)} />}
      {/* At the page's end: what hides the button on a narrower page must not hide what it opened. */}
      {open && createPortal(<SettingsDialog onClose={() => setOpen(false)} />, document.body)}
    </>
  );
}
