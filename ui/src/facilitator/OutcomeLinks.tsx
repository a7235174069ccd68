// The links to the result that there are. A press shows the one that is there; another one is made only where there is none, or on purpose.
import { useCallback, useEffect, useId, useState } from 'react';
import { api, Problem, type GivenLink, type LinkRow } from '../api';
import { Band, Button, toast } from '../design';
import { copy } from '../design/copy';
import { useWords } from '../words';

export function OutcomeLinks({ dialogueId }: { dialogueId: string }) {
  const { t } = useWords();
  const [rows, setRows] = useState<readonly LinkRow[] | null>(null), [failed, setFailed] = useState<string | null>(null);
  const [links, setLinks] = useState<Readonly<Record<string, string>>>({});
  const look = useCallback(() => api.links(dialogueId).then(all => setRows(all.filter(one => one.kind === 'outcome')), () => undefined), [dialogueId]);
  useEffect(() => { void look(); }, [look]);
  const fail = (e: unknown) => setFailed(t('lead.share.failed', { reason: e instanceof Problem && e.status !== 0 ? e.message : t('join.failed.unreachable') }));
  const given = (asked: Promise<GivenLink>, then?: string) => {
    setFailed(null);
    asked.then(one => {
      setLinks(before => ({ ...before, [one.id]: new URL(one.link, location.origin).href }));
      if (then) toast({ text: then });
      return look();
    }).catch(fail);
  };
  const end = (row: LinkRow) => { setFailed(null); api.endLink(dialogueId, row.id).then(() => { toast({ text: t('lead.share.ended') }); return look(); }).catch(fail); };
  if (rows === null) return null;
  return (
    <>
      {rows.length === 0 && <Button size="small" icon="link" onClick={() => given(api.makeLink(dialogueId, 'outcome'))}>{t('lead.share.make')}</Button>}
      {rows.length > 0 && <ul className="plain-rows">{rows.map(row => <Row key={row.id} row={row} link={links[row.id]} onShow={() => given(api.showLink(dialogueId, row.id))}
        onRenew={() => given(api.renewLink(dialogueId, row.id), t('lead.share.renewed'))} onEnd={() => end(row)} />)}</ul>}
      {failed && <Band tone="gap" role="alert">{failed}</Band>}
    </>
  );
}

function Row({ row, link, onShow, onRenew, onEnd }: { row: LinkRow; link: string | undefined; onShow: () => void; onRenew: () => void; onEnd: () => void }) {
  const { t, dateTime } = useWords();
  const field = useId();
  const [sure, setSure] = useState<'renew' | 'end' | null>(null);
  const about = [
    row.createdAt && t('lead.share.made', { when: dateTime(row.createdAt) }), t('lead.share.until', { when: dateTime(row.until) }),
    row.lastUsed ? t('lead.share.used', { when: dateTime(row.lastUsed) }) : t('lead.share.unused'),
  ].filter(Boolean).join(' · ');
  return (
    <li className="f">
      {link ? <>
        <label htmlFor={field}>{t('lead.share.link')}</label>
        <input id={field} className="in" readOnly value={link} onFocus={e => e.target.select()} />
      </> : <b>{t('lead.share.link')}</b>}
      <p className="meta">{about}</p>
      {sure ? <p className="row lead-wrap sure"><span>{t(sure === 'renew' ? 'lead.share.renew.sure' : 'lead.share.end.sure')}</span>
        <Button size="small" autoFocus onClick={() => { setSure(null); (sure === 'renew' ? onRenew : onEnd)(); }}>{t(sure === 'renew' ? 'lead.share.renew' : 'lead.share.end')}</Button>
        <Button size="small" kind="quiet" onClick={() => setSure(null)}>{t('common.cancel')}</Button></p>
        : <div className="row lead-wrap">
          {link && <Button size="small" icon="copy" onClick={() => void copy(link, t('common.copied'), document.getElementById(field))}>{t('common.copy')}</Button>}
          {link && <a className="b b-small" href={link} target="_blank" rel="noopener">{t('common.show')}<span className="hidden-text">, {t('lead.newTab')}</span></a>}
          {!link && row.shown && <Button size="small" icon="link" onClick={onShow}>{t('lead.share.show')}</Button>}
          {row.renewed && <Button size="small" onClick={() => setSure('renew')}>{t('lead.share.renew')}</Button>}
          <Button size="small" kind="quiet" icon="x" onClick={() => setSure('end')}>{t('lead.share.end')}</Button>
        </div>}
    </li>
  );
}
