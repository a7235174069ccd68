// The wire as every screen reads it: complete. The rules accept an item without what its kind may leave out, and an old journal may lack
// what came later; here, and nowhere else, each gets the value that means "nothing said". Pure. Invariant: what leaves this file has every
// field that wire.ts promises, so that no screen meets undefined; what is complete already is the same object, so that nothing is drawn again.
import type { Conduct, Dialogue, Item, ItemKind, KindFields, Mandate, Organisation, Participant, Phase, Report } from '../wire';

/** What may be left out, by kind. Not what the rules require (a connection's state): there is no word for its absence. */
const nothingSaid: { readonly [K in ItemKind]: Partial<KindFields[K]> } = {
  note: { text: '' },
  theme: { title: '' },
  finding: { text: '', source: '' },
  moment: { text: '', tags: [] },
  contact: { name: '', contributes: '' },
  connection: { moments: [] },
  visionSentence: { text: '', moments: [] },
  initiative: { title: '', what: '', sign: '', sentences: [], gaps: [], moments: [], contributors: [], stage: 'planned', mandates: [] },
  nextStep: { what: '', organisation: '', role: '', due: '', with: [], mandates: [] },
};
const conduct: Conduct = { writing: 'open', names: 'shown', moving: false, voting: { open: false } };

function filled<T extends object>(whole: T, missing: Partial<T>): T {
  let after = whole;
  for (const field of Object.keys(missing) as (keyof T)[]) if (after[field] == null) after = { ...after, [field]: missing[field] };
  return after;
}

/** As map, but the same list when nothing is another. */
function each<T>(list: readonly T[] | undefined, complete: (one: T) => T): readonly T[] {
  if (!list) return [];
  const after = list.map(complete);
  return after.every((one, i) => one === list[i]) ? list : after;
}

/** Once for each object: what has been seen to be complete is not looked at again. */
function once<T extends object>(complete: (one: T) => T): (one: T) => T {
  const seen = new WeakMap<T, T>();
  return one => {
    let after = seen.get(one);
    if (!after) {
      after = complete(one);
      seen.set(one, after);
      seen.set(after, after);
    }
    return after;
  };
}

const mandate = (one: Mandate): Mandate => filled(one, { organisation: '', body: '', route: 'execution' });
const report = (one: Report): Report => filled(one, { at: '', status: 'notStarted' });

export const completeItem = once((item: Item): Item => {
  let after = filled<Item>(item, nothingSaid[item.kind] ?? {});
  after = filled(after, { rank: '', at: '', seq: 0, phaseId: '' } as Partial<Item>);
  if ('mandates' in after && after.mandates) {
    const mandates = each(after.mandates, mandate);
    if (mandates !== after.mandates) after = { ...after, mandates } as Item;
  }
  const reports = after.reports && each(after.reports, report);
  return reports === after.reports ? after : { ...after, reports: reports! };
});

const person = once((one: Participant): Participant => filled(one, { name: '', level: 'frontline', role: 'participant', answersFor: [] }));
const organisation = once((one: Organisation): Organisation => {
  const after = filled(one, { name: '', kind: 'other' });
  const card = after.card && filled(after.card, { does: '', doesNot: '', callWhen: '' });
  return card === after.card ? after : { ...after, card: card! };
});
const phase = once((one: Phase): Phase => {
  const after = filled(one, { title: '', purpose: '', questions: [], minutes: 0, rounds: [], conduct });
  const how = filled(after.conduct, conduct);
  return how === after.conduct ? after : { ...after, conduct: how };
});

const items = once((list: readonly Item[]) => each(list, completeItem));
const people = once((list: readonly Participant[]) => each(list, person));
const organisations = once((list: readonly Organisation[]) => each(list, organisation));
const agenda = once((list: readonly Phase[]) => each(list, phase));
const none: readonly never[] = [];

export const completeDialogue = once((d: Dialogue): Dialogue => {
  const parts = { items: items(d.items ?? none), participants: people(d.participants ?? none), organisations: organisations(d.organisations ?? none), agenda: agenda(d.agenda ?? none) };
  const same = (Object.keys(parts) as (keyof typeof parts)[]).every(part => parts[part] === d[part]);
  return filled(same ? d : { ...d, ...parts }, {
    title: '', targetGroup: '', language: 'sv', status: 'draft', entered: none, visits: none, expected: none, concealed: none, votes: none, ratings: none, stances: none,
  });
});

const ofResult = { vision: 'visionSentence', initiatives: 'initiative', nextSteps: 'nextStep', moments: 'moment', findings: 'finding', contacts: 'contact', connections: 'connection' } as const;

/** The result: its lists say of which kind they are. */
export function completeOutcome<T extends { outcome: object }>(answer: T): T {
  const outcome = { stances: [], people: [], ...answer.outcome } as Record<string, unknown>;
  for (const [list, kind] of Object.entries(ofResult)) outcome[list] = ((outcome[list] as Item[] | undefined) ?? []).map(one => completeItem({ ...one, kind } as Item));
  return { ...answer, outcome };
}
