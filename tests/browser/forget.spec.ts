// Words are taken back from the screen, and devices forget them: looked for in everything a browser keeps. And what a browser may do to a
// page behind its back: translate it, set its clock back, give it no clipboard, reload it in the middle of a sentence.
import { expect, test, type Page } from '@playwright/test';
import { composer, joinHere, laptop, menuOf, mishaps, note, phone, room, saved, signIn, write } from './people.ts';
import { Server, type Facilitator } from './server.ts';

let server: Server, lead: Facilitator;
test.describe.configure({ timeout: 120_000 });
test.beforeAll(async () => { server = await Server.start(); lead = await server.facilitator(); });
test.afterAll(async () => { await server.stop(); });
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); expect(mishaps.seen).toEqual([]); });

const karin = { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Verksamheten' } as const;
const kim = { name: 'Kim', level: 'Egen erfarenhet' } as const;
async function begin(phaseId = 'valueVision'): Promise<{ id: string; joinCode: string }> {
  const d = await lead.open();
  await lead.do(d.id, { type: 'enterPhase', phaseId });
  return d;
}
const come = async (browser: Parameters<typeof room>[0], code: string, who: { name: string; organisation?: string; level: 'Verksamheten' | 'Egen erfarenhet' }, viewport = laptop): Promise<Page> => {
  const page = await (await room(browser, who.name, viewport)).newPage();
  await page.goto(server.url);
  await joinHere(page, code, who);
  return page;
};

/** Everything of ours that this browser keeps: every database, both storages, every cache. */
const kept = (page: Page): Promise<string> => page.evaluate(async () => {
  const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise<IDBDatabase>((done, failed) => { const asked = indexedDB.open(name!); asked.onsuccess = () => done(asked.result); asked.onerror = failed; });
    for (const store of base.objectStoreNames) {
      const of = base.transaction(store).objectStore(store);
      const ask = <T>(asked: IDBRequest<T>) => new Promise<T>((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = failed; });
      all.push(name, store, await ask(of.getAllKeys()), await ask(of.getAll()));
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) all.push(request.url, /\.(js|css|svg)$/.test(request.url) ? '' : await (await cache.match(request))!.text());
  }
  return JSON.stringify(all);
});
const mark = () => `MÄRKE${Math.random().toString(36).slice(2)}`;

for (const [where, viewport] of [['a laptop', laptop], ['a phone', phone]] as const) {
  test(`UI140 words taken back on ${where} are found in no database, storage, cache or reload, of the author or of others`, async ({ browser }) => {
    const d = await begin(), word = mark();
    const page = await come(browser, d.joinCode, karin, viewport);
    const other = await come(browser, d.joinCode, { ...karin, name: 'Mats' });
    await write(page, `Ett ord: ${word}`);
    await expect(note(other, `Ett ord: ${word}`)).toBeVisible();
    // As anybody whom these devices know has seen it.
    await expect.poll(async () => [(await kept(page)).includes(word), (await kept(other)).includes(word)], { timeout: 15_000 }).toEqual([true, true]);
    await menuOf(page, `Ett ord: ${word}`, 'Ta bort orden för gott');
    const dialog = page.getByRole('dialog', { name: 'Ta bort orden för gott?' });
    await expect(dialog).toContainText(word);
    await expect(dialog).toContainText('Säkerhetskopior på servern har kvar orden tills kopiorna tas bort.');
    await dialog.getByRole('button', { name: 'Ta bort för gott' }).click();
    await expect(dialog).toBeHidden();
    for (const one of [page, other]) {
      await expect(one.getByText(word)).toHaveCount(0);
      await expect.poll(async () => (await kept(one)).includes(word)).toBe(false);
      await one.reload();
      await expect(one.getByText('Texten är borttagen').first()).toBeVisible();
      expect((await kept(one)).includes(word)).toBe(false);
      expect(await one.content()).not.toContain(word);
    }
  });
}

test('UI141 Lämna enheten, and a day, leave no words; what is half written is asked about', async ({ browser }) => {
  const d = await begin(), word = mark(), half = mark();
  const page = await come(browser, d.joinCode, karin);
  await write(page, `Sparat: ${word}`);
  await expect(saved(page)).toBeVisible();
  await expect.poll(async () => (await kept(page)).includes(word), { timeout: 15_000 }).toBe(true);
  await test.step('UI141.1 a day later the next start of any page has forgotten what was seen, and asks about what was not sent', async () => {
    await composer(page).fill(half);
    await page.goto(`${server.url}/tillganglighet`);
    await page.evaluate(async () => {
      const base = await new Promise<IDBDatabase>(done => { const asked = indexedDB.open('samskapa-known'); asked.onsuccess = () => done(asked.result); });
      const store = base.transaction('dialogues', 'readwrite').objectStore('dialogues');
      await new Promise<void>(done => { const asked = store.openCursor(); asked.onsuccess = () => { const at = asked.result; if (!at) return done(); at.update({ ...at.value, at: at.value.at - 25 * 3_600_000 }); at.continue(); }; });
      base.close();
    });
    await page.goto(server.url);
    await expect.poll(async () => (await kept(page)).includes(word)).toBe(false);
    await expect(page.getByRole('heading', { name: 'Här finns ord som inte är skickade' })).toBeVisible();
    await expect(page.getByText(half), 'how many, never which').toHaveCount(0);
    expect(await kept(page)).toContain(half);
    await page.getByRole('button', { name: 'Öppna dialogen' }).click();
    await expect(composer(page)).toHaveValue(half);
  });
  await test.step('UI141.2 leaving says what is not sent, and leaves nothing', async () => {
    await page.getByRole('button', { name: /Mina uppgifter, språk och hjälp/ }).click();
    await page.getByRole('menuitem', { name: 'Lämna enheten' }).click();
    await expect(page.getByRole('dialog')).toContainText('En text är påbörjad men inte skickad.');
    await page.getByRole('dialog').getByRole('button', { name: 'Lämna enheten' }).click();
    await expect(page.getByRole('heading', { name: 'Gå med' })).toBeVisible();
    const left = await kept(page);
    for (const one of [word, half, d.id, 'Karin']) expect(left, one).not.toContain(one);
  });
});

test('UI142 a page that the browser translated says Ej sparat when it is not, and does not fall', async ({ browser }) => {
  const d = await begin();
  const page = await come(browser, d.joinCode, karin);
  await write(page, 'Före');
  await expect(saved(page)).toBeVisible();
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all: Text[] = [];
    while (walker.nextNode()) if ((walker.currentNode as Text).data.trim()) all.push(walker.currentNode as Text);
    for (const text of all) {
      const outer = document.createElement('font'), inner = document.createElement('font');
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
    }
  });
  await page.context().setOffline(true);
  await write(page, 'Utan nät');
  await expect(page.getByRole('status').filter({ hasText: 'Ej sparat' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^\s*Sparat/ })).toHaveCount(0);
  await page.context().setOffline(false);
  await expect(saved(page)).toBeVisible({ timeout: 30_000 });
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'closing' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(note(page, 'Utan nät')).toHaveCount(0);
});

test('UI143 what the device does to a page: no clipboard, a clock set back, a link cut in the middle, a reload in an editor', async ({ browser }) => {
  const d = await begin('story');
  const page = await come(browser, d.joinCode, kim);
  await test.step('UI143.1 a half written moment is there after a reload', async () => {
    await page.getByRole('button', { name: /^Lägg till en händelse|^Ny händelse/ }).first().click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('De ringde aldrig');
    await page.reload();
    await page.getByRole('button', { name: /^Lägg till en händelse|^Ny händelse/ }).first().click();
    await expect(page.getByRole('dialog').getByRole('textbox').first()).toHaveValue('De ringde aldrig');
    await expect(page.getByRole('dialog')).toContainText('Det är inte sparat än.');
    await page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click();
    await expect(page.locator('article.moment').filter({ hasText: 'De ringde aldrig' }).first()).toBeVisible();
    expect(await kept(page).then(all => /draft\.[^"]*new\.moment/.test(all))).toBe(false);
  });
  await test.step('UI143.2 without a clipboard the link stands in a field, marked', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    await page.getByRole('button', { name: /Mina uppgifter, språk och hjälp/ }).click();
    await page.getByRole('menuitem', { name: 'Kopiera min återkomstlänk' }).click();
    const field = page.getByRole('dialog').getByRole('textbox');
    await expect(field).toHaveValue(/#return=/);
    await expect.poll(() => field.evaluate((one: HTMLInputElement) => one.selectionEnd! - one.selectionStart! === one.value.length)).toBe(true);
    await page.keyboard.press('Escape');
  });
  await test.step('UI143.3 a clock set back: what was given is done in the order it was given', async () => {
    await page.context().setOffline(true);
    await write(page, 'Ett');
    await expect(note(page, 'Ett')).toBeVisible();
    await page.evaluate(() => { const now = Date.now.bind(Date); Date.now = () => now() - 3_600_000; });
    await menuOf(page, 'Ett', 'Ändra');
    await page.getByRole('textbox', { name: 'Lappens text' }).fill('Ett, rättat');
    await page.keyboard.press('Control+Enter');
    await write(page, 'Två');
    const { context } = { context: page.context() };
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${server.url}/d/${d.id}`);
    await expect(note(again, 'Två')).toBeVisible();
    await expect(saved(again)).toBeVisible({ timeout: 20_000 });
    const notes = (await lead.snapshot(d.id)).items.filter((item: any) => item.kind === 'note').map((item: any) => item.text);
    expect(notes).toEqual(['Ett, rättat', 'Två']);
  });
  await test.step('UI143.4 a malformed address is the join page with an empty field', async () => {
    const guest = await (await room(browser, 'gäst')).newPage();
    for (const hash of ['#%', '#482%', '#%E0%A4%A']) {
      await guest.goto('about:blank');
      await guest.goto(`${server.url}/${hash}`);
      await expect(guest.getByRole('textbox', { name: 'Kod' })).toHaveValue('');
    }
    for (const path of ['/lead#%', '/lead#key=%', '/screen#code=%', `/d/${d.id}#return=%`, `/d/${d.id}/screen#%`]) {
      await guest.goto('about:blank');
      await guest.goto(`${server.url}${path}`);
      await expect(guest.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(guest.getByRole('heading', { name: 'Sidan kunde inte visas' })).toHaveCount(0);
    }
  });
});

test('UI144 by keyboard alone, and by those who lead: an item, a name, words that are no item’s', async ({ browser }) => {
  const d = await begin(), word = mark();
  const page = await come(browser, d.joinCode, karin);
  await write(page, `Med tangenter ${word}`);
  const one = note(page, `Med tangenter ${word}`);
  await one.getByRole('button', { name: 'Mer om lappen' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Ta bort orden för gott' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Ta bort orden för gott?' });
  await expect(dialog).toBeVisible();
  for (let i = 0; i < 6 && !await dialog.getByRole('button', { name: 'Ta bort för gott' }).evaluate(button => button === document.activeElement); i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(word)).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement !== document.body), 'whoever goes by keys is somewhere').toBe(true);

  const view = await signIn(browser, server);
  await view.goto(`${server.url}/d/${d.id}/lead`);
  await view.getByRole('button', { name: 'Mer', exact: true }).click();
  await view.getByRole('menuitem', { name: 'Personer' }).click();
  await view.getByRole('button', { name: /Ändra.*Karin|Karin.*ändra/i }).click();
  await view.getByRole('button', { name: 'Ta bort namnet för gott' }).click();
  await view.getByRole('button', { name: 'Ta bort för gott', exact: true }).click();
  await expect.poll(async () => JSON.stringify((await lead.snapshot(d.id)).participants)).not.toContain('Karin');
});
