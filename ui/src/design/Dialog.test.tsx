import { act, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dialogueOf, pretend, show } from '../board/pretend';
import { Dialog } from './Dialog';
import { TextArea } from './Field';

let page: Awaited<ReturnType<typeof show>>;
afterEach(() => page.close());
function Form({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('Först');
  return <Dialog title="Ny händelse" open onClose={onClose}><TextArea label="Vad hände?" value={text} onChange={e => setText(e.target.value)} /></Dialog>;
}
const open = async () => {
  const onClose = vi.fn();
  page = await show(pretend(dialogueOf()).session, <Form onClose={onClose} />);
  return onClose;
};
const dialog = () => document.querySelector('dialog')!;
const field = () => document.querySelector<HTMLTextAreaElement>('dialog textarea')!;
const on = (target: Element, type: string) => act(async () => { target.dispatchEvent(new (type === 'click' ? MouseEvent : PointerEvent)(type, { bubbles: true })); });
const backdrop = async () => { await on(dialog(), 'pointerdown'); await on(dialog(), 'click'); };

describe('a dialog', () => {
  it('UI-39 a selection of text that ends outside does not close it; a press outside does', async () => {
    const onClose = await open();
    await on(field(), 'pointerdown');
    await on(dialog(), 'click');
    expect(onClose).not.toHaveBeenCalled();
    await backdrop();
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('UI-40 asks before what is written in it is dropped, by Esc, outside and ×; Esc again drops nothing', async () => {
    const onClose = await open();
    await page.type(field(), 'Först. Sedan');
    await page.key(field(), 'Escape');
    await page.key(field(), 'Escape');
    expect(dialog().textContent).toContain('Det du har skrivit här är inte sparat.');
    await page.click(/^Fortsätt skriva/);
    expect(dialog().textContent).not.toContain('inte sparat');
    await backdrop();
    await act(async () => { dialog().dispatchEvent(new Event('cancel', { cancelable: true })); });
    await page.click(/^Stäng/);
    expect(onClose).not.toHaveBeenCalled();
    expect(field().value).toBe('Först. Sedan');
    await page.click(/^Kasta det/);
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('UI-40 whoever was asked while it was being saved is let go when the form is emptied', async () => {
    const onClose = vi.fn();
    page = await show(pretend(dialogueOf()).session, <Dialog title="Ny händelse" open onClose={onClose}><form><textarea /></form></Dialog>);
    await page.type(field(), 'Något');
    await page.key(field(), 'Escape');
    expect(dialog().textContent).toContain('Det du har skrivit här är inte sparat.');
    expect(onClose).not.toHaveBeenCalled();
    await act(async () => { document.querySelector('form')!.reset(); });
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('UI-40 where nothing differs from the beginning nothing is asked', async () => {
    const onClose = await open();
    await page.type(field(), 'Annat');
    await page.type(field(), 'Först');
    await page.key(field(), 'Escape');
    expect(onClose).toHaveBeenCalledTimes(1);
  });
});
