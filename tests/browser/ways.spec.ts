// The four ways people behave, by the library that the page uses: whoever only reads, only clicks, writes, or does both stays connected.
// The library does not ping while it sends, and a server's time-out begins anew only with what that server has parsed: both must fit.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { join, laptop, note } from './people.ts';
import { Server, type Facilitator, type Opened } from './server.ts';

const minute = 60_000;
const named = (n: number) => `Lapp ${String(n).padStart(2, '0')}`;
test.describe.configure({ mode: 'parallel', timeout: 180_000 });

async function roomOf(server: Server): Promise<{ lead: Facilitator; dialogue: Opened; notes: string[] }> {
  const lead = await server.facilitator();
  const dialogue = await lead.open();
  await lead.do(dialogue.id, { type: 'enterPhase', phaseId: 'valueVision' });
  await lead.do(dialogue.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: true, budget: 100 } } });
  const notes = Array.from({ length: 20 }, () => randomUUID());
  for (const [n, id] of notes.entries()) await lead.do(dialogue.id, { type: 'addItem', item: { id, kind: 'note', phaseId: 'valueVision', text: named(n + 1) } });
  return { lead, dialogue, notes };
}

async function connected(server: Server, dialogue: Opened, name: string) {
  const answer = await fetch(`${server.url}/api/join`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ joinCode: dialogue.joinCode, name, organisation: 'Neurologkliniken', level: 'frontline' }),
  });
  const cookie = answer.headers.getSetCookie().map(one => one.split(';')[0]).join('; ');
  // As ui/src/session/transport.ts sets it up.
  const hub = new HubConnectionBuilder()
    .withUrl(`${server.url}/hub/dialogue?d=${dialogue.id}`, { transport: HttpTransportType.WebSockets, skipNegotiation: true, headers: { cookie, origin: server.url } })
    .withKeepAliveInterval(5_000).withServerTimeout(12_000).configureLogging(LogLevel.None).build();
  const closed: string[] = [];
  let heard = 0;
  hub.onclose(error => { closed.push(error?.message ?? 'without a word'); });
  hub.on('Happened', () => { heard++; });
  hub.on('At', () => { heard++; });
  hub.on('Around', () => undefined);
  hub.on('Resync', () => undefined);
  await hub.start();
  await hub.invoke('Enter', { dialogueId: dialogue.id, after: 0 });
  return { hub, closed, heard: () => heard };
}

test('UI100 by the npm client: whoever only reads, only clicks, writes, or both stays connected for a minute', async () => {
  const server = await Server.start();
  try {
    const { lead, dialogue, notes } = await roomOf(server);
    const until = Date.now() + minute;
    const paced = async (every: number, deed: (n: number) => Promise<unknown>): Promise<number> => {
      let n = 0;
      for (; Date.now() < until; n++) {
        await deed(n);
        await new Promise(done => setTimeout(done, every)); // the pace of a person is what is tested
      }
      return n;
    };
    const [reader, clicker, writer, both] = await Promise.all(['Läser', 'Klickar', 'Skriver', 'Både och'].map(name => connected(server, dialogue, name)));
    const deed = (who: typeof reader, command: object) => who!.hub.invoke('Do', { id: randomUUID(), ...command }).then(receipt => expect(receipt.seq, JSON.stringify(receipt)).toBeGreaterThan(0));
    const vote = (who: typeof reader) => (n: number) => deed(who, { type: 'vote', itemId: notes[n % notes.length], weight: 1 - Math.floor(n / notes.length) % 2 });
    const writes = (who: typeof reader, text: string) => async (n: number) => {
      await who!.hub.send('Point', { viewing: 'valueVision', draft: `${text} ${n}` });
      if (n % 5 === 4) await deed(who, { type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: `${text} ${n}` } });
    };
    const [, clicks, drafts, mixed] = await Promise.all([
      paced(2_000, n => lead.do(dialogue.id, { type: 'addItem', item: { id: randomUUID(), kind: 'note', phaseId: 'valueVision', text: `Ledarens ${n}` } })),
      paced(2_500, vote(clicker)),
      paced(300, writes(writer, 'skriver')),
      paced(800, n => n % 2 ? vote(both)((n - 1) / 2) : writes(both, 'både')(n / 2)),
    ]);
    console.log(`one minute: ${clicks} clicks, ${drafts} drafts, ${mixed} of both; heard ${[reader, clicker, writer, both].map(one => one!.heard()).join(', ')}`);
    for (const [name, one] of Object.entries({ reader, clicker, writer, both })) {
      expect(one!.closed, `${name} was cut`).toEqual([]);
      expect(one!.hub.state, name).toBe('Connected');
      expect(one!.heard(), `${name} hears`).toBeGreaterThan(20);
    }
    expect(clicks).toBeGreaterThan(18);
    expect(drafts).toBeGreaterThan(100);
    for (const one of [reader, clicker, writer, both]) await one!.hub.stop();
  } finally {
    await server.stop();
  }
});

test('UI101 twenty votes in fifty seconds and nothing else: the page never says that something is not saved', async ({ browser }) => {
  const server = await Server.start();
  try {
    const { dialogue } = await roomOf(server);
    const page = await join(browser, server, dialogue.joinCode, { name: 'Elin', organisation: 'Neurologkliniken', level: 'Verksamheten', viewport: laptop });
    await expect(note(page, named(20))).toBeVisible();
    await page.evaluate(() => {
      const seen = ((window as any).seenUnsaved = [] as string[]);
      const look = () => { for (const words of ['Ej sparat', 'Nätet är borta']) if (document.body.textContent?.includes(words)) seen.push(words); };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
    });
    for (let n = 1; n <= 20; n++) {
      await note(page, named(n)).getByRole('button', { name: 'Rösta' }).click();
      await page.waitForTimeout(2_500); // the pace of somebody who reads before clicking
    }
    expect(await page.evaluate(() => (window as any).seenUnsaved as string[])).toEqual([]);
    await expect(page.getByText('80 röster kvar')).toBeVisible();
  } finally {
    await server.stop();
  }
});
