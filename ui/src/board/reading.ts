// A dialogue read for looking things up: maps, orders and counts, computed once per state. Pure; holds nothing of its own.
import type { Conduct, Dialogue, Id, Item, ItemKind, ItemOf, Moment, Organisation, Participant, Phase, Rating, Round, Stance, Theme, Note } from '../wire';

export interface VoteCount { total: number; mine: number }

export interface Reading {
  readonly dialogue: Dialogue;
  readonly items: ReadonlyMap<Id, Item>;
  readonly people: ReadonlyMap<Id, Participant>;
  readonly organisations: ReadonlyMap<Id, Organisation>;
  readonly phases: ReadonlyMap<Id, Phase>;
  /** The story, in its order; the number of a moment is its place, from 1. */
  readonly moments: readonly Moment[];
  readonly momentNumber: ReadonlyMap<Id, number>;
  readonly votes: ReadonlyMap<Id, VoteCount>;
  readonly ratings: ReadonlyMap<Id, readonly Rating[]>;
  readonly stances: ReadonlyMap<Id, readonly Stance[]>;
}

/** The order within a list: rank by UTF-16 code units, as the server compares. */
export const byRank = (a: { rank: string }, b: { rank: string }) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);

const cache = new WeakMap<Dialogue, { me: Id | null; reading: Reading }>();

export function readingOf(dialogue: Dialogue, me: Id | null): Reading {
  const before = cache.get(dialogue);
  if (before && before.me === me) return before.reading;
  const reading = read(dialogue, me);
  cache.set(dialogue, { me, reading });
  return reading;
}

function read(dialogue: Dialogue, me: Id | null): Reading {
  const moments = dialogue.items.filter(i => i.kind === 'moment').sort(byRank);
  const votes = new Map<Id, VoteCount>();
  for (const v of dialogue.votes) {
    const count = votes.get(v.itemId) ?? { total: 0, mine: 0 };
    count.total += v.weight;
    if (me !== null && v.by === me) count.mine += v.weight;
    votes.set(v.itemId, count);
  }
  return {
    dialogue,
    items: new Map(dialogue.items.map(i => [i.id, i])),
    people: new Map(dialogue.participants.map(p => [p.id, p])),
    organisations: new Map(dialogue.organisations.map(o => [o.id, o])),
    phases: new Map(dialogue.agenda.map(p => [p.id, p])),
    moments,
    momentNumber: new Map(moments.map((m, i) => [m.id, i + 1])),
    votes,
    ratings: grouped(dialogue.ratings, r => r.itemId),
    stances: grouped(dialogue.stances, s => s.targetId),
  };
}

function grouped<T>(all: readonly T[], key: (one: T) => Id): Map<Id, T[]> {
  const groups = new Map<Id, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

/** All of a kind in its order; in one phase, or everywhere. */
export function ofKind<K extends ItemKind>(reading: Reading, kind: K, phaseId?: Id): ItemOf<K>[] {
  return (reading.dialogue.items as readonly Item[])
    .filter((i): i is ItemOf<K> => i.kind === kind && (phaseId === undefined || i.phaseId === phaseId))
    .sort(byRank);
}

export interface NoteList { theme: Theme | null; notes: readonly Note[] }

/** The board: the themes in their order, then what has no theme. A theme that is gone counts as none. */
export function listsOf(reading: Reading, phaseId: Id): NoteList[] {
  const themes = ofKind(reading, 'theme', phaseId);
  const known = new Set(themes.map(t => t.id));
  const inTheme = grouped(ofKind(reading, 'note', phaseId), n => (n.theme && known.has(n.theme) ? n.theme : ''));
  const lists: NoteList[] = themes.map(theme => ({ theme, notes: inTheme.get(theme.id) ?? [] }));
  const loose = inTheme.get('') ?? [];
  if (loose.length > 0 || lists.length === 0) lists.push({ theme: null, notes: loose });
  return lists;
}

/** All that a note's vote button depends on. One's own vote changes it only when it was the last: so it draws one note again, not five hundred. */
export interface MayVote { open: boolean; perItem: number; totals: boolean; anyLeft: boolean }
export interface Ballot extends MayVote { budget: number | null; used: number; left: number | null }

/** What I may still do with my votes in a phase. */
export function ballotOf(reading: Reading, phase: Phase, me: Id | null): Ballot {
  const { voting } = phase.conduct;
  let used = 0;
  for (const v of reading.dialogue.votes) if (me !== null && v.by === me && reading.items.get(v.itemId)?.phaseId === phase.id) used += v.weight;
  const budget = voting.budget ?? null, left = budget === null ? null : Math.max(0, budget - used);
  return {
    open: voting.open && reading.dialogue.status !== 'concluded', budget, perItem: voting.perItem ?? 1, used, left, anyLeft: left !== 0, totals: voting.totals !== 'hidden',
  };
}

/** The next weight when the vote button is pressed: one more, and from the most that is allowed back to none. Null: not possible. */
export function nextWeight(ballot: MayVote, mine: number): number | null {
  if (!ballot.open) return null;
  if (mine < ballot.perItem && ballot.anyLeft) return mine + 1;
  return mine > 0 ? 0 : null;
}

export function mayWrite(dialogue: Dialogue, phase: Phase, facilitator: boolean): boolean {
  if (dialogue.status === 'concluded') return false;
  return facilitator || (phase.conduct.writing !== 'closed' && dialogue.entered.includes(phase.id));
}

/** Those who take part. One who was removed stays in the list only as the name on what they wrote: in no list of people, in no count. */
export const peopleOf = (dialogue: Pick<Dialogue, 'participants'>): readonly Participant[] =>
  dialogue.participants.filter(p => (p as Participant & { removed?: boolean }).removed !== true);

/** The name of a round: a table round in pairs is called that. */
export const roundKey = (round: Pick<Round, 'kind' | 'groups'>) => (round.groups === 'pairs' ? 'round.pairs' : `round.${round.kind}`) as 'round.pairs';
export const hintKey = (round: Pick<Round, 'kind' | 'groups'>) => (round.groups === 'pairs' ? 'hint.pairs' : `hint.${round.kind}`) as 'hint.pairs';

export const namesHidden = (conduct: Conduct) => conduct.names === 'hidden';
