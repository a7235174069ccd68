// Every screen and what opens on it, looked through by axe-core at 1280 and 320 px, light and dark. axe finds a part of what matters;
// keyboard.spec.ts and people find other parts. Nothing is excluded: a rule that is broken is fixed in the product.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, laptop, menuOf, note, room, signIn, write } from './people.ts';
import { fill, type Filled } from './filled.ts';
import { Server } from './server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'EN-301-549', 'EN-301-549v4', 'best-practice'];

type Guise = readonly [number, 'light' | 'dark'];
const all: readonly Guise[] = [[1280, 'light'], [1280, 'dark'], [320, 'light'], [320, 'dark']];
const two: readonly Guise[] = [[1280, 'light'], [320, 'dark']];

/** What opens by its address alone: a new page is a line here. `it.id`, `it.joinCode` stand for the filled dialogue's. */
const pages: readonly { who: 'guest' | 'lead'; path: string; heading: string | RegExp; guises?: readonly Guise[] }[] = [
  { who: 'guest', path: '/finns/inte', heading: 'Sidan finns inte' },
  { who: 'guest', path: '/tillganglighet', heading: 'Tillgänglighet' },
  { who: 'guest', path: '/d/it.id', heading: 'Du är inte med' },
  { who: 'guest', path: '/d/it.id/lead', heading: 'för processledare' },
  { who: 'guest', path: '/d/it.id#return=abcabcabcabcabcabcabcabc', heading: 'Välkommen tillbaka' },
  { who: 'guest', path: '/d/finns-inte', heading: /Du är inte med|Dialogen finns inte/ },
  { who: 'guest', path: '/lead', heading: 'Du är inte inloggad' },
  { who: 'guest', path: '/lead#key=abc', heading: 'Logga in som' },
  { who: 'guest', path: '/r/abcabcabcabcabcabcabcabc', heading: 'Länken gäller inte' },
  { who: 'lead', path: '/lead', heading: 'Mina dialoger', guises: all },
];
/** What opens from the participant's own menu: a new choice is a line here. */
const mine = ['Mina uppgifter', 'Vad har hänt?', 'Inställningar', 'Lämna enheten'];

let server: Server, it: Filled;
// In parallel: the slowest file; each worker has a server of its own, and each test enters the parts it looks at.
test.describe.configure({ mode: 'parallel', timeout: 600_000 });
test.beforeAll(async () => { server = await Server.start(); it = await fill(server); });
test.afterAll(async () => { await server.stop(); });
test.afterEach(async ({ browser }) => { for (const context of browser.contexts()) await context.close(); });

/** The titles of the dialogs that were looked at, by test: what each test opens is an exact list, so that one which no longer opens is missed. */
const opened = new Set<string>();
function mustHaveOpened(titles: readonly string[]): void {
  expect.soft([...opened].sort(), 'the dialogs that were opened').toEqual([...titles].sort());
  opened.clear();
}

/** Looks through the page as it stands, in its four guises. Soft: one run tells all that is wrong. */
async function look(page: Page, what: string, guises: readonly Guise[] = all): Promise<void> {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe); // not as a script tag: our policy forbids those
  for (const title of await page.locator('dialog[open] h2').first().allTextContents()) opened.add(title);
  for (const [width, colorScheme] of guises) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours that are still on their way from the other guise are nobody's: nobody changes from dark to light while reading.
    // One that ends may start another below it (a colour that is inherited), so until a frame goes by with none.
    // Neither for ever: a page that the browser does not draw has no frames, and what is hidden while it moves may never say that it has ended.
    await page.evaluate(async () => {
      const atMost = (milliseconds: number, ended: Promise<unknown>) => Promise.race([ended, new Promise(done => setTimeout(done, milliseconds))]);
      const frame = () => atMost(1_000, new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
      await frame();
      const ending = () => document.getAnimations().filter(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
      for (let running, rounds = 0; (running = ending()).length > 0 && rounds < 20; rounds++, await frame()) await atMost(5_000, Promise.all(running.map(one => one.finished.catch(() => undefined))));
    });
    const found = await page.evaluate(async tags => {
      const { run } = (window as any).axe, of = async (where: unknown, runOnly: unknown): Promise<any[]> => (await run(where, { runOnly, resultTypes: ['violations'] })).violations;
      const violations = await of(document, { type: 'tag', values: tags });
      // A button half beneath a bar that stays is too small for axe, wherever the page happens to be scrolled: each is judged once more from the middle of the window.
      const at = scrollY;
      for (const small of violations.filter(v => v.id === 'target-size')) {
        const still = [];
        for (const one of small.nodes) {
          // Known as an element: its selector may be another one when a class has come or gone. One that is gone stays a finding.
          const element = document.querySelector(one.target[0]);
          element?.scrollIntoView({ block: 'center', behavior: 'instant' });
          if (!element || (await of(document, ['target-size'])).some(v => v.nodes.some((n: any) => document.querySelector(n.target[0]) === element))) still.push(one);
        }
        small.nodes = still;
      }
      scrollTo({ top: at, behavior: 'instant' });
      return violations.filter(v => v.nodes.length > 0).map((v: any) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 3).map((n: any) => `    ${n.target.join(' ')} ${n.html.slice(0, 160)} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).join('\n')}`);
    }, tags);
    expect.soft(found, `${what}, ${width} px, ${colorScheme}`).toEqual([]);
    await reflows(page, `${what}, ${width} px`);
  }
  // A laptop at 400 %, and the largest text on a small phone: everything still in one column.
  if (guises.some(([width]) => width < 1280)) {
    await page.setViewportSize({ width: 320, height: 256 });
    await reflows(page, `${what}, 400 %`);
    await page.evaluate(() => { document.documentElement.dataset.text = 'larger'; });
    await reflows(page, `${what}, 320 px and the largest text`);
    await page.evaluate(() => { delete document.documentElement.dataset.text; });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function reflows(page: Page, what: string): Promise<void> {
  const by = await page.evaluate(() => {
    // What scrolls in a frame of its own is not the page's width.
    const framed = (e: Element | null): boolean => !!e && e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || framed(e.parentElement));
    const wider = document.scrollingElement!.scrollWidth - innerWidth;
    // A word may be wider than the box it stands in: what an element holds is measured too, not only the element.
    const reach = (e: Element) => { const held = document.createRange(); held.selectNodeContents(e); return Math.max(e.getBoundingClientRect().right, held.getBoundingClientRect().right, e.getBoundingClientRect().left + e.scrollWidth); };
    return wider <= 0 ? [] : [`${wider} px too wide`, ...[...document.querySelectorAll('body *')].filter(e => reach(e) > innerWidth && !framed(e.parentElement)).map(e => e.outerHTML.slice(0, 120)).slice(-4)];
  });
  expect.soft(by, `${what}: scrolls sideways`).toEqual([]);
}

async function lookAtPages(page: Page, who: 'guest' | 'lead'): Promise<void> {
  for (const one of pages) {
    if (one.who !== who) continue;
    await page.goto('about:blank');
    await page.goto(server.url + one.path.replace('it.id', it.id));
    await expect(page.getByRole('heading', { name: one.heading }).first()).toBeVisible();
    await look(page, one.path, one.guises ?? two);
  }
}

const participant = (browser: Browser) => join(browser, server, it.joinCode, { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop });

test('UI5.1 joining, and what is not there', async ({ browser }) => {
  const page = await (await room(browser, 'gäst')).newPage();
  await page.goto(server.url);
  await look(page, 'Gå med, tom');
  await page.getByRole('textbox', { name: 'Kod' }).fill('000000000');
  await expect(page.getByText('Ingen dialog har den koden.')).toBeVisible();
  await look(page, 'Gå med, fel kod');
  await page.getByRole('textbox', { name: 'Kod' }).fill(it.joinCode);
  await page.getByText('Jag är här i en annan roll').click();
  await page.getByRole('button', { name: 'Gå med' }).click();
  await expect(page.getByText('Skriv ditt förnamn.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Din organisation' }).click();
  await look(page, 'Gå med, med kod, fel och öppen lista');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Inställningar' }).click();
  await look(page, 'Inställningar');
  await lookAtPages(page, 'guest');
  mustHaveOpened(['Inställningar']);
});

test('UI5.2 the participant in each part, as board and as list', async ({ browser }) => {
  const page = await participant(browser);
  for (const phaseId of ['welcome', 'story', 'systemMap', 'valueVision', 'initiatives', 'nextSteps', 'closing']) {
    await it.lead.do(it.id, { type: 'enterPhase', phaseId });
    await it.lead.do(it.id, { type: 'setConduct', phaseId, conduct: { voting: { open: true, budget: 3 } } });
    await expect(page.getByRole('button', { name: it.title(phaseId) })).toBeVisible();
    await expect(page.getByText('Hämtar …')).toHaveCount(0);
    await look(page, phaseId);
    await page.getByRole('button', { name: 'Lista' }).click();
    await look(page, `${phaseId}, lista`, [[1280, 'light']]);
    await page.getByRole('button', { name: 'Tavla', exact: true }).click();
    await look(page, `${phaseId}, tavla`, [[320, 'dark']]);
  }
  mustHaveOpened([]);
});

test('UI5.3 what opens for the participant: story, menus, dialogs, editors, bands', async ({ browser }) => {
  await it.lead.do(it.id, { type: 'enterPhase', phaseId: 'valueVision' });
  const page = await participant(browser);
  const own = 'Kim vet vem som ringer';
  await page.getByRole('textbox', { name: 'Skriv en lapp' }).fill(own);
  await page.keyboard.press('Control+Enter');
  await expect(note(page, own)).toBeVisible();
  const dialog = page.getByRole('dialog');
  const closes = async () => { await page.keyboard.press('Escape'); await expect(dialog).toBeHidden(); };

  await note(page, own).getByRole('button', { name: 'Mer om lappen' }).click();
  await look(page, 'lappens meny');
  await page.keyboard.press('Escape');
  for (const choice of ['Flytta till …', 'Koppla till en händelse …', 'Ta bort orden för gott']) {
    await menuOf(page, own, choice);
    await expect(dialog).toBeVisible();
    await look(page, choice);
    await closes();
  }
  await menuOf(page, own, 'Ändra');
  await look(page, 'lappen ändras');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Del 4 av 7/ }).click();
  await look(page, 'delarnas meny');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Mina uppgifter, språk och hjälp/ }).click();
  await look(page, 'min meny');
  await page.keyboard.press('Escape');
  for (const choice of mine) {
    await page.getByRole('button', { name: /Mina uppgifter, språk och hjälp/ }).click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expect(dialog).toBeVisible();
    await look(page, choice, two);
    await closes();
  }
  await page.getByRole('button', { name: /^Kan ni stå bakom det/ }).first().click();
  await page.getByRole('radio', { name: 'Behöver ändras' }).check();
  await page.getByRole('button', { name: 'Lämna svaret' }).click();
  await look(page, 'ett svar utan skäl');
  await page.getByRole('textbox', { name: 'Skriv en lapp' }).fill('Nummer 19900101-0017');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Det här ser ut som ett personnummer.').first()).toBeVisible();
  await it.lead.do(it.id, { type: 'enterPhase', phaseId: 'initiatives' });
  await expect(page.getByText('Gruppen är nu på Gemensamma initiativ.')).toBeVisible();
  await look(page, 'banden');
  await page.getByRole('textbox', { name: 'Skriv en lapp' }).fill('');
  await page.getByRole('button', { name: 'Gå dit' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Berättelsen' }).click();
  await look(page, 'berättelsen som låda');
  await closes();
  for (const [part, button] of [['systemMap', 'Ny kontakt'], ['systemMap', 'Ny koppling'], ['valueVision', 'Ny mening'], ['initiatives', 'Nytt initiativ'], ['nextSteps', 'Nytt steg']] as const) {
    await it.lead.do(it.id, { type: 'enterPhase', phaseId: part });
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(dialog).toBeVisible();
    if (part === 'nextSteps') await dialog.getByRole('button', { name: 'Lägg till ett beslut' }).click();
    await dialog.getByRole('button', { name: 'Spara' }).click();
    await look(page, button, [[1280, 'light'], [320, 'dark']]);
    // A decision was added: it is asked about before it is thrown away.
    if (part === 'nextSteps') { await page.keyboard.press('Escape'); await dialog.getByRole('button', { name: 'Kasta det' }).click(); await expect(dialog).toBeHidden(); } else await closes();
  }
  mustHaveOpened(['Berättelsen', 'Flytta lappen till', 'Inställningar', 'Koppla till en händelse …', 'Lämna enheten?', 'Mina uppgifter', 'Ny kontakt', 'Ny koppling', 'Ny mening', 'Nytt initiativ', 'Nytt steg', 'Ta bort orden för gott?', 'Vad har hänt?']);
});

test('UI5.4 the facilitator: mine, the lead view and all that opens on it, the big screen', async ({ browser }) => {
  await it.lead.do(it.id, { type: 'enterPhase', phaseId: 'welcome' });
  const draft = await it.lead.open('En dialog som inte har börjat');
  const page = await signIn(browser, server);
  await lookAtPages(page, 'lead');
  await page.goto(`${server.url}/d/${draft.id}/lead`);
  await expect(page.getByText('Dialogen har inte börjat').first()).toBeVisible();
  await look(page, 'processledarvyn, förberedelse');
  await page.goto(`${server.url}/d/${it.id}/lead`);
  await page.getByText('Mer: ändra arbetssättet').click();
  await page.getByText('Fler val').click();
  await page.getByRole('button', { name: 'Skapa en länk' }).click();
  await expect(page.getByRole('textbox', { name: 'Länk till resultatet' })).toBeVisible();
  await look(page, 'processledarvyn');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Mer', exact: true }).click();
  await look(page, 'Mer');
  await page.keyboard.press('Escape');
  for (const choice of ['Ändra dagordningen', 'Personer', 'Aktörer och stolar', 'Borttagna lappar …', 'Berättelse och underlag', 'Ta bort orden för gott']) {
    await page.getByRole('button', { name: 'Mer', exact: true }).click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expect(dialog).toBeVisible();
    for (const summary of await dialog.locator('summary').all()) await summary.click();
    await look(page, choice);
    await page.keyboard.press('Escape');
  }
  for (const button of ['Vad har hänt?', 'Visa stort', 'Ändra borden', 'Ändra frågan', 'Avsluta dialogen']) {
    await page.getByRole('button', { name: button }).first().click();
    await expect(dialog).toBeVisible();
    await look(page, button, [[1280, 'light'], [320, 'dark']]);
    await page.keyboard.press('Escape');
  }
  await page.goto(`${server.url}/d/${it.id}/screen`);
  for (const phaseId of ['story', 'valueVision', 'nextSteps']) {
    await it.lead.do(it.id, { type: 'enterPhase', phaseId });
    await expect(page.getByText(it.title(phaseId))).toBeVisible();
    await look(page, `storbilden, ${phaseId}`, [[1280, 'light'], [1280, 'dark']]); // a projector is never 320 px wide
  }
  await page.goto(`${server.url}/d/${draft.id}/screen`);
  await expect(page.getByText('Gå till')).toBeVisible();
  await look(page, 'storbilden, före', [[1280, 'light']]);
  mustHaveOpened(['Aktörer och stolar', 'Avsluta dialogen för alla?', 'Berättelse och underlag', 'Borttagna lappar', 'Gå med', 'Personer', 'Ta bort ord för gott', 'Vad har hänt?', 'Ändra borden', 'Ändra dagordningen', 'Ändra frågan']);
});

test('UI5.5 the result', async ({ browser }) => {
  const { link } = await it.lead.post<{ link: string }>(`/api/dialogues/${it.id}/links`, { kind: 'outcome' });
  const page = await (await room(browser, 'läsaren')).newPage();
  await page.goto(server.url + link);
  await expect(page.getByRole('heading', { name: 'Kims väg genom vården', level: 1 })).toBeVisible();
  await look(page, 'resultatet');
  const member = await participant(browser);
  await member.goto(`${server.url}/api/dialogues/${it.id}/outcome.html`);
  await expect(member.getByRole('heading', { level: 1 })).toBeVisible();
  await look(member, 'resultatet som fil', [[1280, 'light'], [320, 'light']]);
  mustHaveOpened([]);
});

test('UI5.50 leading together, what the wall shows, another day, looking up, the projector\'s door', async ({ browser }) => {
  const own = await it.lead.open('En dialog över två dagar');
  const elin = await join(browser, server, own.joinCode, { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop });
  const page = await signIn(browser, server);
  await page.goto(`${server.url}/d/${own.id}/lead`);
  await page.getByRole('button', { name: 'Bjud in någon att leda med dig' }).click();
  await page.getByRole('button', { name: 'Skapa en kod till en medledare' }).click();
  await page.getByRole('button', { name: 'Skapa en kod till storbilden' }).last().click();
  await look(page, 'Led tillsammans');
  await page.keyboard.press('Escape');
  await it.lead.do(own.id, { type: 'enterPhase', phaseId: 'closing' });
  await write(elin, 'En lapp att visa');
  await page.getByRole('button', { name: /^Byt: / }).click();
  await look(page, 'Vad ska storbilden visa?');
  await page.getByRole('button', { name: /^En lapp i taget/ }).click();
  await expect(elin.getByText('Visas nu:')).toBeVisible();
  await look(elin, 'Visas nu');
  await it.lead.do(own.id, { type: 'enterRound', round: 'closing-1' });
  await expect(elin.getByRole('heading', { level: 1, name: 'Titta upp' })).toBeVisible();
  await look(elin, 'Skärmar ner');
  await page.getByRole('button', { name: 'Mer', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Fortsätt en annan dag' }).click();
  await look(page, 'Fortsätt en annan dag');
  await page.getByRole('button', { name: 'Pausa dialogen' }).click();
  await expect(elin.getByRole('heading', { level: 1, name: 'Vi fortsätter en annan dag' })).toBeVisible();
  await look(elin, 'en annan dag, deltagare');
  await look(page, 'en annan dag, processledarvyn');
  await page.goto(`${server.url}/d/${own.id}/screen`);
  await expect(page.getByRole('heading', { name: 'Vi fortsätter en annan dag' })).toBeVisible();
  await look(page, 'en annan dag, storbilden', [[1280, 'light'], [1280, 'dark']]);
  await it.lead.do(own.id, { type: 'resume' });
  for (const shows of ['time', 'code', 'vision', 'result']) {
    await it.lead.do(own.id, { type: 'setScreen', shows });
    await expect(page.getByRole('heading', { name: 'Titta upp' })).toBeHidden();
    await look(page, `storbilden, ${shows}`, [[1280, 'light']]);
  }
  const guest = await (await room(browser, 'gäst')).newPage();
  for (const [path, heading] of [['/screen', 'Storbild'], ['/screen#code=abcdefghijklmnopqrstuvwx', 'Storbild'], ['/lead#code=abcdefghijklmnopqrstuvwx', 'Har du fått en kod för att leda?']] as const) {
    await guest.goto('about:blank');
    await guest.goto(server.url + path);
    await expect(guest.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await look(guest, path);
  }
  mustHaveOpened(['Fortsätt en annan dag', 'Led tillsammans', 'Vad ska storbilden visa?']);
});
