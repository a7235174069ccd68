// Two people in the same text, one person in two tabs, and text that would rather be something else. No text is ever lost or run.
import { expect, test, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { composer, join, laptop, menuOf, mishaps, note, saved, signIn, write } from './people.ts';
import { Server, type Facilitator, type Opened } from './server.ts';

let server: Server, lead: Facilitator, d: Opened;
test.beforeAll(async () => { server = await Server.start(); });
test.afterAll(async () => { await server.stop(); });
test.beforeEach(async () => {
  lead = await server.facilitator();
  d = await lead.open();
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
});
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); });

const elin = { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop } as const;
const item = async (text: string) => (await lead.snapshot(d.id)).items.find((one: any) => one.text === text);
const editor = (page: Page) => page.getByRole('textbox', { name: 'Lappens text' });

/** Elin has her note open, has written in the middle of it, and the caret stands there. */
async function amid(page: Page): Promise<void> {
  await write(page, 'Kim får en plan');
  await expect(saved(page)).toBeVisible();
  await expect.poll(() => item('Kim får en plan')).toBeTruthy();
  await menuOf(page, 'Kim får en plan', 'Ändra');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Home');
  for (let i = 0; i < 'Kim får '.length; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.type('alltid ');
}
const caret = (page: Page) => page.evaluate(() => {
  const at = document.activeElement as HTMLTextAreaElement;
  return { text: at.value, caret: at.selectionStart };
});
const asWritten = { text: 'Kim får alltid en plan', caret: 'Kim får alltid '.length };

test('UI3.1 a change by another touches neither text, focus nor caret; both texts are shown and both can be kept', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await amid(page);
  const { id, seq } = await item('Kim får en plan');
  await lead.do(d.id, { type: 'changeItem', itemId: id, patch: { text: 'Kim får en kontakt' }, base: seq });
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Sedan detta' } });
  await expect(note(page, 'Sedan detta')).toBeVisible();
  expect(await caret(page)).toEqual(asWritten);
  await page.keyboard.press('Control+Enter');
  const both = page.getByRole('alert').filter({ hasText: 'Två skrev samtidigt. Ingen text är borta.' });
  await expect(both.getByText('Kim får alltid en plan')).toBeVisible();
  await expect(both.getByText('Kim får en kontakt')).toBeVisible();
  await both.getByRole('button', { name: 'Behåll båda' }).click();
  await expect(note(page, 'Kim får alltid en plan')).toBeVisible();
  await expect(note(page, 'Kim får en kontakt')).toBeVisible();
  await expect(both).toBeHidden();
});

test('UI3.2 a note that another removes while one writes in it: text, focus and caret are kept, and the text can be saved', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await amid(page);
  await lead.do(d.id, { type: 'removeItems', itemIds: [(await item('Kim får en plan')).id] });
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Sedan detta' } });
  await expect(note(page, 'Sedan detta')).toBeVisible();
  await expect(editor(page)).toBeFocused();
  expect(await caret(page)).toEqual(asWritten);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => item('Kim får alltid en plan'), 'what was written is saved after all').toBeTruthy();
  await expect(note(page, 'Kim får alltid en plan')).toBeVisible();
});

test('UI3.3 a note that another moves, and whose theme another removes, while one writes in it: text, focus and caret are kept', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await amid(page);
  const theme = randomUUID();
  await lead.do(d.id, { type: 'addItem', item: { id: theme, kind: 'theme', phaseId: 'valueVision', title: 'En trygg hemgång' } });
  await lead.do(d.id, { type: 'moveItems', moves: [{ itemId: (await item('Kim får en plan')).id, theme }] });
  await expect(page.getByRole('region', { name: 'En trygg hemgång' })).toBeVisible();
  await expect.poll(() => caret(page)).toEqual(asWritten);
  await lead.do(d.id, { type: 'removeItems', itemIds: [theme] });
  await expect(page.getByRole('region', { name: 'En trygg hemgång' })).toBeHidden();
  await expect.poll(() => caret(page)).toEqual(asWritten);
  await page.keyboard.press('Control+Enter');
  await expect(note(page, 'Kim får alltid en plan')).toBeFocused();
});

test('UI3.4 a note one stands on keeps focus when another moves it, and stays as a tombstone when another removes it', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await write(page, 'Kim får en plan');
  await expect.poll(() => item('Kim får en plan')).toBeTruthy();
  const { id } = await item('Kim får en plan'), theme = randomUUID();
  await note(page, 'Kim får en plan').focus();
  await lead.do(d.id, { type: 'addItem', item: { id: theme, kind: 'theme', phaseId: 'valueVision', title: 'En trygg hemgång' } });
  await lead.do(d.id, { type: 'moveItems', moves: [{ itemId: id, theme }] });
  await expect(page.getByRole('region', { name: 'En trygg hemgång' }).getByRole('article')).toBeVisible();
  await expect(note(page, 'Kim får en plan')).toBeFocused();
  await lead.do(d.id, { type: 'removeItems', itemIds: [id] });
  await expect(note(page, 'Lappen är borttagen.')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(note(page, 'Kim får en plan')).toBeVisible();
});

test('UI3.5 what is written in the composer stays while others write and everyone is moved on', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await composer(page).fill('En halv tanke');
  await composer(page).press('Home');
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Någon annans lapp' } });
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'initiatives' });
  await expect(page.getByText('Gruppen är nu på Gemensamma initiativ.')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  expect(await caret(page)).toEqual({ text: 'En halv tanke', caret: 0 });
  await page.getByRole('button', { name: 'Gå dit' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Vad kan vi bara göra tillsammans?' })).toBeFocused();
});

test('UI3.6 one person in two tabs: both write, both see everything once', async ({ browser }) => {
  const first = await join(browser, server, d.joinCode, elin);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await expect(composer(second)).toBeVisible();
  await write(first, 'Från den första fliken');
  await write(second, 'Från den andra fliken');
  for (const page of [first, second]) {
    for (const text of ['Från den första fliken', 'Från den andra fliken']) {
      await expect(note(page, text)).toHaveCount(1);
      await expect(note(page, text).getByText('Du', { exact: true })).toBeVisible();
    }
    await expect(saved(page)).toBeVisible();
  }
  expect((await lead.snapshot(d.id)).participants).toHaveLength(1);
});

test('UI3.7 hostile text is shown as text, wherever it is shown', async ({ browser }) => {
  const image = '<img src=x onerror=alert(1)>', script = '<script>alert(2)</script>';
  const page = await join(browser, server, d.joinCode, { ...elin, name: '<b>Elin</b>' });
  await write(page, image);
  await write(page, script);
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'theme', phaseId: 'valueVision', title: image } });
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'visionSentence', phaseId: 'valueVision', text: `${script}${image}`, moments: [] } });
  await lead.do(d.id, { type: 'editDialogue', patch: { title: `${script} Kim` } });
  const leadPage = await signIn(browser, server);
  const { link } = await lead.post<{ link: string }>(`/api/dialogues/${d.id}/links`, { kind: 'outcome' });
  for (const text of [image, script]) {
    await expect(note(page, text)).toBeVisible();
    await expect(note(page, text).getByText(text, { exact: true })).toBeVisible();
  }
  await expect(note(page, image).getByText('<b>Elin</b>')).toBeVisible();
  await expect(page.getByRole('region', { name: image })).toBeVisible();
  for (const [path, shown] of [[`/d/${d.id}/lead`, `${script} Kim`], [`/d/${d.id}/screen`, image], [link, `${script}${image}`], [`/api/dialogues/${d.id}/outcome.html`, image]] as const) {
    await leadPage.goto(server.url + path);
    await expect(leadPage.getByText(shown).first(), path).toBeVisible();
    expect(await leadPage.evaluate(() => document.querySelectorAll('img[src=x], main script').length), path).toBe(0);
  }
  expect(mishaps.seen).toEqual([]);
});

test('UI3.8 bidi overrides are stripped from names; letters, joiners and directions are kept', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, { ...elin, name: 'Ka\u202Erin' });
  await expect(page.getByRole('button', { name: /^Karin, Neurologkliniken/ })).toBeVisible();
  const arabic = 'أريد أن أكون في البيت', family = 'Familjen 👩‍👩‍👧‍👦 är med', persian = 'می‌خواهم';
  for (const text of [arabic, family, persian]) {
    await write(page, text);
    await expect(note(page, text).getByText(text, { exact: true })).toBeVisible();
  }
  expect(await note(page, arabic).getByRole('paragraph').evaluate(p => getComputedStyle(p).direction)).toBe('rtl');
  await expect.poll(async () => (await lead.snapshot(d.id)).items.map((one: any) => one.text)).toEqual([arabic, family, persian]);
  expect((await lead.snapshot(d.id)).participants[0].name).toBe('Karin');
});

test('UI3.70 a person writes in a note while another drags it, changes it and removes it, by hand and in sight: focus, caret and text stay, and both texts are kept', async ({ browser }) => {
  await lead.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'theme', phaseId: 'valueVision', title: 'En trygg hemgång' } });
  const page = await join(browser, server, d.joinCode, elin);
  const other = await signIn(browser, server);
  await other.goto(`${server.url}/d/${d.id}`);
  await amid(page);
  const id = (await item('Kim får en plan')).id as string;
  const theirs = note(other, 'Kim får en plan');
  await expect(theirs.getByText('Elin skriver'), 'the other sees who writes').toBeVisible();
  // Dragged.
  const from = (await theirs.boundingBox())!, to = (await other.getByRole('region', { name: 'En trygg hemgång' }).boundingBox())!;
  await other.mouse.move(from.x + 30, from.y + 14);
  await other.mouse.down();
  await other.mouse.move(from.x + 45, from.y + 20, { steps: 3 });
  await other.mouse.move(to.x + 40, to.y + 40, { steps: 6 });
  await other.mouse.up();
  await expect(other.getByRole('region', { name: 'En trygg hemgång' }).getByRole('article')).toHaveCount(1);
  await expect.poll(() => caret(page)).toEqual(asWritten);
  // Changed: the one who opens it is told that somebody writes.
  await menuOf(other, 'Kim får en plan', 'Ändra');
  await expect(other.getByText('Elin skriver i lappen just nu. Båda texterna sparas; den som sparar sist väljer.')).toBeVisible();
  await editor(other).fill('Kim får en kontakt');
  await other.keyboard.press('Control+Enter');
  await expect.poll(async () => (await lead.snapshot(d.id)).items.find((one: any) => one.id === id).text).toBe('Kim får en kontakt');
  await expect.poll(() => caret(page)).toEqual(asWritten);
  await expect(editor(page)).toBeFocused();
  // Removed, and back again: the text is still hers.
  await note(other, 'Kim får en kontakt').press('Delete');
  await expect(page.getByText('Någon annan har tagit bort lappen. Sparar du kommer den tillbaka.')).toBeVisible();
  expect(await caret(page)).toEqual(asWritten);
  await page.keyboard.press('Control+Enter');
  const both = page.getByRole('alert').filter({ hasText: 'Två skrev samtidigt. Ingen text är borta.' });
  await expect(both.getByText('Kim får alltid en plan')).toBeVisible();
  await expect(both.getByText('Kim får en kontakt')).toBeVisible();
  await both.getByRole('button', { name: 'Behåll båda' }).click();
  for (const text of ['Kim får alltid en plan', 'Kim får en kontakt']) for (const one of [page, other]) await expect(note(one, text)).toBeVisible();
});

test('UI3.71 a note is held ten seconds after the last key and no longer', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  const other = await join(browser, server, d.joinCode, { ...elin, name: 'Mats' });
  await amid(page);
  const held = note(other, 'Kim får en plan').getByText('Elin skriver');
  await expect(held).toBeVisible();
  await expect(held).toBeHidden({ timeout: 20_000 });
  await expect(editor(page)).toBeFocused();
  await page.keyboard.type('x');
  await expect(held).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(held).toBeHidden();
});
