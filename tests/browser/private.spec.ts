// What others may not know: texts of a private round, and who wrote where names are hidden. Looked for on the page and on the wire.
import { expect, test, type Page } from '@playwright/test';
import { goOnTo, join, laptop, note, phone, signIn, write, switchOf } from './people.ts';
import { Server } from './server.ts';

test('UI4 private rounds and hidden names', async ({ browser }) => {
  const server = await Server.start();
  try {
    const prepared = await server.facilitator();
    const d = await prepared.open();
    const lead = await signIn(browser, server);
    await lead.getByRole('link', { name: 'Led Kims väg genom vården' }).click();
    const elin = await join(browser, server, d.joinCode, { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop });
    const karin = await join(browser, server, d.joinCode, { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Chef', viewport: phone });
    const screen = await lead.context().newPage();
    await screen.goto(`${server.url}/d/${d.id}/screen`);
    /** Everything the server lets this person know, as it travels. */
    const wire = async (page: Page) => {
      const [snapshot, events] = await Promise.all([page.request.get(`${server.url}/api/dialogues/${d.id}`), page.request.get(`${server.url}/api/dialogues/${d.id}/events?after=0`)]);
      return await snapshot.text() + await events.text();
    };

    await test.step('UI4.1 in a private round the others see only that something is written; not even the facilitator reads it', async () => {
      await goOnTo(lead, /del 4 av 7: .*runda 1 av 5: Skriv själv/);
      await expect(elin.getByText('Bara du ser lappen tills processledaren visar allas lappar.')).toBeVisible();
      await write(elin, 'Hemlig tanke från Elin');
      await expect(note(elin, 'Hemlig tanke från Elin')).toBeVisible();
      await expect(karin.getByText('1 lapp till är skriven. Den visas när processledaren öppnar.')).toBeVisible();
      await expect(screen.getByText(/1 lapp är skriven/)).toBeVisible();
      for (const page of [karin, lead, screen]) {
        await expect(page.getByText('Hemlig tanke')).toHaveCount(0);
        expect(await wire(page)).not.toContain('Hemlig tanke');
      }
      expect(await wire(elin)).toContain('Hemlig tanke');
    });

    await test.step('UI4.2 the facilitator opens, and all texts appear', async () => {
      await (await switchOf(lead, 'Dölj lapparna')).click();
      await expect(note(karin, 'Hemlig tanke från Elin')).toBeVisible();
      await expect(note(karin, 'Hemlig tanke från Elin').getByText('Elin, Neurologkliniken')).toBeVisible();
      await expect(karin.getByText(/lapp till är skriven/)).toBeHidden();
      await expect(screen.getByText('Hemlig tanke från Elin')).toBeVisible();
    });

    await test.step('UI4.3 where names are hidden nobody but the writer knows who wrote, and people are told so', async () => {
      await goOnTo(lead, /del 5 av 7: Gemensamma initiativ$/);
      await (await switchOf(lead, 'Dölj namnen')).click();
      await expect(elin.getByText(/Alla ser lappen direkt, utan ditt namn\. .*gå att gissa/)).toBeVisible();
      await write(elin, 'Utan namn om ledningen');
      await expect(note(karin, 'Utan namn om ledningen')).toBeVisible();
      await expect(note(karin, 'Utan namn om ledningen')).not.toContainText(/Elin|Neurologkliniken|verksamhet/i);
      await expect(note(elin, 'Utan namn om ledningen').getByText('Du', { exact: true })).toBeVisible();
      await expect(karin.getByText('Namnen är dolda i den här delen.')).toBeVisible();
      for (const page of [karin, lead, screen]) {
        const { dialogue } = await (await page.request.get(`${server.url}/api/dialogues/${d.id}`)).json();
        const it = dialogue.items.find((one: any) => one.text === 'Utan namn om ledningen');
        expect(it.by ?? null).toBeNull();
        const { events } = await (await page.request.get(`${server.url}/api/dialogues/${d.id}/events?after=0`)).json();
        expect(events.find((one: any) => one.item?.id === it.id)?.by ?? null).toBeNull();
      }
    });

    await test.step('UI4.4 names shown again tell nothing about what was written while they were hidden', async () => {
      // Said in plain words when it was written: without your name. Turning the switch must not make that untrue afterwards.
      await (await switchOf(lead, 'Dölj namnen')).click();
      await expect(karin.getByText('Namnen är dolda i den här delen.')).toBeHidden();
      await write(elin, 'Med namn igen');
      await expect(note(karin, 'Med namn igen').getByText('Elin, Neurologkliniken')).toBeVisible();
      await expect(note(karin, 'Utan namn om ledningen')).not.toContainText(/Elin|Neurologkliniken/i);
    });
  } finally {
    await server.stop();
  }
});
