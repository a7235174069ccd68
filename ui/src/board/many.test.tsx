// Many notes: chosen, moved and removed together; filtered; merged and split; and drawn anew only where something changed.
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Note, Theme } from '../wire';
import { heapsOf } from './alike';
import { filtered } from './filter';
import { still } from './holding';
import { dialogueOf, noteOf, phaseOf, pretend, show } from './pretend';
import { listsOf, readingOf } from './reading';
import { Looks, type Eyes } from './seeing';
import { merge, moveAll, newThemeOf } from './together';
import { Board } from './Board';

const drawn = vi.hoisted(() => ({ count: 0 }));
vi.mock('./Tallies', async original => {
  const real = await original<typeof import('./Tallies')>();
  // Every card draws its vote button: counting those counts cards.
  return { ...real, VoteButton: (p: Parameters<typeof real.VoteButton>[0]) => { drawn.count++; return real.VoteButton(p); } };
});

const strained = vi.hoisted(() => ({ now: false }));
vi.mock('../session/soon', async original => ({ ...await original<typeof import('../session/soon')>(), isStrained: () => strained.now }));

let page: Awaited<ReturnType<typeof show>> | undefined;
afterEach(async () => { await page?.close(); page = undefined; localStorage.clear(); });
const open = async (p: ReturnType<typeof pretend>) => (page = await show(p.session, <Board phase={p.dialogue().agenda[0]!} />));
const theme = (id: string, rank: string) => ({ ...noteOf(id, '', { rank }), kind: 'theme', title: id }) as unknown as Theme;
const moving = phaseOf('valueVision', { moving: true });
const letters = (text: string) => text.split('').map(id => noteOf(id, `Lapp ${id}`, { by: 'p2' }));

describe('many at once', () => {
  it('UI-70 chosen by keys they are moved as one command, in the order they stand', async () => {
    const p = pretend(dialogueOf({ agenda: [moving], items: [...letters('abcd'), theme('t1', '0')] }));
    const page = await open(p);
    await page.key(page.note('a')!, 'ArrowDown', { shiftKey: true });
    await page.key(page.note('b')!, 'ArrowDown', { shiftKey: true });
    expect(page.text()).toContain('3 lappar valda');
    await page.key(page.note('b')!, 'm');
    await page.click(/^t1/);
    expect(p.sent).toEqual([{ type: 'moveItems', moves: ['a', 'b', 'c'].map(itemId => ({ itemId, theme: 't1', before: null })) }]);
    expect(page.text()).not.toContain('3 lappar valda');
  });

  it('UI-71 what of the chosen is not mine stays, and that is said', async () => {
    const p = pretend(dialogueOf({ items: [noteOf('mine', 'Min'), noteOf('yours', 'Din', { by: 'p2' }), theme('t1', '0')] }));
    const page = await open(p);
    await page.key(page.note('mine')!, 'a', { ctrlKey: true });
    await page.key(page.note('yours')!, 'm');
    expect(document.querySelector('dialog')!.textContent).toContain('1 är någon annans och ligger kvar.');
    await page.click(/^t1/);
    expect(p.sent).toEqual([{ type: 'moveItems', moves: [{ itemId: 'mine', theme: 't1', before: null }] }]);
    await page.key(page.note('yours')!, ' ');
    await page.key(page.note('mine')!, ' ');
    await page.key(page.note('mine')!, 'Delete');
    expect(p.sent.at(-1)).toEqual({ type: 'removeItems', itemIds: ['mine'] });
  });

  it('UI-72 Escape chooses none; with single letters turned off the letters do nothing, all else does', async () => {
    const p = pretend(dialogueOf({ agenda: [moving], items: letters('ab') }));
    const page = await open(p);
    await page.key(page.note('a')!, ' ');
    expect(page.text()).toContain('1 lapp vald');
    await page.key(page.note('a')!, 'Escape');
    expect(page.text()).not.toContain('vald');
    await page.click(/^Mer om tavlan/);
    await page.click(/^Snabbtangenter/);
    await page.key(page.note('a')!, 'm');
    expect(document.querySelector('dialog')).toBeNull();
    await page.key(page.note('a')!, ' ');
    expect(page.text()).toContain('1 lapp vald');
  });

  it('UI-73 more moves than a command holds go as several, a merge and a split as their parts in order', () => {
    expect(moveAll(Array.from({ length: 230 }, (_, i) => String(i)), 't').map(d => (d as unknown as { moves: unknown[] }).moves.length)).toEqual([100, 100, 30]);
    expect(merge(theme('t1', '0'), letters('ab') as Note[], theme('t2', '1')).map(d => d.type)).toEqual(['moveItems', 'removeItems']);
    expect(newThemeOf(['a'], 'Nytt', 'valueVision').map(d => d.type)).toEqual(['addItem', 'moveItems']);
  });

  it('UI-74 a filter shows what fits, counts what does not, and is cleared in one press', async () => {
    const p = pretend(dialogueOf({ items: [...letters('abcde'), noteOf('mine', 'Min'), noteOf('told', 'Om händelsen', { moments: ['m1'] }), { ...noteOf('m1', 'Hem på en fredag'), kind: 'moment', phaseId: 'story', tags: [] } as never] }));
    const page = await open(p);
    await page.click(/^\s*Filtrera/);
    const select = [...page.host.querySelectorAll('select')].find(s => s.labels[0]!.textContent!.startsWith('Nivå'))!;
    const { act } = await import('react');
    await act(async () => { select.value = 'frontline'; select.dispatchEvent(new Event('change', { bubbles: true })); });
    expect([...page.host.querySelectorAll('[data-note]')].map(n => n.getAttribute('data-note'))).toEqual(['mine', 'told']);
    expect(page.text()).toContain('5 lappar visas inte');
    await page.click(/^\s*Visa alla/);
    expect(page.host.querySelectorAll('[data-note]')).toHaveLength(7);
    const reading = readingOf(p.dialogue(), 'p1');
    expect(filtered(listsOf(reading, 'valueVision'), { moment: 'm1' }, reading)).toMatchObject({ hidden: 6, lists: [{ notes: [{ id: 'told' }] }] });
  });

  it('UI-75 a theme under the pointer keeps still: what comes stands last, what is removed leaves its mark, what I do myself is seen', () => {
    const at = (notes: unknown[]) => [{ theme: null, notes: notes as Note[] }];
    const [a, b, c, d] = letters('abcd') as Note[];
    const items = new Map([a, b, d].map(n => [n!.id, n!]));
    const ids = (lists: readonly { notes: readonly Note[] }[]) => lists[0]!.notes.map(n => n.id).join('');
    expect(ids(still(at([d, b, a]), at([a, b, c]), { over: '', focus: null }, items))).toBe('abcd');
    expect(ids(still(at([d, b, a]), at([a, b, c]), { over: null, focus: '' }, items))).toBe('abd');
    expect(ids(still(at([d, b, a]), at([a, b, c]), { over: null, focus: null }, items))).toBe('dba');
    expect(ids(still(at([d, { ...b!, pending: true }, a]), at([a, b, c]), { over: '', focus: null }, items))).toBe('dba');
  });

  it('UI-79 of many notes those more than a screen away have their words but no buttons, until they come near or hold focus', async () => {
    const seen = new Map<Element, (near: boolean) => void>();
    vi.stubGlobal('IntersectionObserver', class {
      constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
      observe(list: Element) { seen.set(list, near => this.tell([{ isIntersecting: near }])); }
      disconnect() {}
    });
    const items = Array.from({ length: 70 }, (_, i) => noteOf(`n${i}`, `Lapp ${i}`, { by: 'p2', theme: `t${i % 2}` }));
    const p = pretend(dialogueOf({ agenda: [moving], items: [...items, theme('t0', '0'), theme('t1', '1')] })), page = await open(p);
    const [near, far] = [...seen.keys()] as HTMLElement[], buttons = (list?: Element) => list!.querySelectorAll('button').length;
    expect([near!, far!].map(buttons)).toEqual([0, 0]);
    await act(async () => seen.get(near!)!(true));
    expect([near!, far!].map(buttons)).toEqual([35, 0]);
    expect(page.text()).toContain('Lapp 69');
    await act(async () => { near!.querySelector('button')!.focus(); seen.get(near!)!(false); });
    expect(buttons(near)).toBe(35);
    await act(async () => { (document.activeElement as HTMLElement).blur(); seen.get(near!)!(false); });
    expect(buttons(near)).toBe(0);
    vi.unstubAllGlobals();
  });

  it('UI-81 where drawing is slow what others do out of sight is drawn later, once; what one does oneself, also taking away, at once', async () => {
    vi.stubGlobal('IntersectionObserver', class { observe() {} disconnect() {} }); // all are far
    const items = Array.from({ length: 70 }, (_, i) => noteOf(`n${i}`, `Lapp ${i}.`, { by: i === 3 ? 'p1' : 'p2', theme: `t${i % 2}` }));
    const p = pretend(dialogueOf({ agenda: [moving], items: [...items, theme('t0', '0'), theme('t1', '1')] })), page = await open(p);
    strained.now = true;
    await p.others({ type: 'itemChanged', itemId: 'n0', patch: { text: 'Den första' } }); // drawn at once: only then is there something that may stay
    // As in a browser: what the store tells is drawn at once, and behind it what may wait.
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
    const comes = async (fact: Record<string, unknown>) => { p.comes(fact); for (let i = 0; i < 5; i++) await Promise.resolve(); };
    try {
      await comes({ type: 'itemAdded', item: noteOf('n99', 'Från någon annan', { by: 'p2', theme: 't0' }) });
      expect(page.text()).not.toContain('Från någon annan');
      await comes({ type: 'itemAdded', item: noteOf('n98', 'Min egen', { by: 'p1', theme: 't1' }) });
      expect(page.text()).toContain('Min egen');
      await comes({ type: 'itemsRemoved', itemIds: ['n3'] });
      expect(page.text()).not.toContain('Lapp 3.');
      await vi.waitFor(() => expect(page.text().split('Från någon annan')).toHaveLength(2));
      expect(page.text().split('Min egen')).toHaveLength(2);
    } finally {
      strained.now = false;
      vi.unstubAllGlobals();
    }
  });

  it('UI-76 of five hundred notes a change by others draws one card again, a vote one, mine too, a look that says the same none', async () => {
    vi.stubGlobal('IntersectionObserver', undefined); // all are near
    const items = Array.from({ length: 500 }, (_, i) => noteOf(`n${i}`, `Lapp ${i}`, { by: 'p2', theme: `t${i % 10}` }));
    const p = pretend(dialogueOf({ agenda: [phaseOf('valueVision', { voting: { open: true, budget: 3 } })], items: [...items, ...Array.from({ length: 10 }, (_, i) => theme(`t${i}`, String(i)))] }));
    await open(p);
    expect(drawn.count).toBeGreaterThanOrEqual(500);
    const draws = async (fact: Record<string, unknown>) => { drawn.count = 0; await p.others(fact); return drawn.count; };
    expect(await draws({ type: 'itemChanged', itemId: 'n7', patch: { text: 'Ändrad' } })).toBe(1);
    expect(await draws({ type: 'voteCast', itemId: 'n9', by: 'p2', weight: 1 })).toBe(1);
    expect(await draws({ type: 'itemAdded', item: noteOf('ny', 'Ny', { theme: 't3' }), by: 'p2' })).toBe(1);
    expect(await draws({ type: 'itemsMoved', moves: [{ itemId: 'n11', theme: 't5', rank: '9' }] })).toBe(1);
    expect(await draws({ type: 'itemsRemoved', itemIds: ['n12'] })).toBe(0);
    expect(await draws({ type: 'readySet', participantId: 'p2', value: true })).toBe(0);
    expect(await draws({ type: 'voteCast', itemId: 'n20', by: 'p1', weight: 1 })).toBe(1); // mine, and votes are left
    vi.unstubAllGlobals();
  }, 30_000); // what is counted is draws; the time is the machine's

  it('UI-77 a list in which nothing changed is the same object', () => {
    const dialogue = dialogueOf({ items: letters('ab') });
    const eyes = (d: typeof dialogue): Eyes => ({ reading: readingOf(d, 'p1'), phase: d.agenda[0]!, me: 'p1', facilitator: false, writable: true, writers: new Map(), marked: null, now: 9e12, byFacilitator: 'x', tableOf: () => '', mayLift: () => false });
    const looks = new Looks();
    const first = looks.at(listsOf(readingOf(dialogue, 'p1'), 'valueVision'), eyes(dialogue));
    const other = { ...dialogue, votes: [] };
    expect(looks.at(listsOf(readingOf(other, 'p1'), 'valueVision'), eyes(other))[0]).toBe(first[0]);
  });

  it('UI-78 suggested themes gather notes that use the same words, and leave alone what is like nothing', () => {
    const texts = ['Rullstolen ska stå i hallen vid hemgången', 'Hemgången planeras med rullstol', 'Planera hemgång och rullstol ihop', 'Ett telefonnummer som svarar', 'Telefonnumret ska alltid svara', 'Kaffe'];
    const heaps = heapsOf(texts.map((text, i) => noteOf(`n${i}`, text) as Note));
    expect(heaps.map(heap => heap.notes.map(n => n.id).join())).toEqual(['n0,n1,n2', 'n3,n4']);
    expect(heapsOf([])).toEqual([]);
    const began = performance.now();
    heapsOf(Array.from({ length: 500 }, (_, i) => noteOf(`m${i}`, `${texts[i % 6]} nummer ${i * 7919 % 13} ${texts[(i * 5) % 6]}`) as Note));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
