import { afterEach, describe, expect, it } from 'vitest';
import { phaseOf, dialogueOf, noteOf, pretend, show } from './pretend';
import { Board } from './Board';

let page: Awaited<ReturnType<typeof show>>;
afterEach(() => page.close());

const open = async (p: ReturnType<typeof pretend>) => { page = await show(p.session, <Board phase={p.dialogue().agenda[0]!} />); return page; };

describe('the board', () => {
  it('UI-20 says who wrote, from where and at which level, in words', async () => {
    const page = await open(pretend(dialogueOf({ items: [noteOf('n1', 'Ring först', { by: 'p2' })] })));
    expect(page.note('n1')!.textContent).toContain('Mats, Kliniken');
    expect(page.note('n1')!.textContent).toContain('Chef');
    expect(page.note('n1')!.className).toContain('n-blue');
  });

  it('UI-21 where names are hidden nothing gives the writer away: no name, no organisation, no level, no colour', async () => {
    const phase = phaseOf('valueVision', { names: 'hidden' });
    const page = await open(pretend(dialogueOf({ agenda: [phase], items: [noteOf('n1', 'Ring först', { by: null }), noteOf('n2', 'Min egen')] })));
    expect(page.note('n1')!.className).toContain('n-grey');
    expect(page.note('n1')!.textContent).not.toMatch(/Mats|Kliniken|Chef|Processledaren/);
    // My own is mine to know, but its colour would tell those who look over my shoulder.
    expect(page.note('n2')!.className).toContain('n-grey');
  });

  it('UI-22 the list shows the same notes as the board, in the same order', async () => {
    const items = ['a', 'b', 'c'].map(x => noteOf(x, `Lapp ${x}`));
    const page = await open(pretend(dialogueOf({ items })));
    const order = () => [...page.host.querySelectorAll('[data-note]')].map(n => n.getAttribute('data-note'));
    const before = order();
    await page.click(/^\s*Lista/);
    expect(page.host.querySelector('.rows')).not.toBeNull();
    expect(order()).toEqual(before);
  });

  it('UI-23 keys do what the menu does: R votes, Delete removes, M asks where to', async () => {
    const phase = phaseOf('valueVision', { voting: { open: true, budget: 2 } });
    const p = pretend(dialogueOf({ agenda: [phase], items: [noteOf('n1', 'Ring först')] }));
    const page = await open(p);
    await page.key(page.note('n1')!, 'r');
    expect(p.sent.at(-1)).toEqual({ type: 'vote', itemId: 'n1', weight: 1 });
    await page.key(page.note('n1')!, 'm');
    expect(document.querySelector('dialog')?.textContent).toContain('Flytta lappen till');
    await page.click(/^Stäng/);
    await page.key(page.note('n1')!, 'Delete');
    expect(p.sent.at(-1)).toEqual({ type: 'removeItems', itemIds: ['n1'] });
    // Focus came back to the note when the dialog closed, and is not taken away with it: a tombstone stands there until one leaves.
    expect(page.note('n1')!.textContent).toContain('Lappen är borttagen.');
    expect(page.note('n1')!.textContent).not.toContain('Ring först');
  });

  it('UI-24 others’ notes are not mine to change: no key does it, and moving says who moves', async () => {
    const p = pretend(dialogueOf({ items: [noteOf('n1', 'Ring först', { by: 'p2' })] }));
    const page = await open(p);
    for (const key of ['Enter', 'Delete', 'm', 'h', 'r']) await page.key(page.note('n1')!, key);
    expect(p.sent).toEqual([]);
    await page.click(/^Mer om lappen/);
    expect(document.querySelector('[role=menuitem][aria-disabled]')?.textContent).toContain('Processledaren flyttar lapparna just nu');
    await page.key(document.querySelector('[role=menu]')!, 'Escape');
    expect(document.querySelector('[role=menu]')).toBeNull();
  });

  it('UI-25 a note removed by another while I am in it stays until I leave, and focus stays', async () => {
    const p = pretend(dialogueOf({ items: [noteOf('n1', 'Ett', { by: 'p2' }), noteOf('n2', 'Två')] }));
    const page = await open(p);
    const { act } = await import('react');
    await act(async () => page.note('n1')!.focus());
    await p.others({ type: 'itemsRemoved', itemIds: ['n1'] });
    expect(page.note('n1')!.textContent).toContain('Lappen är borttagen');
    expect(document.activeElement).toBe(page.note('n1'));
    await act(async () => page.note('n2')!.focus());
    expect(page.note('n1')).toBeNull();
  });

  it('UI-50 Esc leaves a note but drops nothing: what was written is there when it is opened again, until Avbryt', async () => {
    const p = pretend(dialogueOf({ items: [noteOf('n1', 'Ring')] }));
    const page = await open(p);
    const field = () => page.note('n1')!.querySelector('textarea')!;
    await page.key(page.note('n1')!, 'Enter');
    await page.type(field(), 'Ring före helgen');
    await page.key(field(), 'Escape');
    expect(page.note('n1')!.querySelector('textarea')).toBeNull();
    await page.key(page.note('n1')!, 'Enter');
    expect(field().value).toBe('Ring före helgen');
    await page.click(/^Avbryt/);
    await page.key(page.note('n1')!, 'Enter');
    expect(field().value).toBe('Ring');
    expect(p.sent).toEqual([]);
  });

  it('UI-26 what is hidden is counted, never shown', async () => {
    const phase = phaseOf('valueVision', { writing: 'private' });
    const page = await open(pretend(dialogueOf({ agenda: [phase], concealed: [{ itemId: 'x', kind: 'note', phaseId: 'valueVision' }, { itemId: 'y', kind: 'note', phaseId: 'valueVision' }] })));
    expect(page.text()).toContain('2 lappar till är skrivna');
  });

  it('UI-27 an observer sees no vote button that would be refused', async () => {
    const phase = phaseOf('valueVision', { voting: { open: true, budget: 2 } });
    const d = dialogueOf({ agenda: [phase], items: [noteOf('n1', 'Ring först', { by: 'p2' })] });
    const page = await open(pretend({ ...d, participants: d.participants.map(x => (x.id === 'p1' ? { ...x, role: 'observer' as const } : x)) }));
    expect(page.host.querySelector('button[aria-pressed].act')).toBeNull();
  });
});
