// A whole dialogue by keys alone: she who leads and two who take part, from the link to a concluded result. No page may see a pointer.
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { laptop, mishaps, note, phone, room, tabTo, wide } from './people.ts';
import { Server } from './server.ts';

const vision = 'Kim berättar sin historia en gång.';
const initiative = 'En gemensam kontaktväg';
const step = 'Prova ett gemensamt telefonnummer';

/** One person's two hands on a keyboard. */
class Hands {
  private constructor(readonly page: Page) {}
  static async on(browser: Browser, name: string, viewport: { width: number; height: number }): Promise<Hands> {
    const page = await (await room(browser, name, viewport)).newPage();
    await page.addInitScript(() => addEventListener('pointerdown', e => { if (e.isTrusted) (window as any).pointed = true; }, { capture: true }));
    return new Hands(page);
  }
  async keys(...keys: string[]): Promise<void> { for (const key of keys) await this.page.keyboard.press(key); }
  async press(wanted: Locator, key = 'Enter'): Promise<void> { await tabTo(this.page, wanted); await this.keys(key); }
  async type(wanted: Locator, text: string): Promise<void> { await tabTo(this.page, wanted); await this.page.keyboard.type(text); }
  button(name: string | RegExp): Locator { return this.page.getByRole('button', { name, exact: true }); }
  dialog(name: string): Locator { return this.page.getByRole('dialog', { name }); }

  /** Opens an editor by its button, fills it, saves by Ctrl+Enter; focus is back on the button. */
  async add(button: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
    await this.press(this.button(button));
    const dialog = this.dialog(button);
    await expect(dialog).toBeVisible();
    await fill(dialog);
    await this.keys('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(this.button(button)).toBeFocused();
  }
  /** A radio by its group: Tab to what the group has chosen or begins with, then arrows. */
  async pick(within: Locator, name: string): Promise<void> {
    const wanted = within.getByRole('radio', { name });
    const group = await wanted.getAttribute('name');
    await tabTo(this.page, within.locator(`input[type=radio][name="${group}"]`));
    await this.keys('Space');
    for (let i = 0; i < 12 && !await wanted.isChecked(); i++) await this.keys('ArrowDown');
    await expect(wanted).toBeChecked();
  }
  /** A list that opens: by the first letters of what is chosen. */
  async select(wanted: Locator, label: string): Promise<void> {
    await this.type(wanted, label);
    await expect(wanted.locator('option:checked')).toHaveText(label);
  }
  async stand(about: string, stance: string): Promise<void> {
    const card = this.page.getByRole('article').filter({ hasText: about });
    await this.press(card.getByRole('button', { name: /^Kan ni stå bakom det\?/ }));
    await this.pick(card, stance);
    await this.press(card.getByRole('button', { name: 'Lämna svaret' }));
    await expect(card.getByRole('button', { name: /^Ändra svaret/ })).toBeVisible();
  }
  /** Gå vidare med alla, until it is there. */
  async goOnTo(where: RegExp): Promise<void> {
    const now = this.page.getByText(/^Pågår nu, del/);
    for (let i = 0; i < 30; i++) {
      const before = await now.count() ? await now.textContent() : null;
      await this.press(this.page.getByRole('button', { name: /^(Gå vidare med alla|Starta dialogen)$/ }));
      await expect.poll(async () => (await now.count() ? await now.textContent() : null), { timeout: 30_000 }).not.toBe(before);
      if (where.test(await now.textContent() ?? '')) return;
    }
    throw new Error(`The dialogue never came to ${where}.`);
  }
  async writes(text: string): Promise<void> {
    await this.type(this.page.getByRole('textbox', { name: 'Skriv en lapp' }), text);
    await this.keys('Control+Enter');
    await expect(note(this.page, text)).toBeVisible();
  }
}

async function joins(browser: Browser, server: Server, code: string, name: string, organisation: string, level: string, viewport: { width: number; height: number }): Promise<Hands> {
  const hands = await Hands.on(browser, name, viewport);
  const { page } = hands;
  await page.goto(server.url);
  await expect(page.getByRole('textbox', { name: 'Kod' })).toBeFocused();
  await page.keyboard.type(code);
  await expect(page.getByRole('textbox', { name: 'Ditt förnamn' })).toBeFocused();
  await page.keyboard.type(name);
  await hands.type(page.getByRole('combobox', { name: 'Din organisation' }), organisation);
  await hands.keys('ArrowDown', 'Enter');
  await expect(page.getByRole('combobox', { name: 'Din organisation' })).toHaveValue(organisation);
  await hands.pick(page.getByRole('main'), level);
  await hands.press(page.getByRole('button', { name: 'Gå med' }));
  await page.waitForURL(/\/d\//);
  return hands;
}

test('UI7 a whole dialogue by keys alone', async ({ browser }) => {
  test.setTimeout(400_000);
  const server = await Server.start();
  try {
    const lead = await Hands.on(browser, 'processledaren', wide);

    await test.step('UI7.1 she who leads signs in by the link, makes a dialogue and lays in the story', async () => {
      await lead.page.goto(server.signIn);
      await lead.press(lead.button('Logga in som processledare'));
      await lead.type(lead.page.getByRole('textbox', { name: 'Titel' }), 'Kims väg genom vården');
      await lead.type(lead.page.getByRole('textbox', { name: 'Målgrupp' }), 'Personer med MS');
      await lead.press(lead.page.locator('summary').filter({ hasText: 'Vilka organisationer är med?' }));
      const organisations = lead.page.getByRole('textbox', { name: 'Vilka organisationer är med?' });
      await lead.type(organisations, 'Neurologkliniken');
      await lead.keys('Enter');
      await lead.page.keyboard.type('Hemtjänsten Norr');
      await lead.press(lead.button('Skapa dialogen'));
      await expect(lead.page.getByRole('heading', { name: 'Processledarvyn' })).toBeVisible();
      await lead.press(lead.page.getByRole('button', { name: /Lägg in berättelsen/ }));
      const dialog = lead.dialog('Berättelse och underlag');
      await lead.press(dialog.locator('summary').filter({ hasText: 'Lägg till händelsen' }));
      await lead.type(dialog.getByRole('textbox', { name: 'Vad hände, med personens egna ord' }), 'Jag kom hem på en fredag.');
      await lead.press(dialog.getByRole('button', { name: 'Lägg till händelsen' }));
      await expect(dialog.getByRole('listitem').filter({ hasText: 'Jag kom hem på en fredag' })).toBeVisible();
      await lead.keys('Escape');
      await expect(dialog).toBeHidden();
    });
    const code = (await lead.page.locator('.join-code').first().textContent())!.replace(/\s/g, '');
    const elin = await joins(browser, server, code, 'Elin', 'Neurologkliniken', 'Verksamheten', laptop);
    const karin = await joins(browser, server, code, 'Karin', 'Hemtjänsten Norr', 'Chef', phone);

    await test.step('UI7.2 welcome, and the story: a note each, one alone until it is shown', async () => {
      await lead.goOnTo(/del 1 av 7/);
      await elin.writes('Att vi slutar skicka Kim runt');
      await karin.writes('Ett nummer att ringa');
      await lead.goOnTo(/del 2 av 7: Den enskildes berättelse, runda 2 av 3: Skriv själv/);
      await expect(karin.page.getByText('Bara du ser lappen tills processledaren visar allas lappar.')).toBeVisible();
      await karin.writes('Att ingen väntade på Kim');
      await lead.goOnTo(/runda 3 av 3: Visa/);
      await expect(note(elin.page, 'Att ingen väntade på Kim')).toBeVisible();
    });

    await test.step('UI7.3 the system: two contacts and what is missing between them', async () => {
      await lead.goOnTo(/del 3 av 7: Systemet runt personen, runda 1/);
      await elin.add('Ny kontakt', d => elin.type(d.getByRole('textbox', { name: 'Vad heter kontakten?' }), 'MS-sjuksköterskan'));
      await karin.add('Ny kontakt', async d => {
        await karin.type(d.getByRole('textbox', { name: 'Vad heter kontakten?' }), 'Hemtjänsten');
        await karin.pick(d, 'Varje vecka');
      });
      await expect(elin.page.getByRole('heading', { name: 'Hemtjänsten', exact: true })).toBeVisible();
      await elin.add('Ny koppling', async d => {
        await elin.select(d.getByRole('combobox', { name: 'Från' }), 'MS-sjuksköterskan');
        await elin.select(d.getByRole('combobox', { name: 'Till' }), 'Hemtjänsten');
        await elin.pick(d, 'Saknas');
        await elin.pick(d, 'Personen själv');
      });
      await expect(karin.page.getByRole('article').filter({ hasText: 'MS-sjuksköterskan till Hemtjänsten' })).toBeVisible();
    });

    await test.step('UI7.4 the vision: notes, a theme, the tools of the board, votes, a sentence, stances', async () => {
      await lead.goOnTo(/del 4 av 7: Gemensam värdevision, runda 2 av 5: Visa/);
      await expect(elin.page.getByRole('button', { name: 'Del 4 av 7: Gemensam värdevision' })).toBeVisible();
      for (const text of ['Någon ringer Kim', 'Samma tre personer', 'En plan att följa', 'Hjälp på helgen', 'En väg in', 'Någon som vet']) await elin.writes(text);
      await karin.writes('Hemtjänsten vet om hemgången');
      await tabTo(elin.page, note(elin.page, 'Någon ringer Kim'));
      await elin.keys('m');
      const move = elin.dialog('Flytta lappen till');
      await elin.type(move.getByRole('textbox'), 'En trygg hemgång');
      await elin.press(move.getByRole('button', { name: 'Nytt tema: En trygg hemgång' }));
      const theme = elin.page.getByRole('region', { name: 'En trygg hemgång' });
      await expect(theme.getByRole('article')).toHaveCount(1);
      // Many at once, taken back, done again.
      await tabTo(elin.page, note(elin.page, 'Samma tre personer'));
      await elin.keys('Shift+ArrowDown', 'Control+ArrowLeft');
      await expect(theme.getByRole('article')).toHaveCount(3);
      await elin.keys('Control+z');
      await expect(theme.getByRole('article')).toHaveCount(1);
      await elin.keys('Control+Shift+z');
      await expect(theme.getByRole('article')).toHaveCount(3);
      await elin.press(elin.page.getByRole('button', { name: 'Klart' }));
      // Filter and back, nearer and further, the list and the board: by their buttons.
      await elin.press(elin.button('Filtrera'), 'Space');
      await elin.select(elin.page.getByRole('combobox', { name: 'Vem som skrev' }), 'Jag');
      await expect(elin.page.getByRole('status').filter({ hasText: '1 lapp visas inte' })).toBeVisible();
      await elin.press(elin.button('Visa alla'));
      await expect(elin.page.getByRole('article', { name: 'Hemtjänsten vet om hemgången' })).toBeVisible();
      await elin.press(elin.button('Mindre'));
      await expect(elin.page.getByText('80 %')).toBeVisible();
      await elin.press(elin.button('Större'));
      await elin.press(elin.page.getByRole('button', { name: 'Lista' }), 'Space');
      await expect(note(elin.page, 'Någon ringer Kim')).toBeVisible();
      await elin.press(elin.button('Tavla'), 'Space');
      await lead.goOnTo(/runda 4 av 5: Rösta/);
      for (const one of [elin, karin]) {
        await one.press(note(one.page, 'Någon ringer Kim').getByRole('button', { name: 'Rösta' }), 'Space');
        await expect(note(one.page, 'Någon ringer Kim').getByRole('button', { name: 'din röst är med' })).toBeVisible();
      }
      await lead.goOnTo(/runda 5 av 5: Ta ställning/);
      await elin.add('Ny mening', d => elin.type(d.getByRole('textbox', { name: 'Meningen' }), vision));
      await expect(karin.page.getByText(vision).first()).toBeVisible();
      await elin.stand(vision, 'Står bakom');
      await karin.stand(vision, 'Kan leva med');
    });

    await test.step('UI7.7 two at one device: another comes, writes and leaves again', async () => {
      await elin.press(elin.button(/Mina uppgifter, språk och hjälp/));
      await expect(elin.page.getByRole('menuitem').first()).toBeFocused();
      const more = elin.page.getByRole('menuitem', { name: 'Flera vid den här enheten …' });
      for (let i = 0; i < 12 && !await more.evaluate(e => e === document.activeElement); i++) await elin.keys('ArrowDown');
      await elin.keys('Enter');
      const dialog = elin.dialog('Vid den här enheten');
      await elin.type(dialog.getByRole('textbox', { name: 'Personens förnamn' }), 'Lars');
      await elin.type(dialog.getByRole('combobox', { name: 'Personens organisation' }), 'Hemtjänsten Norr');
      await elin.keys('ArrowDown', 'Enter');
      await elin.pick(dialog, 'Verksamheten');
      await elin.press(dialog.getByRole('button', { name: 'Lägg till', exact: true }));
      await expect(dialog).toBeHidden();
      const voices = elin.page.getByRole('group', { name: 'Vem skriver?' });
      await expect(voices.getByRole('button', { name: 'Lars', pressed: true })).toBeVisible();
      await elin.writes('Lars såg det i hemmet');
      await expect(note(karin.page, 'Lars såg det i hemmet')).toContainText('Lars');
      await elin.press(voices.getByRole('button', { name: 'Elin' }), 'Space');
      await expect(voices.getByRole('button', { name: 'Elin', pressed: true })).toBeFocused();
      await elin.press(voices.getByRole('button', { name: 'Fler eller färre' }));
      await elin.press(dialog.getByRole('button', { name: /Lars/ }));
      await expect(dialog.getByRole('button', { name: /Lars/ })).toHaveCount(0);
      await elin.keys('Escape');
      await expect(dialog).toBeHidden();
      await expect(voices).toBeHidden();
      await expect(elin.page.getByRole('heading', { level: 1 }), 'the button that opened the dialog is gone').toBeFocused();
    });

    await test.step('UI7.5 an initiative of both, a step, and both say yes', async () => {
      await lead.goOnTo(/del 5 av 7: Gemensamma initiativ$/);
      await expect(elin.page.getByRole('button', { name: 'Del 5 av 7: Gemensamma initiativ' })).toBeVisible();
      await elin.add('Nytt initiativ', async d => {
        await elin.type(d.getByRole('textbox', { name: 'Vad heter initiativet?' }), initiative);
        await elin.select(d.getByRole('combobox', { name: 'Leder' }), 'Neurologkliniken');
        await elin.press(d.getByRole('checkbox', { name: 'Hemtjänsten Norr' }), 'Space');
        await elin.press(d.getByRole('checkbox', { name: vision }), 'Space');
      });
      await lead.goOnTo(/del 6 av 7: Nästa steg$/);
      await elin.add('Nytt steg', async d => {
        await elin.type(d.getByRole('textbox', { name: 'Vad ska göras?' }), step);
        await elin.type(d.getByRole('textbox', { name: 'Vilken roll?' }), 'MS-sjuksköterska');
        await elin.type(d.getByLabel('Klart senast'), '01152027'); // in the order of the browser's own language
        await expect(d.getByLabel('Klart senast')).toHaveValue('2027-01-15');
        await elin.press(d.getByRole('checkbox', { name: 'Hemtjänsten Norr' }), 'Space');
      });
      const card = (of: Hands) => of.page.getByRole('article').filter({ hasText: step });
      await expect(card(karin).getByText('Förslag', { exact: true })).toBeVisible();
      await elin.stand(step, 'Står bakom');
      await karin.stand(step, 'Står bakom');
      for (const one of [elin, karin]) await expect(card(one).getByText('Överenskommet', { exact: true })).toBeVisible();
    });

    await test.step('UI7.6 the closing: what all go home with, a link to the result, concluded', async () => {
      await lead.goOnTo(/del 7 av 7: Avslutning$/);
      for (const words of [vision, initiative, step]) await expect(karin.page.getByRole('region', { name: 'Det här går vi hem med' }).getByText(words)).toBeVisible();
      await lead.press(lead.button('Skapa en länk'));
      const link = await lead.page.getByRole('textbox', { name: 'Länk till resultatet' }).inputValue();
      await lead.press(lead.button('Avsluta dialogen'));
      await lead.press(lead.page.getByRole('dialog').getByRole('button', { name: 'Avsluta dialogen' }));
      await expect(karin.page.getByText('Dialogen är avslutad. Allt går att läsa')).toBeVisible();
      await elin.page.goto(link);
      await expect(elin.page.getByText('Fastställt').first()).toBeVisible();
      await elin.press(elin.page.getByRole('link', { name: 'Text (Markdown)' }), 'Tab');
    });
    for (const one of [lead, elin, karin]) expect(await one.page.evaluate(() => (window as any).pointed), 'nobody pointed').toBeUndefined();
    expect(mishaps.seen).toEqual([]);
  } finally {
    await server.stop();
  }
});
