// What was reported of a step or an initiative afterwards, the latest first; each report's words can be taken back by whoever wrote them.
import '../words/later';
import { useRoom } from '../board/useRoom';
import { Button } from '../design';
import { askToErase, mayErase } from '../erase/ask';
import { useWords } from '../words';
import type { Item, Report } from '../wire';

const wordsOf = (report: Report) => [report.reason, report.needs, report.learned, report.handOverTo].filter((one): one is string => !!one);

export default function Reports({ item }: { item: Item }) {
  const { t, date } = useWords();
  const { me, facilitator } = useRoom();
  const reports = [...(item.reports ?? [])].reverse();
  return (
    <section className="reports">
      <h4>{t('reports.title')}</h4>
      <ul>
        {reports.map((report, i) => (
          <li key={report.seq ?? i}>
            <span className="tag">{t(`progress.${report.status}`)}</span> <span className="meta">{date(report.at)}{report.reporter && <>, <bdi>{report.reporter}</bdi></>}</span>
            {wordsOf(report).map((words, n) => <p key={n} dir="auto">{words}</p>)}
            {report.seq !== undefined && (wordsOf(report).length > 0 || report.reporter) && mayErase(report.by, { me, facilitator }) && (
              <Button kind="link" onClick={() => askToErase({ what: [{ seq: report.seq! }], takes: 'report', words: [...wordsOf(report), report.reporter] })}>{t('reports.erase')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
