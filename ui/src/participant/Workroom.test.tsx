import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import type { Command, Item } from '../wire';
import { Workroom } from './Workroom';

let page: Awaited<ReturnType<typeof show>>;
beforeEach(() => localStorage.clear());
afterEach(() => page.close());
const composer = () => page.host.querySelector<HTMLTextAreaElement>('#skriv textarea')!;
const open = async (p = pretend(dialogueOf())) => { page = await show(p.session, <Workroom />); return p; };
const enter = (p: ReturnType<typeof pretend>, phaseId: string) => p.others({ type: 'phaseEntered', phaseId });

describe('the room', () => {
  it('UI-30 the view follows the group when nothing is being written', async () => {
    const p = await open();
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om valueVision?');
    await enter(p, 'initiatives');
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om initiatives?');
  });

  it('UI-31 what is being written is never taken away: the band asks, and Gå dit goes', async () => {
    const p = await open();
    await page.type(composer(), 'Halv mening');
    await enter(p, 'initiatives');
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om valueVision?');
    expect(composer().value).toBe('Halv mening');
    expect(page.text()).toContain('Gruppen är nu på Del initiatives.');
    await page.click(/^Gå dit/);
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om initiatives?');
    expect(composer().value).toBe('');
  });

  it('UI-32 a draft is kept on the device for its own phase, and goes when it is sent', async () => {
    await open();
    await page.type(composer(), 'Kvar efter omladdning');
    await page.close();
    const again = await open();
    expect(composer().value).toBe('Kvar efter omladdning');
    await page.key(composer(), 'Enter', { ctrlKey: true });
    expect(again.sent.at(-1)).toMatchObject({ type: 'addItem', item: { kind: 'note', phaseId: 'valueVision', text: 'Kvar efter omladdning' } });
    expect(composer().value).toBe('');
    expect(localStorage.getItem('samskapa.draft.d1.valueVision')).toBeNull();
  });

  it('UI-33 a personnummer stops the note before it is sent, and the text is kept', async () => {
    const p = await open();
    await page.type(composer(), 'Ring 19121212-1212');
    await page.key(composer(), 'Enter', { ctrlKey: true });
    expect(p.sent).toEqual([]);
    expect(page.text()).toContain('Det här ser ut som ett personnummer');
    expect(composer().value).toBe('Ring 19121212-1212');
  });

  it('UI-34 a refused note keeps its text and can be put back', async () => {
    const p = await open();
    const command = { id: 'c', type: 'addItem', item: { id: 'n', kind: 'note', phaseId: 'valueVision', text: 'Kom för sent' } } as Command;
    await p.put({ refusals: [{ command, code: 'writing-closed', message: 'Skrivandet är stängt.', at: 0 }] });
    expect(page.text()).toContain('Skrivandet är stängt.');
    await page.click(/^Lägg texten i skrivfältet/);
    expect(composer().value).toBe('Kom för sent');
    expect(page.text()).not.toContain('Skrivandet är stängt.');
  });

  it('UI-35 two who wrote at the same time: both texts are shown, and both can be kept', async () => {
    const p = await open(pretend(dialogueOf({ items: [noteOf('n1', 'Deras text', { seq: 9 })] })));
    const command = { id: 'c', type: 'changeItem', itemId: 'n1', patch: { text: 'Min text' }, base: 1 } as Command;
    await p.put({ refusals: [{ command, code: 'changed-meanwhile', message: '', at: 0 }] });
    expect(page.host.querySelector('.collision')!.textContent).toMatch(/Min text[\s\S]*Deras text/);
    await page.click(/^Behåll båda/);
    expect(p.sent.at(-1)).toMatchObject({ type: 'addItem', item: { text: 'Min text', phaseId: 'valueVision' } });
    expect(page.host.querySelector('.collision')).toBeNull();
  });

  it('UI-36 where writing is closed the field says so, and the draft is still readable', async () => {
    localStorage.setItem('samskapa.draft.d1.valueVision', 'Nästan klar');
    await open(pretend(dialogueOf({ agenda: [phaseOf('valueVision', { writing: 'closed' })] })));
    expect(composer()).toBeNull();
    expect(page.host.querySelector('#skriv')!.textContent).toContain('Nästan klar');
  });

  it('UI-46 a reason for a stance is being written too: it is not taken away, and is kept on the device until it is sent', async () => {
    const sentence = { id: 's1', kind: 'visionSentence', phaseId: 'valueVision', by: 'p2', at: '2026-10-03T11:00:00Z', seq: 1, rank: 'a', text: 'Hem utan oro', moments: [] } as unknown as Item;
    const room = () => pretend(dialogueOf({ items: [sentence] }));
    const p = await open(room());
    const reason = () => page.host.querySelector<HTMLTextAreaElement>('.answer textarea')!;
    const answer = async () => { await vi.waitFor(() => page.button(/^Kan ni stå bakom det/)); await page.click(/^Kan ni stå bakom det/); };
    await answer();
    await page.type(reason(), 'Natten saknas');
    await enter(p, 'initiatives');
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om valueVision?');
    await page.click(/^Gå dit/);
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om initiatives?');
    await page.close();
    const again = await open(room());
    await answer();
    expect(reason().value).toBe('Natten saknas');
    await act(async () => page.host.querySelector<HTMLInputElement>('.answer input[value=needsChange]')!.click());
    await page.key(reason(), 'Enter', { ctrlKey: true });
    expect(again.sent.at(-1)).toEqual({ type: 'takeStance', targetId: 's1', stance: 'needsChange', reason: 'Natten saknas', organisation: 'o1' });
    expect(Object.keys(localStorage).filter(k => k.includes('stance'))).toEqual([]);
  });

  it('UI-46 one line being written is writing as well', async () => {
    const p = await open();
    const line = document.createElement('input');
    page.host.querySelector('main')!.append(line);
    line.value = 'Halv';
    await enter(p, 'initiatives');
    expect(page.host.querySelector('h1')!.textContent).toBe('Fråga om valueVision?');
  });

  it('UI-37 one heading of the first level, the question; and a way past all else to writing', async () => {
    await open();
    expect(page.host.querySelectorAll('h1')).toHaveLength(1);
    expect(page.host.querySelector('.skip')).not.toBeNull();
  });
});
