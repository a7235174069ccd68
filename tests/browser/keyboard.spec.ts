// From the code to a stance without a pointer: keys alone, and focus always somewhere that can be told.
import { expect, test, type Page } from '@playwright/test';
import { composer, laptop, mishaps, note, room, tabTo } from './people.ts';
import { Server } from './server.ts';

const focusIsSomewhere = (page: Page) => expect.poll(() => page.evaluate(() => document.activeElement !== document.body), { message: 'focus is not lost' }).toBe(true);

test('UI6 the whole way by keyboard', async ({ browser }) => {
  test.setTimeout(180_000);
  const server = await Server.start();
  try {
    const lead = await server.facilitator();
    const d = await lead.open();
    await lead.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
    const page = await (await room(browser, 'Elin', laptop)).newPage();
    const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

    await test.step('UI6.1 joining: code, name, organisation from the list, level', async () => {
      await page.goto(server.url);
      await expect(page.getByRole('textbox', { name: 'Kod' })).toBeFocused();
      await page.keyboard.type(d.joinCode);
      await expect(page.getByRole('textbox', { name: 'Ditt förnamn' })).toBeFocused();
      await page.keyboard.type('Elin');
      await press('Tab');
      await expect(page.getByRole('combobox', { name: 'Din organisation' })).toBeFocused();
      await page.keyboard.type('hemtj');
      await expect(page.getByRole('option', { name: 'Hemtjänsten Norr' })).toBeVisible();
      await press('ArrowDown', 'Enter');
      await expect(page.getByRole('combobox', { name: 'Din organisation' })).toHaveValue('Hemtjänsten Norr');
      await tabTo(page, page.getByRole('radio', { name: 'Verksamheten' }));
      await press('Space');
      await tabTo(page, page.getByRole('button', { name: 'Gå med' }));
      await press('Enter');
      await page.waitForURL(/\/d\//);
    });

    await test.step('UI6.2 the first stop leads to writing; Ctrl+Enter adds and keeps focus there', async () => {
      await expect(composer(page)).toBeVisible();
      await press('Tab');
      await expect(page.getByRole('link', { name: 'Hoppa till att skriva' })).toBeFocused();
      await press('Enter');
      await expect(composer(page)).toBeFocused();
      for (const text of ['Kim vet vem som ringer', 'Samma tre personer']) {
        await page.keyboard.type(text);
        await press('Control+Enter');
        await expect(note(page, text)).toBeVisible();
        await expect(composer(page)).toBeFocused();
      }
    });

    await test.step('UI6.3 a note is moved to a new theme, and focus goes with it', async () => {
      await tabTo(page, note(page, 'Kim vet vem som ringer'));
      await press('m');
      const dialog = page.getByRole('dialog', { name: 'Flytta lappen till' });
      await expect(dialog).toBeVisible();
      await tabTo(page, dialog.getByRole('textbox'));
      await page.keyboard.type('En trygg hemgång');
      await tabTo(page, dialog.getByRole('button', { name: 'Nytt tema: En trygg hemgång' }));
      await press('Enter');
      await expect(page.getByRole('region', { name: 'En trygg hemgång' }).getByRole('article')).toHaveCount(1);
      await expect(note(page, 'Kim vet vem som ringer')).toBeFocused();
      await press('ArrowDown');
      await expect(note(page, 'Samma tre personer')).toBeFocused();
      await press('Control+ArrowLeft');
      await expect(page.getByRole('region', { name: 'En trygg hemgång' }).getByRole('article')).toHaveCount(2);
      await expect(note(page, 'Samma tre personer')).toBeFocused();
    });

    await test.step('UI6.4 a note is changed, removed and fetched back', async () => {
      await press('Enter');
      await expect(page.getByRole('textbox', { name: 'Lappens text' })).toBeFocused();
      await page.keyboard.type(' hem till Kim');
      await press('Control+Enter');
      await expect(note(page, 'Samma tre personer hem till Kim')).toBeFocused();
      await press('Delete');
      await expect(note(page, 'Lappen är borttagen.')).toBeFocused();
      await press('Tab', 'Enter');
      await expect(note(page, 'Samma tre personer hem till Kim')).toBeVisible();
      await focusIsSomewhere(page);
    });

    await test.step('UI6.5 voting: by the key on the note, and by its button', async () => {
      await lead.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: true, budget: 3 } } });
      await expect(page.getByText('3 röster kvar')).toBeVisible();
      await tabTo(page, note(page, 'Kim vet vem som ringer'), 'Shift+Tab');
      await press('r');
      await expect(page.getByText('2 röster kvar')).toBeVisible();
      await tabTo(page, note(page, 'Samma tre personer').getByRole('button', { name: 'Rösta' }));
      await press('Space');
      await expect(page.getByText('1 röst kvar')).toBeVisible();
      await expect(note(page, 'Samma tre personer').getByRole('button', { name: 'din röst är med' })).toBeFocused();
    });

    await test.step('UI6.6 a sentence, and a stance with its reason', async () => {
      await tabTo(page, page.getByRole('button', { name: 'Ny mening' }));
      await press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Ny mening' });
      await tabTo(page, dialog.getByRole('textbox', { name: 'Meningen' }));
      await page.keyboard.type('Kim berättar en gång.');
      await press('Control+Enter');
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('button', { name: 'Ny mening' })).toBeFocused();
      await tabTo(page, page.getByRole('button', { name: 'Kan ni stå bakom det? Kim berättar en gång.' }));
      await press('Enter');
      const card = page.getByRole('article').filter({ hasText: 'Kim berättar en gång.' });
      await expect(card.getByRole('radio', { name: 'Står bakom' })).toBeVisible();
      await focusIsSomewhere(page);
      await tabTo(page, card.getByRole('radio', { name: 'Står bakom' }));
      await press('Space', 'ArrowDown', 'ArrowDown');
      await expect(card.getByRole('radio', { name: 'Behöver ändras' })).toBeChecked();
      await press('Tab');
      await expect(card.getByRole('textbox', { name: 'Varför?' })).toBeFocused();
      await page.keyboard.type('Helgen också.');
      await press('Tab', 'Enter');
      await expect(card.getByText('Helgen också.')).toBeVisible();
      await focusIsSomewhere(page);
    });

    await test.step('UI6.7 menus and the story open, close by Escape, and give focus back', async () => {
      for (const opens of [note(page, 'Kim vet vem som ringer').getByRole('button', { name: 'Mer om lappen' }), page.getByRole('button', { name: /Del 4 av 7/ }), page.getByRole('button', { name: /Mina uppgifter, språk/ })]) {
        await opens.focus();
        await press('Enter');
        await expect(page.getByRole('menu')).toBeVisible();
        await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
        await press('Escape');
        await expect(page.getByRole('menu')).toBeHidden();
        await expect(opens).toBeFocused();
      }
    });
    await test.step('UI6.8 settings: lätt svenska and no single letters, and focus comes back', async () => {
      const menu = page.getByRole('button', { name: /Mina uppgifter, språk/ });
      await menu.focus();
      await press('Enter');
      await page.keyboard.type('i'); // by its first letter
      await expect(page.getByRole('menuitem', { name: 'Inställningar' })).toBeFocused();
      await press('Enter');
      const dialog = page.getByRole('dialog');
      await tabTo(page, dialog.getByRole('radio', { name: 'Svenska', exact: true }));
      await press('ArrowDown');
      await expect(page.getByRole('dialog', { name: 'Inställningar' }).getByText('Tangenter som gör saker')).toBeVisible();
      await tabTo(page, dialog.getByRole('switch', { name: 'Tangenter som gör saker' }));
      await press('Space');
      await press('Escape');
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('button', { name: /Om mig, språk och hjälp/ })).toBeFocused();
      await note(page, 'Kim vet vem som ringer').focus();
      await press('m');
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('button', { name: 'Skicka lappen' })).toBeVisible();
      await page.reload();
      await expect(page.getByRole('button', { name: 'Skicka lappen' })).toBeVisible();
    });
    expect(mishaps.seen).toEqual([]);
  } finally {
    await server.stop();
  }
});
