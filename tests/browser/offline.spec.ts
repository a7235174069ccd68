// Two minutes without network, for real: nothing written is lost, nothing comes twice, nothing changes order. In a file of its own,
// because it takes its time; and time itself is what is tested here, so the waits in it are not synchronisation.
import { expect, test } from '@playwright/test';
import { composer, join, mishaps, note, phone, saved, write } from './people.ts';
import { Server } from './server.ts';

const away = 120_000, howMany = 20;

test('UI2 two minutes offline', async ({ browser }) => {
  test.setTimeout(360_000);
  const server = await Server.start();
  try {
    const lead = await server.facilitator();
    const d = await lead.open();
    await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
    const texts = async (start: string) => (await lead.snapshot(d.id)).items.map((item: any) => item.text as string).filter((text: string) => text?.startsWith(start));
    const page = await join(browser, server, d.joinCode, { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Verksamheten', viewport: phone });
    await write(page, 'Före avbrottet');
    await expect.poll(() => texts('Före')).toHaveLength(1);
    await expect(saved(page)).toBeVisible();

    await test.step('UI2.1 what is written offline shows at once, and says that it is not sent', async () => {
      await page.context().setOffline(true);
      const from = Date.now();
      for (let i = 1; i <= howMany; i++) {
        await write(page, `Lapp ${i} utan nät`);
        await expect(note(page, `Lapp ${i} utan nät`)).toBeVisible();
        await expect(composer(page)).toHaveValue('');
        if (i === 1) await expect(page.getByRole('status').filter({ hasText: 'Ej sparat' })).toBeVisible();
        await page.waitForTimeout(Math.max(0, from + i * away / howMany - Date.now()));
      }
      await expect(page.getByText('Nätet är borta.', { exact: true })).toContainText('Nätet är borta.');
      await expect(page.getByText(`(${howMany} saker)`)).toBeVisible();
      expect(Date.now() - from).toBeGreaterThanOrEqual(away);
    });

    await test.step('UI2.2 nothing has left the device, and somebody else goes on meanwhile', async () => {
      expect(await texts('Lapp ')).toEqual([]);
      await lead.do(d.id, { type: 'addItem', item: { id: crypto.randomUUID(), kind: 'note', phaseId: 'valueVision', text: 'Skrivet av andra under tiden' } });
    });

    await test.step('UI2.3 leaving the page then is warned about', async () => {
      mishaps.staying.add(page);
      const warned = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      const dialog = await warned;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();
      mishaps.staying.delete(page);
      await expect(note(page, 'Lapp 20 utan nät')).toBeVisible();
    });

    await test.step('UI2.4 back on the network all arrives, in order, once', async () => {
      await page.context().setOffline(false);
      await expect(saved(page)).toBeVisible({ timeout: 30_000 });
      await expect(note(page, 'Skrivet av andra under tiden')).toBeVisible();
      const all = Array.from({ length: howMany }, (_, i) => `Lapp ${i + 1} utan nät`);
      expect(await texts('Lapp ')).toEqual(all);
      for (const text of all) await expect(page.getByText(text, { exact: true }).and(page.locator('[data-board] p'))).toHaveCount(1);
      await expect(page.getByText('Nätet är borta.', { exact: true })).toBeHidden();
    });

    await test.step('UI2.5 a page that dies offline leaves what it wrote on the device: the next page sends it, in order, once', async () => {
      await page.context().setOffline(true);
      const late = Array.from({ length: 5 }, (_, i) => `Sent ${i + 1}`);
      for (const text of late) { await write(page, text); await expect(note(page, text)).toBeVisible(); }
      const kept = () => page.evaluate(() => new Promise<number>((done, failed) => {
        const open = indexedDB.open('samskapa');
        open.onerror = failed;
        open.onsuccess = () => { const count = open.result.transaction('outbox').objectStore('outbox').count(); count.onsuccess = () => done(count.result); };
      }));
      await expect.poll(kept).toBe(5);
      const context = page.context(), address = page.url();
      await server.kill(); // or the closing page would still get to send what it has
      await page.close({ runBeforeUnload: false });
      await server.up();
      expect(await texts('Sent')).toEqual([]);
      await context.setOffline(false);
      const again = await context.newPage();
      await again.goto(address);
      await expect(note(again, 'Sent 5')).toBeVisible();
      await expect.poll(() => texts('Sent'), { timeout: 20_000 }).toEqual(late);
      await expect(saved(again)).toBeVisible();
      await again.reload();
      for (const text of late) await expect(note(again, text)).toHaveCount(1);
      expect(await texts('Sent')).toEqual(late);
    });
  } finally {
    await server.stop();
  }
});
