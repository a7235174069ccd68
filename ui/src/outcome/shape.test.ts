// What the outcome page may say, from the outcome's JSON.
import { describe, expect, it } from 'vitest';
import { tallied } from '../items/tally';
import { shape, type OutcomeAnswer } from './shape';

const base = { phaseId: 'p', at: '', seq: 1, rank: 'a' };
const answer = (o: Partial<OutcomeAnswer['outcome']> = {}): OutcomeAnswer => ({
  title: 'Kims väg', language: 'sv', targetGroup: 'MS', status: 'live',
  outcome: {
    vision: [{ ...base, id: 'v1', kind: 'visionSentence', text: 'En person', moments: ['m1'] }, { ...base, id: 'v2', kind: 'visionSentence', text: 'Samma dag', moments: [] }],
    initiatives: [{ ...base, id: 'i1', kind: 'initiative', title: 'Hemgång', what: '', sign: '', sentences: ['v1'], gaps: [], moments: [], lead: 'o1', contributors: ['o2', 'oX'], stage: 'planned', mandates: [] }],
    nextSteps: [{ ...base, id: 's1', kind: 'nextStep', what: 'Fast tid', organisation: 'o1', role: 'Chef', due: '2026-11-13', initiative: 'i1', with: ['o2', 'o1'], mandates: [{ organisation: 'o3', body: 'Nämnden', route: 'board' }], state: 'proposed' }],
    stances: [
      { targetId: 's1', organisations: [{ organisation: 'o1', stance: 'standsBehind' }, { organisation: 'o2', stance: 'needsChange', reason: 'Datumet' }], ownExperience: tallied([]), personal: tallied([]) },
      { targetId: 'v1', organisations: [{ organisation: 'o1', stance: 'canLiveWith' }], ownExperience: tallied(['standsBehind'], true), personal: tallied(['standsAside']) },
    ],
    participants: 12,
    people: [{ few: true }, { organisation: 'o1', level: 'frontline', count: 7 }, { organisation: 'o1', few: true }],
    moments: [{ ...base, id: 'm1', kind: 'moment', text: 'Hem på en fredag', tags: [] }, { ...base, id: 'm2', kind: 'moment', text: 'Jobbet', tags: [] }],
    findings: [], organisations: [{ id: 'o1', name: 'Kliniken', kind: 'region' }, { id: 'o2', name: 'Hemtjänsten', kind: 'municipality' }, { id: 'o3', name: 'Kommunen', kind: 'municipality' }],
    ...o,
  },
});

describe('Resultatet', () => {
  it('[UO1] a step names everyone once – who does it, with whom, whose decision – and a missing yes stays visible', () => {
    expect(shape(answer()).steps[0]!.named).toEqual([
      { organisation: 'Kliniken', stance: 'standsBehind', reason: undefined },
      { organisation: 'Hemtjänsten', stance: 'needsChange', reason: 'Datumet' },
      { organisation: 'Kommunen', stance: null, reason: undefined },
    ]);
  });
  it('[UO2] personal answers are counted apart from those of organisations', () => {
    const [v1] = shape(answer()).vision;
    expect(v1).toMatchObject({ organisations: { canLiveWith: 1, standsBehind: 0 }, own: { standsBehind: 1 }, personal: { few: true, standsBehind: null }, moments: [1] });
  });
  it('[UO3] a moment that no sentence and no initiative answers is told', () => {
    const o = shape(answer());
    expect(o.unanswered.map(m => m.item.text)).toEqual(['Jobbet']);
    expect(o.moments[0]).toMatchObject({ sentences: [1], initiatives: [1], steps: [1] });
  });
  it('[UO4] those who came are counted by organisation and level, those of no organisation first; a level of fewer than five is not told apart', () => {
    const o = shape(answer());
    expect([o.people, o.organisations]).toEqual([12, 1]);
    expect(o.attendance).toEqual([{ organisation: null, counts: {}, others: null, names: [] }, { organisation: 'Kliniken', counts: { frontline: 7 }, others: null, names: [] }]);
  });
  it('[UO4] names stand there where the facilitator said so; observers are outside', () => {
    const o = shape(answer({ people: [{ organisation: 'o1', level: 'frontline', name: 'Elin', role: 'participant' }, { level: 'livedExperience', name: 'Kim' }, { organisation: 'o1', level: 'management', name: 'Ove', role: 'observer' }] }));
    expect(o.attendance).toEqual([{ organisation: null, counts: { livedExperience: 1 }, names: ['Kim'] }, { organisation: 'Kliniken', counts: { frontline: 1 }, names: ['Elin'] }]);
  });
  it('[UO5] the table of stances has everyone who came or answered about the vision, silence included, and reasons point at their target', () => {
    const { stances } = shape(answer());
    expect(stances.rows.map(r => r.organisation)).toEqual(['Kliniken']);
    expect(stances.rows[0]!.answers).toEqual(['canLiveWith', null]);
    const more = shape(answer({ people: [{ organisation: 'o2', few: true }, { organisation: 'o1', few: true }] }));
    expect(more.stances.rows[1]).toEqual({ organisation: 'Hemtjänsten', answers: [null, null] });
    expect(stances.reasons).toEqual([{ organisation: 'Hemtjänsten', target: { kind: 'step', number: 1 }, stance: 'needsChange', text: 'Datumet' }]);
  });
  it('[UO7] a moment that a missing connection names is a gap, and what the person carries is counted', () => {
    const link = (id: string, state: 'missing' | 'works', carriedBy: 'person' | 'organisation', moments: string[] = []) => ({ ...base, id, kind: 'connection' as const, from: 'c1', to: 'c2', state, carriedBy, moments });
    const o = shape(answer({ connections: [link('x', 'works', 'organisation'), link('y', 'missing', 'person', ['m1'])], contacts: [{ ...base, id: 'c1', kind: 'contact', name: 'Kliniken', contributes: '' }] }));
    expect(o.moments.map(m => m.gap)).toEqual([true, false]);
    expect(o.system).toMatchObject({ total: 2, burden: 1, byState: [{ state: 'missing', list: [{ from: 'Kliniken', to: '', moments: [1] }] }, { state: 'works' }] });
  });
  it('[UO6] an outcome without any of its optional parts is an empty outcome, not an error', () => {
    const o = shape({ ...answer(), outcome: { vision: [], initiatives: [], nextSteps: [], stances: [], people: [] } });
    expect([o.vision, o.steps, o.moments, o.attendance]).toEqual([[], [], [], []]);
  });
  it('[UO1] an organisation that is not known any more is left out, not shown as an id', () => {
    expect(shape(answer()).initiatives[0]!.contributors).toEqual(['Hemtjänsten']);
  });
});
