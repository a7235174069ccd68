// Case 1: a page that the browser has translated says the same as one that it has not.
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { dialogueOf, noteOf, phaseOf, pretend, show } from './board/pretend';
import { Toasts } from './design';
import { Workroom } from './participant/Workroom';
import './phases/closing';
import './phases/valueVision';
import { besideTranslation } from './translation';

let stop = () => {};
let pages: Awaited<ReturnType<typeof show>>[] = [];
afterEach(async () => { stop(); for (const page of pages) await page.close(); pages = []; });

/** What a translation does: each text node out, two <font> with another node in. Here the words stay, so that pages can be compared. */
function translate(host: Element, how: 'replace' | 'insert, then remove' | 'keep the node inside'): number {
  const all: Text[] = [];
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if ((walker.currentNode as Text).data.trim() && !(walker.currentNode.parentNode as Element).closest('font')) all.push(walker.currentNode as Text);
  for (const text of all) {
    const outer = document.createElement('font'), inner = document.createElement('font');
    outer.append(inner);
    if (how === 'keep the node inside') { text.replaceWith(outer); inner.append(text); continue; }
    inner.append(document.createTextNode(text.data));
    if (how === 'replace') text.replaceWith(outer);
    else { text.before(outer); text.remove(); }
  }
  return all.length;
}
const said = (host: Element) => (host.textContent ?? '').replace(/\s+/g, ' ').trim();
const begun = () => pretend(dialogueOf({ agenda: [phaseOf('closing'), phaseOf('valueVision')], items: [noteOf('n1', 'Ett', { phaseId: 'closing' }), noteOf('n2', 'Två', { phaseId: 'closing', by: 'p2' })] }));

it.each(['replace', 'insert, then remove', 'keep the node inside'] as const)('UI-144 what a translated page says changes as it would untranslated, and nothing falls (%s)', async how => {
  stop = besideTranslation(document);
  const [plain, wrapped] = [begun(), begun()];
  for (const one of [plain, wrapped]) pages.push(await show(one.session, <><Workroom /><Toasts /></>));
  const [here, there] = pages;
  const both = async (change: (p: ReturnType<typeof pretend>) => Promise<unknown>, what: string) => {
    expect(translate(there!.host, how), what).toBeGreaterThanOrEqual(0);
    await act(async () => { await Promise.resolve(); });
    expect(said(there!.host), `${what}: before`).toBe(said(here!.host));
    for (const p of [plain, wrapped]) await change(p);
    await act(async () => { await Promise.resolve(); });
    expect(said(there!.host), what).toBe(said(here!.host));
  };
  await act(async () => { for (let i = 0; i < 20; i++) await new Promise(done => setTimeout(done)); });
  expect(said(here!.host)).toContain('Sparat');
  expect(said(here!.host)).toContain('Två');
  await both(p => p.put({ save: 'unsaved', waiting: 1, online: false }), 'offline with something waiting');
  expect(said(there!.host)).toContain('Ej sparat');
  await both(p => p.put({ waiting: 2 }), 'one more');
  await both(p => p.others({ type: 'itemAdded', by: 'p2', item: { id: 'n3', kind: 'note', phaseId: 'closing', text: 'Tre', rank: '9' } }), 'a note comes');
  await both(p => p.others({ type: 'itemChanged', itemId: 'n1', patch: { text: 'Ett, ändrat' } }), 'a note changes');
  await both(p => p.others({ type: 'itemsMoved', moves: [{ itemId: 'n3', rank: '0' }] }), 'a note moves');
  await both(p => p.others({ type: 'itemsRemoved', itemIds: ['n2'] }), 'a note goes');
  await both(p => p.others({ type: 'participantChanged', participantId: 'p1', patch: { name: 'Elina' } }), 'a name changes');
  await both(p => p.put({ save: 'saved', waiting: 0, online: true }), 'saved again');
  expect(said(there!.host)).not.toContain('Ej sparat');
  await both(p => p.others({ type: 'phaseEntered', phaseId: 'valueVision' }), 'another part');
  await both(p => p.others({ type: 'concluded' }), 'the end');
});
