// Codes to give out: one for the projector's computer, one for somebody to lead with. Shown large enough to be read aloud; ended by ×.
import { useCallback, useEffect, useId, useState } from 'react';
import { api, Problem, type DeviceCode } from '../api';
import { Band, Button } from '../design';
import { copy } from '../design/copy';
import { useShown } from '../session/react';
import { useWords } from '../words';
import { spaced } from './code';

export function Codes({ dialogueId, role, heading }: { dialogueId: string; role: DeviceCode['role']; heading?: string }) {
  const { t, dateTime } = useWords();
  const [codes, setCodes] = useState<readonly DeviceCode[]>([]), [failed, setFailed] = useState<string | null>(null);
  const links = useId();
  // A code that was used is gone: the list is fetched anew when a device has come.
  const devices = useShown(s => s.dialogue.devices?.length ?? 0);
  const look = useCallback(() => api.codes(dialogueId).then(all => setCodes(before => all.filter(c => c.role === role).map(c => ({ ...c, link: before.find(b => b.code === c.code)?.link })) as DeviceCode[]), () => undefined), [dialogueId, role]);
  useEffect(() => { void look(); }, [look, devices]);
  const make = () => {
    setFailed(null);
    api.makeCode(dialogueId, role).then(made => setCodes(before => [...before, made]), (e: unknown) => setFailed(e instanceof Problem ? e.message : String(e)));
  };
  const end = (code: DeviceCode) => { void api.endCode(dialogueId, code.code).then(look, look); };
  return (
    <div className="codes">
      {heading && <h3>{heading}</h3>}
      {codes.map((c, i) => (
        <div className="code-out" key={c.code}>
          <p className="help">{t(role === 'screen' ? 'lead.screen.code.how' : 'lead.with.how', { host: `${location.host}/${role === 'screen' ? 'screen' : 'lead'}` })}</p>
          <p className="code-row"><b className="join-code num">{spaced(c.code)}</b>
            <Button kind="quiet" icon="x" label={t('lead.with.end', { code: c.code })} onClick={() => end(c)} /></p>
          <p className="meta">{t(role === 'lead' ? 'lead.with.once' : 'lead.with.lasts', { when: dateTime(c.expires) })}</p>
          {c.link && <div className="row lead-wrap"><input id={`${links}${i}`} className="in" readOnly value={c.link} aria-label={t('lead.share.link')} onFocus={e => e.target.select()} /><Button size="small" icon="copy" onClick={() => void copy(c.link!, t('common.copied'), document.getElementById(`${links}${i}`))}>{t('lead.with.copy')}</Button></div>}
        </div>
      ))}
      {(role === 'lead' || codes.length === 0) && <Button size="small" icon={role === 'lead' ? 'people' : 'screen'} onClick={make}>{t(role === 'lead' ? 'lead.with.make' : 'lead.screen.code.make')}</Button>}
      {failed && <Band tone="warn" role="alert">{t('lead.with.failed', { reason: failed })}</Band>}
    </div>
  );
}
