// Who sits where and what becomes of what they write: composing, 1-2-4-alla, a table device, paper, and who is heard. Over 300 lines: one day at tables, whose people and helpers all of it shares.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { composer, goOn, join, laptop, menuOf, note, saved, signIn, stand, wide, write } from './people.ts';
import { Server, type Facilitator, type Opened } from './server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe and no sideways scrolling, at 1280 and 320 px. */
async function clean(page: Page, what: string): Promise<void> {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    const found = await page.evaluate(async tags => {
      const { violations } = await (window as any).axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
      return violations.map((v: any) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n: any) => `${n.target.join(' ')} ${n.html.slice(0, 140)} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).join('\n')}`);
    }, tags);
    expect.soft(found, `${what}, ${width} px`).toEqual([]);
    expect.soft(await page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth), `${what}, ${width} px: sideways`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(wide);
}

/** Somebody on a device of their own, without a browser: what the server tells them is all they can know. */
class Raw {
  private constructor(private readonly server: Server, private readonly dialogue: string, readonly name: string, readonly id: string, private readonly cookie: string) {}
  static async joins(server: Server, d: Opened, name: string, organisation: string | null, level: string): Promise<Raw> {
    const answer = await fetch(`${server.url}/api/join`, { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ joinCode: d.joinCode, name, level, ...(organisation && { organisation }) }) });
    if (!answer.ok) throw new Error(`join ${name}: ${answer.status} ${await answer.text()}`);
    return new Raw(server, d.id, name, (await answer.json() as { participantId: string }).participantId, answer.headers.getSetCookie().map(one => one.split(';')[0]).join('; '));
  }
  async do(command: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.server.url}/api/dialogues/${this.dialogue}/commands`, { method: 'POST', headers: { 'content-type': 'application/json', origin: this.server.url, cookie: this.cookie }, body: JSON.stringify({ id: randomUUID(), ...command }) });
    const receipt = await answer.json() as { refused?: string };
    if (!answer.ok || receipt.refused) throw new Error(`${this.name} ${command.type}: ${answer.status} ${receipt.refused}`);
  }
  async writes(text: string): Promise<string> {
    const id = randomUUID();
    await this.do({ type: 'addItem', item: { id, kind: 'note', phaseId: 'valueVision', text } });
    return id;
  }
  /** Snapshot and every event, as they travel. */
  async wire(): Promise<string> {
    const get = async (path: string) => (await fetch(`${this.server.url}/api/dialogues/${this.dialogue}${path}`, { headers: { cookie: this.cookie } })).text();
    return await get('') + await get('/events?after=0');
  }
}

const levels = ['frontline', 'management', 'leadership', 'livedExperience'];
async function twelve(server: Server, d: Opened): Promise<Raw[]> {
  const names = ['Anna', 'Bo', 'Cilla', 'David', 'Elsa', 'Frida', 'Gun', 'Hans', 'Ines', 'Jan', 'Kaj', 'Lisa'];
  const people: Raw[] = [];
  for (const [i, name] of names.entries()) people.push(await Raw.joins(server, d, name, i % 4 === 3 ? null : ['Neurologkliniken', 'Hemtjänsten Norr', 'Vårdcentralen'][i % 3]!, levels[i % 4]!));
  return people;
}

async function begin(browser: Browser): Promise<{ server: Server; prepared: Facilitator; d: Opened; lead: Page }> {
  const server = await Server.start();
  const prepared = await server.facilitator();
  const d = await prepared.open();
  const lead = await signIn(browser, server);
  await lead.getByRole('link', { name: 'Led Kims väg genom vården' }).click();
  return { server, prepared, d, lead };
}

test('UI30 composing tables', async ({ browser }) => {
  const { server, prepared, d, lead } = await begin(browser);
  try {
    const people = await twelve(server, d);
    const tableOf = async (name: string) => (await prepared.snapshot(d.id)).participants.find((p: any) => p.name === name).table as string | undefined;
    await lead.getByRole('button', { name: 'Ordna borden' }).click();
    const hall = lead.getByRole('dialog', { name: 'Ändra borden' });

    await test.step('UI30.1 one press composes; the mix is said in words and by its measure', async () => {
      await hall.getByRole('spinbutton', { name: 'Antal bord' }).fill('3');
      await hall.getByRole('button', { name: 'Sätt ihop borden' }).click();
      await expect(hall.getByText(/Alla med minst 3 organisationer, alla nivåer vid varje bord/)).toBeVisible();
      await expect(hall.getByText(/Blandning 21 av högst 21/)).toBeVisible();
      for (const table of ['1', '2', '3']) await expect(hall.getByRole('region', { name: `Bord ${table}`, exact: true }).getByRole('listitem')).toHaveCount(4);
    });

    await test.step('UI30.2 a person is moved by the menu, by the keys and by dragging, each alone, and each is taken back', async () => {
      const from = (await tableOf('Anna'))!, to = ['1', '2', '3'].find(t => t !== from)!;
      const anna = hall.getByRole('group', { name: /^Anna,/ });
      const undone = async () => {
        await hall.getByRole('button', { name: 'Ångra' }).click();
        await expect.poll(() => tableOf('Anna')).toBe(from);
        await expect(hall.getByRole('region', { name: `Bord ${from}`, exact: true }).getByRole('group', { name: /^Anna,/ })).toBeVisible(); // and is drawn there
      };
      await hall.getByRole('button', { name: 'Bord för Anna' }).click();
      await lead.getByRole('menuitemradio', { name: `Bord ${to}`, exact: true }).click();
      await expect.poll(() => tableOf('Anna')).toBe(to);
      await undone();
      await anna.focus();
      await lead.keyboard.press(from === '3' ? 'ArrowLeft' : 'ArrowRight');
      await expect.poll(() => tableOf('Anna')).not.toBe(from);
      await expect(anna).toBeFocused();
      await undone();
      // Who goes on to something else before the answer has come stays there.
      await anna.evaluate((chair, key) => {
        (chair as HTMLElement).focus();
        chair.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        document.querySelector<HTMLElement>('[role=group][aria-label^="Bo,"]')!.focus();
      }, from === '3' ? 'ArrowLeft' : 'ArrowRight');
      await expect(hall.getByRole('region', { name: `Bord ${from}`, exact: true }).getByRole('group', { name: /^Anna,/ })).toHaveCount(0);
      await expect(hall.getByRole('group', { name: /^Bo,/ })).toBeFocused();
      await undone();
      const target = hall.getByRole('region', { name: `Bord ${to}`, exact: true });
      await anna.scrollIntoViewIfNeeded();
      const [a, b] = [(await anna.boundingBox())!, (await target.boundingBox())!];
      await lead.mouse.move(a.x + 30, a.y + 12);
      await lead.mouse.down();
      await lead.mouse.move(a.x + 50, a.y + 20, { steps: 3 });
      await lead.mouse.move(b.x + b.width / 2, b.y + 30, { steps: 6 });
      await lead.mouse.up();
      await expect.poll(() => tableOf('Anna')).toBe(to);
      await undone();
    });

    await test.step('UI30.3 kept apart is honoured, and refused in words where it cannot be', async () => {
      await hall.getByText(/^Isär och ihop/).click();
      const wish = async (one: string, other: string) => {
        await hall.getByRole('combobox', { name: 'Person', exact: true }).selectOption({ label: one });
        await hall.getByRole('combobox', { name: 'Annan person' }).selectOption({ label: other });
        await hall.getByRole('button', { name: 'Lägg till' }).click();
      };
      await wish('Anna', 'Bo');
      await hall.getByRole('button', { name: 'Sätt ihop borden' }).click();
      await expect(hall.getByText('Anna och Bo sitter isär')).toBeVisible();
      await expect.poll(async () => await tableOf('Anna') !== await tableOf('Bo')).toBe(true);
      await hall.getByRole('spinbutton', { name: 'Antal bord' }).fill('1');
      await hall.getByRole('button', { name: 'Sätt ihop borden' }).click();
      await expect(hall.getByText(/Det går inte att sätta alla så/)).toBeVisible();
    });

    await test.step('UI30.4 who comes late gets a chair and nobody moves; turned off, one button does it', async () => {
      const before = await Promise.all(people.map(p => tableOf(p.name)));
      await Raw.joins(server, d, 'Mona', 'Ny aktör', 'frontline');
      expect(await tableOf('Mona')).toMatch(/^[123]$/);
      await hall.getByRole('switch', { name: 'Den som kommer sent får en plats' }).click();
      await expect(hall.getByText('Den som kommer sent har inget bord tills du ger en plats.')).toBeVisible();
      await Raw.joins(server, d, 'Nils', 'Ny aktör', 'management');
      expect(await tableOf('Nils')).toBeUndefined();
      await hall.getByRole('button', { name: 'Placera 1 utan bord' }).click();
      await expect.poll(() => tableOf('Nils')).toMatch(/^[123]$/);
      expect(await Promise.all(people.map(p => tableOf(p.name)))).toEqual(before);
    });
    await clean(lead, 'Ändra borden');
    await hall.getByRole('button', { name: 'Stäng' }).click();
    await clean(lead, 'Processledarvyn med bord');
  } finally {
    await server.stop();
  }
});

test('UI31 1-2-4-alla with twelve people at three tables', async ({ browser }) => {
  const { server, prepared, d, lead } = await begin(browser);
  try {
    const raw = await twelve(server, d).then(all => all.slice(0, 11));
    const gone = (await prepared.snapshot(d.id)).participants.find((p: any) => p.name === 'Lisa');
    await prepared.do(d.id, { type: 'removePerson', participantId: gone.id });
    const maja = await join(browser, server, d.joinCode, { name: 'Maja', level: 'Egen erfarenhet' });
    const screen = await lead.context().newPage();
    await screen.goto(`${server.url}/d/${d.id}/screen`);
    const told = async (page: Page, view = '') => {
      const [snapshot, events] = await Promise.all([page.request.get(`${server.url}/api/dialogues/${d.id}${view}`), page.request.get(`${server.url}/api/dialogues/${d.id}/events${view}${view ? '&' : '?'}after=0`)]);
      return await snapshot.text() + await events.text();
    };

    await test.step('UI31.1 it is one choice in the agenda editor', async () => {
      await lead.getByRole('button', { name: 'Ändra dagordningen' }).first().click();
      const editor = lead.getByRole('dialog', { name: 'Ändra dagordningen' });
      await editor.locator('summary', { hasText: 'Gemensam värdevision' }).click();
      const part = editor.getByRole('listitem').filter({ has: lead.locator('summary', { hasText: 'Gemensam värdevision' }) });
      await part.getByRole('combobox', { name: 'Börja från ett upplägg' }).selectOption({ label: '1-2-4-alla: själv, i par, vid bordet, lyft, rösta' });
      await editor.getByRole('button', { name: 'Spara dagordningen' }).click();
      await expect(editor).toBeHidden();
      await prepared.do(d.id, { type: 'composeTables', tables: 3 });
      await prepared.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
      await expect(lead.getByText(/^Pågår nu, del 4/)).toBeVisible();
    });
    const seats = async () => Object.fromEntries((await prepared.snapshot(d.id)).participants.map((p: any) => [p.name, p])) as Record<string, { table: string; within?: string; id: string }>;
    const tables = await seats();
    /** Whom of the raw people a text has reached. */
    const knows = async (text: string) => (await Promise.all(raw.map(async p => (await p.wire()).includes(text) ? p.name : null))).filter(Boolean).sort();
    const at = (key: 'table' | 'within', now: typeof tables, who: string) => raw.filter(p => now[p.name]![key] === now[who]![key]).map(p => p.name).sort();

    await test.step('UI31.2 alone: nobody else is told a word', async () => {
      await goOn(lead);
      for (const p of raw) await p.writes(`ensam ${p.name}`);
      await write(maja, 'ensam Maja');
      await expect(saved(maja)).toBeVisible();
      for (const p of raw) expect(await knows(`ensam ${p.name}`)).toEqual([p.name]);
      expect(await knows('ensam Maja')).toEqual([]);
      for (const text of [await told(lead, '?participantId='), await told(screen, '?view=screen'), await told(maja)]) expect(text.replaceAll('ensam Maja', '')).not.toMatch(/ensam [A-Z]/);
    });

    await test.step('UI31.3 in pairs: each is told with whom, and what a pair writes is the pair’s', async () => {
      expect(await goOn(lead)).toContain('I par');
      const now = await seats();
      expect(Object.values(now).every(p => p.within && p.table.startsWith(p.within))).toBe(true);
      expect(new Set(Object.values(now).map(p => p.table)).size).toBe(6);
      await expect(maja.getByRole('heading', { name: `Par ${now.Maja!.table}, bord ${now.Maja!.within}` })).toBeVisible();
      await expect(maja.getByText(`Ni skriver i par ${now.Maja!.table}.`).first()).toBeVisible();
      for (const p of raw) await p.writes(`par ${p.name}`);
      for (const p of raw) expect(await knows(`par ${p.name}`)).toEqual(at('table', now, p.name));
      const partner = raw.find(p => now[p.name]!.table === now.Maja!.table)!;
      await expect(note(maja, `par ${partner.name}`)).toBeVisible();
      await maja.getByRole('button', { name: 'Visa min lapp för paret' }).click();
      await expect.poll(() => knows('ensam Maja')).toEqual([partner.name]);
      expect(await told(screen, '?view=screen')).not.toMatch(/(ensam|par) [A-Z]/);
      await clean(maja, 'Deltagaren i par');
    });

    await test.step('UI31.4 at the table: what the pairs wrote is the table’s, nobody else’s', async () => {
      expect(await goOn(lead)).toContain('Vid bordet');
      const now = await seats();
      for (const [name, p] of Object.entries(now)) expect(p.within ?? p.table, name).toBe(tables[name]!.table);
      for (const p of raw) expect(await knows(`par ${p.name}`)).toEqual(at('table', now, p.name));
      await expect(maja.getByText(`Ni skriver vid bord ${now.Maja!.table}. De andra ser det när det lyfts.`).first()).toBeVisible();
      expect(await told(screen, '?view=screen')).not.toMatch(/(ensam|par) [A-Z]/);
    });

    await test.step('UI31.5 lifted by the table or gathered by the facilitator: one board, under the names and tables of those who wrote', async () => {
      expect(await goOn(lead)).toContain('Lyft');
      const now = await seats();
      const neighbour = raw.find(p => now[p.name]!.table === now.Maja!.table)!, elsewhere = raw.find(p => now[p.name]!.table !== now.Maja!.table)!;
      await menuOf(maja, `par ${neighbour.name}`, 'Lyft till alla');
      await expect.poll(() => knows(`par ${neighbour.name}`)).toHaveLength(11);
      expect(await knows(`par ${elsewhere.name}`)).toEqual(at('table', now, elsewhere.name));
      await lead.getByRole('button', { name: 'Samla borden' }).click();
      for (const p of raw) await expect.poll(() => knows(`par ${p.name}`)).toHaveLength(11);
      for (const p of raw) await expect(note(maja, `par ${p.name}`)).toContainText(new RegExp(`${p.name}.*Bord ${now[p.name]!.table}`, 's'));
      await expect(screen.getByText(`par ${elsewhere.name}`)).toBeVisible();
      // Who wrote alone and did not show it still keeps it alone.
      for (const p of raw) expect(await knows(`ensam ${p.name}`)).toEqual([p.name]);
      const board = (await prepared.snapshot(d.id)).items.filter((i: any) => i.phaseId === 'valueVision');
      expect(board).toHaveLength(12);
      for (const i of board) expect(i.table, i.text).toBe(Object.values(now).find(p => p.id === i.by)!.table);
    });
    await clean(maja, 'Deltagaren med lyfta lappar');
  } finally {
    await server.stop();
  }
});

test('UI32 a table device with several voices', async ({ browser }) => {
  const { server, prepared, d, lead } = await begin(browser);
  try {
    const page = await join(browser, server, d.joinCode, { name: 'Karin', organisation: 'Hemtjänsten Norr', level: 'Chef', viewport: laptop });
    await prepared.do(d.id, { type: 'composeTables', tables: 1 });
    await prepared.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
    await prepared.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: true, budget: 2 } } });
    await expect(page.getByRole('heading', { level: 1, name: 'Hur är vardagen när vården hänger ihop?' })).toBeVisible();
    const bar = page.getByRole('group', { name: 'Vem skriver?' });
    const comes = async (name: string, organisation: string) => {
      if (await bar.count()) await bar.getByRole('button', { name: 'Fler eller färre' }).click();
      else {
        await page.getByRole('button', { name: 'Mina uppgifter, språk och hjälp' }).click();
        await page.getByRole('menuitem', { name: 'Flera vid den här enheten …' }).click();
      }
      const dialog = page.getByRole('dialog', { name: 'Vid den här enheten' });
      if (name === 'Lars') await clean(page, 'Flera vid en enhet');
      await dialog.getByRole('textbox', { name: 'Personens förnamn' }).fill(name);
      await dialog.getByRole('combobox', { name: 'Personens organisation' }).fill(organisation);
      await page.keyboard.press('Escape');
      await dialog.getByRole('radio', { name: /Verksamhet/ }).check();
      await dialog.getByRole('button', { name: 'Lägg till', exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(bar.getByRole('button', { name, pressed: true })).toBeVisible();
      };
    const speak = async (name: string) => { await bar.getByRole('button', { name }).click(); await expect(bar.getByRole('button', { name, pressed: true })).toBeVisible(); };
    const writer = async (text: string) => {
      const { participants, items } = await prepared.snapshot(d.id);
      return participants.find((p: any) => p.id === items.find((i: any) => i.text === text)?.by)?.name;
    };

    await test.step('UI32.1 voices are added, sit at the device’s table, and write each under their own name', async () => {
      await comes('Lars', 'Omtanken Assistans');
      await write(page, 'Lars säger');
      await comes('Amina', 'Neurologkliniken');
      await write(page, 'Amina säger');
      await speak('Karin');
      await write(page, 'Karin säger');
      for (const name of ['Lars', 'Amina', 'Karin']) await expect.poll(() => writer(`${name} säger`)).toBe(name);
      expect((await prepared.snapshot(d.id)).participants.map((p: any) => p.table)).toEqual(['1', '1', '1']);
      await clean(page, 'Tre röster');
    });

    await test.step('UI32.2 each has votes of their own, shown, and undoes their own', async () => {
      await note(page, 'Lars säger').getByRole('button', { name: 'Rösta' }).click();
      await expect(bar.getByRole('button', { name: 'Karin' })).toContainText('1 röst kvar');
      await expect(bar.getByRole('button', { name: 'Lars' })).toContainText('2 röster kvar');
      await speak('Lars');
      await note(page, 'Karin säger').getByRole('button', { name: 'Rösta' }).click();
      await expect(bar.getByRole('button', { name: 'Lars' })).toContainText('1 röst kvar');
      await page.getByRole('heading', { level: 1 }).focus();
      await page.keyboard.press('Control+z');
      await expect(bar.getByRole('button', { name: 'Lars' })).toContainText('2 röster kvar');
      await expect(bar.getByRole('button', { name: 'Karin' })).toContainText('1 röst kvar');
    });

    await test.step('UI32.2 each takes a stance of their own, for whom they answer', async () => {
      await prepared.do(d.id, { type: 'addItem', item: { id: randomUUID(), kind: 'visionSentence', phaseId: 'valueVision', text: 'Någon väntar när Kim kommer hem.' } });
      await stand(page, 'Någon väntar när Kim kommer hem.', 'Kan leva med');
      await expect.poll(async () => {
        const { participants, organisations, stances } = await prepared.snapshot(d.id);
        return stances.map((s: any) => [participants.find((p: any) => p.id === s.by).name, organisations.find((o: any) => o.id === s.organisation).name, s.stance]);
      }).toEqual([['Lars', 'Omtanken Assistans', 'canLiveWith']]);
    });

    await test.step('UI32.3 after a reload the same voices are there, and the same speaks', async () => {
      await page.reload();
      await expect(bar.getByRole('button', { name: 'Lars', pressed: true })).toBeVisible();
      await expect(bar.getByRole('button')).toHaveCount(4);
    });

    await test.step('UI32.4 one leaves: the device no longer speaks for them, nor sees what they wrote alone', async () => {
      await prepared.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { writing: 'private' } });
      await speak('Amina');
      await write(page, 'Aminas egen');
      await expect(note(page, 'Aminas egen')).toBeVisible();
      await speak('Lars');
      await expect(note(page, 'Aminas egen')).toBeVisible();
      await bar.getByRole('button', { name: 'Fler eller färre' }).click();
      await page.getByRole('button', { name: 'Lämna Amina' }).click();
      await page.getByRole('dialog', { name: 'Vid den här enheten' }).getByRole('button', { name: 'Stäng' }).click();
      await expect(bar.getByRole('button', { name: 'Amina' })).toHaveCount(0);
      await expect(note(page, 'Aminas egen')).toBeHidden();
      const me = await (await page.request.get(`${server.url}/api/me`)).json();
      expect(me.participants.map((p: any) => p.name)).toEqual(['Karin', 'Lars']);
    });
  } finally {
    await server.stop();
  }
  await lead.close();
});

test('UI33 paper notes, and who is heard', async ({ browser }) => {
  const { server, prepared, d, lead } = await begin(browser);
  try {
    const people = await twelve(server, d);
    await prepared.do(d.id, { type: 'composeTables', tables: 3 });
    await prepared.do(d.id, { type: 'enterPhase', phaseId: 'valueVision' });
    const screen = await lead.context().newPage();
    await screen.goto(`${server.url}/d/${d.id}/screen`);

    await test.step('UI33.1 paper notes are typed in one after the other by keyboard alone, under a name or a table', async () => {
      await lead.getByRole('button', { name: 'Mer', exact: true }).focus();
      await lead.keyboard.press('Enter');
      await lead.keyboard.press('s');
      await expect(lead.getByRole('menuitem', { name: 'Skriv in papperslappar' })).toBeFocused();
      await lead.keyboard.press('Enter');
      const paper = lead.getByRole('dialog', { name: 'Skriv in papperslappar' });
      await expect(paper.getByRole('combobox', { name: 'Vem skrev?' })).toBeFocused();
      await lead.keyboard.type('Elsa');
      await lead.keyboard.press('Tab');
      for (const text of ['papper ett', 'papper två']) {
        await lead.keyboard.type(text);
        await lead.keyboard.press('Enter');
        await expect(paper.getByRole('listitem').filter({ hasText: text })).toBeVisible();
      }
      await lead.keyboard.press('Shift+Tab');
      await lead.keyboard.type('Bord 2');
      await lead.keyboard.press('Tab');
      await lead.keyboard.type('bordets papper');
      await lead.keyboard.press('Enter');
      await expect(paper.getByText('3 lappar är inskrivna.')).toBeVisible();
      const elsa = people.find(p => p.name === 'Elsa')!.id;
      await expect.poll(async () => (await prepared.snapshot(d.id)).items.filter((i: any) => i.phaseId === 'valueVision').map((i: any) => [i.text, i.by, i.table ?? null]))
        .toEqual([['papper ett', elsa, null], ['papper två', elsa, null], ['bordets papper', null, '2']]);
      await clean(lead, 'Papperslappar');
      await paper.getByRole('button', { name: 'Stäng' }).click();
    });

    await test.step('UI33.2 the silent stand out, say who they are and where they sit; the projector shows nothing of it', async () => {
      const silent = lead.getByRole('button', { name: /^Tyst/ });
      await expect(silent.first()).toBeVisible();
      await silent.first().click();
      await expect(lead.getByRole('dialog', { name: 'Inte skrivit än' }).getByText(/bord [123]/).first()).toBeVisible();
      await lead.getByRole('dialog', { name: 'Inte skrivit än' }).getByRole('button', { name: 'Stäng' }).click();
      await expect(screen.getByText('papper ett')).toBeVisible();
      const wall = (await screen.locator('body').innerText()) + await screen.content();
      expect(wall).not.toMatch(/Tyst|tomma? stol|har inte skrivit|inte röstat/i);
      for (const one of people.filter(p => p.name !== 'Elsa')) expect(await screen.locator('body').innerText()).not.toMatch(new RegExp(`\\b${one.name}\\b`));
    });

    await test.step('UI33.3 votes are counted in people and by organisation, own experience apart', async () => {
      await prepared.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: true, budget: 2, totals: 'shown' } } });
      const { items } = await prepared.snapshot(d.id);
      const id = items.find((i: any) => i.text === 'papper ett').id;
      for (const p of people.slice(0, 4)) await p.do({ type: 'vote', itemId: id, weight: 1 });
      await lead.getByRole('button', { name: 'Har röstat' }).click();
      await expect(lead.getByText(/12 personer, 4 har röstat i den här delen/)).toBeVisible();
      const row = lead.getByRole('table', { name: 'Rösterna, räknade per organisation' }).getByRole('row').filter({ hasText: 'papper ett' });
      await expect(row.getByRole('cell')).toHaveText(['1', /100\s*%/, '3 av 3', '4']);
      await clean(lead, 'Vilka har röstat');
    });

    await test.step('UI33.4 names hidden: nothing is counted to a cell, and nobody is called silent', async () => {
      await prepared.do(d.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { names: 'hidden' } });
      await lead.getByRole('button', { name: 'Har skrivit' }).click();
      await expect(lead.getByText(/går inte att räkna till någon/)).toBeVisible();
      await expect(lead.getByRole('button', { name: /^Tyst/ })).toHaveCount(0);
      await expect(lead.locator('.mx td.m1, .mx td.m2, .mx td.m3')).toHaveCount(0);
    });
    await expect(composer(lead)).toHaveCount(0);
  } finally {
    await server.stop();
  }
});
