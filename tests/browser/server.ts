// A real server for a test file: the built Workshop.Server on a free loopback port with a scratch folder, which can be killed and started again.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');
export const key = 'browser-tests-facilitator-key';

function built(): string {
  for (const configuration of ['Release', 'Debug']) {
    const dll = join(root, `src/Workshop.Server/bin/${configuration}/net10.0/Workshop.Server.dll`);
    if (existsSync(dll)) return dll;
  }
  throw new Error('Workshop.Server is not built: run infra/dev/test, or dotnet build first.');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise(done => probe.close(done));
  return port;
}

/** With WORKSHOP_TESTS_ON=postgres: one PostgreSQL and one Redis for this process, a new database for each server. It ends when our end of its stdin does. */
let neighbour: { ask(): Promise<string> } | undefined;
async function database(): Promise<Record<string, string>> {
  if (process.env.WORKSHOP_TESTS_ON !== 'postgres') return {};
  if (!neighbour) {
    const child = spawn('dotnet', [join(root, 'tests/Workshop.Neighbours/bin/Release/net10.0/Workshop.Neighbours.dll'), 'postgres'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    let first = true;
    neighbour = {
      async ask() {
        if (!first) child.stdin!.write('\n');
        first = false;
        const { value, done } = await lines.next();
        if (done) throw new Error('PostgreSQL did not start.');
        return value as string;
      },
    };
    child.unref();
  }
  const [postgres, redis] = (await neighbour.ask()).split('\t');
  return { Workshop__Journal: 'postgres', ConnectionStrings__Postgres: postgres!, ConnectionStrings__Redis: redis! };
}

export class Server {
  private process: ChildProcess | undefined;
  private output = '';
  private constructor(readonly port: number, readonly folder: string, private readonly store: Record<string, string>, private readonly args: readonly string[]) {}

  get url(): string { return `http://127.0.0.1:${this.port}`; }

  /** `args`: of the server's own, `--demo` for one. */
  static async start(args: readonly string[] = []): Promise<Server> {
    const server = new Server(await freePort(), mkdtempSync(join(tmpdir(), 'samskapa-browser-')), await database(), args);
    await server.up();
    return server;
  }

  async up(): Promise<void> {
    this.process = spawn('dotnet', [built(), ...this.args], {
      cwd: root,
      env: { ...process.env, ASPNETCORE_URLS: this.url, Workshop__DataFolder: this.folder, Workshop__FacilitatorKey: key, Workshop__PrintSignInLink: 'true', Workshop__LinkKeys: 'prov:nyckel-for-lankar-som-bara-finns-i-prov', ...this.store },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (chunk: Buffer) => { this.output = (this.output + chunk.toString()).slice(-20_000); };
    this.process.stdout!.on('data', hear);
    this.process.stderr!.on('data', hear);
    const until = Date.now() + 30_000;
    for (;;) {
      const ready = await fetch(`${this.url}/health/ready`).then(answer => answer.ok, () => false);
      if (ready) return;
      if (Date.now() > until || this.process.exitCode !== null) throw new Error(`The server did not become ready.\n${this.output}`);
      await new Promise(done => setTimeout(done, 100)); // polling a port that opens when it opens
    }
  }

  /** The one-time link that the server itself prints at its start: what a facilitator is given. */
  get signIn(): string {
    const link = /https?:\S+\/lead#key=\S+/.exec(this.output)?.[0];
    if (!link) throw new Error(`The server printed no sign-in link.\n${this.output}`);
    return link;
  }

  async kill(): Promise<void> {
    const gone = new Promise(done => this.process!.once('exit', done));
    this.process!.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A signed-in facilitator over plain HTTP: prepares what a test is not about. */
  async facilitator(): Promise<Facilitator> {
    const answer = await fetch(`${this.url}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', origin: this.url }, body: JSON.stringify({ key }) });
    if (answer.status !== 204) throw new Error(`sign-in: ${answer.status}`);
    return new Facilitator(this, answer.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; '));
  }
}

export interface Opened { id: string; joinCode: string }

export class Facilitator {
  constructor(private readonly server: Server, readonly cookie: string) {}

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await fetch(this.server.url + path, {
      method: 'POST', headers: { 'content-type': 'application/json', origin: this.server.url, cookie: this.cookie }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json() as T;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.server.url + path, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return await answer.json() as T;
  }

  open(title = 'Kims väg genom vården'): Promise<Opened> {
    return this.post('/api/dialogues', {
      templateId: 'samskapande-dialog', title, targetGroup: 'Personer med MS', language: 'sv',
      organisations: [{ name: 'Neurologkliniken', kind: 'region' }, { name: 'Hemtjänsten Norr', kind: 'municipality' }],
    });
  }

  async do(dialogue: string, command: Record<string, unknown>): Promise<{ seq?: number; refused?: string }> {
    const receipt = await this.post<{ seq?: number; refused?: string; message?: string }>(`/api/dialogues/${dialogue}/commands`, { id: randomUUID(), ...command });
    if (receipt.refused) throw new Error(`${command.type}: ${receipt.refused} ${receipt.message}`);
    return receipt;
  }

  async snapshot(dialogue: string): Promise<any> {
    const answer = await fetch(`${this.server.url}/api/dialogues/${dialogue}`, { headers: { cookie: this.cookie } });
    return (await answer.json() as { dialogue: unknown }).dialogue;
  }
}
