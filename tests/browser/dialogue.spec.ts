// A whole dialogue as its people meet it: from the facilitator's link to the result, and through a server that dies. One test, because
// each part stands on the one before; its steps carry the rules.
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { add, composer, goOn, goOnTo, join, laptop, menuOf, mishaps, moveTo, note, phone, room, saved, signIn, stand, timed, withinASecond, write, switchOf } from './people.ts';
import { Server } from './server.ts';

const vision = 'Kim berättar sin historia en gång, och sedan vet alla som behöver.';
const initiative = 'En gemensam kontaktväg';
const step = 'Prova ett gemensamt telefonnummer i tre månader';

test('UI1 a whole dialogue, from the link to the result', async ({ browser }) => {
  test.setTimeout(400_000);
  const server = await Server.start();
  try {
    const lead = await signIn(browser, server);

    await test.step('UI1.1 the facilitator makes a dialogue in three fields', async () => {
      await lead.getByRole('textbox', { name: 'Titel' }).fill('Kims väg genom vården');
      await lead.getByRole('textbox', { name: 'Målgrupp' }).fill('Personer med MS');
      await lead.getByText('Vilka organisationer är med?').first().click();
      await lead.getByRole('textbox', { name: 'Vilka organisationer är med?' }).fill('Neurologkliniken\nHemtjänsten Norr');
      await lead.getByRole('button', { name: 'Skapa dialogen' }).click();
      await expect(lead.getByRole('heading', { name: 'Processledarvyn' })).toBeVisible();
      await expect(lead.getByText('Visa inte den här sidan på storbilden')).toBeVisible();
    });
    const code = (await lead.locator('.join-code').first().textContent())!.replace(/\s/g, '');
    const opened = lead.context().waitForEvent('page');
    await lead.getByRole('link', { name: /^Se som deltagare/ }).click();
    const leadRoom = await opened;

    await test.step('UI1.2 the facilitator lays in the story', async () => {
      await lead.getByRole('button', { name: /Lägg in berättelsen/ }).click();
      const dialog = lead.getByRole('dialog', { name: 'Berättelse och underlag' });
      await dialog.getByText('Lägg till händelsen').first().click();
      await dialog.getByRole('textbox', { name: 'Vad hände, med personens egna ord' }).fill('Jag kom hem på en fredag. Ingen visste att jag kom.');
      await dialog.getByRole('checkbox', { name: 'Avbrott' }).check();
      await dialog.getByRole('button', { name: 'Lägg till händelsen' }).click();
      await expect(dialog.getByRole('listitem').filter({ hasText: 'Jag kom hem på en fredag' })).toBeVisible();
      await dialog.getByRole('button', { name: 'Stäng' }).click();
    });

    const elin = await join(browser, server, code, { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop });
    const karin = await join(browser, server, code, { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Chef', viewport: phone });
    const kim = await join(browser, server, code, { name: 'Kim', level: 'Egen erfarenhet', viewport: phone });
    const everyone = [elin, karin, kim, leadRoom];
    const seenByAll = (of: (page: Page) => ReturnType<Page['getByText']>) => Promise.all(everyone.map(page => expect(of(page).first()).toBeVisible({ timeout: 20_000 })));
    const at = (part: string) => seenByAll(page => page.getByRole('button', { name: part }));

    await test.step('UI1.3 all are moved together, and a note is seen by the others within a second', async () => {
      await goOn(lead);
      await at('Del 1 av 7: Välkommen');
      await expect(elin.getByRole('listitem').filter({ hasText: 'Karin' }).first()).toBeVisible();
      // Each once before it counts: the first note of a page also draws its first list.
      await timed(elin, [karin, leadRoom], 'Att vi lär känna varandra');
      withinASecond(await timed(elin, [karin, leadRoom], 'Att vi slutar skicka Kim runt'), 'laptop to phone and facilitator');
      withinASecond(await timed(karin, [elin, leadRoom], 'Ett nummer att ringa på helgen'), 'phone to laptop and facilitator');
      await Promise.all([elin, karin].map(page => expect(saved(page)).toBeVisible()));
    });

    await test.step('UI1.4 the one it is about adds to the story; notes of a private round come when they are shown', async () => {
      await goOnTo(lead, /del 2 av 7: Den enskildes berättelse$/);
      await at('Del 2 av 7: Den enskildes berättelse');
      await add(kim, 'Lägg till en händelse', async dialog => {
        await dialog.getByRole('textbox', { name: 'Vad hände?' }).fill('Jag fick berätta allt igen för den nya läkaren.');
        await dialog.getByRole('checkbox', { name: 'Upprepning' }).check();
      });
      await seenByAll(page => page.getByRole('region', { name: 'Hela berättelsen' }).getByText('Jag fick berätta allt igen'));
      await goOnTo(lead, /runda 2 av 3: Skriv själv/);
      await expect(karin.getByText('Bara du ser lappen tills processledaren visar allas lappar.')).toBeVisible();
      await write(karin, 'Att ingen väntade på Kim hemma');
      await expect(elin.getByText('1 lapp till är skriven')).toBeVisible();
      await expect(note(elin, 'Att ingen väntade på Kim hemma')).toBeHidden();
      await goOnTo(lead, /runda 3 av 3: Visa/);
      await expect(note(elin, 'Att ingen väntade på Kim hemma')).toBeVisible();
    });

    await test.step('UI1.5 contacts and what is missing between them', async () => {
      await goOnTo(lead, /runda 1 av 2: Vid bordet/);
      await at('Del 3 av 7: Systemet runt personen');
      await add(elin, 'Ny kontakt', async d => { await d.getByRole('textbox', { name: 'Vad heter kontakten?' }).fill('MS-sjuksköterskan'); await d.getByRole('textbox', { name: 'Vad bidrar den med?' }).fill('Följer behandlingen'); });
      await add(karin, 'Ny kontakt', async d => { await d.getByRole('textbox', { name: 'Vad heter kontakten?' }).fill('Hemtjänsten'); await d.getByRole('radio', { name: 'Varje vecka' }).check(); });
      await expect(elin.getByRole('heading', { name: 'Hemtjänsten', exact: true })).toBeVisible();
      await add(elin, 'Ny koppling', async d => {
        await d.getByRole('combobox', { name: 'Från' }).selectOption('MS-sjuksköterskan');
        await d.getByRole('combobox', { name: 'Till' }).selectOption('Hemtjänsten');
        await d.getByRole('radio', { name: 'Saknas' }).check();
        await d.getByRole('radio', { name: 'Personen själv' }).check();
      });
      await seenByAll(page => page.getByRole('article').filter({ hasText: 'MS-sjuksköterskan till Hemtjänsten' }));
      await expect(karin.getByText(/1 av 1 koppling bärs av personen själv/)).toBeVisible();
    });

    await test.step('UI1.6 notes are grouped into themes by menu, and voted on once the facilitator opens the vote', async () => {
      await goOnTo(lead, /del 4 av 7: Gemensam värdevision, runda 2 av 5: Visa/);
      await at('Del 4 av 7: Gemensam värdevision');
      await write(elin, 'Någon ringer Kim dagen efter hemgång');
      await write(karin, 'Hemtjänsten vet om att Kim kommer hem');
      await expect(note(elin, 'Hemtjänsten vet om att Kim kommer hem')).toBeVisible();
      // Each presses where nothing moves any more: a row that slides away between press and release is not pressed, here as for anybody.
      const inTheme = (page: Page, n: number) => expect(page.getByRole('list', { name: 'En trygg hemgång' }).getByRole('article')).toHaveCount(n);
      await moveTo(elin, 'Någon ringer Kim dagen efter hemgång', 'En trygg hemgång');
      await inTheme(karin, 1);
      await moveTo(karin, 'Hemtjänsten vet om att Kim kommer hem', 'En trygg hemgång');
      const theme = elin.getByRole('region', { name: 'En trygg hemgång' });
      await expect(theme.getByRole('article')).toHaveCount(2);
      await inTheme(karin, 2);
      // Others' notes are the facilitator's to move, in the room as anybody.
      await expect(leadRoom.getByRole('region', { name: 'En trygg hemgång' }).getByRole('article')).toHaveCount(2);
      await moveTo(leadRoom, 'Någon ringer Kim dagen efter hemgång', 'Någon som ringer');
      await expect(elin.getByRole('region', { name: 'Någon som ringer' }).getByRole('article')).toHaveCount(1);
      await expect(elin.getByRole('button', { name: 'Rösta' })).toHaveCount(0);
      await goOnTo(lead, /runda 4 av 5: Rösta/);
      await note(elin, 'Någon ringer Kim dagen efter hemgång').getByRole('button', { name: 'Rösta' }).click();
      await note(karin, 'Någon ringer Kim dagen efter hemgång').getByRole('button', { name: 'Rösta' }).click();
      await expect(elin.getByText('3 röster kvar')).toBeVisible();
      await expect(lead.getByText('2 personer har röstat.')).toBeVisible();
    });

    await test.step('UI1.7 a sentence of the vision, and who stands behind it', async () => {
      await goOnTo(lead, /runda 5 av 5: Ta ställning/);
      await expect(note(elin, 'Någon ringer Kim dagen efter hemgång').getByText('2 röster')).toBeAttached();
      await add(elin, 'Ny mening', async d => {
        await d.getByRole('textbox', { name: 'Meningen' }).fill(vision);
        await d.getByRole('textbox', { name: 'Hur märker personen det?' }).fill('Ingen ber Kim börja från början.');
      });
      await seenByAll(page => page.getByText(vision));
      await stand(elin, vision, 'Står bakom');
      await stand(karin, vision, 'Behöver ändras', 'Det måste gälla helgen också.');
      await stand(kim, vision, 'Står bakom', undefined, 'Ja, det får visas');
      await expect(elin.getByText('Det måste gälla helgen också.')).toBeVisible();
      await stand(karin, vision, 'Kan leva med');
      await expect(elin.getByRole('article').filter({ hasText: vision }).getByText('Behöver ändras')).toHaveCount(0);
    });

    await test.step('UI1.8 an initiative of several; the vote is opened by the switch', async () => {
      await goOnTo(lead, /del 5 av 7: Gemensamma initiativ$/);
      await at('Del 5 av 7: Gemensamma initiativ');
      await add(elin, 'Nytt initiativ', async d => {
        await d.getByRole('textbox', { name: 'Vad heter initiativet?' }).fill(initiative);
        await d.getByRole('textbox', { name: 'Vad gör ni tillsammans?' }).fill('Ett nummer som alltid leder till någon som vet.');
        await d.getByRole('combobox', { name: 'Leder' }).selectOption('Neurologkliniken');
        await d.getByRole('checkbox', { name: 'Hemtjänsten Norr' }).check();
        await d.getByRole('checkbox', { name: vision }).check();
      });
      const card = (page: Page) => page.getByRole('article').filter({ hasText: initiative });
      await seenByAll(card);
      await (await switchOf(lead, 'Röstning öppen')).click();
      await card(karin).getByRole('button', { name: 'Rösta' }).click();
      await expect(card(karin).getByRole('button', { name: 'din röst är med' })).toBeVisible();
      await (await switchOf(lead, 'Röstning öppen')).click();
      await expect(card(karin).getByRole('button', { name: 'din röst är med' })).toHaveCount(0);
    });

    await test.step('UI1.9 a step is agreed when every organisation in it has said yes, not before', async () => {
      await goOnTo(lead, /del 6 av 7: Nästa steg$/);
      await at('Del 6 av 7: Nästa steg');
      await add(elin, 'Nytt steg', async d => {
        await d.getByRole('textbox', { name: 'Vad ska göras?' }).fill(step);
        await expect(d.getByRole('combobox', { name: 'Vilken organisation gör det?' })).toHaveValue(/.+/);
        await d.getByRole('textbox', { name: 'Vilken roll?' }).fill('MS-sjuksköterska');
        await d.getByLabel('Klart senast').fill('2027-01-15');
        await d.getByRole('checkbox', { name: 'Hemtjänsten Norr' }).check();
      });
      const card = (page: Page) => page.getByRole('article').filter({ hasText: step });
      await expect(card(karin).getByText('Förslag', { exact: true })).toBeVisible();
      await stand(elin, step, 'Står bakom');
      await expect(card(karin).getByText('Inte svarat')).toBeVisible();
      await expect(card(karin).getByText('Förslag', { exact: true })).toBeVisible();
      await stand(karin, step, 'Kan leva med');
      await Promise.all([elin, karin, leadRoom].map(page => expect(card(page).getByText('Överenskommet', { exact: true })).toBeVisible()));
    });

    await test.step('UI1.10 the closing shows what all go home with', async () => {
      await goOnTo(lead, /del 7 av 7: Avslutning$/);
      await at('Del 7 av 7: Avslutning');
      for (const words of [vision, initiative, step]) await expect(karin.getByRole('region', { name: 'Det här går vi hem med' }).getByText(words)).toBeVisible();
    });

    let link = '';
    await test.step('UI1.11 the result is read by its link without an account, downloaded, and printed without interface', async () => {
      await lead.getByRole('button', { name: 'Skapa en länk' }).click();
      link = await lead.getByRole('textbox', { name: 'Länk till resultatet' }).inputValue();
      const reader = await (await room(browser, 'läsaren')).newPage();
      await reader.goto(link);
      await expect(reader.getByRole('heading', { name: 'Kims väg genom vården', level: 1 })).toBeVisible();
      await expect(reader.getByText('Preliminärt').first()).toBeVisible();
      await expect(reader.getByText(vision).first()).toBeVisible();
      await expect(reader.getByRole('heading', { name: initiative })).toBeVisible();
      const row = reader.getByRole('row').filter({ hasText: step });
      await expect(row).toContainText('Överenskommet');
      await expect(row).toContainText('Neurologkliniken');
      await expect(row).toContainText('Hemtjänsten Norr');
      const stances = reader.getByRole('region', { name: 'Så ställde sig organisationerna' });
      await expect(stances.getByRole('row').filter({ hasText: 'Neurologkliniken' })).toContainText('Bakom');
      await expect(stances.getByRole('row').filter({ hasText: 'Hemtjänsten Norr' })).toContainText('Kan leva med');
      // Own experience first and apart; nobody's own answer is signed, on the page and on paper.
      await expect(stances.getByRole('row').nth(1)).toContainText('Egen erfarenhet');
      await expect(stances.getByRole('row').nth(1)).toContainText('1 står bakom');
      for (const name of ['Elin', 'Karin']) await expect(reader.getByText(name)).toHaveCount(0);
      const files: Record<string, (text: string) => void> = {
        'Text (Markdown)': text => { expect(text).toContain(vision); expect(text).toContain(step); },
        'Tabell (CSV)': text => expect(text).toContain(step),
        'Data (JSON)': text => expect(JSON.parse(text).nextSteps[0].state).toBe('agreed'),
      };
      for (const [name, holds] of Object.entries(files)) {
        const download = reader.waitForEvent('download');
        await reader.getByRole('link', { name }).click();
        holds(readFileSync(await (await download).path(), 'utf8'));
      }
      await reader.emulateMedia({ media: 'print' });
      await expect(reader.getByRole('button')).toHaveCount(0);
      await expect(reader.getByRole('navigation')).toHaveCount(0);
      await expect(reader.getByText(vision).first()).toBeVisible();
      await expect(stances.getByRole('row').nth(1)).toContainText('1 står bakom');
      for (const name of ['Elin', 'Karin']) await expect(reader.getByText(name)).toHaveCount(0);
      await reader.context().close();
    });

    await test.step('UI1.12 the server dies and comes back: all is there, and the open pages carry on without a reload', async () => {
      for (const page of everyone) await page.evaluate(() => { (window as any).neverReloaded = true; });
      await server.kill();
      await write(karin, 'Skrivet medan servern var borta');
      await expect(karin.getByText('Nätet är borta.', { exact: true })).toBeVisible({ timeout: 30_000 });
      await server.up();
      await Promise.all([elin, leadRoom].map(page => expect(note(page, 'Skrivet medan servern var borta')).toBeVisible({ timeout: 40_000 })));
      withinASecond(await timed(karin, [elin, leadRoom], 'Skrivet sedan den kom tillbaka'), 'after the server came back');
      for (const page of everyone) expect(await page.evaluate(() => (window as any).neverReloaded)).toBe(true);
      await expect(elin.getByText('Nätet är borta.', { exact: true })).toBeHidden();
      await elin.reload();
      for (const words of [vision, initiative, step]) await expect(elin.getByRole('region', { name: 'Det här går vi hem med' }).getByText(words)).toBeVisible();
      await expect(note(elin, 'Skrivet medan servern var borta')).toHaveCount(1);
    });

    await test.step('UI1.13 concluded: readable, not writable, and the result is final', async () => {
      await lead.getByRole('button', { name: 'Avsluta dialogen' }).first().click();
      await lead.getByRole('dialog').getByRole('button', { name: 'Avsluta dialogen' }).click();
      await expect(karin.getByText('Dialogen är avslutad. Allt går att läsa')).toBeVisible();
      await expect(composer(karin)).toHaveCount(0);
      const reader = await (await room(browser, 'läsaren')).newPage();
      await reader.goto(link);
      await expect(reader.getByText('Fastställt').first()).toBeVisible();
    });
    expect(mishaps.seen).toEqual([]);
  } finally {
    await server.stop();
  }
});
