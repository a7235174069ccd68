// The vote button of a note, and how many votes are left. Circles, counts and words; never colour alone.
import { Icon } from '../design';
import { useWords } from '../words';
import { nextWeight, type Ballot, type MayVote } from './reading';

export function VoteButton({ mayVote, total, mine, className, onVote }: { mayVote: MayVote; total: number; mine: number; className: string; onVote: () => void }) {
  const { t } = useWords();
  const shown = mayVote.totals ? total : mine;
  if (!mayVote.open && shown === 0) return null;
  const spent = mayVote.open && nextWeight(mayVote, mine) === null;
  const words = mayVote.totals ? t('count.votes', { n: total }) : '';
  const own = mine > 1 ? t('vote.mineMany', { n: mine }) : mine === 1 ? t('vote.mine') : t('vote.give');
  if (!mayVote.open) return <span className={`${className} is-off`}><Icon name={mine ? 'voted' : 'vote'} /><span className="num">{shown}</span><span className="hidden-text"> {words}</span></span>;
  return (
    <button type="button" className={className} aria-pressed={mine > 0} aria-disabled={spent || undefined} title={spent ? t('vote.spent') : undefined} onClick={onVote}>
      <Icon name={mine ? 'voted' : 'vote'} />
      {(mayVote.totals || mine > 0) && <span className="num" aria-hidden="true">{shown}</span>}
      <span className="hidden-text">{[words, own].filter(Boolean).join(', ')}</span>
    </button>
  );
}

export function VotesLeft({ ballot }: { ballot: Ballot }) {
  const { t } = useWords();
  if (!ballot.open) return null;
  if (ballot.budget === null) return <span className="help">{t('vote.open')}</span>;
  return (
    <span className="votes-left help">
      {ballot.budget <= 10 && <span className="dots" aria-hidden="true">{Array.from({ length: ballot.budget }, (_, i) => <Icon key={i} name={i < ballot.used ? 'voted' : 'vote'} />)}</span>}
      <span><strong>{t('vote.left', { n: ballot.left ?? 0 })}</strong> {t('vote.of', { of: ballot.budget })}</span>
    </span>
  );
}
