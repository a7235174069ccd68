// The people of a test: each in a browser of their own, doing what people do through what they see (roles and names).
// Not a page-object model: a function per deed, so that a test reads as sentences.
import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { loadavg } from 'node:os';
import { key, type Server } from './server.ts';

export const laptop = { width: 1280, height: 800 }, wide = { width: 1440, height: 900 }, phone = { width: 390, height: 844 };

export type Level = 'Verksamheten' | 'Chef' | 'Högsta ledning' | 'Egen erfarenhet';
export interface Who { name: string; organisation?: string; level: Level; viewport?: { width: number; height: number } }

/** What no page of ours may ever do: open a dialog, fail, or try what the content security policy forbids. */
export class Mishaps {
  readonly seen: string[] = [];
  /** Pages whose test answers for itself whether it leaves. */
  readonly staying = new WeakSet<Page>();
  watch(context: BrowserContext, name: string): void {
    context.on('page', page => {
      page.on('dialog', dialog => {
        // Asked whether to leave although something is not on disk yet: whoever reloads or goes somewhere means it. Nobody's answer would leave the page hanging.
        if (dialog.type() === 'beforeunload') { if (!this.staying.has(page)) void dialog.accept(); return; }
        this.seen.push(`${name}: dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('pageerror', error => this.seen.push(`${name}: ${error.message}`));
      page.on('console', message => { if (/Content Security Policy|Refused to/i.test(message.text())) this.seen.push(`${name}: ${message.text()}`); });
    });
  }
}
export const mishaps = new Mishaps();

export async function room(browser: Browser, name: string, viewport = laptop): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, ...(viewport.width < 500 && { hasTouch: true, isMobile: true }) });
  context.setDefaultTimeout(30_000);
  mishaps.watch(context, name);
  return context;
}

/** Joins by the code, through the page that everybody joins by. */
export async function join(browser: Browser, server: Server, code: string, who: Who): Promise<Page> {
  const page = await (await room(browser, who.name, who.viewport)).newPage();
  await page.goto(server.url);
  await joinHere(page, code, who);
  return page;
}

export async function joinHere(page: Page, code: string, who: Who): Promise<void> {
  await page.getByRole('textbox', { name: 'Kod' }).fill(code);
  await page.getByRole('textbox', { name: 'Ditt förnamn' }).fill(who.name);
  if (who.organisation) {
    await page.getByRole('combobox', { name: 'Din organisation' }).fill(who.organisation);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('radio', { name: who.level }).check();
  await page.getByRole('button', { name: 'Gå med' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForURL(/\/d\//);
}

const used = new Set<string>();

/** Signs in as facilitator by the link that the server printed, which works once; whoever comes later has the key. */
export async function signIn(browser: Browser, server: Server): Promise<Page> {
  const page = await (await room(browser, 'processledaren', wide)).newPage();
  const link = server.signIn;
  if (used.has(link)) {
    await page.request.post(`${server.url}/api/sign-in`, { headers: { origin: server.url }, data: { key } });
    await page.goto(`${server.url}/lead`);
  } else {
    used.add(link);
    await page.goto(link);
    await page.getByRole('button', { name: 'Logga in som processledare' }).click();
  }
  await expect(page.getByRole('heading', { name: 'Mina dialoger' })).toBeVisible();
  return page;
}

/** Gå vidare med alla, once: until the view says that something else goes on. */
export async function goOn(lead: Page): Promise<string> {
  const now = lead.getByText(/^Pågår nu, del/);
  const before = await now.count() ? await now.textContent() : null;
  await lead.getByRole('button', { name: /^(Gå vidare med alla|Starta dialogen)$/ }).click();
  await expect.poll(async () => (await now.count() ? await now.textContent() : null), { timeout: 30_000 }).not.toBe(before);
  return await now.textContent() ?? '';
}

export async function goOnTo(lead: Page, where: RegExp): Promise<void> {
  for (let i = 0; i < 30; i++) if (where.test(await goOn(lead))) return;
  throw new Error(`The dialogue never came to ${where}.`);
}

/** The raw switches lie under Mer; opened once, they stay open on that device. */
export async function switchOf(lead: Page, name: string): Promise<Locator> {
  const one = lead.getByRole('switch', { name });
  if (!await one.isVisible()) await lead.getByText('Mer: ändra arbetssättet').click();
  return one;
}

export const composer = (page: Page) => page.getByRole('textbox', { name: 'Skriv en lapp' });
export const note = (page: Page, text: string) => page.getByRole('article', { name: text });
export const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^\s*Sparat/ });

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.keyboard.press('Control+Enter');
}

/** One of the choices of the ⋯ menu of a note. */
export async function menuOf(page: Page, text: string, choice: string | RegExp): Promise<void> {
  await note(page, text).getByRole('button', { name: 'Mer om lappen' }).click();
  await page.getByRole('menuitem', { name: choice }).click();
}

export async function moveTo(page: Page, text: string, theme: string): Promise<void> {
  await menuOf(page, text, 'Flytta till …');
  const dialog = page.getByRole('dialog', { name: 'Flytta lappen till' });
  await dialog.getByRole('textbox').fill(theme);
  await dialog.getByRole('button', { name: theme }).click();
  await expect(dialog).toBeHidden();
}

/** Opens an editor, fills its fields by their labels, saves. */
export async function add(page: Page, button: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: button });
  await fill(dialog);
  await dialog.getByRole('button', { name: 'Spara' }).click();
  await expect(dialog).toBeHidden();
}

/** `mayShow`: what somebody with experience of their own is asked besides. */
export async function stand(page: Page, about: string, stance: string, reason?: string, mayShow?: string): Promise<void> {
  const card = page.getByRole('article').filter({ hasText: about });
  await card.getByRole('button', { name: /^(Kan ni stå bakom det\?|Ändra svaret)/ }).click();
  await card.getByRole('radio', { name: stance }).check();
  if (mayShow) await card.getByRole('radio', { name: mayShow }).check();
  if (reason) await card.getByRole('textbox', { name: 'Varför?' }).fill(reason);
  await card.getByRole('button', { name: 'Lämna svaret' }).click();
}

/**
 * How much slower than alone this machine runs us right now: wall time over processor time of the same work; on a quiet machine it is 1.
 * Other work on the machine is not the product's.
 */
export function crowding(): number {
  const wall = process.hrtime.bigint(), start = process.cpuUsage();
  for (let x = 0; process.cpuUsage(start).user < 150_000; x++) Math.sqrt(x);
  const used = process.cpuUsage(start);
  return Math.max(1, Number(process.hrtime.bigint() - wall) / 1000 / (used.user + used.system));
}

const mostCrowded = 2;

/**
 * A promise of time is kept, or it is not; on a machine so crowded that twice the time is no measure either, a run says neither: it is counted as inconclusive.
 * @param crowded the worst crowding seen while it was measured
 */
export function keepsPromise(milliseconds: number, promised: number, what: string, crowded = crowding()): void {
  const now = Math.max(crowded, crowding());
  if (milliseconds < promised * Math.min(now, mostCrowded)) return;
  if (now > mostCrowded) test.info().annotations.push({ type: 'inconclusive', description: `${what}: ${Math.round(milliseconds)} ms of ${promised}, crowding ${now.toFixed(1)}` });
  else expect(milliseconds, what).toBeLessThan(promised * now);
}

/** Tab until it is there, three times around at most, since a page may draw itself anew meanwhile: what can be reached by Tab can be reached. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 160; i++) {
    if (await wanted.evaluateAll(all => all.some(one => one === document.activeElement))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Not reached by ${key}: ${wanted}. Focus is on ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300))}`);
}

/** Writes a note and tells how long it took, from the key to its text in each of the other pages, in milliseconds. */
export async function timed(writer: Page, others: readonly Page[], text: string): Promise<number[]> {
  await Promise.all(others.map(page => page.evaluate(text => {
    const there = () => document.querySelector('[data-board]')?.textContent?.includes(text);
    (window as any).cameAt = new Promise<number>(done => {
      if (there()) return done(0);
      const observer = new MutationObserver(() => { if (there()) { observer.disconnect(); done(Date.now()); } });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  }, text)));
  await composer(writer).fill(text);
  await writer.evaluate(() => addEventListener('keydown', e => { if (e.key === 'Enter') (window as any).pressedAt = Date.now(); }, { capture: true }));
  await composer(writer).press('Control+Enter');
  const pressed = await writer.evaluate(() => (window as any).pressedAt as number);
  const came = await Promise.all(others.map(page => page.evaluate(() => (window as any).cameAt as Promise<number>)));
  return came.map(at => at - pressed);
}

export function withinASecond(milliseconds: readonly number[], what: string): void {
  const factor = crowding();
  console.log(`${what}: ${milliseconds.join(', ')} ms; crowding ${factor.toFixed(1)}, load ${loadavg()[0]!.toFixed(1)}`);
  for (const ms of milliseconds) keepsPromise(ms, 1000, what, factor);
}
