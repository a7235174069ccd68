// The pictures of the README: every screen, on a desktop, a phone and the projector, of the demo (--demo fast) led by hand. A command and no test:
// infra/dev/pictures. Writes infra/pictures; look at them before they are committed.
import { chromium, expect, test, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join as path } from 'node:path';
import { phone, room, wide } from './people.ts';
import config from './playwright.config.ts';
import { Server, type Facilitator } from './server.ts';

const folder = path(import.meta.dirname, '../../infra/pictures');
const projector = { width: 1920, height: 1080 }, sheet = { width: 1100, height: 1400 };
const most = 250_000;

/** The simulated people do what the round asks for; done when nobody has done anything for a while. */
async function settled(lead: Facilitator, id: string): Promise<void> {
  let seen = '', quiet = 0;
  for (let i = 0; i < 240 && quiet < 16; i++) {
    const d = await lead.snapshot(id);
    const now = JSON.stringify([d.items.length, d.concealed?.length, d.votes.length, d.ratings.length, d.stances.length, d.voters, d.participants]);
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
    await new Promise(done => setTimeout(done, 500)); // there is no event for "nobody does anything"
  }
}

test('pictures', async () => {
  test.setTimeout(1_200_000);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (old.endsWith('.png')) rmSync(path(folder, old));
  const server = await Server.start(['--demo', 'fast']);
  // The screens show the address that people go to: in a picture that is a name, not this machine's port.
  const address = 'http://samskapa.example', launch = config.use!.launchOptions!;
  const browser = await chromium.launch({ ...launch, args: [...launch.args!, `--host-resolver-rules=MAP samskapa.example 127.0.0.1:${server.port}`] });
  try {
    const lead = await server.facilitator();
    let id = '', joinCode = '';
    await expect.poll(async () => {
      const [row] = await lead.get<{ id: string; joinCode: string; people: number }[]>('/api/dialogues');
      if (row) ({ id, joinCode } = row);
      return row?.people ?? 0;
    }, { timeout: 120_000, intervals: [250] }).toBe(25);
    // From here on this facilitator leads; the simulated one stands down when somebody else moves all, and to enter the part that is on moves nobody.
    for (const phaseId of ['story', 'welcome']) await lead.do(id, { type: 'enterPhase', phaseId });
    const joining = await fetch(`${server.url}/api/join`, { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ joinCode, name: 'Viola', organisation: 'Hemtjänsten Norr', level: 'frontline' }) });
    const viola = joining.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; ');
    const { participantId } = await joining.json() as { participantId: string };
    await lead.do(id, { type: 'seat', seats: [{ participantId, table: '4' }] });

    const open = async (held: string | null, where: string, viewport: { width: number; height: number }) => {
      const context = await room(browser, 'bild', viewport);
      if (held) await context.addCookies(held.split('; ').map(one => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: address })));
      const page = await context.newPage();
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
      await page.goto(address + where);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible({ timeout: 60_000 });
      return page;
    };
    const keep = async (page: Page, name: string) => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.waitForTimeout(6_000); // what has just come says so for a while: "Ny", messages; a picture is of a quiet moment
      const file = path(folder, `${name}.png`);
      await page.screenshot({ path: file, caret: 'hide' });
      spawnSync('pngquant', ['--force', '--skip-if-larger', '--ext', '.png', '--quality', '75-98', file]); // smaller where it is installed; without it as it is
      const { size } = statSync(file);
      console.log(`${name}.png ${Math.round(size / 1000)} kB`);
      expect.soft(size, name).toBeLessThan(most);
    };
    const take = async (name: string, held: string | null, where: string, viewport: { width: number; height: number }, first?: (page: Page) => Promise<void>) => {
      const page = await open(held, where, viewport);
      await first?.(page);
      await keep(page, name);
      await page.context().close();
    };
    const both = async (name: string, held: string | null, where: string, first?: (page: Page) => Promise<void>) => {
      await take(name, held, where, wide, first);
      await take(`${name}-390`, held, where, phone, first);
    };
    const at = `/d/${id}`;
    const round = async (round: string) => { await lead.do(id, { type: 'enterRound', round }); await settled(lead, id); };
    const phase = async (phaseId: string, ...rounds: string[]) => {
      await lead.do(id, { type: 'enterPhase', phaseId });
      for (const one of rounds) await round(one);
    };
    const toBoard = async (page: Page) => {
      await page.locator('[data-board] [data-note]').first().waitFor(); // the board comes after the page
      await page.evaluate(() => document.querySelector('[data-board]')!.scrollIntoView());
      await page.evaluate(() => scrollBy(0, -70)); // below the bar at the top
    };

    await both('join', null, '/', async page => {
      await page.getByRole('textbox', { name: 'Kod' }).fill(joinCode);
      await page.getByRole('textbox', { name: 'Ditt förnamn' }).fill('Elin');
      await page.getByRole('combobox', { name: 'Din organisation' }).fill('Biståndsenheten');
      await page.keyboard.press('Escape');
      await page.getByRole('radio', { name: 'Verksamheten' }).check();
    });
    const next = await lead.open('Hem efter stroke');
    await take('screen-fore', lead.cookie, `/d/${next.id}/screen`, projector);
    await take('prepare', lead.cookie, `/d/${next.id}/lead`, wide);
    await take('home', lead.cookie, '/lead', wide);

    await round('welcome-2');
    await both('welcome', viola, at);
    await phase('story', 'story-1');
    await take('screen-berattelse', lead.cookie, `${at}/screen`, projector);
    await both('story', viola, at);
    await round('story-2'); await round('story-3');
    await phase('systemMap', 'systemMap-1', 'systemMap-2');
    await both('map', viola, at);
    await take('screen-map', lead.cookie, `${at}/screen`, projector);

    await phase('valueVision', 'valueVision-1', 'valueVision-2', 'valueVision-3', 'valueVision-4');
    await lead.do(id, { type: 'setTimer', seconds: 290 });
    await take('participant', viola, at, wide);
    await take('participant-390', viola, at, phone);
    await take('list-390', viola, at, phone, toBoard);
    await take('lead', lead.cookie, `${at}/lead`, wide);
    await lead.do(id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: false, totals: 'shown' } } });
    await lead.do(id, { type: 'setTimer', seconds: 170 });
    await take('screen', lead.cookie, `${at}/screen`, projector);
    await round('valueVision-5');
    await both('vision', viola, at);

    await phase('initiatives', 'initiatives-1', 'initiatives-2', 'initiatives-3', 'initiatives-4');
    await both('initiatives', viola, at);
    await phase('nextSteps', 'nextSteps-1', 'nextSteps-2');
    await both('steps', viola, at);
    await phase('closing', 'closing-2');
    await both('closing', viola, at);
    await lead.do(id, { type: 'conclude' });
    const { link } = await lead.post<{ link: string }>(`/api/dialogues/${id}/links`, { kind: 'outcome' });
    await take('outcome', null, link, sheet);
    await take('outcome-390', null, link, phone);
    await take('screen-slut', lead.cookie, `${at}/screen`, projector);
  } finally {
    await browser.close();
    await server.stop();
  }
});
