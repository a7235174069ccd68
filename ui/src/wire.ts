// One file by intent: the whole vocabulary of the wire on one page, in the order of the protocol (longer than most for that).
// Types alone, no behaviour: what the server says and understands. Unknown fields are ignored; unknown event types are kept by seq.

export type Id = string;
export type PhaseKind = 'welcome' | 'story' | 'systemMap' | 'valueVision' | 'initiatives' | 'nextSteps' | 'closing';
export type RoundKind = 'listen' | 'write' | 'show' | 'tables' | 'lift' | 'vote' | 'stance' | 'screensDown' | 'pause';
export type Level = 'frontline' | 'management' | 'leadership' | 'livedExperience';
export type Role = 'participant' | 'companion' | 'interpreter' | 'observer';
export type OrganisationKind = 'region' | 'municipality' | 'company' | 'patientOrganisation' | 'other';
export type StanceKind = 'standsBehind' | 'canLiveWith' | 'needsChange' | 'standsAside';
export type StepState = 'asked' | 'proposed' | 'awaitingDecision' | 'agreed';
export type Progress = 'notStarted' | 'ongoing' | 'done' | 'stuck';
export type Difference = 'yes' | 'little' | 'no' | 'unknown';

export interface Conduct {
  writing: 'open' | 'private' | 'tables' | 'closed';
  names: 'shown' | 'hidden';
  moving: boolean;
  voting: { open: boolean; budget?: number; perItem?: number; totals?: 'shown' | 'hidden' };
}
export type ConductPatch = Partial<Omit<Conduct, 'voting'>> & { voting?: Partial<Conduct['voting']> };
/** `groups`: while it lasts, tables sit in pairs. */
export interface Round { id: Id; kind: RoundKind; minutes?: number; conduct?: ConductPatch; groups?: 'pairs' }
export interface Phase {
  id: Id; kind: PhaseKind; title: string; purpose: string; questions: readonly string[]; minutes: number;
  conduct: Conduct; rounds: readonly Round[];
}
/** Running when `endsAt` is there, paused when `seconds` (left) is. */
export interface Timer { endsAt?: string; seconds?: number; total: number }

/** Until another day. */
export interface Pause { since: string; until?: string; words?: string }
export type Shows = 'board' | 'note' | 'story' | 'time' | 'code' | 'map' | 'vision' | 'result';
/** From when on everyone was where; no part: nowhere, it paused or ended. */
export interface Visit { at: string; phaseId?: Id }
/** What the projector shows; absent: what the part and the round call for. */
export interface Showing { shows: Shows; itemId?: Id }
/** A device that came by a code; facilitators only. */
export interface TrustedDevice { id: Id; role: 'lead' | 'screen'; name?: string }

export interface Card { does: string; doesNot: string; callWhen: string }
export interface Organisation { id: Id; name: string; kind: OrganisationKind; principal?: string; card?: Card }
export interface Expected { organisation: Id; level: Level; count: number }
export interface Participant {
  id: Id; name: string; organisation?: Id; level: Level; role: Role; answersFor: readonly Id[];
  table?: string; ready?: boolean; hand?: boolean; handAt?: string; waiting?: boolean;
  /** in a round of pairs: the table that `table`, the pair, is of */
  within?: string;
  /** whom a companion or interpreter is here for */
  accompanies?: Id;
}

/** What lies on an item besides its kind's own fields. */
export interface ItemBase {
  id: Id; phaseId: Id; by?: Id | null; at: string;
  /** seq of the last change of any field: the `base` of the next change */
  seq: number;
  table?: string; x?: number; y?: number; lane?: string; theme?: Id;
  /** order within a list, compared by UTF-16 code units (plain < and >), never by locale */
  rank: string;
  shown?: boolean;
  reports?: readonly Report[];
  /** client only: its own event has not come yet */
  pending?: true;
  /** client only, with pending: acknowledged, so on disk */
  saved?: true;
}
export interface Report {
  at: string; by?: Id | null; seq?: number; status: Progress; due?: string; reason?: string; needs?: string; difference?: Difference;
  learned?: string; decision?: 'keep' | 'change' | 'stop'; handOverTo?: string; reporter?: string;
}
export type MomentTag = 'repetition' | 'interruption' | 'insecurity' | 'wholeNotSeen';
export interface Mandate {
  organisation: Id; body: string; route: 'execution' | 'delegation' | 'board'; takenBy?: string; when?: string; outcome?: string;
}

/** The kinds' own fields. A new kind is a line here and a file in items/. */
export interface KindFields {
  note: { text: string; moments?: readonly Id[]; colour?: string };
  theme: { title: string };
  finding: { text: string; source: string; answers?: number; quote?: string };
  moment: { text: string; when?: string; feeling?: string; tags: readonly MomentTag[] };
  /** the protocol's own `kind` of a contact is not here: flat on the item it would collide with the item's kind */
  contact: { name: string; organisation?: Id; contributes: string; distance?: number };
  connection: {
    from: Id; to: Id; state: 'works' | 'fragile' | 'missing' | 'doubled';
    carriedBy: 'organisation' | 'shared' | 'person' | 'nextOfKin' | 'nobody'; text?: string; moments: readonly Id[];
  };
  visionSentence: { text: string; sign?: string; moments: readonly Id[] };
  initiative: {
    title: string; what: string; sign: string; sentences: readonly Id[]; gaps: readonly Id[]; moments: readonly Id[]; lead?: Id;
    contributors: readonly Id[]; stage: 'planned' | 'tried' | 'running' | 'ended'; mandates: readonly Mandate[];
  };
  nextStep: {
    what: string; organisation: Id; role: string; contact?: string; due: string; initiative?: Id; with: readonly Id[];
    mandates: readonly Mandate[];
  };
}

export type ItemKind = keyof KindFields;
export type ItemOf<K extends ItemKind> = K extends ItemKind ? ItemBase & { kind: K } & KindFields[K] : never;
/** Every item; narrow by `kind`. */
export type Item = ItemOf<ItemKind>;
export type Note = ItemOf<'note'>;
export type Theme = ItemOf<'theme'>;
export type Finding = ItemOf<'finding'>;
export type Moment = ItemOf<'moment'>;
export type Contact = ItemOf<'contact'>;
export type Connection = ItemOf<'connection'>;
export type VisionSentence = ItemOf<'visionSentence'>;
export type Initiative = ItemOf<'initiative'>;
export type NextStep = ItemOf<'nextStep'>;
type Placed = { table?: string; x?: number; y?: number; lane?: string; theme?: Id };
type NewItem<K extends ItemKind> = K extends ItemKind ? { id: Id; kind: K; phaseId: Id } & Placed & KindFields[K] : never;
/** What `addItem` carries: the client makes the id (`newId()` of session/ids.ts). */
export type ItemDraft = NewItem<ItemKind>;
/** null takes a field away. */
export type ItemPatch = { readonly [field: string]: unknown };

export interface Concealed { itemId: Id; kind: ItemKind; phaseId: Id }
/** `seq` of the event that gave it: tells nameless voices apart, and what to erase. */
export interface Vote { itemId: Id; by?: Id | null; weight: number; seq?: number }
export interface Rating { itemId: Id; by?: Id | null; effect: number; effort: number; seq?: number }
export interface Stance { targetId: Id; by?: Id | null; organisation?: Id; stance: StanceKind; reason?: string; /** personal: may be told although those who answered are few */ mayShow?: boolean; seq?: number }

/** The snapshot: everything one viewer may know, after some seq. */
export interface Dialogue {
  id: Id; title: string; targetGroup: string; language: string; status: 'draft' | 'live' | 'concluded';
  /** Practised with simulated people, to be wiped. */
  rehearsal?: boolean;
  joinCode?: string; joinToken?: string; admission?: boolean; /** no new people may join */ doorClosed?: boolean;
  /** late-comers are given a chair at the tables there are; missing: never said */
  seatLate?: boolean;
  /** Names of those who took part stand in the result; otherwise they are counted. */
  namesInResult?: boolean;
  agenda: readonly Phase[]; phaseId?: Id | null; round?: Id; timer?: Timer; pause?: Pause; screen?: Showing; entered: readonly Id[]; visits: readonly Visit[];
  organisations: readonly Organisation[]; expected: readonly Expected[]; participants: readonly Participant[];
  /** in order of creation */
  items: readonly Item[];
  concealed: readonly Concealed[];
  votes: readonly Vote[]; ratings: readonly Rating[]; stances: readonly Stance[];
  /** facilitators: how many have voted in each phase, while totals are hidden */
  voters?: { readonly [phaseId: string]: number };
  devices?: readonly TrustedDevice[];
}

// ---- Events ----
type Happening<T extends string, F> = { seq: number; at: string; by?: Id | null; command?: Id; type: T } & F;
export type Move = { itemId: Id; x?: number | null; y?: number | null; lane?: string | null; theme?: Id | null; rank?: string };
export type Fact =
  | Happening<'dialogueOpened', { dialogue: Dialogue }>
  | Happening<'dialogueEdited', { patch: { readonly [field: string]: unknown } }>
  | Happening<'itemAdded', { item: Item }>
  | Happening<'itemChanged', { itemId: Id; patch: ItemPatch; voids?: boolean }>
  | Happening<'itemsMoved', { moves: readonly Move[] }>
  | Happening<'itemsRemoved', { itemIds: readonly Id[] }>
  | Happening<'itemsRestored' | 'itemsShown', {
      itemIds: readonly Id[]; items?: readonly Item[]; votes?: readonly Vote[]; ratings?: readonly Rating[]; stances?: readonly Stance[];
    }>
  // replaces: the seq of the same voice's earlier one, where names are hidden
  | Happening<'voteCast', { itemId: Id; weight: number; replaces?: number }>
  | Happening<'rated', { itemId: Id; effect: number; effort: number; replaces?: number }>
  | Happening<'cardSet', { organisation: Id; card: Card }>
  | Happening<'stanceTaken', { targetId: Id; organisation?: Id; stance: StanceKind; reason?: string; mayShow?: boolean; replaces?: number }>
  | Happening<'readySet', { participantId: Id; value: boolean }>
  | Happening<'handRaised', { participantId: Id; value: boolean }>
  | Happening<'participantJoined', { participant: Participant }>
  | Happening<'participantChanged', { participantId: Id; patch: { readonly [field: string]: unknown } }>
  | Happening<'participantRemoved', { participantId: Id }>
  | Happening<'organisationsEdited', {
      put?: readonly Organisation[]; removed?: readonly Id[]; merged?: readonly { from: Id; into: Id }[]; expected?: readonly Expected[];
    }>
  | Happening<'phaseEntered', { phaseId: Id }>
  | Happening<'roundEntered', { round: Id | null }>
  | Happening<'timerSet', { timer: Timer | null }>
  | Happening<'agendaEdited', { agenda: readonly Phase[] }>
  | Happening<'conductSet', { phaseId: Id; conduct: Conduct; votes?: readonly Vote[]; voters?: number }>
  | Happening<'seated', { seats: readonly Seat[] }>
  | Happening<'paused', { pause: Pause }>
  | Happening<'resumed', {}>
  | Happening<'screenSet', { screen: Showing | null }>
  | Happening<'deviceTrusted', { device: TrustedDevice }>
  | Happening<'deviceDropped', { deviceId: Id }>
  | Happening<'concluded', {}>
  | Happening<'reopened', {}>
  | Happening<'joinCodeRenewed', { joinCode?: string; joinToken?: string }>
  | Happening<'progressReported', { itemId: Id; report: Omit<Report, 'at'> }>
  | Happening<'contentErased', { itemId?: Id; participantId?: Id; ofSeq?: number; field?: string; organisation?: Id; phaseId?: Id; writtenBy?: Id }>
  | Happening<'concealed', { what: string; itemId?: Id; kind?: ItemKind; phaseId?: Id; voters?: number }>;
export type FactType = Fact['type'];
/** What arrives: perhaps of a type this build does not know. */
export type WireFact = Fact | (Happening<string, { readonly [field: string]: unknown }>);

// ---- Commands ----
export interface Seat { participantId: Id; table: string | null; within?: string }
export type Placement = { itemId: Id; x?: number | null; y?: number | null; lane?: string | null; theme?: Id | null; before?: Id | null };
export type AgendaDraft = {
  id?: Id; kind: PhaseKind; title: string; purpose: string; questions: readonly string[]; minutes: number;
  conduct?: ConductPatch; rounds?: readonly (Omit<Round, 'id'> & { id?: Id })[];
};
/** Exactly one: an item; a person's name; the reason or report of one event; words that are no item's; all that somebody wrote. */
export type Erase =
  | { itemId: Id } | { participantId: Id } | { seq: number } | { writtenBy: Id } | { field: 'title' | 'targetGroup' | 'pause' }
  | { field: 'organisation' | 'card'; organisation: Id } | { field: 'purpose' | 'questions' | 'phaseTitle'; phaseId: Id };
type Ask<T extends string, F = {}> = { id: Id; type: T; as?: Id } & F;
export type Command =
  | Ask<'addItem', { item: ItemDraft }>
  | Ask<'changeItem', { itemId: Id; patch: ItemPatch; base: number }>
  | Ask<'moveItems', { moves: readonly Placement[] }>
  | Ask<'removeItems' | 'restoreItems', { itemIds: readonly Id[] }>
  | Ask<'showItems', { itemIds: readonly Id[]; to?: 'table' }>
  | Ask<'rate', { itemId: Id; effect: number; effort: number }>
  | Ask<'vote', { itemId: Id; weight: number }>
  | Ask<'takeStance', { targetId: Id; stance: StanceKind; reason?: string; organisation?: Id; mayShow?: boolean }>
  | Ask<'setReady' | 'raiseHand', { value: boolean }>
  | Ask<'changeParticipant', {
      participantId: Id;
      patch: { name?: string; organisation?: Id | null; level?: Level; role?: Role; answersFor?: readonly Id[]; accompanies?: Id | null };
    }>
  | Ask<'editOrganisations', {
      add?: readonly { name: string; kind?: OrganisationKind; principal?: string }[]; rename?: readonly { id: Id; name: string }[];
      merge?: readonly { from: Id; into: Id }[]; expected?: readonly Expected[];
    }>
  | Ask<'enterPhase', { phaseId: Id }>
  | Ask<'enterRound', { round: Id | null }>
  | Ask<'setCard', { organisation: Id } & Card>
  | Ask<'setConduct', { phaseId: Id; conduct: ConductPatch }>
  | Ask<'eraseContent', Erase>
  | Ask<'editDialogue', { patch: { title?: string; targetGroup?: string; language?: string; admission?: boolean; doorClosed?: boolean; seatLate?: boolean; namesInResult?: boolean } }>
  | Ask<'editAgenda', { agenda: readonly AgendaDraft[]; base?: number }>
  | Ask<'setTimer', { seconds: number | null; paused?: boolean }>
  | Ask<'seat', { seats: readonly Seat[] }>
  | Ask<'composeTables', { tables?: number; size?: number; apart?: readonly (readonly Id[])[]; together?: readonly (readonly Id[])[]; keep?: boolean }>
  | Ask<'admit', { participantIds: readonly Id[] }>
  | Ask<'removePerson', { participantId?: Id; participantIds?: readonly Id[] }>
  | Ask<'pause', { until?: string; words?: string }>
  | Ask<'setScreen', { shows?: Shows; itemId?: Id }>
  | Ask<'dropDevice', { deviceId: Id }>
  | Ask<'conclude' | 'reopen' | 'resume'>
  | Ask<'reportProgress', { itemId: Id } & Omit<Report, 'at' | 'by'>>;
export type CommandType = Command['type'];
type WithoutId<C> = C extends Command ? Omit<C, 'id'> : never;
/** What a screen hands over: the session fills in the id. */
export type Draft = WithoutId<Command>;

export type RefusalCode =
  | 'malformed' | 'unknown-type' | 'too-large' | 'unknown-item' | 'unknown-phase' | 'unknown-person' | 'unknown-organisation'
  | 'item-exists' | 'id-reused' | 'not-allowed' | 'facilitator-only' | 'participants-only' | 'own-only' | 'writing-closed'
  | 'phase-not-entered' | 'kind-not-here' | 'changed-meanwhile' | 'voting-closed' | 'votes-spent' | 'reason-required' | 'not-answering'
  | 'outside-tally' | 'seats-impossible' | 'name-taken' | 'concluded' | 'door-closed' | 'not-concluded' | 'bad-reference' | 'internal';
export type Accepted = { id: Id; seq: number };
export type Refused = { id: Id; refused: RefusalCode | (string & {}); message: string; current?: unknown };
export type Later = { id: Id; retry: number };
/** What the server answers to one command. */
export type Answer = Accepted | Refused | Later;
/** What a screen gets: `retry` never reaches it, the session asks again itself. */
export type Receipt = Accepted | Refused;

// ---- Hub ----
export interface EnterRequest { dialogueId: Id; after: number; history?: string; participantId?: Id | null; view?: 'screen'; wire: 1 }
export type EnterAnswer =
  | { history: string; seq: number; now: string; participantId: Id | null; build: string; events: readonly WireFact[]; snapshot?: false; waiting?: true }
  | { history: string; seq: number; snapshot: true };
export interface Happened { dialogueId: Id; from: number; to: number; events: readonly WireFact[] }
export interface At { dialogueId: Id; seq: number }
export interface Pointing { at?: { x: number; y: number }; editing?: Id; draft?: string; viewing?: Id }
export interface Person extends Pointing { participantId: Id; here: boolean }
export interface Around { people: readonly Person[] }
export interface Snapshot { history: string; seq: number; dialogue: Dialogue }
