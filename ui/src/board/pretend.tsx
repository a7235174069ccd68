// For tests only: a session without a server, whose commands become what predict says, and a page that shows something in it.
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { evolve } from '../session/evolve';
import { newId } from '../session/ids';
import { predict } from '../session/predict';
import { SessionProvider } from '../session/react';
import type { Session, Shown } from '../session/shown';
import type { Command, Conduct, Dialogue, Draft, Fact, Item, Phase, PhaseKind } from '../wire';

export const openConduct: Conduct = { writing: 'open', names: 'shown', moving: false, voting: { open: false } };

export function phaseOf(kind: PhaseKind, conduct: Partial<Conduct> = {}): Phase {
  return { id: kind, kind, title: `Del ${kind}`, purpose: '', questions: [`Fråga om ${kind}?`], minutes: 10, conduct: { ...openConduct, ...conduct }, rounds: [] };
}

export function dialogueOf(patch: Partial<Dialogue> = {}): Dialogue {
  const agenda = patch.agenda ?? [phaseOf('valueVision'), phaseOf('initiatives')];
  return {
    id: 'd1', title: 'Kims väg', targetGroup: '', language: 'sv', status: 'live', phaseId: agenda[0]!.id, entered: agenda.map(p => p.id), visits: [],
    organisations: [{ id: 'o1', name: 'Hemtjänsten', kind: 'other' }, { id: 'o2', name: 'Kliniken', kind: 'other' }], expected: [],
    participants: [
      { id: 'p1', name: 'Elin', organisation: 'o1', level: 'frontline', role: 'participant', answersFor: ['o1'] },
      { id: 'p2', name: 'Mats', organisation: 'o2', level: 'management', role: 'participant', answersFor: ['o2'] },
    ],
    items: [], concealed: [], votes: [], ratings: [], stances: [], ...patch, agenda,
  };
}

let ranks = 0;
export function noteOf(id: string, text: string, patch: Record<string, unknown> = {}): Item {
  return { id, kind: 'note', phaseId: 'valueVision', by: 'p1', at: '2026-10-03T11:00:00Z', seq: 1, rank: String(++ranks).padStart(6, '0'), text, ...patch } as Item;
}

export function pretend(dialogue: Dialogue, me: string | null = 'p1') {
  const listeners = new Set<() => void>();
  const sent: Draft[] = [];
  let seq = 100;
  const who = (d: Dialogue) => d.participants.find(p => p.id === me) ?? null;
  let shown: Shown = {
    dialogue, ready: true, closed: null, me: who(dialogue), facilitator: me === null, save: 'saved', waiting: 0, online: true, around: new Map(), serverTime: () => Date.now(),
    refusals: [], outdated: false, seq: 1, canUndo: false, canRedo: false, happened: [],
  };
  const put = (patch: Partial<Shown>) => { shown = { ...shown, ...patch }; listeners.forEach(f => f()); };
  const happen = (...facts: Fact[]) => { let d = shown.dialogue; for (const f of facts) d = evolve(d, f); put({ dialogue: d, me: who(d) }); };
  const session: Session = {
    get: () => shown,
    subscribe: f => { listeners.add(f); return () => { listeners.delete(f); }; },
    do: async draft => {
      sent.push(draft);
      const command = { ...draft, id: newId() } as Command;
      happen(...predict(shown.dialogue, command, { me, gone: () => undefined }, ++seq, Date.now()));
      return { id: command.id, seq };
    },
    doAll: drafts => Promise.all(drafts.map(d => session.do(d))),
    point: () => undefined, speak: () => undefined, undo: () => undefined, redo: () => undefined, close: () => undefined,
    dismiss: i => put({ refusals: shown.refusals.filter((_, j) => j !== i) }),
  };
  /** What others do. */
  const comes = (fact: Record<string, unknown>) => happen({ seq: ++seq, at: new Date().toISOString(), ...fact } as unknown as Fact);
  const others = (fact: Record<string, unknown>) => act(async () => comes(fact));
  return { session, sent, comes, others, put: (patch: Partial<Shown>) => act(async () => put(patch)), dialogue: () => shown.dialogue };
}

/** Shows it; `find` throws when there is none, by its text or a selector. */
export async function show(session: Session, children: ReactNode) {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  await act(async () => root.render(<SessionProvider session={session}>{children}</SessionProvider>));
  const button = (name: RegExp) => {
    const one = [...document.querySelectorAll<HTMLButtonElement>('button')].find(b => name.test(b.getAttribute('aria-label') ?? b.textContent ?? ''));
    if (!one) throw new Error(`no button ${name}: ${document.body.textContent}`);
    return one;
  };
  return {
    host, button,
    text: () => host.textContent ?? '',
    click: (name: RegExp) => act(async () => button(name).click()),
    note: (id: string) => host.querySelector<HTMLElement>(`[data-note="${id}"]`),
    key: (element: Element, key: string, more: KeyboardEventInit = {}) => act(async () => { element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })); }),
    type: (field: HTMLTextAreaElement | HTMLInputElement, value: string) => act(async () => {
      // React listens to the setter of the element's own class, so the value goes in under it.
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')!.set!.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }),
    close: () => act(async () => { root.unmount(); host.remove(); }),
  };
}
