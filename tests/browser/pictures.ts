// The pictures of the README, of an invented dialogue (filled.ts): a command and no test. Writes infra/pictures; look at them before they are committed.
import { chromium, expect, test, type Page } from '@playwright/test';
import { mkdirSync, statSync } from 'node:fs';
import { join as path } from 'node:path';
import { fill } from './filled.ts';
import { phone, room, wide } from './people.ts';
import config from './playwright.config.ts';
import { Server } from './server.ts';

const folder = path(import.meta.dirname, '../../infra/pictures');
const most = 300_000;

test('pictures', async () => {
  test.setTimeout(400_000);
  mkdirSync(folder, { recursive: true });
  const server = await Server.start();
  // The screens show the address that people go to: in a picture that is a name, not this machine's port.
  const address = 'http://samskapa.example', launch = config.use!.launchOptions!;
  const browser = await chromium.launch({ ...launch, args: [...launch.args!, `--host-resolver-rules=MAP samskapa.example 127.0.0.1:${server.port}`] });
  try {
    const it = await fill(server);
    const cookies = (held: string) => held.split('; ').map(one => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: address }));
    const open = async (held: string | null, where: string, viewport = wide) => {
      const context = await room(browser, 'bild', viewport);
      if (held) await context.addCookies(cookies(held));
      const page = await context.newPage();
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
      await page.goto(address + where);
      return page;
    };
    const take = async (page: Page, name: string) => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.waitForTimeout(6_000); // what has just come says so for a while: "Ny", messages; a picture is of a quiet moment
      const file = path(folder, `${name}.png`);
      await page.screenshot({ path: file, caret: 'hide' });
      const { size } = statSync(file);
      console.log(`${name}.png ${Math.round(size / 1000)} kB`);
      expect(size).toBeLessThan(most);
    };
    const person = (name: string, viewport = wide) => open(it.people[name]!.cookie, `/d/${it.id}`, viewport);

    const joining = await open(null, '/');
    await joining.getByRole('textbox', { name: 'Kod' }).fill(it.joinCode);
    await joining.getByRole('textbox', { name: 'Ditt förnamn' }).fill('Elin');
    await joining.getByRole('combobox', { name: 'Din organisation' }).fill('Hemtjänsten Norr');
    await joining.keyboard.press('Escape');
    await joining.getByRole('radio', { name: 'Verksamheten' }).check();
    await take(joining, 'join');
    await joining.context().close();

    await it.lead.do(it.id, { type: 'enterPhase', phaseId: 'valueVision' });
    await it.lead.do(it.id, { type: 'enterRound', round: 'valueVision-4' });
    await it.lead.do(it.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { totals: 'shown' } } });
    await it.lead.do(it.id, { type: 'setTimer', seconds: 290 });
    for (const name of ['Yusuf', 'Petra', 'Mats', 'Kim', 'Sofia']) await it.people[name]!.do({ type: 'setReady', value: true });
    await it.people.Lars!.do({ type: 'raiseHand', value: true });
    const others = [await person('Yusuf'), await person('Mats'), await person('Kim')];
    const karin = await person('Karin');
    await expect(karin.getByText(/är här/)).toBeVisible();
    await take(karin, 'participant');
    await karin.context().close();

    const small = await person('Sofia', phone);
    await expect(small.getByRole('heading', { level: 1 })).toBeVisible();
    await take(small, 'participant-390');
    await small.getByRole('heading', { name: 'Tavlan' }).scrollIntoViewIfNeeded();
    await small.evaluate(() => document.querySelector('[data-board]')!.scrollIntoView());
    await small.evaluate(() => scrollBy(0, -70)); // below the bar at the top
    await take(small, 'list-390');
    await small.context().close();

    const lead = await open(it.lead.cookie, `/d/${it.id}/lead`);
    await expect(lead.getByRole('heading', { name: 'Processledarvyn' })).toBeVisible();
    await take(lead, 'lead');
    const screen = await open(it.lead.cookie, `/d/${it.id}/screen`, { width: 1280, height: 720 });
    await expect(screen.getByRole('heading', { level: 1 })).toBeVisible();
    await take(screen, 'screen');
    for (const page of [...others, lead, screen]) await page.context().close();

    const { link } = await it.lead.post<{ link: string }>(`/api/dialogues/${it.id}/links`, { kind: 'outcome' });
    const outcome = await open(null, link, { width: 1100, height: 1400 });
    await expect(outcome.getByRole('heading', { level: 1 })).toBeVisible();
    await take(outcome, 'outcome');
  } finally {
    await browser.close();
    await server.stop();
  }
});
