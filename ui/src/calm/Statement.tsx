// Tillgänglighetsredogörelse: the operator's own text (a plain file on the server), else what Samskapa can say of itself. Not Markdown with
// everything: headings, lists, paragraphs and addresses are what a statement needs, and each becomes text, never markup.
import { useEffect, useState, type ReactNode } from 'react';
import { api } from '../api';
import { Mark } from '../design';
import { SettingsButton } from '../settings/Settings';
import { useWords } from '../words';
import { Away, Calm } from './Calm';

export default function Statement() {
  const { t } = useWords();
  const [text, setText] = useState<string | null | undefined>();
  const [failed, setFailed] = useState(false);
  useEffect(() => { api.statement().then(answer => setText(answer.text?.trim() ? answer.text : null), () => setFailed(true)); }, []);
  if (failed) return <Away again={() => location.reload()} />;
  if (text === undefined) return <Calm title={t('statement.title')} busy />;
  return (
    <div className="reading">
      <title>{`${t('statement.title')} – ${t('common.product')}`}</title>
      <header className="row-between"><a href="/" aria-label={t('statement.toStart')}><Mark /></a><SettingsButton /></header>
      <main>{text === null ? <Own /> : <>{!/^# /m.test(text) && <h1>{t('statement.title')}</h1>}{blocksOf(text)}</>}</main>
    </div>
  );
}

function Own() {
  const { t } = useWords();
  return (
    <>
      <h1>{t('statement.title')}</h1>
      <p>{t('statement.notWritten')}</p>
      <h2>{t('statement.goal.title')}</h2>
      <p>{t('statement.goal')}</p>
      <h2>{t('statement.lacks.title')}</h2>
      <ul>{(['statement.lacks.people', 'statement.lacks.pictures', 'statement.lacks.texts'] as const).map(key => <li key={key}>{t(key)}</li>)}</ul>
      <h2>{t('statement.tell.title')}</h2>
      <p>{t('statement.tell')}</p>
      <p>{t('statement.tell.authority')}</p>
    </>
  );
}

/** `# ` and `## ` are headings, `- ` a list, what stands between blank lines a paragraph. */
export function blocksOf(text: string): ReactNode[] {
  return text.replace(/\r/g, '').split(/\n\s*\n/).flatMap((block, i) => {
    const lines = block.split('\n').map(line => line.trim()).filter(Boolean);
    const out: ReactNode[] = [];
    let list: string[] = [], words: string[] = [];
    const flush = () => {
      if (list.length > 0) out.push(<ul key={`${i}-${out.length}`}>{list.map((line, n) => <li key={n}>{linked(line)}</li>)}</ul>);
      if (words.length > 0) out.push(<p key={`${i}-${out.length}`}>{linked(words.join(' '))}</p>);
      [list, words] = [[], []];
    };
    for (const line of lines) {
      const heading = /^(#{1,3}) (.+)$/.exec(line);
      if (heading) {
        flush();
        const Heading = `h${heading[1]!.length}` as 'h1';
        out.push(<Heading key={`${i}-${out.length}`}>{heading[2]}</Heading>);
      } else if (line.startsWith('- ')) { if (words.length > 0) flush(); list.push(line.slice(2)); }
      else { if (list.length > 0) flush(); words.push(line); }
    }
    flush();
    return out;
  });
}

function linked(text: string): ReactNode {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/).map((part, i) =>
    i % 2 === 0 ? part : <a key={i} href={part.includes('@') && !part.includes('//') ? `mailto:${part}` : part} rel="noopener noreferrer">{part}</a>);
}
