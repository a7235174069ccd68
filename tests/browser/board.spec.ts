// The board by hand: many notes at once, every drag also without a pointer, filter, zoom, what was removed, hundreds of notes.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { composer, join, laptop, menuOf, note, phone, room, saved, signIn, write } from './people.ts';
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
const moving = (open = true) => lead.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { moving: open } });
const add = async (kind: 'note' | 'theme', words: string, fields: Record<string, unknown> = {}) => {
  const id = randomUUID();
  await lead.do(d.id, { type: 'addItem', item: { id, kind, phaseId: 'valueVision', [kind === 'note' ? 'text' : 'title']: words, ...fields } });
  return id;
};
const item = async (words: string) => (await lead.snapshot(d.id)).items.find((one: any) => one.text === words || one.title === words);
const themeOf = async (text: string) => (await item(text))?.theme ?? null;
const theme = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'Valda lappar' });
const centre = async (what: Locator) => { await what.scrollIntoViewIfNeeded(); const box = (await what.boundingBox())!; return { x: box.x + box.width / 2, y: box.y + 14 }; };

async function pull(page: Page, what: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  // A page that has just opened may still push its notes down: hovering waits until this one stands still and nothing lies over it.
  const { width } = (await what.boundingBox())!;
  await what.hover({ position: { x: width / 2, y: 14 } });
  await page.mouse.down();
  await over(page, to);
}
const over = async (page: Page, to: Locator) => { const box = (await to.boundingBox())!; await page.mouse.move(box.x + box.width / 2, box.y + 14, { steps: 8 }); };

async function drag(page: Page, what: Locator, to: Locator): Promise<void> {
  await pull(page, what, to);
  await letGo(page, to);
}

/** As a hand does it: once the page says that this is the place; follows a place that another's change moved away meanwhile. */
async function letGo(page: Page, to: Locator): Promise<void> {
  await expect(async () => { await over(page, to); await expect(to).toHaveAttribute('data-over', '', { timeout: 500 }); }).toPass();
  await page.mouse.up();
}

test('UI70.1 what a drag does, the menu and the keys do as well, each alone', async ({ browser }) => {
  await moving();
  const first = await add('theme', 'En trygg hemgång');
  for (const text of ['Med musen', 'Med menyn', 'Med tangenten M', 'Med pilen', 'Med fingret']) await add('note', text);
  const page = await join(browser, server, d.joinCode, elin);
  await drag(page, note(page, 'Med musen'), theme(page, 'En trygg hemgång'));
  await menuOf(page, 'Med menyn', 'Flytta till …');
  await page.getByRole('dialog').getByRole('button', { name: 'En trygg hemgång' }).click();
  await note(page, 'Med tangenten M').press('m');
  await page.getByRole('dialog').getByRole('button', { name: 'En trygg hemgång' }).press('Enter');
  await note(page, 'Med pilen').press('Control+ArrowLeft');
  for (const text of ['Med musen', 'Med menyn', 'Med tangenten M', 'Med pilen']) await expect.poll(() => themeOf(text), text).toBe(first);

  // By touch after a hold; a swipe without one scrolls and moves nothing.
  const small = await join(browser, server, d.joinCode, { ...elin, name: 'Mats', viewport: phone });
  const touch = await small.context().newCDPSession(small);
  const finger = (type: string, at?: { x: number; y: number }) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] } as never);
  const away = async (hold: boolean) => {
    const to = await centre(small.locator('[data-list]').first()), from = await centre(note(small, 'Med fingret'));
    const there = { x: to.x, y: Math.max(90, (await centre(small.locator('[data-list]').first())).y) };
    const here = hold ? await centre(note(small, 'Med fingret')) : from;
    await finger('touchStart', here);
    if (hold) await expect(note(small, 'Med fingret')).toHaveAttribute('data-lifted');
    await finger('touchMove', { x: here.x, y: here.y - 20 });
    await finger('touchMove', { x: there.x, y: here.y - 120 });
    await finger('touchEnd');
  };
  await away(false);
  await expect(note(small, 'Med fingret')).not.toHaveAttribute('data-lifted');
  expect(await themeOf('Med fingret')).toBeNull();
});

test('UI70.2 Escape puts back what is dragged; a locked board lifts nothing and says why', async ({ browser }) => {
  await moving();
  const first = await add('theme', 'En trygg hemgång');
  await add('note', 'Någon annans');
  const page = await join(browser, server, d.joinCode, elin);
  const from = await centre(note(page, 'Någon annans'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 20, { steps: 4 });
  await expect(note(page, 'Någon annans')).toHaveAttribute('data-lifted');
  await page.keyboard.press('Escape');
  await expect(note(page, 'Någon annans')).not.toHaveAttribute('data-lifted');
  await page.mouse.up();
  expect(await themeOf('Någon annans')).toBeNull();
  // What others do, and that a note is no longer new, draws it anew in the middle of a drag: it stays in the hand, and goes where it is let go.
  await add('note', 'En ny');
  await expect(note(page, 'En ny')).toHaveClass(/is-fresh/);
  await pull(page, note(page, 'En ny'), theme(page, 'En trygg hemgång'));
  await expect(async () => { await add('note', 'Under tiden'); await expect(note(page, 'En ny')).not.toHaveClass(/is-fresh/, { timeout: 500 }); }).toPass();
  await expect(note(page, 'En ny')).toHaveAttribute('data-lifted');
  await letGo(page, theme(page, 'En trygg hemgång'));
  await expect.poll(() => themeOf('En ny')).toBe(first);
  await moving(false);
  await expect(note(page, 'Någon annans')).not.toHaveClass(/may-move/);
  await pull(page, note(page, 'Någon annans'), theme(page, 'En trygg hemgång'));
  await page.mouse.up();
  await expect(page.getByText('Processledaren flyttar lapparna just nu').first()).toBeVisible();
  expect(await themeOf('Någon annans')).toBeNull();
  // What was said stands above the bar at the foot of a phone.
  await expect(page.locator('.toasts')).toHaveCSS('bottom', '20px');
  await page.setViewportSize(phone);
  await expect(page.locator('.toasts')).toHaveCSS('bottom', '88px');
});

test('UI70.3 many are chosen by keyboard, moved in one step, said once, taken back and done again', async ({ browser }) => {
  await moving();
  const first = await add('theme', 'En trygg hemgång');
  for (const text of ['Ett', 'Två', 'Tre', 'Fyra']) await add('note', text);
  const page = await join(browser, server, d.joinCode, elin);
  const themes = () => Promise.all(['Ett', 'Två', 'Tre', 'Fyra'].map(themeOf));
  await note(page, 'Ett').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page).getByText('3 lappar valda')).toBeVisible();
  await page.keyboard.press('Control+ArrowLeft');
  await expect(theme(page, 'En trygg hemgång').getByRole('article')).toHaveCount(3);
  await expect(page.getByText('3 lappar ligger nu i En trygg hemgång')).toHaveCount(1);
  await expect.poll(themes).toEqual([first, first, first, null]);
  await expect(note(page, 'Tre')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect.poll(themes).toEqual([null, null, null, null]);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(themes).toEqual([first, first, first, null]);
  await page.getByRole('group', { name: 'Verktyg för tavlan' }).getByRole('button', { name: 'Ångra' }).click();
  await expect.poll(themes).toEqual([null, null, null, null]);
  // The same with a pointer: the button, a press on each, and a theme of their own.
  await page.getByRole('button', { name: 'Klart' }).click();
  await page.getByRole('button', { name: 'Välj flera' }).click();
  for (const text of ['Två', 'Fyra']) await note(page, text).click({ position: { x: 20, y: 20 } });
  await bar(page).getByRole('button', { name: 'Nytt tema av dem' }).click();
  await page.getByRole('textbox', { name: 'Temats namn' }).fill('Delat');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(theme(page, 'Delat').getByRole('article')).toHaveCount(2);
  // What may be done with them is not covered by what was done, in any frame: scrolled, and while the board grows (both measured at once).
  const between = (y: number) => page.evaluate(y => {
    scrollTo(0, y);
    return document.querySelector('.chosen')!.getBoundingClientRect().top - document.querySelector('.toast')!.getBoundingClientRect().bottom;
  }, y);
  for (const scrolled of [300, 0, 9_999]) {
    await add('note', 'Bredvid');
    const gap = await between(scrolled);
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(gap).toBeLessThanOrEqual(30);
  }
  await page.setViewportSize(phone);
  expect(await between(0)).toBeGreaterThanOrEqual(0);
  const [low, foot] = [(await page.locator('.toast').boundingBox())!, (await page.locator('.foot-bar').boundingBox())!];
  expect(low.y + low.height).toBeLessThanOrEqual(foot.y);
  await page.setViewportSize({ width: 320, height: 640 });
  const undo = (await page.locator('.toast').getByRole('button', { name: 'Ångra' }).boundingBox())!;
  expect(undo.height, 'one line').toBeLessThan(50);
  await page.setViewportSize(laptop);
  // And dragged together.
  await theme(page, 'Delat').getByRole('button', { name: /^Mer om temat/ }).click();
  await page.getByRole('menuitem', { name: 'Välj lapparna i temat' }).click();
  await drag(page, note(page, 'Två'), theme(page, 'En trygg hemgång'));
  await expect.poll(themes).toEqual([null, first, null, first]);
});

test('UI70.4 where moving is open a participant merges whole themes, and takes it back', async ({ browser }) => {
  await moving();
  const [from, into] = [await add('theme', 'Hemgången'), await add('theme', 'En trygg hemgång')];
  for (const text of ['Ett', 'Två']) await add('note', text, { theme: from });
  await add('note', 'Tre', { theme: into });
  const page = await join(browser, server, d.joinCode, elin);
  await theme(page, 'Hemgången').getByRole('button', { name: /^Mer om temat/ }).click();
  await page.getByRole('menuitem', { name: 'Slå ihop med …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'En trygg hemgång' }).click();
  await expect(theme(page, 'En trygg hemgång').getByRole('article')).toHaveCount(3);
  await expect(theme(page, 'Hemgången')).toBeHidden();
  await expect.poll(() => item('Hemgången')).toBeUndefined();
  await page.getByRole('status').getByRole('button', { name: 'Ångra' }).click();
  await expect(theme(page, 'Hemgången').getByRole('article')).toHaveCount(2);
  await expect.poll(() => themeOf('Två')).toBe(from);
});

test('UI70.5 a filter hides nothing in silence, and its way back is one press', async ({ browser }) => {
  for (let i = 0; i < 6; i++) await add('note', `Processledarens ${i}`);
  const page = await join(browser, server, d.joinCode, elin);
  await write(page, 'Min egen');
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Filtrera' }).click();
  await page.getByRole('combobox', { name: 'Vem som skrev' }).selectOption('Jag');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: '6 lappar visas inte' })).toBeVisible();
  await add('note', 'Kom under tiden');
  await expect(page.getByRole('status').filter({ hasText: '7 lappar visas inte' })).toBeVisible();
  await page.getByRole('button', { name: 'Visa alla' }).click();
  await expect(page.getByRole('article')).toHaveCount(8);
});

test('UI70.6 the facilitator fetches back what others removed, many at once, and an earlier text', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  for (const text of ['Bort ett', 'Bort två', 'Kvar']) { await write(page, text); await expect(note(page, text)).toBeVisible(); }
  for (const text of ['Bort ett', 'Bort två']) await menuOf(page, text, /^Ta bort$/);
  await composer(page).focus();
  await menuOf(page, 'Kvar', 'Ändra');
  await page.getByRole('textbox', { name: 'Lappens text' }).fill('Kvar, men annorlunda');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => item('Kvar, men annorlunda')).toBeTruthy();
  const leader = await signIn(browser, server);
  await leader.goto(`${server.url}/d/${d.id}`);
  await leader.getByRole('button', { name: 'Mer om tavlan' }).click();
  await leader.getByRole('menuitem', { name: 'Borttagna lappar …' }).click();
  const dialog = leader.getByRole('dialog', { name: 'Borttagna lappar' });
  await expect(dialog.getByText(/Borttagen .* av Elin/)).toHaveCount(2);
  for (const text of ['Bort ett', 'Bort två']) await dialog.getByRole('checkbox', { name: text }).check();
  await dialog.getByRole('button', { name: 'Hämta tillbaka 2' }).click();
  for (const text of ['Bort ett', 'Bort två']) await expect(note(page, text)).toBeVisible();
  // And from where the dialogue is led, as much.
  await menuOf(page, 'Bort ett', /^Ta bort$/);
  await leader.goto(`${server.url}/d/${d.id}/lead`);
  await leader.getByRole('button', { name: 'Mer', exact: true }).click();
  await leader.getByRole('menuitem', { name: 'Borttagna lappar …' }).click();
  await dialog.getByRole('checkbox', { name: 'Bort ett' }).check();
  await dialog.getByRole('button', { name: 'Hämta tillbaka 1' }).click();
  await expect(note(page, 'Bort ett')).toBeVisible();
  await leader.goto(`${server.url}/d/${d.id}`);
  await menuOf(leader, 'Kvar, men annorlunda', 'Tidigare texter …');
  await leader.getByRole('dialog').getByRole('button', { name: 'Skriv tillbaka den här texten' }).click();
  await expect(page.getByRole('article', { name: /^Kvar Du/ })).toBeVisible();
});

test('UI70.7 nearer and further by button and key: what is pressed keeps its size, and the list shows the same', async ({ browser }) => {
  await moving();
  await add('theme', 'En trygg hemgång');
  for (let i = 0; i < 8; i++) await add('note', `Lapp ${i}`);
  const page = await join(browser, server, d.joinCode, elin);
  const size = async () => (await note(page, 'Lapp 1').boundingBox())!.width;
  const before = await size();
  await page.getByRole('button', { name: 'Mindre' }).click();
  await expect.poll(size).toBeLessThan(before);
  await note(page, 'Lapp 1').press('-');
  await note(page, 'Lapp 1').press('-');
  await expect(page.getByText('50 %')).toBeVisible();
  const more = (await note(page, 'Lapp 1').getByRole('button', { name: 'Mer om lappen' }).boundingBox())!;
  expect(Math.min(more.width, more.height), 'the note in focus has full-sized buttons').toBeGreaterThanOrEqual(24);
  const theirs = (await theme(page, 'En trygg hemgång').getByRole('button', { name: /^Mer om temat/ }).boundingBox())!;
  expect(Math.min(theirs.width, theirs.height)).toBeGreaterThanOrEqual(24);
  await note(page, 'Lapp 6').click({ position: { x: 20, y: 10 } }); // a press on it, and it stands in full size
  await menuOf(page, 'Lapp 6', 'Flytta till …');
  await page.keyboard.press('Escape');
  await note(page, 'Lapp 1').press('0');
  await expect(page.getByText('100 %')).toBeVisible();
  const order = () => page.locator('[data-note]').evaluateAll(all => all.map(one => (one as HTMLElement).dataset.note));
  const asBoard = await order();
  await page.getByRole('button', { name: 'Lista' }).click();
  expect(await order()).toEqual(asBoard);
});

test('UI70.8 of hundreds of notes all are in the page’s tree for screen readers, seen or not', async ({ browser }) => {
  const headers = { 'content-type': 'application/json', origin: server.url, cookie: lead.cookie };
  for (let from = 0; from < 300; from += 50) {
    const commands = Array.from({ length: 50 }, (_, i) => ({ id: randomUUID(), type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: `Lapp ${from + i}` } }));
    const answer = await (await fetch(`${server.url}/api/dialogues/${d.id}/commands`, { method: 'POST', headers, body: JSON.stringify(commands) })).json() as { retry?: number }[];
    const rest = commands.filter((_, i) => answer[i]!.retry);
    if (rest.length > 0) { await new Promise(done => setTimeout(done, 6_000)); await fetch(`${server.url}/api/dialogues/${d.id}/commands`, { method: 'POST', headers, body: JSON.stringify(rest) }); }
  }
  const all = (await lead.snapshot(d.id)).items.length as number;
  const page = await join(browser, server, d.joinCode, elin);
  await expect(page.getByRole('article')).toHaveCount(all);
  const tree = await page.context().newCDPSession(page).then(cdp => cdp.send('Accessibility.getFullAXTree'));
  expect(tree.nodes.filter(node => node.role?.value === 'article' && /^Lapp \d+ Processledaren/.test(String(node.name?.value)))).toHaveLength(all);
  // Those far away get their buttons as they come near, and nothing moves for it.
  const last = page.getByRole('article').last(), height = () => page.evaluate(() => document.scrollingElement!.scrollHeight);
  const before = await height();
  await last.scrollIntoViewIfNeeded();
  await expect(last.getByRole('button', { name: /^Mer om/ })).toBeVisible();
  expect(await height()).toBe(before);
});

test('UI70.9 a new note shows that it is new without moving anything meanwhile', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin);
  await expect(composer(page)).toBeVisible();
  const id = await add('note', 'Ny för alla');
  const fresh = page.locator(`[data-note="${id}"].is-fresh`);
  await expect(fresh).toHaveCSS('outline-style', 'solid');
  // Once it has come nothing of it is in motion until the ring goes: a running animation would cost the style of every new note in every frame.
  const moving = () => fresh.evaluate(note => note.getAnimations({ subtree: true }).filter(one => one.playState === 'running' && one.effect!.getComputedTiming().progress !== null).map(one => (one as CSSAnimation).animationName));
  await expect.poll(moving).toEqual([]);
  expect(await fresh.evaluate(note => note.getAnimations({ subtree: true }).map(one => (one as CSSAnimation).animationName)), 'the ring will go').toContain('ring-goes');
  await expect.poll(async () => page.locator(`[data-note="${id}"]`).evaluate(note => getComputedStyle(note).outlineColor)).toMatch(/, 0\)$/);
});

test('UI70.10 on the big screen no note is cut in the middle, whatever stands above: it ends in dots or is counted', async ({ browser }) => {
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'systemMap' });
  const there = (item: Record<string, unknown>) => { const id = randomUUID(); return lead.do(d.id, { type: 'addItem', item: { id, phaseId: 'systemMap', ...item } }).then(() => id); };
  const contacts: string[] = [];
  for (let i = 0; i < 9; i++) contacts.push(await there({ kind: 'contact', name: `Biståndshandläggaren i område ${i + 1}`, ring: 'weekly' }));
  for (let i = 0; i < 8; i++) await there({ kind: 'connection', from: contacts[i], to: contacts[i + 1], state: 'missing', carriedBy: 'nobody' });
  await there({ kind: 'note', text: 'Det dyraste i kartan är det som ingen betalar för. '.repeat(8) });
  await there({ kind: 'note', text: 'Kort.' });
  const wall = await (await room(browser, 'storbilden', { width: 1920, height: 1080 })).newPage();
  await wall.context().addCookies(lead.cookie.split('; ').map(one => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: server.url })));
  await lead.do(d.id, { type: 'setScreen', shows: 'board' });
  await wall.goto(`${server.url}/d/${d.id}/screen`);
  await expect(wall.locator('.extras li')).toHaveCount(4);
  await expect(wall.getByText('och 4 till')).toBeVisible();
  const standing = () => wall.evaluate(() => {
    const bottom = document.querySelector('.cols')!.getBoundingClientRect().bottom;
    return [...document.querySelectorAll('.cols .note')].filter(note => note.checkVisibility()).map(note => note.getBoundingClientRect().bottom <= bottom + 1);
  });
  await expect.poll(standing).toEqual([true, true]);
  for (const height of [720, 600, 500]) {
    await wall.setViewportSize({ width: 1280, height });
    await expect.poll(async () => (await standing()).every(Boolean), `${height} px`).toBe(true);
  }
});
