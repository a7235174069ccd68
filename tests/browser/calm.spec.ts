// When a page cannot go on: an old browser, a program that does not come, no cookies, a person who was removed. Each is a calm page that says what to do.
import { expect, test, type Page } from '@playwright/test';
import { join, laptop, phone, room } from './people.ts';
import { Server, type Facilitator, type Opened } from './server.ts';

let server: Server, lead: Facilitator, d: Opened;
test.beforeAll(async () => {
  server = await Server.start();
  lead = await server.facilitator();
  d = await lead.open();
});
test.afterAll(() => server.stop());

/** One heading, a sentence, nothing sideways at 320 px; `CALM_PICTURES=folder` keeps what it looks like. */
async function says(page: Page, title: string, sentence: RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText(sentence)).toBeVisible();
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 700 });
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth), `${title}, ${width} px`).toBeLessThanOrEqual(0);
    if (process.env.CALM_PICTURES) await page.screenshot({ path: `${process.env.CALM_PICTURES}/${title}-${width}.png` });
  }
}

test('UI80.1 a browser that is too old is told so', async ({ browser }) => {
  const page = await (await room(browser, 'gammal webbläsare', laptop)).newPage();
  await page.addInitScript(() => { delete (window as { HTMLDialogElement?: unknown }).HTMLDialogElement; });
  await page.goto(server.url);
  await says(page, 'Webbläsaren är för gammal', /Chrome, Edge, Firefox eller Safari/);
});

test('UI80.2 a program that does not come is said, and comes after a reload', async ({ browser }) => {
  const page = await (await room(browser, 'avbruten', laptop)).newPage();
  await page.route('**/assets/*.js', route => route.abort());
  await page.goto(server.url);
  await says(page, 'Sidan kunde inte hämtas', /ladda om/);
  await page.unroute('**/assets/*.js');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Kod' })).toBeVisible();
});

test('UI80.3 a part that does not come: said as a newer build or as no network, nothing is lost, a reload goes on', async ({ browser }) => {
  for (const offline of [false, true]) {
    // Without the worker that keeps all parts on the device, as at a first visit.
    const page = await (await browser.newContext({ viewport: laptop, serviceWorkers: 'block' })).newPage();
    await page.request.post(`${server.url}/api/join`, { headers: { origin: server.url }, data: { joinCode: d.joinCode, name: offline ? 'Olle' : 'Nina', level: 'livedExperience' } });
    await page.goto(server.url);
    await expect(page.getByRole('textbox', { name: 'Kod' })).toBeVisible();
    await page.route('**/assets/Participant*.js', route => route.abort());
    if (offline) await page.context().setOffline(true);
    await page.evaluate(id => { history.pushState(null, '', `/d/${id}`); dispatchEvent(new PopStateEvent('popstate')); }, d.id);
    await says(page, offline ? 'Den här delen är inte hämtad' : 'Samskapa har uppdaterats', /är kvar/);
    if (offline) await page.context().setOffline(false);
    await page.unroute('**/assets/Participant*.js');
    await page.getByRole('button', { name: 'Ladda om' }).click();
    await expect(page.getByRole('button', { name: 'Mina uppgifter, språk och hjälp' })).toBeVisible();
    await page.context().close();
  }
});

test('UI80.4 without cookies whoever joins is told why they are not in', async ({ browser }) => {
  const page = await (await room(browser, 'utan kakor', laptop)).newPage();
  await page.addInitScript(() => { Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false }); });
  await page.route('**/api/join', async route => {
    const answer = await route.fetch();
    await page.context().clearCookies();
    const { 'set-cookie': _, ...headers } = answer.headers();
    await route.fulfill({ status: answer.status(), headers, body: await answer.body() });
  });
  await page.goto(server.url);
  await page.getByRole('textbox', { name: 'Kod' }).fill(d.joinCode);
  await page.getByRole('textbox', { name: 'Ditt förnamn' }).fill('Klara');
  await page.getByRole('radio', { name: 'Egen erfarenhet' }).check();
  await page.getByRole('button', { name: 'Gå med' }).click();
  await says(page, 'Webbläsaren sparar inget från den här sidan', /Slå på kakor/);
});

test('UI80.5 whoever is removed is told so at once, and may join again', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, { name: 'Rut', level: 'Egen erfarenhet', viewport: phone });
  await expect(page.getByRole('button', { name: 'Mina uppgifter, språk och hjälp' })).toBeVisible();
  const rut = (await lead.snapshot(d.id)).participants.find((p: { name: string }) => p.name === 'Rut');
  await lead.do(d.id, { type: 'removePerson', participantId: rut.id });
  await says(page, 'Du är inte med längre', /Det du har skrivit finns kvar där/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('button', { name: /^(Till|Gå)/ }).click();
  await expect(page.getByRole('textbox', { name: 'Kod' })).toBeVisible();
});
