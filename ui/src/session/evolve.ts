// What a dialogue is after one more event, as one viewer sees it: pure, total, structural sharing. The mirror of Dialogue.cs; both
// are run on tests/golden. Nothing is decided here, and nothing here ever throws: an event that refers to what is gone changes nothing.
import type { Concealed, Dialogue, Fact, Id, Item, Organisation, Participant, Phase, Rating, Stance, Vote, WireFact } from '../wire';
import { erased, reportErased } from './erase';

/** A dialogue before anything is known of it. */
export const unopened: Dialogue = {
  id: '', title: '', targetGroup: '', language: 'sv', status: 'draft', agenda: [], entered: [], visits: [], organisations: [], expected: [],
  participants: [], items: [], concealed: [], votes: [], ratings: [], stances: [],
};

type Effects = { [T in Fact['type']]: (d: Dialogue, f: Extract<Fact, { type: T }>) => Dialogue };

const effects: Effects = {
  dialogueOpened: (_, f) => f.dialogue,
  // What is off is not there.
  dialogueEdited: (d, f) => patched(d, { ...f.patch, ...Object.fromEntries((['admission', 'doorClosed', 'namesInResult'] as const).flatMap(name => (f.patch[name] === false ? [[name, null]] : []))) }),
  itemAdded: (d, f) => {
    // By and at are the event's; where names are hidden the event has none.
    const item = { ...f.item, ...(f.by === undefined ? {} : { by: f.by }), at: f.at, seq: f.seq } as Item;
    if (d.items.some(other => other.id === item.id)) return d;
    return { ...d, items: [...d.items, item], concealed: without(d.concealed, [item.id]) };
  },
  itemChanged: (d, f) => {
    const after = onItem(d, f.itemId, item => ({ ...patched(item, f.patch), seq: f.seq }));
    return f.voids && after !== d ? { ...after, stances: d.stances.filter(stance => stance.targetId !== f.itemId) } : after;
  },
  itemsMoved: (d, f) => {
    const moves = new Map(f.moves.map(({ itemId, ...to }) => [itemId, to]));
    return withItems(d, d.items.map(item => {
      const to = moves.get(item.id);
      return to ? { ...patched(item, to), seq: f.seq } : item;
    }));
  },
  itemsRemoved: (d, f) => {
    // What was said of it goes with it, and comes back with it.
    const gone = new Set(f.itemIds);
    return {
      ...d,
      items: d.items.filter(item => !gone.has(item.id)),
      concealed: without(d.concealed, f.itemIds),
      votes: kept(d.votes, vote => !gone.has(vote.itemId)),
      ratings: kept(d.ratings, rating => !gone.has(rating.itemId)),
      stances: kept(d.stances, stance => !gone.has(stance.targetId)),
    };
  },
  itemsRestored: appeared,
  itemsShown: appeared,
  voteCast: (d, f) => ({ ...d, votes: cast(d.votes, { itemId: f.itemId, ...voice(f), weight: f.weight }, f.replaces) }),
  rated: (d, f) => ({ ...d, ratings: rate(d.ratings, { itemId: f.itemId, ...voice(f), effect: f.effect, effort: f.effort }, f.replaces) }),
  stanceTaken: (d, f) => ({
    ...d,
    stances: taken(d.stances, {
      targetId: f.targetId, ...voice(f), ...(f.organisation == null ? {} : { organisation: f.organisation }), stance: f.stance,
      ...(f.reason == null ? {} : { reason: f.reason }), ...(f.mayShow == null ? {} : { mayShow: f.mayShow }),
    }, f.replaces),
  }),
  progressReported: (d, f) =>
    onItem(d, f.itemId, item => ({
      ...item, seq: f.seq,
      // Shown or restored with a later state it is there already.
      reports: [...kept(item.reports ?? [], report => report.seq !== f.seq), { ...f.report, at: f.at, ...voice(f) }],
    })),
  readySet: (d, f) => onPerson(d, f.participantId, person => patched(person, { ready: f.value || null })),
  handRaised: (d, f) => onPerson(d, f.participantId, person => patched(person, { hand: f.value || null, handAt: f.value ? f.at : null })),
  participantJoined: (d, f) => ({ ...d, participants: [...d.participants.filter(person => person.id !== f.participant.id), f.participant] }),
  participantChanged: (d, f) => onPerson(d, f.participantId, person => patched(person, f.patch)),
  participantRemoved: (d, f) => ({ ...d, participants: d.participants.filter(person => person.id !== f.participantId) }),
  organisationsEdited: (d, f) => merged({
    ...d,
    organisations: putAll(d.organisations.filter(one => !f.removed?.includes(one.id)), f.put?.map(one => withCard(one, d.organisations.find(was => was.id === one.id)?.card)) ?? []),
    expected: f.expected ?? d.expected,
  }, new Map(f.merged?.map(one => [one.from, one.into]))),
  cardSet: (d, f) => ({ ...d, organisations: d.organisations.map(one => (one.id === f.organisation ? { ...one, card: f.card } : one)) }),
  seated: (d, f) => f.seats.reduce((all, seat) => onPerson(all, seat.participantId, person => patched(person, { table: seat.table, within: seat.within ?? null })), d),
  phaseEntered: (d, f) => ({
    ...patched(nobodyReady(d), { round: null, screen: null }), visits: visited(d, f, f.phaseId), phaseId: f.phaseId, status: 'live',
    entered: d.entered.includes(f.phaseId) ? d.entered : [...d.entered, f.phaseId],
  }),
  roundEntered: (d, f) => patched(nobodyReady(d), { round: f.round, screen: null }),
  timerSet: (d, f) => patched(d, { timer: f.timer }),
  agendaEdited: (d, f) => ({ ...d, agenda: f.agenda }),
  conductSet: (d, f) => {
    const after = { ...d, agenda: d.agenda.map((phase): Phase => (phase.id === f.phaseId ? { ...phase, conduct: f.conduct } : phase)) };
    if (!f.votes) return after;
    // All votes of the phase that one may see from now on: they stand instead of what was known.
    const here = new Set(d.items.filter(item => item.phaseId === f.phaseId).map(item => item.id));
    const votes = f.votes.reduce((all, vote) => cast(all, vote), kept(d.votes, vote => !here.has(vote.itemId)));
    return counted({ ...after, votes }, f.phaseId, f.voters ?? 0);
  },
  paused: (d, f) => patched({ ...d, pause: f.pause, ...(!d.pause && { visits: visited(d, f) }) }, { timer: null }),
  resumed: (d, f) => patched({ ...d, visits: visited(d, f, d.phaseId) }, { pause: null }),
  screenSet: (d, f) => patched(d, { screen: f.screen }),
  deviceTrusted: (d, f) => ({ ...d, devices: [...(d.devices ?? []).filter(one => one.id !== f.device.id), f.device] }),
  deviceDropped: (d, f) => {
    const devices = (d.devices ?? []).filter(one => one.id !== f.deviceId);
    return patched(d, { devices: devices.length > 0 ? devices : null });
  },
  concluded: (d, f) => patched({ ...d, status: 'concluded' as const, visits: visited(d, f) }, { timer: null, pause: null, joinCode: null, joinToken: null }),
  // A code of its own follows: the earlier one ended with the dialogue.
  reopened: (d, f) => patched({ ...d, status: 'live' as const, visits: visited(d, f, d.phaseId) }, { joinCode: null, joinToken: null }),
  joinCodeRenewed: (d, f) => patched(d, { joinCode: f.joinCode ?? null, joinToken: f.joinToken ?? null }),
  contentErased: (d, f) => {
    if (f.participantId != null) return onPerson(d, f.participantId, person => ({ ...person, name: '' }));
    if (f.field != null) return fieldErased(d, f);
    const meant = (stance: Stance) => (f.itemId == null ? stance.seq === f.ofSeq : stance.targetId === f.itemId);
    const stances = d.stances.map(stance => (meant(stance) && stance.reason !== undefined ? { ...stance, reason: '' } : stance));
    if (f.itemId != null) return { ...onItem(d, f.itemId, erased), stances };
    const items = d.items.map(item => (item.reports?.some(report => report.seq === f.ofSeq) ? reportErased(item, f.ofSeq!) : item));
    return { ...d, items, stances };
  },
  concealed: (d, f) => {
    const { itemId, kind, phaseId } = f;
    if (f.voters !== undefined && phaseId) return counted(d, phaseId, f.voters);
    if (f.what === 'itemsRemoved' && itemId) return { ...d, concealed: without(d.concealed, [itemId]) };
    if ((f.what !== 'itemAdded' && f.what !== 'itemsRestored') || !itemId || !kind || !phaseId) return d;
    return { ...d, concealed: [...without(d.concealed, [itemId]), { itemId, kind, phaseId }] };
  },
};

/** Whoever renames an organisation changes no card: the one there may be taken back here. */
const withCard = ({ card: _, ...one }: Organisation, card: Organisation['card']): Organisation => (card ? { ...one, card } : one);

function fieldErased(d: Dialogue, f: { field?: string; organisation?: Id; phaseId?: Id }): Dialogue {
  const inPart = (patch: Partial<Phase>) => ({ ...d, agenda: d.agenda.map(phase => (phase.id === f.phaseId ? { ...phase, ...patch } : phase)) });
  const inOrganisation = (patch: { readonly [field: string]: unknown }) => ({ ...d, organisations: d.organisations.map(one => (one.id === f.organisation ? patched(one, patch) : one)) });
  switch (f.field) {
    case 'title': return { ...d, title: '' };
    case 'targetGroup': return { ...d, targetGroup: '' };
    case 'pause': return d.pause ? { ...d, pause: patched(d.pause, { words: null }) } : d;
    case 'organisation': return inOrganisation({ name: '', principal: null });
    case 'card': return inOrganisation({ card: null });
    case 'phaseTitle': return inPart({ title: '' });
    case 'purpose': return inPart({ purpose: '' });
    case 'questions': return inPart({ questions: [] });
    default: return d;
  }
}

export const known = (fact: WireFact): fact is Fact => Object.hasOwn(effects, fact.type);

export function evolve(dialogue: Dialogue, fact: WireFact): Dialogue {
  return known(fact) ? (effects[fact.type] as (d: Dialogue, f: Fact) => Dialogue)(dialogue, fact) : dialogue;
}

/** Every field of the patch put; null: the field is gone. */
export function patched<T extends object>(whole: T, patch: { readonly [field: string]: unknown }): T {
  const after = { ...whole } as Record<string, unknown>;
  for (const [field, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete after[field];
    else after[field] = value;
  }
  return after as T;
}

const visited = (d: Dialogue, f: { at: string }, phaseId?: Id | null) => [...d.visits, { at: f.at, ...(phaseId && { phaseId }) }];

const voice = (f: { by?: Id | null; seq: number }) => ({ ...(f.by == null ? {} : { by: f.by }), seq: f.seq });
/** Nameless voices are never taken for each other, two people are not one: they say which earlier one they replace. */
const sameVoice = (a: Said, b: Said, replaces?: number) =>
  (a.by != null && a.by === b.by) || (a.seq !== undefined && (a.seq === b.seq || a.seq === replaces));
type Said = { by?: Id | null; seq?: number };

/** How many have voted, for facilitators, while totals are hidden. */
function counted(d: Dialogue, phaseId: Id, count: number): Dialogue {
  const { [phaseId]: _, ...others } = d.voters ?? {};
  const voters = count > 0 ? { ...others, [phaseId]: count } : others;
  return patched(d, { voters: Object.keys(voters).length > 0 ? voters : null });
}

function replaced<T>(list: readonly T[], index: number, change: (one: T) => T): readonly T[] {
  const after = list.slice();
  after[index] = change(list[index]!);
  return after;
}

const withItems = (d: Dialogue, items: readonly Item[]): Dialogue => ({ ...d, items });

function onItem(d: Dialogue, id: Id, change: (item: Item) => Item): Dialogue {
  const index = d.items.findIndex(item => item.id === id);
  return index < 0 ? d : withItems(d, replaced(d.items, index, change));
}

function onPerson(d: Dialogue, id: Id, change: (person: Participant) => Participant): Dialogue {
  const index = d.participants.findIndex(person => person.id === id);
  return index < 0 ? d : { ...d, participants: replaced(d.participants, index, change) };
}

const nobodyReady = (d: Dialogue): Dialogue =>
  d.participants.some(person => person.ready)
    ? { ...d, participants: d.participants.map(person => (person.ready ? patched(person, { ready: null }) : person)) }
    : d;

/** As filter, but the same list when nothing falls out: who looks at it need not look again. */
function kept<T>(list: readonly T[], keep: (one: T) => boolean): readonly T[] {
  return list.every(keep) ? list : list.filter(keep);
}

const without = (concealed: readonly Concealed[], ids: readonly Id[]) => kept(concealed, one => !ids.includes(one.itemId));

interface Appeared {
  itemIds: readonly Id[]; items?: readonly Item[]; votes?: readonly Vote[]; ratings?: readonly Rating[]; stances?: readonly Stance[];
}

/** Whole items come into sight, at their place in the order of creation; made in the same instant, the unmoved rank tells. */
function appeared(d: Dialogue, f: Appeared): Dialogue {
  const come = f.items ?? [];
  const ids = new Set(come.map(item => item.id));
  const items = d.items.filter(item => !ids.has(item.id));
  for (const item of come) {
    const before = (other: Item) => other.at < item.at || (other.at === item.at && other.rank <= item.rank);
    let place = items.length;
    while (place > 0 && !before(items[place - 1]!)) place--;
    items.splice(place, 0, item);
  }
  return {
    ...d,
    items,
    concealed: without(d.concealed, [...ids]),
    votes: (f.votes ?? []).reduce((all, vote) => cast(all, vote), d.votes),
    ratings: (f.ratings ?? []).reduce((all, rating) => rate(all, rating), d.ratings),
    stances: (f.stances ?? []).reduce((all, stance) => taken(all, stance), d.stances),
  };
}

/** Votes, ratings and stances stand in the order of the events that made them; what is only guessed yet goes last. */
function inOrder<T extends Said>(others: readonly T[], one: T): readonly T[] {
  let place = others.length;
  while (place > 0 && one.seq !== undefined && (others[place - 1]!.seq ?? Infinity) > one.seq) place--;
  return [...others.slice(0, place), one, ...others.slice(place)];
}

function cast(votes: readonly Vote[], vote: Vote, replaces?: number): readonly Vote[] {
  const others = kept(votes, other => other.itemId !== vote.itemId || !sameVoice(other, vote, replaces));
  return vote.weight === 0 ? others : inOrder(others, vote);
}

function rate(ratings: readonly Rating[], rating: Rating, replaces?: number): readonly Rating[] {
  const others = kept(ratings, other => other.itemId !== rating.itemId || !sameVoice(other, rating, replaces));
  return rating.effect === 0 && rating.effort === 0 ? others : inOrder(others, rating);
}

function taken(stances: readonly Stance[], stance: Stance, replaces?: number): readonly Stance[] {
  const same = (other: Stance) =>
    other.targetId === stance.targetId && other.organisation === stance.organisation && (stance.organisation !== undefined || sameVoice(other, stance, replaces));
  return inOrder(kept(stances, other => !same(other)), stance);
}

function putAll(list: readonly Organisation[], put: readonly Organisation[]): readonly Organisation[] {
  const now = new Map(put.map(one => [one.id, one]));
  const old = list.map(one => {
    const changed = now.get(one.id);
    now.delete(one.id);
    return changed ?? one;
  });
  return [...old, ...now.values()];
}

function merged(d: Dialogue, into: ReadonlyMap<Id, Id>): Dialogue {
  if (into.size === 0) return d;
  const now = (id: Id) => into.get(id) ?? id;
  const expected = new Map<string, Dialogue['expected'][number]>();
  for (const one of d.expected) {
    const organisation = now(one.organisation);
    const key = `${organisation} ${one.level}`;
    expected.set(key, { organisation, level: one.level, count: (expected.get(key)?.count ?? 0) + one.count });
  }
  return {
    ...d,
    expected: [...expected.values()],
    participants: d.participants.map(person => ({
      ...person,
      ...(person.organisation === undefined ? {} : { organisation: now(person.organisation) }),
      answersFor: [...new Set(person.answersFor.map(now))],
    })),
    // Two organisations that are one have one voice: the later stance is it.
    stances: d.stances
      .map(stance => (stance.organisation === undefined ? stance : { ...stance, organisation: now(stance.organisation) }))
      .reduce((all, stance) => taken(all, stance), [] as readonly Stance[]),
  };
}
