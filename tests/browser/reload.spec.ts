// A page that is opened without network, and networks that hinder: what was written is there, arrives once and in order, and nothing of it
// stays on the device longer than it should.
import { expect, test, type Page } from '@playwright/test';
import { composer, joinHere, laptop, mishaps, note, phone, room, saved, write } from './people.ts';
import { Proxy } from './proxy.ts';
import { Server, type Facilitator } from './server.ts';

let server: Server, proxy: Proxy, lead: Facilitator;
test.describe.configure({ timeout: 120_000 });
test.beforeAll(async () => { server = await Server.start(); proxy = await Proxy.before(server); lead = await server.facilitator(); });
test.afterAll(async () => { await proxy.stop(); await server.stop(); });
test.beforeEach(() => { proxy.upgrades = 'pass'; proxy.newBuild = ''; });
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); expect(mishaps.seen).toEqual([]); });

const karin = { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Verksamheten' } as const;
async function begin(): Promise<{ id: string; joinCode: string }> {
  const d = await lead.open();
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
  return d;
}
const texts = async (id: string) => (await lead.snapshot(id)).items.filter((item: any) => item.kind === 'note').map((item: any) => item.text as string);
/** The worker has what the page is made of, and answers for it. */
const kept = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => { if (!navigator.serviceWorker.controller) return new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', () => done(1), { once: true })); return 1; }).then(() => 1));
const known = (page: Page) => page.evaluate(() => new Promise<any[]>((done, failed) => {
  const open = indexedDB.open('samskapa-known');
  open.onerror = failed;
  open.onsuccess = () => {
    if (!open.result.objectStoreNames.contains('dialogues')) { open.result.close(); return done([]); }
    const all = open.result.transaction('dialogues').objectStore('dialogues').getAll();
    all.onsuccess = () => { open.result.close(); done(all.result); };
  };
}));

test('UI90 offline, reload, online', async ({ browser }) => {
  const d = await begin();
  const context = await room(browser, 'Karin', phone);
  const page = await context.newPage();
  await page.goto(server.url);
  await joinHere(page, d.joinCode, karin);
  await write(page, 'Ett: med nät');
  await expect(saved(page)).toBeVisible();
  await expect.poll(async () => (await known(page))[0]?.dialogue.items.length, { message: 'the device has what was last seen' }).toBe(1);
  await kept(page);

  await test.step('UI90.1 a page reloaded without network opens with what was last seen and what was written, and one can write', async () => {
    await context.setOffline(true);
    await write(page, 'Två: utan nät');
    await composer(page).fill('En halv men');
    await page.reload();
    await expect(note(page, 'Ett: med nät')).toBeVisible();
    await expect(note(page, 'Två: utan nät')).toBeVisible();
    await expect(composer(page)).toHaveValue('En halv men');
    await expect(page.getByText('Nätet är borta.').first()).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Ej sparat' })).toBeVisible();
    await write(page, 'Tre: efter omladdning');
    await expect(note(page, 'Tre: efter omladdning')).toBeVisible();
    // Not "Två": the call that a closing page makes outlives it, and with it the browser's pretence of having no network.
    expect(await texts(d.id)).not.toContain('Tre: efter omladdning');
  });

  await test.step('UI90.2 with the network back all arrives once, in order, and what others did is there', async () => {
    await lead.do(d.id, { type: 'addItem', item: { id: crypto.randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Av andra' } });
    await context.setOffline(false);
    await expect(saved(page)).toBeVisible({ timeout: 30_000 });
    await write(page, 'Fyra: med nät igen');
    // In her own order; what somebody else wrote meanwhile lies where it came, which the closing page's call may have been before.
    await expect.poll(async () => (await texts(d.id)).filter((text: string) => text !== 'Av andra')).toEqual(['Ett: med nät', 'Två: utan nät', 'Tre: efter omladdning', 'Fyra: med nät igen']);
    await expect(note(page, 'Av andra')).toBeVisible();
    for (const text of await texts(d.id)) await expect(note(page, text)).toHaveCount(1);
    await page.reload();
    for (const text of await texts(d.id)) await expect(note(page, text)).toHaveCount(1);
  });

  await test.step('UI90.3 the program alone is cached, no answer of the server', async () => {
    const cached = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat());
    expect(cached).toContain('/');
    expect(cached.filter(path => !/^\/($|favicon\.svg$|start\.js$|assets\/)/.test(path))).toEqual([]);
  });

  await test.step('UI90.4 Lämna enheten leaves nothing of anybody', async () => {
    await page.getByRole('button', { name: /Mina uppgifter, språk/ }).click();
    await page.getByRole('menuitem', { name: 'Lämna enheten' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lämna enheten' }).click();
    await expect(page.getByRole('heading', { name: 'Gå med i dialogen' })).toBeVisible();
    expect(await known(page)).toEqual([]);
    await context.setOffline(true);
    await page.goto(`${server.url}/d/${d.id}`);
    await expect(page.getByRole('heading', { name: 'Vi når inte tjänsten just nu' })).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText('Ett: med nät')).toHaveCount(0);
  });
});

test('UI91 the server is away: a page opened then has what was last seen, and goes on by itself', async ({ browser }) => {
  const d = await begin();
  const context = await room(browser, 'Karin', laptop);
  const page = await context.newPage();
  await page.goto(proxy.url);
  await joinHere(page, d.joinCode, karin);
  await write(page, 'Före');
  await expect.poll(async () => (await known(page))[0]?.dialogue.items.length).toBe(1);
  await kept(page);
  await server.kill();
  await page.reload(); // the proxy answers 502
  await expect(note(page, 'Före')).toBeVisible({ timeout: 15_000 });
  await write(page, 'Medan servern var borta');
  await server.up();
  await expect.poll(() => texts(d.id), { timeout: 40_000 }).toEqual(['Före', 'Medan servern var borta']);
  await expect(saved(page)).toBeVisible();
});

for (const how of ['drop', 'swallow'] as const) {
  test(`UI92 a network that ${how}s WebSockets: the next way within 5 s, and writing arrives`, async ({ browser }) => {
    proxy.upgrades = how;
    const d = await begin();
    const page = await (await room(browser, 'Karin', laptop)).newPage();
    await page.goto(proxy.url);
    await joinHere(page, d.joinCode, karin);
    const from = Date.now();
    await expect(composer(page)).toBeVisible({ timeout: 8_000 });
    await write(page, 'Genom proxyn');
    await expect.poll(() => texts(d.id), { timeout: 8_000, intervals: [100] }).toEqual(['Genom proxyn']);
    const took = Date.now() - from;
    console.log(`${how}: written and on disk ${took} ms after joining`);
    expect(took).toBeLessThan(8_000);
    // Others are heard as well, not only oneself.
    await lead.do(d.id, { type: 'addItem', item: { id: crypto.randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Av andra' } });
    await expect(note(page, 'Av andra')).toBeVisible({ timeout: 2_000 });
    expect(proxy.hubs.some(one => one.startsWith('POST /hub/dialogue/negotiate'))).toBe(true);
  });
}

test('UI93 a new build is offered, taken when asked for, and not in the middle of a text', async ({ browser }) => {
  const d = await begin();
  const context = await room(browser, 'Karin', laptop);
  const page = await context.newPage();
  await page.goto(proxy.url);
  await joinHere(page, d.joinCode, karin);
  await write(page, 'Kim ringer');
  await kept(page);
  await composer(page).fill('Halvskrivet');
  proxy.newBuild = '\n// the next build\n';
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())!.update(); });
  const offer = page.getByText('Det finns en nyare version av sidan.');
  await expect(offer).toBeVisible({ timeout: 15_000 });
  await note(page, 'Kim ringer').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Lappens text' }).fill('Kim ringer själv');
  await page.getByRole('button', { name: 'Ladda om' }).click();
  await expect(page.getByText('Du skriver i ett fält. Spara eller avbryt där först.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Lappens text' }).press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Lappens text' })).toBeHidden(); // until then she writes in a field
  await expect(saved(page)).toBeVisible();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Ladda om' }).click()]);
  await expect(note(page, 'Kim ringer själv')).toBeVisible();
  await expect(composer(page)).toHaveValue('Halvskrivet');
  await expect(offer).toBeHidden();
});
