// Case 19 and its kind: whatever the rules accept every screen shows. Random items with nothing but what their kind requires, through every page.
import { act, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openConduct, phaseOf, pretend, show } from '../board/pretend';
import Removed from '../board/Removed';
import EraseFields from '../erase/EraseFields';
import { LeadRoom } from '../facilitator/Lead';
import { Preparation } from '../facilitator/Preparation';
import { kinds } from '../items';
import OutcomePage from '../outcome/OutcomePage';
import { Workroom } from '../participant/Workroom';
import { phaseViews } from '../phases';
import { Projected } from '../screen/Screen';
import '../screen/ScreenMap';
import { FakeServer, numbers } from '../session/fake-server';
import { open, pass, underFakeTime } from '../session/fixtures';
import { Story } from '../story/Story';
import type { Dialogue, Item, ItemKind, PhaseKind, Shows } from '../wire';
import { completeDialogue, completeItem } from './complete';

let page: Awaited<ReturnType<typeof show>> | undefined;
afterEach(async () => { await page?.close(); page = undefined; document.body.replaceChildren(); vi.unstubAllGlobals(); localStorage.clear(); });

beforeEach(() => { vi.stubGlobal('fetch', vi.fn(async () => new Response('{}', { status: 404 }))); });

const phases: readonly PhaseKind[] = ['welcome', 'story', 'systemMap', 'valueVision', 'initiatives', 'nextSteps', 'closing'];
const required: { readonly [K in ItemKind]: object } = {
  note: { text: 'En lapp' }, theme: { title: 'Ett tema' }, finding: { text: 'Fyra av tio' }, moment: { text: 'Det hände' }, contact: { name: 'Kontakten' },
  connection: { from: 'contact1', to: 'contact2', state: 'missing', carriedBy: 'person' }, visionSentence: { text: 'Vi vill' }, initiative: { title: 'Ett initiativ' }, nextStep: { what: 'Ett steg', organisation: 'o1' },
};
const optional: { readonly [K in ItemKind]: object } = {
  note: { moments: ['moment1', 'gone'], colour: 'blue' }, theme: {}, finding: { source: 'Intervjuer', answers: 3, quote: 'Så' }, moment: { when: 'maj', feeling: 'rädd', tags: ['repetition'] },
  contact: { organisation: 'o1', contributes: 'Hjälp', distance: 2 }, connection: { text: 'Brist', moments: ['moment1'] }, visionSentence: { sign: 'Tecken', moments: ['moment2'] },
  initiative: { what: 'Vad', sign: 'Tecken', sentences: ['visionSentence1'], gaps: ['connection1'], moments: ['moment1'], lead: 'o1', contributors: ['o2', 'gone'], stage: 'tried', mandates: [{ organisation: 'o1', route: 'board' }] },
  nextStep: { role: 'Chef', contact: 'a@b.se', due: '9999-12-31', initiative: 'initiative1', with: ['o2'], mandates: [{ organisation: 'o2', body: 'Nämnden', route: 'delegation', when: '2027-01-01' }] },
};

/** As a raw client, an old journal and a careless import may leave it. */
function random(seed: number): Dialogue {
  const next = numbers(seed), chance = (p: number) => next() < p;
  const items: Item[] = [];
  for (const kind of Object.keys(required) as ItemKind[]) {
    for (let i = 1; i <= (kind === 'contact' ? 2 : 1 + Math.floor(next() * 2)); i++) {
      const extra = Object.fromEntries(Object.entries(optional[kind]).flatMap(([field, value]) => (chance(0.35) ? [[field, value]] : chance(0.2) ? [[field, null]] : [])));
      items.push({
        id: `${kind}${i}`, kind, phaseId: phases[Math.floor(next() * 7)], at: '2026-10-03T11:00:00Z', seq: items.length + 1, rank: String(items.length).padStart(3, '0'),
        ...(chance(0.6) ? { by: chance(0.5) ? 'p1' : 'p3' } : {}), ...(chance(0.3) ? { table: '1' } : {}), ...required[kind], ...extra,
        ...(chance(0.3) ? { reports: [{ at: '2026-11-01T10:00:00Z', status: 'stuck', ...(chance(0.5) ? { seq: 90 } : {}) }] } : {}),
      } as unknown as Item);
    }
  }
  const of = (...some: ItemKind[]) => items.filter(item => some.includes(item.kind));
  return {
    id: 'd1', title: 'Kims väg', language: 'sv', status: chance(0.25) ? 'concluded' : 'live', joinCode: '123456789', joinToken: 't',
    agenda: phases.map(kind => (chance(0.3) ? { id: kind, kind, title: kind, conduct: openConduct } as never : { ...phaseOf(kind, { names: chance(0.3) ? 'hidden' : 'shown', voting: { open: true, budget: 3 } }) })),
    phaseId: phases[Math.floor(next() * 7)], entered: [...phases], visits: [],
    organisations: [{ id: 'o1', name: 'Hemtjänsten' } as never, { id: 'o2', name: 'Kliniken', kind: 'region', ...(chance(0.5) ? { card: { does: 'Hjälper' } } : {}) } as never], expected: [{ organisation: 'o2', level: 'management', count: 1 }],
    participants: [{ id: 'p1', name: 'Elin', organisation: 'o1', level: 'frontline', role: 'participant', ...(chance(0.5) ? { answersFor: ['o1'] } : {}) } as never, { id: 'p3', name: 'Kim', level: 'livedExperience' } as never],
    items, concealed: [],
    votes: of('note', 'initiative').map((item, i) => ({ itemId: item.id, by: 'p1', weight: 1, seq: 60 + i })),
    ratings: of('initiative').map((item, i) => ({ itemId: item.id, by: 'p1', effect: 4, effort: 2, seq: 70 + i })),
    stances: of('visionSentence', 'initiative', 'nextStep').map((item, i) => ({ targetId: item.id, stance: 'standsBehind' as const, seq: 80 + i, ...(chance(0.5) ? { by: 'p1', organisation: 'o1' } : {}) })),
  } as unknown as Dialogue;
}

/** What nobody should read: a key without words, a value that is none. */
const nonsense = /undefined|\bnull\b|NaN|Invalid Date|\[object|\b(stage|state|stepState|carriedBy|tag|kind|route|level|role|stance|phase|round|progress|lead|outcome|screen|lead\.orgKind)\.[a-zA-Z]/;
async function shows(session: ReturnType<typeof pretend>['session'], children: ReactNode, what: string): Promise<void> {
  page = await show(session, children);
  await act(async () => { for (let i = 0; i < 5; i++) await new Promise(done => setTimeout(done)); });
  const said = document.body.innerHTML.replace(/<(style|script|svg)[\s\S]*?<\/\1>/g, '').replace(/\s(id|for|class|aria-controls|aria-labelledby|aria-describedby|data-[a-z]+|href|name|src)="[^"]*"/g, '');
  expect(nonsense.exec(said)?.[0] ?? '', `${what}: …${said.slice(Math.max(0, said.search(nonsense) - 120), said.search(nonsense) + 60)}`).toBe('');
  expect(said.length, what).toBeGreaterThan(40);
  await page.close();
  page = undefined;
  document.body.replaceChildren();
}

describe.each([1, 2, 3, 4, 5, 6])('generated dialogue %i', seed => {
  const d = completeDialogue(random(seed));

  it('UI-148 every part, for a participant and for a facilitator', async () => {
    await Promise.all(Object.values(phaseViews).map(one => (one as unknown as { _payload?: unknown; _init?: (p: unknown) => unknown })).map(async one => { try { one._init?.(one._payload); } catch (coming) { await coming; } }));
    for (const phaseId of phases) for (const me of ['p1', null]) await shows(pretend({ ...d, phaseId }, me).session, <Workroom />, `${phaseId} as ${me}`);
  });

  it('UI-148 the lead view, the preparation, the words of the dialogue, what was removed, the story', async () => {
    for (const phaseId of phases) await shows(pretend({ ...d, phaseId }, null).session, <LeadRoom dialogueId="d1" />, `lead, ${phaseId}`);
    const { session } = pretend(d, null);
    await shows(session, <Preparation open onClose={() => undefined} />, 'the preparation');
    await shows(session, <EraseFields onClose={() => undefined} />, 'the fields');
    await shows(session, <Story drawer onClose={() => undefined} />, 'the story');
    vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify({ items: random(seed).items, removals: random(seed).items.map(item => ({ itemId: item.id, at: item.at, seq: 1 })) }))));
    await shows(pretend({ ...d, items: [] }, null).session, <Removed onClose={() => undefined} />, 'removed');
  });

  it('UI-148 the big screen, whatever it shows', async () => {
    for (const phaseId of phases) await shows(pretend({ ...d, phaseId }, null).session, <Projected />, `screen, ${phaseId}`);
    for (const what of ['board', 'story', 'time', 'code', 'map', 'vision', 'result'] satisfies Shows[]) await shows(pretend({ ...d, status: 'live', screen: { shows: what } }, null).session, <Projected />, `screen, ${what}`);
  });

  it('UI-148 each editor, and each card', async () => {
    const { session } = pretend({ ...d, status: 'live' }, null);
    for (const item of d.items) {
      const { Card, Editor } = kinds[item.kind] as { Card: (p: { item: Item; number: number }) => ReactNode; Editor: null | ((p: { item: Item; phase: Dialogue['agenda'][number]; onClose: () => void }) => ReactNode) };
      await shows(session, <div><p>Ett kort som det står på sidan, med allt som hör till.</p><Card item={item} number={1} />{Editor && <Editor item={item} phase={d.agenda[0]!} onClose={() => undefined} />}</div>, item.id);
    }
  });

  it('UI-148 the result', async () => {
    const raw = random(seed), of = (kind: ItemKind) => raw.items.filter(item => item.kind === kind).map(({ kind: _, ...rest }) => rest);
    vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify({
      title: 'Kims väg', language: 'sv', targetGroup: '', status: 'concluded',
      outcome: { vision: of('visionSentence'), initiatives: of('initiative'), nextSteps: of('nextStep'), moments: of('moment'), findings: of('finding'), contacts: of('contact'), connections: of('connection'), organisations: raw.organisations, stances: [], people: [] },
    }))));
    await shows(pretend(d, null).session, <OutcomePage link="abc" />, 'the result');
  });
});

describe('in a session', () => {
  underFakeTime();
  it('UI-149 snapshots, events, patches and guesses alike reach the screens complete; what is complete stays the same object', async () => {
    const server = new FakeServer();
    const add = (item: object) => server.happen({ type: 'itemAdded', item: { phaseId: 'valueVision', rank: '1', ...item } } as never);
    add({ id: 'm1', kind: 'moment', text: 'Det hände' });
    const session = open(server);
    await pass(1_000);
    add({ id: 'i1', kind: 'initiative', title: 'Ett' });
    add({ id: 's1', kind: 'nextStep', what: 'Ett steg', organisation: 'o1', with: ['o1'] });
    server.happen({ type: 'itemChanged', itemId: 's1', patch: { with: null } } as never);
    await pass(1_000);
    server.network.down = true;
    void session.do({ type: 'addItem', item: { id: 'm2', kind: 'moment', phaseId: 'valueVision', text: 'Utan nät' } as never });
    const items = session.get().dialogue.items;
    expect(items.map(item => completeItem(item) === item)).toEqual([true, true, true, true]);
    expect(items.find(item => item.id === 's1')).toMatchObject({ role: '', due: '', with: [], mandates: [] });
    expect(items.find(item => item.id === 'm2')).toMatchObject({ tags: [], pending: true });
    const before = items.find(item => item.id === 'm1');
    add({ id: 'm3', kind: 'moment', text: 'Till' });
    server.network.down = false;
    await pass(5_000);
    expect(session.get().dialogue.items.find(item => item.id === 'm1')).toBe(before);
  });
});
