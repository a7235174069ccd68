// The code: large, forgiving of spaces, looked up as soon as six digits stand there. Wrong: said calmly and precisely, the digits stay.
import { Button, Field, Icon } from '../design';
import { useWords } from '../words';
import type { Found, LookFailure } from './Join';

/** 482913 → 482 913; anything else is left as it was typed. */
export const spaced = (code: string) => { const d = code.replace(/\s/g, ''); return /^\d{4,6}$/.test(d) ? `${d.slice(0, 3)} ${d.slice(3)}` : code; };

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
            onChange={e => { const next = e.target.value; onChange(next); if (/^\d{6}$/.test(next.replace(/\s/g, ''))) onLook(next); }}
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
