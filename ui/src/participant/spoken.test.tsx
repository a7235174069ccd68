// What is said aloud, how much of it, and what the person chose of that.
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Board } from '../board/Board';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import { readingOf } from '../board/reading';
import { NowShown } from '../course/NowShown';
import { Live } from '../design';
import type { Deed } from '../session/shown';
import { choose, forgetSettings, settings } from '../settings/settings';
import { t } from '../words';
import { forget, remember } from './device';
import { News, newsOf } from './News';
import { Spoken } from './Spoken';

let page: Awaited<ReturnType<typeof show>>;
beforeEach(() => { vi.useFakeTimers(); localStorage.clear(); forgetSettings(); });
afterEach(async () => { await page?.close(); vi.useRealTimers(); });
const pass = (ms: number) => act(async () => { await vi.advanceTimersByTimeAsync(ms); });
const said = (how: 'polite' | 'assertive' = 'polite') => document.querySelector(`[data-live=${how}]`)?.textContent ?? '';
const note = (id: string, patch = {}) => noteOf(id, `Lapp ${id}`, { by: 'p2', ...patch });
const deed = (seq: number, patch: Partial<Deed>): Deed => ({ seq, at: '2026-10-03T11:00:00Z', by: 'p2', type: 'itemAdded', ...patch });

/** A hundred changes by others, ten a second; every sentence that was spoken, with its time. */
async function hundred(): Promise<[number, string][]> {
  const p = pretend(dialogueOf());
  page = await show(p.session, <><News phase={p.dialogue().agenda[0]!} /><Live /></>);
  await p.put({ happened: [deed(0, { type: 'participantJoined' })] });
  const heard: [number, string][] = [];
  const region = document.querySelector('[data-live=polite]')!;
  new MutationObserver(() => { if (region.textContent) heard.push([Date.now(), region.textContent]); }).observe(region, { subtree: true, childList: true, characterData: true });
  const happened: Deed[] = [];
  for (let i = 1; i <= 100; i++) {
    await p.others({ type: 'itemAdded', item: note(`n${i}`) });
    happened.push(deed(i, { itemId: `n${i}` }));
    await p.put({ happened: [...happened] });
    await pass(100);
  }
  await pass(10_000);
  return heard;
}

describe('what others do', () => {
  it('UI-92 a hundred changes are told in few sentences, at most one each three seconds, and none is left out', async () => {
    const heard = await hundred();
    expect(heard.length).toBeGreaterThan(1);
    for (const [i, [at]] of heard.slice(1).entries()) expect(at - heard[i]![0]).toBeGreaterThanOrEqual(3_000);
    expect(heard.reduce((sum, [, text]) => sum + Number(/^\d+/.exec(text)?.[0]), 0)).toBe(100);
  });

  it('UI-92 nothing at all to who asked for quiet', async () => {
    choose('spoken', 'quiet');
    expect(await hundred()).toEqual([]);
  });

  it('UI-92 here: what concerns the part one looks at; everything: other parts in a line each', () => {
    const d = dialogueOf({ items: [note('a'), note('b', { phaseId: 'initiatives' }), noteOf('s', 'Mening', { kind: 'visionSentence', by: 'p2' })], agenda: [phaseOf('valueVision'), phaseOf('initiatives')] });
    const deeds = [deed(1, { itemId: 'a' }), deed(2, { itemId: 'b' }), deed(3, { itemId: 's' }), deed(4, { type: 'itemsMoved', itemIds: ['a'] }), deed(5, { type: 'stanceTaken' })];
    const said = (all: boolean) => newsOf(deeds, readingOf(d, 'p1'), d.agenda[0]!, all, t);
    expect(said(false)).toEqual(['1 ny lapp', '1 lapp flyttades', '1 ny: visionsmening']);
    expect(said(true)).toEqual(['1 ny lapp', '1 lapp flyttades', '1 svar lämnades', '1 ny: visionsmening', '1 ändring i Del initiatives']);
  });
});

describe('what the wall shows', () => {
  it('UI-97 is told whole when the facilitator changes it, and not to who asked for quiet', async () => {
    const p = pretend(dialogueOf({ items: [note('a')] }));
    page = await show(p.session, <><NowShown phaseId="valueVision" onShow={() => undefined} /><Live /></>);
    await p.others({ type: 'screenSet', screen: { shows: 'note', itemId: 'a' } });
    await pass(4_000);
    expect(said()).toBe('Visas nu: Lapp a');
    await p.others({ type: 'screenSet', screen: { shows: 'map' } });
    await pass(4_000);
    expect(said()).toBe('Visas nu: kartan');
    choose('spoken', 'quiet');
    await p.others({ type: 'screenSet', screen: { shows: 'note', itemId: 'a' } });
    await pass(4_000);
    expect(said()).toBe('Visas nu: kartan');
  });
});

describe('the page itself', () => {
  const open = async () => { const p = pretend(dialogueOf()); page = await show(p.session, <><Spoken /><Live /></>); return p; };

  it('UI-93 saved is said once when a burst is over, and not while it goes on', async () => {
    const p = await open();
    for (let i = 0; i < 5; i++) { await p.put({ waiting: 1 }); await pass(300); await p.put({ waiting: 0 }); await pass(300); expect(said()).toBe(''); }
    await pass(3_000);
    expect(said()).toBe('Sparat');
  });

  it('UI-93 a lost connection interrupts, a short one does not; that it is back is said calmly', async () => {
    const p = await open();
    await p.put({ online: false }); await pass(500); await p.put({ online: true }); await pass(5_000);
    expect(said('assertive')).toBe('');
    await p.put({ online: false }); await pass(2_000);
    expect(said('assertive')).toContain('Nätet är borta.');
    await p.put({ online: true }); await pass(4_000);
    expect(said()).toBe('Nätet är tillbaka.');
  });
});

describe('settings', () => {
  it('UI-94 are kept on the device, laid on the page, and forgotten with it; the language stays', () => {
    choose('text', 'larger'); choose('look', 'dark'); choose('motion', 'less'); choose('spoken', 'quiet');
    remember('language', 'en');
    expect(document.documentElement.dataset).toMatchObject({ text: 'larger', theme: 'dark', motion: 'less' });
    expect(Object.keys(localStorage).filter(key => key.startsWith('samskapa.setting.'))).toHaveLength(4);
    forget(); forgetSettings();
    expect(settings()).toEqual({ spoken: 'here', text: 'normal', look: 'device', motion: 'device', keys: 'on' });
    expect(document.documentElement.dataset.theme).toBeUndefined();
    expect(localStorage.getItem('samskapa.language')).toBe('en');
  });

  it('UI-94 what is no choice of ours is as if nothing had been chosen', () => {
    localStorage.setItem('samskapa.setting.text', 'gigantic');
    forgetSettings();
    expect(settings().text).toBe('normal');
  });

  it('UI-94 single letters can be turned off; other keys stay', async () => {
    const p = pretend(dialogueOf({ agenda: [phaseOf('valueVision', { voting: { open: true, budget: 2 } })], items: [noteOf('n1', 'Ring först')] }));
    page = await show(p.session, <Board phase={p.dialogue().agenda[0]!} />);
    await act(async () => choose('keys', 'off'));
    for (const key of ['r', 'm', 'h']) await page.key(page.note('n1')!, key);
    expect(p.sent).toEqual([]);
    expect(document.querySelector('dialog')).toBeNull();
    await page.key(page.note('n1')!, 'Enter');
    expect(page.note('n1')!.querySelector('textarea')).not.toBeNull();
  });
});
