// Case 17 and its kind: what is half written in any editor is there after a reload, and goes when it is saved or thrown away.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReactNode } from 'react';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import { NoteEditor } from '../board/NoteEditor';
import { NameTheme } from '../board/ThemeHead';
import { AgendaDialog } from '../facilitator/AgendaDialog';
import { Paper } from '../facilitator/Paper';
import { PauseDialog } from '../facilitator/PauseDialog';
import { Preparation } from '../facilitator/Preparation';
import { kinds } from '../items';
import Welcome from '../phases/welcome';
import type { Note } from '../wire';

let page: Awaited<ReturnType<typeof show>>;
beforeEach(() => localStorage.clear());
afterEach(async () => { await page.close(); document.body.replaceChildren(); });

const story = phaseOf('story');
const nothing = () => undefined;
const begun = (me: string | null) => pretend(dialogueOf({ agenda: [story, phaseOf('welcome'), phaseOf('valueVision')] }), me);
const fields = () => [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input')].filter(one => ['textarea', 'text', 'email', ''].includes(one.type) && !one.readOnly);
const kept = () => Object.keys(localStorage).filter(key => key.includes('.draft.'));

type Of = (p: ReturnType<typeof pretend>) => ReactNode;
const editors: [string, string | null, Of, ((p: typeof page) => Promise<void>)?][] = [
  ...(['moment', 'contact', 'connection', 'visionSentence', 'finding', 'initiative', 'nextStep'] as const).map((kind): [string, string | null, Of] => {
    const Editor = kinds[kind].Editor!;
    return [kind, 'p1', () => <Editor item={null} phase={story} onClose={nothing} />];
  }),
  ['a note', 'p1', () => <NoteEditor note={noteOf('n1', 'Så stod det') as Note} gone={false} held={null} onSave={nothing} onCancel={nothing} onWriting={nothing} />],
  ['a theme', 'p1', () => <NameTheme of="new.theme.x" title="Nytt tema" first="" onName={nothing} onClose={nothing} />],
  ['a card', 'p1', p => <Welcome phase={p.dialogue().agenda[1]!} />, async at => { await at.click(/^Skriv vårt kort, Hemtjänsten/); }],
  ['a moment in preparation', null, () => <Preparation open onClose={nothing} />],
  ['a paper note', null, p => <Paper open phase={p.dialogue().agenda[0]} onClose={nothing} />],
  ['a pause', null, () => <PauseDialog open onClose={nothing} />],
  ['the agenda', null, () => <AgendaDialog open onClose={nothing} />],
];

describe.each(editors)('%s', (_, me, of, open) => {
  it('UI-147 half written is there after a reload, and nothing is left when it is thrown away', async () => {
    const shown = async () => { const p = begun(me); page = await show(p.session, of(p)); await open?.(page); };
    await shown();
    const count = fields().length;
    expect(count).toBeGreaterThan(0);
    for (let i = 0; i < count; i++) await page.type(fields()[i]!, `halvt ${i}`);
    const written = fields().map(one => one.value);
    expect(written.some(one => one.startsWith('halvt'))).toBe(true);
    // The browser is gone: nothing was closed, nobody was asked.
    document.body.replaceChildren();
    await page.close();
    await shown();
    expect(fields().map(one => one.value)).toEqual(written);
    const cancel = [...document.querySelectorAll('button')].find(one => one.textContent === 'Avbryt');
    if (!cancel) return;
    await page.click(/^Avbryt$/);
    expect(kept()).toEqual([]);
  });
});

describe('a change that was half written', () => {
  const item = { ...noteOf('m1', 'Så stod det'), kind: 'moment', phaseId: 'story', seq: 5, tags: [] } as never;
  const Editor = kinds.moment.Editor!;
  it('UI-147 is after the reload a change of what it began from: what others wrote meanwhile collides, and is not overwritten', async () => {
    const p = begun('p1');
    page = await show(p.session, <Editor item={item} phase={story} onClose={nothing} />);
    await page.type(fields()[0]!, 'Mitt');
    document.body.replaceChildren();
    await page.close();
    page = await show(p.session, <Editor item={{ ...(item as object), text: 'Deras', when: 'maj', seq: 9 } as never} phase={story} onClose={nothing} />);
    expect(document.body.textContent).toContain('Det är inte sparat än.');
    await page.click(/^Spara$/);
    expect(p.sent).toEqual([{ type: 'changeItem', itemId: 'm1', patch: { text: 'Mitt' }, base: 5 }]);
    expect(kept()).toEqual([]);
  });

  it('UI-147 is asked about before it is thrown away, also when it was written before the reload', async () => {
    const p = begun('p1');
    let closed = 0;
    const shown = async () => { page = await show(p.session, <Editor item={null} phase={story} onClose={() => { closed++; }} />); };
    await shown();
    await page.type(fields()[0]!, 'Mitt');
    document.body.replaceChildren();
    await page.close();
    await shown();
    await page.click(/^Stäng$/);
    expect(closed).toBe(0);
    expect(kept()).toHaveLength(1);
    await page.click(/^Kasta det$/);
    expect([closed, kept()]).toEqual([1, []]);
  });

  it('UI-147 is each voice’s own', async () => {
    page = await show(begun('p1').session, <Editor item={null} phase={story} onClose={nothing} />);
    await page.type(fields()[0]!, 'Elins');
    await page.close();
    page = await show(begun('p2').session, <Editor item={null} phase={story} onClose={nothing} />);
    expect(fields()[0]!.value).toBe('');
  });
});
