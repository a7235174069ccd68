// The course as the room lives it: moved on while one writes, another day, two who lead, a facilitator's computer that dies, the wall, a late-comer.
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import config from './playwright.config.ts';
import { composer, join, laptop, note, phone, room, saved, signIn, write } from './people.ts';
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
const karin = { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Chef', viewport: phone } as const;
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const caret = (page: Page) => page.evaluate(() => {
  const at = document.activeElement as HTMLTextAreaElement;
  return { text: at.value, caret: at.selectionStart };
});

/** A facilitator's browser, in a process of its own where `browser` is one. By the cookie: signing in is another test's. */
async function leading(browser: Browser, who: Facilitator, viewport = laptop): Promise<Page> {
  const context = await room(browser, 'processledaren', viewport);
  await context.addCookies(who.cookie.split('; ').map(one => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: server.url })));
  const page = await context.newPage();
  await page.goto(`${server.url}/d/${d.id}/lead`);
  await expect(page.getByRole('button', { name: 'Gå vidare med alla' })).toBeVisible();
  return page;
}
const code = (role: string) => lead.post<{ code: string; link: string }>(`/api/dialogues/${d.id}/codes`, { role });
const add = (fields: Record<string, unknown>) => { const item = { id: randomUUID(), phaseId: 'valueVision', ...fields }; return lead.do(d.id, { type: 'addItem', item }).then(() => item.id); };

async function coLead(browser: Browser, name: string): Promise<Page> {
  const page = await (await room(browser, name)).newPage();
  await page.goto(`${server.url}/lead`);
  await page.getByRole('textbox', { name: 'Kod för att leda' }).fill((await code('lead')).code.replace(/^(.{4})/, '$1 '));
  await page.getByRole('textbox', { name: 'Ditt namn' }).fill(name);
  await page.getByRole('button', { name: 'Börja leda' }).click();
  await page.waitForURL(/\/lead$/);
  await expect(page.getByRole('button', { name: 'Gå vidare med alla' })).toBeVisible();
  return page;
}

test('UI50.1 moved on while one writes: focus, caret and text stay; it is said at once, and once; the move is undone', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin), calm = await join(browser, server, d.joinCode, karin), facilitator = await leading(browser, lead);
  await page.evaluate(() => {
    (window as any).alarms = [];
    new MutationObserver(() => { const text = document.querySelector('[aria-live="assertive"]')?.textContent; if (text) (window as any).alarms.push(text); })
      .observe(document.querySelector('[aria-live="assertive"]')!, { childList: true, subtree: true, characterData: true });
  });
  await composer(page).fill('En halv tanke');
  await composer(page).press('Home');
  for (let i = 0; i < 3; i++) await composer(page).press('ArrowRight');
  await facilitator.getByRole('button', { name: /Gemensamma initiativ/ }).first().click();
  await expect(heading(page, 'Hur är vardagen när vården hänger ihop?')).toBeVisible(); // looking moved nobody
  await facilitator.getByRole('button', { name: 'Flytta alla hit' }).click();
  await expect(page.getByText('Gruppen är nu på Gemensamma initiativ.')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  expect(await caret(page)).toEqual({ text: 'En halv tanke', caret: 3 });
  expect(await page.evaluate(() => (window as any).alarms)).toHaveLength(1);
  await expect(heading(calm, 'Vad kan vi bara göra tillsammans?')).toBeVisible();
  await facilitator.getByRole('button', { name: 'Ångra' }).click();
  await expect(heading(calm, 'Hur är vardagen när vården hänger ihop?')).toBeVisible();
  await expect(page.getByText('Gruppen är nu på Gemensamma initiativ.')).toBeHidden();
  expect(await caret(page)).toEqual({ text: 'En halv tanke', caret: 3 });
});

test('UI50.2 until another day: a calm page with when and what was done; who writes is left to; going on brings everyone back', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin), calm = await join(browser, server, d.joinCode, karin), facilitator = await leading(browser, lead);
  await write(calm, 'En lapp före pausen');
  await expect(saved(calm)).toBeVisible();
  await composer(page).fill('Inte färdig');
  await facilitator.getByRole('button', { name: 'Mer', exact: true }).click();
  await facilitator.getByRole('menuitem', { name: 'Fortsätt en annan dag' }).click();
  await facilitator.getByRole('textbox', { name: /^Dag/ }).fill('2030-11-14');
  await facilitator.getByRole('textbox', { name: /^Klockan/ }).fill('09:00');
  await facilitator.getByRole('textbox', { name: 'Något att veta till dess' }).fill('Samma sal.');
  await facilitator.getByRole('button', { name: 'Pausa dialogen' }).click();
  await expect(heading(calm, /^Vi fortsätter torsdag 14 november/)).toBeVisible();
  await expect(calm.getByText('Samma sal.')).toBeVisible();
  await expect(calm.getByRole('listitem').filter({ hasText: 'Gemensam värdevision' })).toContainText('1 sak skriven');
  await expect(composer(calm)).toBeHidden();
  await expect(page.getByText('Det du skriver är kvar.')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  expect((await caret(page)).text).toBe('Inte färdig');
  await composer(page).press('Control+Enter');
  await expect.poll(async () => (await lead.snapshot(d.id)).items.map((i: any) => i.text)).toContain('Inte färdig');

  const late = await join(browser, server, d.joinCode, { ...karin, name: 'Sen' }); // who comes back the evening before finds the same page
  await expect(heading(late, /^Vi fortsätter torsdag/)).toBeVisible();
  await late.getByRole('button', { name: 'Visa tavlan ändå' }).click();
  await expect(note(late, 'En lapp före pausen')).toBeVisible();

  await facilitator.getByRole('button', { name: 'Fortsätt med alla' }).click();
  await expect(heading(calm, 'Hur är vardagen när vården hänger ihop?')).toBeVisible();
  await expect(note(calm, 'En lapp före pausen')).toBeVisible();
  await facilitator.getByRole('button', { name: 'Ångra' }).click();
  await expect(heading(calm, /^Vi fortsätter torsdag/)).toBeVisible();
});

test('UI50.3 the facilitator\'s browser is killed; the co-facilitator who came by a code goes on, and is ended by another who leads', async ({ browser }) => {
  const calm = await join(browser, server, d.joinCode, karin);
  const apart = await chromium.launchServer(config.use!.launchOptions!);
  const facilitator = await leading(await chromium.connect(apart.wsEndpoint()), lead);
  const johan = await coLead(browser, 'Johan');
  await expect(facilitator.getByText('Du leder tillsammans med Johan')).toBeVisible();
  await expect(johan.getByText('Du leder tillsammans med den som bjöd in dig')).toBeVisible();
  await apart.kill();
  await johan.getByRole('button', { name: 'Gå vidare med alla' }).click();
  await expect(calm.getByText('Skriv själv, en tanke per lapp.')).toBeVisible();
  await johan.goto(`${server.url}/lead`);
  await expect(johan.getByRole('link', { name: 'Kims väg genom vården', exact: true })).toBeVisible();
  await expect(johan.getByText('Ny dialog')).toHaveCount(0);
  await johan.goBack();

  // On another computer the one whose computer died comes back, and ends what was lent.
  const again = await leading(browser, await server.facilitator());
  await expect(again.getByText(/runda 1 av 5/)).toBeVisible();
  await again.getByRole('button', { name: 'Mer', exact: true }).click();
  await again.getByRole('menuitem', { name: 'Led tillsammans' }).click();
  await again.getByRole('button', { name: 'Ta bort Johan' }).click();
  await again.getByRole('button', { name: 'Ta bort', exact: true }).click();
  await expect(heading(johan, 'Den här sidan är för processledare')).toBeVisible();
});

test('UI50.4 the projector comes by its own code and follows Byt; every device says what is shown', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin), facilitator = await leading(browser, lead);
  for (const text of ['Första lappen', 'Andra lappen']) await add({ kind: 'note', text });
  const wall = await (await room(browser, 'projektorn', { width: 1920, height: 1080 })).newPage();
  await wall.goto(`${server.url}/screen`);
  await wall.getByRole('textbox', { name: 'Kod till storbilden' }).fill('000 000');
  await wall.getByRole('button', { name: 'Visa storbilden' }).click();
  await expect(wall.getByText('Koden stämmer inte')).toBeVisible();
  await facilitator.getByRole('button', { name: 'Skapa en kod till storbilden' }).click();
  const shown = await facilitator.getByRole('region', { name: 'På storbilden' }).locator('.join-code').textContent();
  await wall.getByRole('textbox', { name: 'Kod till storbilden' }).fill(shown!);
  await wall.getByRole('button', { name: 'Visa storbilden' }).click();
  await expect(heading(wall, 'Hur är vardagen när vården hänger ihop?')).toBeVisible();
  await expect(facilitator.getByText('1 storbild är ansluten med kod.')).toBeVisible();
  expect((await wall.request.get(`${server.url}/api/dialogues/${d.id}`)).status()).toBe(403); // the wall's view, and no other

  await facilitator.getByRole('button', { name: /^Byt: / }).click();
  await facilitator.getByRole('button', { name: /^En lapp i taget/ }).click();
  await expect(wall.getByText('Första lappen')).toBeVisible();
  await expect(wall.getByText('lapp 1 av 2')).toBeVisible();
  const now = page.getByRole('button', { name: 'Lappen: Första lappen' });
  await now.click();
  await expect(note(page, 'Första lappen')).toBeFocused();
  await facilitator.getByRole('button', { name: 'Nästa', exact: true }).click();
  await expect(wall.getByText('lapp 2 av 2')).toBeVisible();
  await wall.keyboard.press('ArrowLeft'); // the clicker at the projector turns the page for everyone
  await expect(page.getByRole('button', { name: 'Lappen: Första lappen' })).toBeVisible();
  await facilitator.getByRole('button', { name: /^Byt: / }).click();
  await facilitator.getByRole('button', { name: /^Koden för att gå med/ }).click();
  await expect(wall.getByText(d.joinCode.replace(/\d{3}(?=\d)/g, '$& ')).first()).toBeVisible();
  await expect(page.getByText('koden för att gå med', { exact: true })).toBeVisible(); // what is read aloud holds it, too
  await facilitator.getByRole('button', { name: 'Gå vidare med alla' }).click(); // a move gives the wall back to the dialogue
  await expect(heading(wall, 'Hur är vardagen när vården hänger ihop?')).toBeVisible();
});

test('UI50.5 a late-comer during voting sees the question and the votes that are left, and votes at once', async ({ browser }) => {
  for (const text of ['Första lappen', 'Andra lappen']) await add({ kind: 'note', text });
  await lead.do(d.id, { type: 'enterRound', round: 'valueVision-4' });
  const early = await join(browser, server, d.joinCode, elin);
  await note(early, 'Första lappen').getByRole('button', { name: 'Rösta' }).click();
  const late = await join(browser, server, d.joinCode, karin);
  await expect(heading(late, 'Hur är vardagen när vården hänger ihop?')).toBeVisible();
  await expect(late.getByText('Rösta på det du tycker är viktigast.')).toBeVisible();
  await expect(late.getByText('4 röster kvar')).toBeVisible();
  await late.getByRole('listitem').filter({ hasText: 'Första lappen' }).getByRole('button', { name: 'Rösta' }).first().click();
  await expect(late.getByText('3 röster kvar')).toBeVisible();
  await expect.poll(async () => (await lead.snapshot(d.id)).voters?.valueVision).toBe(2);
});

test('UI50.6 each round shows its own thing: listening folds the composer, screens down and a break are calm pages', async ({ browser }) => {
  const page = await join(browser, server, d.joinCode, elin), wall = await leading(browser, lead);
  await wall.goto(`${server.url}/d/${d.id}/screen`);
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'story' });
  await lead.do(d.id, { type: 'enterRound', round: 'story-1' });
  await expect(composer(page)).toBeHidden();
  await page.getByRole('button', { name: 'Skriv ändå' }).click();
  await expect(composer(page)).toBeFocused();
  await lead.do(d.id, { type: 'enterPhase', phaseId: 'closing' });
  await lead.do(d.id, { type: 'enterRound', round: 'closing-1' });
  for (const one of [page, wall]) await expect(heading(one, 'Titta upp')).toBeVisible();
  const agenda = (await lead.snapshot(d.id)).agenda.map(({ conduct, ...p }: any) => p.id === 'closing' ? { ...p, rounds: [{ id: 'paus', kind: 'pause', minutes: 10 }, ...p.rounds] } : p);
  await lead.do(d.id, { type: 'editAgenda', agenda });
  await lead.do(d.id, { type: 'enterRound', round: 'paus' });
  await lead.do(d.id, { type: 'setTimer', seconds: 600 });
  await expect(heading(page, /^Paus\. Vi börjar igen \d\d:\d\d$/)).toBeVisible();
  await expect(wall.getByText(/^\d\d:\d\d$/)).toBeVisible();
});

test('UI50.7 two edit the agenda at once: nothing is undone unseen; rounds are added, moved and removed by keys', async ({ browser }) => {
  const facilitator = await leading(browser, lead);
  await facilitator.getByRole('button', { name: 'Ändra dagordningen' }).click();
  const dialog = facilitator.getByRole('dialog', { name: 'Ändra dagordningen' });
  await dialog.locator('summary').filter({ hasText: 'Nästa steg' }).press('Enter');
  await dialog.getByRole('button', { name: 'Lägg till en runda' }).press('Enter');
  await dialog.getByRole('combobox', { name: 'Runda 3', exact: true }).selectOption('Paus');
  await expect(dialog.getByText('En lugn sida med tiden då ni börjar igen.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Flytta upp runda 3' }).press('Enter');
  await dialog.getByRole('button', { name: 'Ta bort runda 3' }).press('Enter');
  const johan = await coLead(browser, 'Johan');
  await johan.getByRole('button', { name: 'Ändra frågan' }).click();
  await johan.getByRole('textbox', { name: 'Frågan', exact: true }).fill('Hur vill vi ha det?');
  await johan.getByRole('button', { name: 'Spara' }).click();
  await expect(facilitator.getByText('Hur vill vi ha det?').first()).toBeAttached();
  await dialog.getByRole('button', { name: 'Spara dagordningen' }).click();
  await expect(dialog.getByText('Någon annan sparade dagordningen medan du ändrade den.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Spara min ändå' }).click();
  await expect(dialog).toBeHidden();
  expect((await lead.snapshot(d.id)).agenda.find((p: any) => p.id === 'nextSteps').rounds.map((r: any) => r.kind)).toEqual(['tables', 'pause']);
});

test('UI50.8 a new dialogue in three fields, from the template for two meetings', async ({ browser }) => {
  const page = await signIn(browser, server);
  await page.getByRole('textbox', { name: 'Titel' }).fill('Två dagar kring MS');
  await page.getByRole('textbox', { name: 'Målgrupp' }).fill('Personer med MS');
  await page.getByRole('radio', { name: /två tillfällen/ }).check();
  await page.getByRole('button', { name: 'Skapa dialogen' }).click();
  await expect(page.getByRole('button', { name: /Välkommen tillbaka/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Avslutning för i dag/ })).toBeVisible();
});
