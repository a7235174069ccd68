// What goes on now – question, time – and På tur: the one large button that moves everyone. Above everything else.
import { useId, useState } from 'react';
import { hintKey, roundKey } from '../board/reading';
import { Button, Dialog, TextArea, toast } from '../design';
import { useSession, useShown } from '../session/react';
import type { Phase } from '../wire';
import { useWords } from '../words';
import { left } from './clock';
import { back, next, roundNow } from './onTurn';
import { usePausedTitle } from '../course/Paused';
import { Ending } from './Ending';
import { phaseNow, run, useMove, useTurnName } from './room';
import { TimeControls, TimeLeft } from './Time';

export function OnTurn({ onPause }: { onPause: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const d = useShown(s => s.dialogue);
  const id = useId();
  const phase = phaseNow(d), round = roundNow(d);
  const paused = usePausedTitle(d);
  const [asking, setAsking] = useState(false), [ending, setEnding] = useState(false);
  return (
    <section className="panel now-q" aria-labelledby={id}>
      <div className="now-what">
        {phase && d.status === 'live' && (
          <p className="help">
            {t('lead.turn.now', { n: d.agenda.indexOf(phase) + 1, of: d.agenda.length })}: {phase.title}
            {round && <>, {t('lead.turn.round', { n: round.number, of: round.of })}: <strong>{t(roundKey(round.round))}</strong></>}
          </p>
        )}
        <h2 className="q" id={id}>
          {d.pause ? paused : d.status === 'concluded' ? t('lead.turn.concluded') : !phase ? t('lead.turn.draft') : phase.questions[0] || t('lead.turn.noQuestion')}
        </h2>
        {d.status === 'concluded' ? <p className="help">{t('lead.turn.concluded.text')}</p> : !phase && <p className="help">{t('lead.turn.draft.text')}</p>}
        {d.pause?.words && <p className="help" dir="auto">{d.pause.words}</p>}
        {round && !d.pause && d.status === 'live' && <p className="help">{t('lead.hint', { hint: t(hintKey(round.round)) })}</p>}
        {d.pause && <div className="ctl"><Button size="small" icon="pen" onClick={onPause}>{t('lead.pause.change')}</Button></div>}
        {phase && d.status === 'live' && !d.pause && (
          <div className="ctl">
            <TimeControls minutes={round?.round.minutes ?? phase.minutes} />
            <Button size="small" icon="pen" onClick={() => setAsking(true)}>{t('lead.turn.editQuestion')}</Button>
          </div>
        )}
      </div>
      {phase && d.status === 'live' && !d.pause && <TimeLeft />}
      {d.pause ? <Resume name={phase?.title ?? ''} /> : <Go onEnd={() => setEnding(true)} onPause={onPause} />}
      {phase && <QuestionDialog key={phase.id} phase={phase} open={asking} onClose={() => setAsking(false)}
        onSave={questions => run(session, [{ type: 'editAgenda', agenda: d.agenda.map(p => p.id === phase.id ? { ...p, questions } : p) }])} />}
      <Ending open={ending} onClose={() => setEnding(false)} />
    </section>
  );
}

function Resume({ name }: { name: string }) {
  const { t } = useWords();
  const session = useSession();
  const goOn = () => {
    const { pause } = session.get().dialogue;
    void run(session, [{ type: 'resume' }]).then(done => {
      if (done && pause) toast({ text: t('lead.pause.resumed'), action: { label: t('common.undo'), run: () => void run(session, [{ type: 'pause', ...(pause.until && { until: pause.until }), ...(pause.words && { words: pause.words }) }]) } });
    });
  };
  return (
    <div className="turn">
      <p className="turn-next"><span className="meta">{t('lead.turn.next')}</span><b>{t('lead.pause.resume.text', { name })}</b></p>
      <Button kind="main" size="big" className="turn-go" icon="play" onClick={goOn}>{t('lead.pause.resume')}</Button>
    </div>
  );
}

function Go({ onEnd, onPause }: { onEnd: () => void; onPause: () => void }) {
  const { t } = useWords();
  const d = useShown(s => s.dialogue), now = useShown(s => s.serverTime);
  const move = useMove(), nameOf = useTurnName();
  const turn = next(d), earlier = back(d);
  if (turn.to === 'nothing' && d.status === 'concluded') return <div className="turn"><Button className="turn-go" onClick={onEnd}>{t('lead.turn.noMore')}</Button></div>;
  if (turn.to === 'nothing') return null;
  const starts = turn.to === 'round' && turn.round.minutes ? t('lead.turn.startsTime', { minutes: t('common.minutes', { n: turn.round.minutes }) })
    : turn.to !== 'conclude' && left(d.timer, now()) !== null ? t('lead.turn.closesTime') : '';
  const what = turn.to === 'conclude' ? t('lead.turn.conclude.text')
    : turn.to === 'round' ? t('lead.turn.toRound', { n: turn.number, of: turn.of, name: nameOf(turn) }) : t('lead.turn.toPhase', { n: turn.number, name: nameOf(turn) });
  // The next part is another day's welcome: then the day ends here, and saying when it goes on is what is on turn as well.
  const dayEnds = turn.to === 'phase' && !turn.start && turn.phase.kind === 'welcome';
  return (
    <div className="turn">
      {earlier.to !== 'nothing' && <Button className="turn-back" icon="left" label={t('lead.turn.back', { name: nameOf(earlier) })} title={t('lead.turn.back', { name: nameOf(earlier) })} onClick={() => move(earlier)} />}
      <p className="turn-next"><span className="meta">{t('lead.turn.next')}</span><b>{what}</b>{starts && <span className="meta">{starts}</span>}
        {dayEnds && <Button size="small" icon="clock" className="turn-pause" onClick={onPause}>{t('lead.pause.open')}</Button>}</p>
      <Button kind="main" size="big" className="turn-go" iconAfter={turn.to === 'conclude' ? 'check' : 'right'} onClick={() => turn.to === 'conclude' ? onEnd() : move(turn)}>
        {turn.to === 'conclude' ? t('lead.turn.toConclude') : turn.to === 'phase' && turn.start ? t('lead.turn.start') : t('lead.turn.go')}
      </Button>
    </div>
  );
}

function QuestionDialog({ phase, open, onClose, onSave }: { phase: Phase; open: boolean; onClose: () => void; onSave: (questions: string[]) => Promise<boolean> }) {
  const { t } = useWords();
  const [text, setText] = useState<string | null>(null);
  const first = text ?? phase.questions[0] ?? '';
  const close = () => { setText(null); onClose(); };
  const save = () => { void onSave([first.trim(), ...phase.questions.slice(1)].filter(Boolean)).then(done => { if (done) close(); }); };
  return (
    <Dialog title={t('lead.turn.editQuestion')} open={open} onClose={close}
      footer={<><Button kind="main" onClick={save}>{t('common.save')}</Button><Button onClick={close}>{t('common.cancel')}</Button></>}>
      <TextArea label={t('lead.turn.question')} help={t('lead.turn.question.help')} value={first} maxLength={500} autoFocus onChange={e => setText(e.target.value)} />
    </Dialog>
  );
}
