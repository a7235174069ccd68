// The code: large, forgiving of spaces, looked up as soon as nine digits stand there. Wrong: said calmly and precisely, the digits stay.
import { Button, Field, Icon } from '../design';
import { spaced as inThrees } from '../facilitator/code';
import { useWords } from '../words';
import type { Found, LookFailure } from './Join';

/** Spaces and dashes are nothing: people read and type them as they like. */
const plain = (code: string) => code.replace(/[\s\u2010-\u2014\u2212-]/g, '');
/** 482913042 → 482 913 042; anything else is left as it was typed. */
export const spaced = (code: string) => { const d = plain(code); return /^\d{4,9}$/.test(d) ? inThrees(d) : code; };

export function CodeField({ value, failure, busy, found, onChange, onLook }: {
  value: string; failure: LookFailure | null; busy: boolean; found: Found | null; onChange: (code: string) => void; onLook: (code: string) => void;
}) {
  const { t } = useWords();
  return (
    <form className="code-form" onSubmit={e => { e.preventDefault(); onLook(value); }}>
      <Field label={t('join.code')} help={t('join.codeHelp')} error={failure && !found ? t(`join.failed.${failure}`) : undefined}>
        {ids => (
          <input
            className="in code" inputMode="numeric" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={64} autoFocus={!value} {...ids} value={spaced(value)}
            onChange={e => { const next = e.target.value; onChange(next); if (/^\d{9}$/.test(plain(next))) onLook(next); }}
          />
        )}
      </Field>
      <div role="status">{found && <FoundDialogue found={found} />}{busy && <p className="help">{t('join.looking')}</p>}</div>
      {!found && <Button kind="main" size="big" type="submit" iconAfter="right">{t('join.continue')}</Button>}
    </form>
  );
}

export function FoundDialogue({ found }: { found: Found }) {
  const { t } = useWords();
  return <div className="found"><Icon name="check" /><div><b dir="auto">{found.look.title}</b><span className="help">{t('room.kind')}</span></div></div>;
}
