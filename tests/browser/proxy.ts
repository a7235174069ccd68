// What stands between people and the server in real life: a proxy that may drop or swallow WebSockets, be slow, or bring a new build.
import { createServer, request, type IncomingMessage, type Server as Http } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Server } from './server.ts';

export class Proxy {
  upgrades: 'pass' | 'drop' | 'swallow' = 'pass';
  /** put after the service worker's own bytes: what browsers see of a new build */
  newBuild = '';
  readonly hubs: string[] = [];
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly http: Http, readonly port: number) {}

  get url(): string { return `http://127.0.0.1:${this.port}`; }

  static async before(server: Server): Promise<Proxy> {
    const http = createServer();
    await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
    const proxy = new Proxy(http, (http.address() as { port: number }).port);
    http.on('connection', socket => { proxy.sockets.add(socket); socket.on('close', () => proxy.sockets.delete(socket)); socket.on('error', () => {}); });
    http.on('request', (asked: IncomingMessage, answer) => {
      if (asked.url!.startsWith('/hub')) proxy.hubs.push(`${asked.method} ${asked.url}`);
      const on = request({ host: '127.0.0.1', port: server.port, method: asked.method, path: asked.url, headers: asked.headers }, got => {
        const changed = asked.url === '/sw.js' && proxy.newBuild !== '';
        const { 'content-length': _, etag: __, ...headers } = got.headers;
        answer.writeHead(got.statusCode!, changed ? headers : got.headers);
        if (!changed) return got.pipe(answer);
        got.on('data', chunk => answer.write(chunk));
        got.on('end', () => answer.end(proxy.newBuild));
      });
      if (asked.url === '/sw.js') for (const name of ['accept-encoding', 'if-none-match']) on.removeHeader(name);
      on.on('error', () => { answer.writeHead(502, { 'content-type': 'text/html' }); answer.end('<h1>Bad gateway</h1>'); });
      asked.pipe(on);
    });
    http.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
      proxy.hubs.push(`upgrade ${proxy.upgrades}`);
      if (proxy.upgrades === 'drop') return socket.destroy();
      if (proxy.upgrades === 'swallow') return;
      const on = connect(server.port, '127.0.0.1', () => {
        on.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${Object.entries(asked.headers).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
        on.write(head);
        on.pipe(socket).pipe(on);
      });
      on.on('error', () => socket.destroy());
      on.on('close', () => socket.destroy());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise(done => this.http.close(done));
  }
}
