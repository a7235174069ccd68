// From the outcome's JSON to what the page says, numbered the same everywhere. Pure; no words, no markup.
// A yes is `standsBehind` or `canLiveWith` for an organisation. Personal answers are told apart and come first: they
// never make or break an agreement between organisations, and forty seats of one hospital never count as forty.
import { tallied, type Told } from '../items/tally';
import type { Connection, Contact, Finding, Initiative, Level, Moment, NextStep, Organisation, StanceKind, StepState, VisionSentence } from '../wire';

/** Who took part: a count of an organisation and level (without a level: of those too few to be told apart; `few`: under five), or a person by name where the facilitator said so. */
export interface Attended { organisation?: string; level?: Level; count?: number; few?: boolean; name?: string; role?: string }
/** How everybody stands to one item: nobody's own answer is signed. */
export interface StancesTold { targetId: string; organisations: { organisation: string; stance: StanceKind; reason?: string }[]; ownExperience: Told; personal: Told }
export interface OutcomeAnswer {
  title: string; language: string; targetGroup: string; status: 'draft' | 'live' | 'concluded'; at?: string;
  outcome: {
    vision: VisionSentence[]; initiatives: Initiative[]; nextSteps: Array<NextStep & { state?: StepState }>;
    stances: StancesTold[]; participants?: number; people: Attended[]; moments?: Moment[]; findings?: Finding[]; organisations?: Organisation[]; contacts?: Contact[]; connections?: Connection[];
    themes?: ThemeSaid[]; ratings?: Rated[]; closing?: string[];
  };
}

/** A theme with the notes in it; without a title: voted for, and in no theme. */
export interface ThemeSaid { title?: string; votes: number; notes: { text: string; votes: number }[] }
export interface Rated { itemId: string; count: number; effect: number; effort: number }

export type Tally = Record<StanceKind, number>;
export interface Answered { organisation: string; stance: StanceKind | null; reason?: string }
export interface SentenceShown { id: string; number: number; text: string; sign?: string; organisations: Tally; asked: number; own: Told; personal: Told; moments: number[] }
export interface InitiativeShown { id: string; number: number; item: Initiative; lead: string | null; contributors: string[]; mandates: MandateShown[]; organisations: Tally; own: Told; personal: Told; rated?: Rated }
export interface MandateShown { organisation: string; body: string; route: string; takenBy?: string; when?: string; outcome?: string }
export interface StepShown { id: string; number: number; item: NextStep; state: StepState | null; who: string; named: Answered[]; initiative: number | null; mandates: MandateShown[] }
export interface MomentShown { id: string; number: number; item: Moment; gap: boolean; sentences: number[]; initiatives: number[]; steps: number[] }
export interface StanceRow { organisation: string; answers: Array<Answered['stance']> }
export interface Reason { organisation: string; target: { kind: 'sentence' | 'initiative' | 'step'; number: number }; stance: StanceKind; text: string }
export interface Attendance { organisation: string | null; counts: Partial<Record<Level, number>>; /** those whose level is not told; null: fewer than five */ others?: number | null; names: string[] }
export type Judged = Connection['state'];
export interface SystemShown { byState: { state: Judged; list: { from: string; to: string; carriedBy: Connection['carriedBy']; moments: number[] }[] }[]; total: number; /** carried by the person or next of kin */ burden: number }
export interface OutcomeShown {
  vision: SentenceShown[]; initiatives: InitiativeShown[]; steps: StepShown[]; moments: MomentShown[]; unanswered: MomentShown[];
  stances: { rows: StanceRow[]; own: Told[]; personal: Told[]; reasons: Reason[] }; attendance: Attendance[]; findings: Finding[];
  system: SystemShown; themes: ThemeSaid[]; closing: string[]; people: number; organisations: number;
}

export const isYes = (stance: StanceKind | null | undefined) => stance === 'standsBehind' || stance === 'canLiveWith';
const nobody = tallied([]);
const none = (): Tally => ({ standsBehind: 0, canLiveWith: 0, needsChange: 0, standsAside: 0 });

export function shape({ outcome: o }: OutcomeAnswer): OutcomeShown {
  const moments = o.moments ?? [], organisations = o.organisations ?? [];
  const nameOf = (id: string | undefined) => organisations.find(x => x.id === id)?.name ?? '';
  const numbers = (ids: readonly string[] | undefined, among: readonly { id: string }[]) =>
    (ids ?? []).flatMap(id => { const at = among.findIndex(x => x.id === id); return at < 0 ? [] : [at + 1]; }).sort((a, b) => a - b);
  const stood = new Map(o.stances.map(s => [s.targetId, s]));
  const answer = (targetId: string, organisation: string) => stood.get(targetId)?.organisations.find(s => s.organisation === organisation);
  const how = (targetId: string) => {
    const { organisations: all = [], ownExperience: own = nobody, personal = nobody } = stood.get(targetId) ?? {};
    return { organisations: all.reduce((sum, s) => ({ ...sum, [s.stance]: sum[s.stance] + 1 }), none()), own, personal };
  };
  const mandates = (list: Initiative['mandates'] | undefined): MandateShown[] => (list ?? []).map(m => ({ ...m, organisation: nameOf(m.organisation) }));
  // Whoever came, or has answered about the vision: these are the ones whose silence is worth showing. One that was only asked about a step was never asked about the vision.
  const came = (org: Organisation) => o.people.some(p => p.organisation === org.id && speaks(p));
  const sentences = new Set(o.vision.map(v => v.id));
  const asked = organisations.filter(org => came(org) || o.stances.some(s => sentences.has(s.targetId) && s.organisations.some(one => one.organisation === org.id)));

  const vision = o.vision.map((item, i): SentenceShown => ({
    id: item.id, number: i + 1, text: item.text, sign: item.sign, ...how(item.id),
    asked: asked.length, moments: numbers(item.moments, moments),
  }));
  const initiatives = o.initiatives.map((item, i): InitiativeShown => ({
    id: item.id, number: i + 1, item, lead: item.lead ? nameOf(item.lead) : null, contributors: (item.contributors ?? []).map(nameOf).filter(Boolean),
    mandates: mandates(item.mandates), ...how(item.id), rated: o.ratings?.find(r => r.itemId === item.id),
  }));
  const steps = o.nextSteps.map((item, i): StepShown => {
    const named = [...new Set([item.organisation, ...(item.with ?? []), ...(item.mandates ?? []).map(m => m.organisation)].filter(Boolean))];
    return {
      id: item.id, number: i + 1, item, state: item.state ?? null, who: nameOf(item.organisation), mandates: mandates(item.mandates),
      initiative: numbers(item.initiative ? [item.initiative] : [], o.initiatives)[0] ?? null,
      named: named.map(id => { const s = answer(item.id, id); return { organisation: nameOf(id), stance: s?.stance ?? null, reason: s?.reason }; }),
    };
  });
  const gaps = new Set((o.connections ?? []).flatMap(c => c.state === 'missing' ? c.moments ?? [] : []));
  const shown = moments.map((item, i): MomentShown => {
    const told = o.vision.flatMap((s, at) => s.moments?.includes(item.id) ? [at + 1] : []);
    const ini = o.initiatives.flatMap((x, at) => x.moments?.includes(item.id) || x.sentences?.some(id => told.includes(o.vision.findIndex(s => s.id === id) + 1)) ? [at + 1] : []);
    return { id: item.id, number: i + 1, item, gap: gaps.has(item.id), sentences: told, initiatives: ini, steps: steps.filter(s => s.initiative !== null && ini.includes(s.initiative)).map(s => s.number) };
  });
  const target = (id: string): Reason['target'] | null => {
    for (const [kind, list] of [['sentence', vision], ['initiative', initiatives], ['step', steps]] as const) {
      const found = list.find(x => x.id === id);
      if (found) return { kind, number: found.number };
    }
    return null;
  };
  return {
    vision, initiatives, steps, moments: shown, unanswered: shown.filter(m => m.sentences.length + m.initiatives.length === 0),
    stances: {
      rows: asked.map(org => ({ organisation: org.name, answers: vision.map(v => answer(v.id, org.id)?.stance ?? null) })),
      own: vision.map(v => v.own), personal: vision.map(v => v.personal),
      reasons: o.stances.flatMap(s => { const t = target(s.targetId); return t ? s.organisations.flatMap(one => one.reason ? [{ organisation: nameOf(one.organisation), target: t, stance: one.stance, text: one.reason }] : []) : []; }),
    },
    system: system(o.connections ?? [], o.contacts ?? [], ids => numbers(ids, moments)),
    attendance: attendance(o.people, organisations), findings: o.findings ?? [], themes: o.themes ?? [], closing: o.closing ?? [],
    people: o.participants ?? 0, organisations: organisations.filter(came).length,
  };
}

const states: readonly Judged[] = ['missing', 'fragile', 'doubled', 'works'];

function system(connections: readonly Connection[], contacts: readonly Contact[], moments: (ids: readonly string[]) => number[]): SystemShown {
  const name = (id: string) => contacts.find(c => c.id === id)?.name ?? '';
  const byState = states.map(state => ({
    state, list: connections.filter(c => c.state === state).map(c => ({ from: name(c.from), to: name(c.to), carriedBy: c.carriedBy, moments: moments(c.moments ?? []) })),
  })).filter(x => x.list.length > 0);
  return { byState, total: connections.length, burden: connections.filter(c => c.carriedBy === 'person' || c.carriedBy === 'nextOfKin').length };
}

const speaks = (p: Attended) => (p.role ?? 'participant') === 'participant';

function attendance(people: readonly Attended[], organisations: readonly Organisation[]): Attendance[] {
  const row = (id: string | null, name: string | null): Attendance[] => {
    const own = people.filter(p => speaks(p) && (organisations.some(o => o.id === p.organisation) ? p.organisation === id : id === null));
    if (own.length === 0) return [];
    const counts: Partial<Record<Level, number>> = {};
    let others: number | null | undefined;
    for (const p of own)
      if (p.level) counts[p.level] = (counts[p.level] ?? 0) + (p.count ?? 1);
      else others = p.few ? null : p.count;
    return [{ organisation: name, counts, ...(others !== undefined && { others }), names: own.flatMap(p => p.name ? [p.name] : []) }];
  };
  return [...row(null, null), ...organisations.flatMap(o => row(o.id, o.name))];
}
