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

  it('UI-52 gives focus back to what had it; when that is gone, or nothing had it, to the heading of the page', async () => {
    function Page() {
      const [open, setOpen] = useState(false), [there, setThere] = useState(true);
      return <><h1>Dialogen</h1>{there && <button type="button" onClick={() => setOpen(true)}>Öppna</button>}
        <Dialog title="Fråga" open={open} onClose={() => setOpen(false)}><button type="button" onClick={() => setThere(false)}>Ta bort knappen</button></Dialog></>;
    }
    page = await show(pretend(dialogueOf()).session, <Page />);
    const opener = [...document.querySelectorAll('button')].find(button => button.textContent === 'Öppna')!;
    for (const [focused, gone] of [[true, false], [false, false], [true, true]]) {
      if (focused) opener.focus();
      else (document.activeElement as HTMLElement).blur();
      await page.click(/^Öppna/);
      if (gone) await page.click(/^Ta bort knappen/);
      const heading = gone || !focused;
      await page.click(/^Stäng/);
      await vi.waitFor(() => expect(document.activeElement).toBe(heading ? document.querySelector('h1') : opener));
    }
  });
});
