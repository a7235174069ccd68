import { describe, expect, it } from 'vitest';
import { dialogueOf } from '../board/pretend';
import type { NextStep, Stance } from '../wire';
import { stepState } from './stepState';

const step = (patch: Partial<NextStep> = {}): NextStep => ({
  id: 's1', kind: 'nextStep', phaseId: 'nextSteps', at: '', seq: 1, rank: 'a', what: 'x', organisation: 'o1', role: 'chef', due: '2026-12-01', with: [], mandates: [], ...patch,
});
const says = (organisation: string, stance: Stance['stance']): Stance => ({ targetId: 's1', organisation, stance });
const state = (s: NextStep, stances: Stance[]) => stepState(s, dialogueOf({ stances }));

describe('UI-08 the state of a step', () => {
  it('is asked when a named organisation is not here and has not answered', () => {
    expect(state(step({ with: ['o9'] }), [says('o1', 'standsBehind')])).toBe('asked');
    expect(state(step({ with: ['o9'] }), [says('o1', 'standsBehind'), says('o9', 'canLiveWith')])).toBe('agreed');
  });
  it('is proposed until all who are named say yes; a personal yes does not count', () => {
    expect(state(step({ with: ['o2'] }), [says('o1', 'standsBehind')])).toBe('proposed');
    expect(state(step(), [{ targetId: 's1', by: 'p1', stance: 'standsBehind' }])).toBe('proposed');
    expect(state(step({ with: ['o2'] }), [says('o1', 'standsBehind'), says('o2', 'needsChange')])).toBe('proposed');
  });
  it('awaits a decision as long as a mandate has no outcome; who decides is named too', () => {
    const s = step({ mandates: [{ organisation: 'o2', body: 'Nämnden', route: 'board' }] });
    expect(state(s, [says('o1', 'standsBehind')])).toBe('proposed');
    expect(state(s, [says('o1', 'standsBehind'), says('o2', 'canLiveWith')])).toBe('awaitingDecision');
    expect(state({ ...s, mandates: [{ ...s.mandates[0]!, outcome: 'Bifall' }] }, [says('o1', 'standsBehind'), says('o2', 'canLiveWith')])).toBe('agreed');
  });
  it.each(['needsChange', 'standsAside'] as const)('UI-151 %s is no yes, whoever else says yes', stance => {
    expect(state(step({ with: ['o2'] }), [says('o1', stance), says('o2', 'standsBehind')])).toBe('proposed');
    expect(state(step({ with: ['o2'] }), [says('o1', 'standsBehind'), says('o2', stance)])).toBe('proposed');
  });
  it.each([[undefined, undefined], ['Bifall', undefined], [undefined, 'Bifall'], ['Bifall', ' ']])('UI-151 one of two decisions that is open is enough to wait: %s, %s', (first, second) => {
    const mandates = [first, second].map(outcome => ({ organisation: 'o1', body: 'Nämnden', route: 'board' as const, ...(outcome && { outcome }) }));
    expect(state(step({ mandates }), [says('o1', 'standsBehind')])).toBe('awaitingDecision');
  });
});
