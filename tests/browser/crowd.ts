// Simulated people: each on a connection of its own, hearing all and writing at its own pace. The wire by hand, since what is measured is the page.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Opened, Server } from './server.ts';

const end = '\x1e';
const words = 'Kim får veta vem som ringer|Ett nummer att ringa|Samma tre personer hem till Kim första veckan|Vi skriver i samma plan|Ingen ska behöva berätta från början igen|Rullstolen står i hallen'.split('|');
const levels = ['frontline', 'management', 'leadership', 'livedExperience'];

class Person {
  readonly notes: string[] = [];
  heard = 0;
  private calls = 0;
  constructor(private readonly socket: WebSocket, readonly phaseId: string, private readonly themes: readonly string[]) {}

  private do(command: Record<string, unknown>): void {
    this.socket.send(JSON.stringify({ type: 1, invocationId: String(++this.calls), target: 'Do', arguments: [{ id: randomUUID(), ...command }] }) + end);
  }
  ping(): void { this.socket.send(JSON.stringify({ type: 6 }) + end); }
  close(): void { this.socket.close(); }

  /** The text ends with when it was written, so that whoever shows it knows how long it took. */
  write(): void {
    const itemId = randomUUID(), theme = this.themes[Math.floor(Math.random() * this.themes.length)];
    this.notes.push(itemId);
    this.do({ type: 'addItem', item: { id: itemId, kind: 'note', phaseId: this.phaseId, theme, text: `${words[Math.floor(Math.random() * words.length)]} @${Date.now()}` } });
  }
  /** One deed; the number of notes stays about what it was. */
  act(): void {
    const dice = Math.random(), [oldest] = this.notes, last = this.notes.at(-1);
    if (dice < 0.35 || !oldest || !last) this.write();
    else if (dice < 0.7) { this.notes.shift(); this.do({ type: 'removeItems', itemIds: [oldest] }); }
    else if (dice < 0.85) this.do({ type: 'changeItem', itemId: last, patch: { text: `${words[Math.floor(Math.random() * words.length)]} igen` }, base: 0 });
    else this.do({ type: 'moveItems', moves: [{ itemId: last, theme: this.themes[Math.floor(Math.random() * this.themes.length)], before: null }] });
  }
}

export class Crowd {
  private readonly timers: NodeJS.Timeout[] = [];
  private constructor(readonly people: readonly Person[]) {}

  static async gather(server: Server, opened: Opened, count: number, phaseId: string, themes: readonly string[]): Promise<Crowd> {
    const people: Person[] = [];
    for (let i = 0; i < count; i += 10) people.push(...await Promise.all(Array.from({ length: Math.min(10, count - i) }, (_, j) => enter(server, opened, i + j, phaseId, themes))));
    const crowd = new Crowd(people);
    crowd.timers.push(setInterval(() => people.forEach(person => person.ping()), 5_000));
    return crowd;
  }
  /** So many deeds a second by all together, spread evenly. */
  begin(perSecond: number): void {
    const every = 20;
    let owed = 0, next = 0;
    this.timers.push(setInterval(() => { for (owed += perSecond * every / 1000; owed >= 1; owed--) this.people[next++ % this.people.length]!.act(); }, every));
  }
  leave(): void {
    this.timers.forEach(clearInterval);
    this.people.forEach(person => person.close());
  }
}

async function enter(server: Server, { id, joinCode }: Opened, number: number, phaseId: string, themes: readonly string[]): Promise<Person> {
  const joined = await fetch(`${server.url}/api/join`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ joinCode, name: `Person ${number}`, organisation: number % 2 ? 'Neurologkliniken' : 'Hemtjänsten Norr', level: levels[number % 4] }),
  });
  if (!joined.ok) throw new Error(`join: ${joined.status} ${await joined.text()}`);
  const cookie = joined.headers.getSetCookie().map(one => one.split(';')[0]).join('; ');
  const { seq, history } = await (await fetch(`${server.url}/api/dialogues/${id}`, { headers: { cookie } })).json() as { seq: number; history: string };
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/hub/dialogue?d=${id}`, { headers: { cookie, origin: server.url } });
  const person = new Person(socket, phaseId, themes);
  await new Promise<void>((done, failed) => {
    socket.on('error', failed);
    socket.on('open', () => socket.send(`{"protocol":"json","version":1}${end}`));
    const answered = (data: unknown) => {
      for (const message of String(data).split(end)) {
        if (message === '{}') socket.send(JSON.stringify({ type: 1, invocationId: 'enter', target: 'Enter', arguments: [{ dialogueId: id, after: seq, history, wire: 1 }] }) + end);
        else if (message.includes('"invocationId":"enter"')) {
          // From now on what comes is only taken in: reading 150 copies would cost the processor that the pages are measured on.
          socket.off('message', answered);
          socket.on('message', () => person.heard++);
          done();
        }
      }
    };
    socket.on('message', answered);
  });
  return person;
}
