// Every text of a command that was refused, each with a way to take it along. Nothing here goes away by itself.
import { useRef } from 'react';
import { Button } from '../design';
import { copy } from '../design/copy';
import { useShown } from '../session/react';
import { useWords } from '../words';
import type { Command } from '../wire';
import { fieldName, standingIn, writtenIn } from './written';

export function RefusedWords({ command, onPutBack }: { command: Command; onPutBack?: (text: string) => void }) {
  const agenda = useShown(s => s.dialogue.agenda);
  const all = writtenIn(command, standingIn(agenda));
  return all.length > 0 && <div className="refused-words">{all.map(({ field, text }, i) => <OneText key={i} name={all.length > 1 ? field : null} text={text} onPutBack={onPutBack} />)}</div>;
}

function OneText({ name, text, onPutBack }: { name: string | null; text: string; onPutBack?: (text: string) => void }) {
  const { t } = useWords();
  const words = useRef<HTMLParagraphElement>(null);
  const label = name ? fieldName[name] : undefined;
  const about = <span className="hidden-text">: {text.slice(0, 40)}</span>;
  return (
    <div>
      {label && <span className="meta">{t(label)}</span>}
      <p className="quoted" dir="auto" ref={words}>{text}</p>
      <div className="row">
        {onPutBack && <Button size="small" onClick={() => onPutBack(text)}>{t('refused.putBack')}{about}</Button>}
        <Button size="small" kind="quiet" onClick={() => void copy(text, t('refused.copied'), words.current)}>{t('refused.copy')}{about}</Button>
      </div>
    </div>
  );
}
