// What a screen reader is told while a hundred notes come: recorded from every live region of the page, as it is, not as one that is asked.
import { expect, test, type Page } from '@playwright/test';
import { composer, join, laptop, note, write } from './people.ts';
import { Server } from './server.ts';

interface Said { at: number; text: string; urgent: boolean }

/** From now on: every text that comes to stand in a live region. */
async function listen(page: Page): Promise<() => Promise<Said[]>> {
  await page.evaluate(() => {
    const said: Said[] = (window as any).said = [];
    const live = '[aria-live="polite"], [aria-live="assertive"], [role="status"]:not([aria-live="off"]), [role="alert"], [role="log"]';
    const seen = (node: Node) => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest(live);
      const text = region?.textContent?.trim();
      if (region && text) said.push({ at: Date.now(), text, urgent: region.matches('[role="alert"], [aria-live="assertive"]') });
    };
    new MutationObserver(changes => { for (const { target } of changes.slice(-1)) seen(target); for (const c of changes) for (const n of c.addedNodes) if (n instanceof Element && n.matches(live)) seen(n); })
      .observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as any).said.splice(0) as Said[]);
}

test('UI94 a hundred notes by others, spoken', async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await Server.start();
  try {
    const lead = await server.facilitator();
    const d = await lead.open();
    await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
    const page = await join(browser, server, d.joinCode, { name: 'Elin', organisation: 'Hemtjänsten Norr', level: 'Verksamheten', viewport: laptop });
    await expect(composer(page)).toBeVisible();
    const heard = await listen(page);
    let n = 0;
    const comes = async (howMany: number, each: number) => {
      for (let i = 0; i < howMany; i += 10) {
        const commands = Array.from({ length: 10 }, () => ({ id: crypto.randomUUID(), type: 'addItem', item: { id: crypto.randomUUID(), kind: 'note', phaseId: 'valueVision', text: `Lapp ${++n}` } }));
        await lead.post(`/api/dialogues/${d.id}/commands`, commands);
        await page.waitForTimeout(each); // people write over time: it is the pace that is tested
      }
    };

    await test.step('UI94.1 in few sentences, at most one each three seconds, and all of it', async () => {
      await comes(100, 1_000);
      await expect(note(page, 'Lapp 100')).toBeVisible();
      const all: Said[] = [];
      await expect.poll(async () => { all.push(...await heard()); return all.reduce((sum, one) => sum + Number(/^(\d+) nya? lapp/.exec(one.text)?.[1] ?? 0), 0); }, { timeout: 20_000 }).toBe(100);
      console.log(all.map(one => `${one.at - all[0]!.at} ms: ${one.text}`).join('\n'));
      expect(all.filter(one => one.urgent)).toEqual([]);
      for (let i = 1; i < all.length; i++) expect(all[i]!.at - all[i - 1]!.at, all[i]!.text).toBeGreaterThanOrEqual(2_900);
    });

    await test.step('UI94.2 my own is said once when a burst of it is saved', async () => {
      for (const text of ['Min första', 'Min andra', 'Min tredje']) await write(page, text);
      const all: Said[] = [];
      await expect.poll(async () => { all.push(...await heard()); return all.map(one => one.text); }).toEqual(['Sparat']);
    });

    await test.step('UI94.3 the group goes on: at once, and urgent', async () => {
      await lead.do(d.id, { type: 'enterPhase', phaseId: 'initiatives' });
      await expect.poll(async () => (await heard()).filter(one => one.urgent).map(one => one.text), { intervals: [200] }).toContainEqual('Gruppen är nu på Gemensamma initiativ');
      await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
      await expect(note(page, 'Lapp 100')).toBeVisible();
    });

    await test.step('UI94.4 tyst, chosen where one sees what has happened: nothing of what others do', async () => {
      await page.getByRole('button', { name: /Mina uppgifter, språk/ }).click();
      await page.getByRole('menuitem', { name: 'Vad har hänt?' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Tyst' }).click();
      await page.keyboard.press('Escape');
      await page.waitForTimeout(4_000); // what was on its way is spoken
      await heard();
      await comes(100, 600);
      await expect(note(page, 'Lapp 200')).toBeVisible();
      await page.waitForTimeout(5_000); // longer than anything is gathered
      expect(await heard()).toEqual([]);
    });
  } finally {
    await server.stop();
  }
});
