// The service worker: a page that is reloaded without network opens. It keeps the program, never an answer of the server: what a person
// may see lies in session/lastKnown.ts. Online the page always comes from the server, so nobody works in an older build than they must.
// No imports: it is one file, and vite.config.ts puts the build's list of files in.
interface Lasting extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Lasting { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Worker {
  addEventListener(type: 'install' | 'activate', f: (e: Lasting) => void): void;
  addEventListener(type: 'fetch', f: (e: Fetching) => void): void;
  addEventListener(type: 'message', f: (e: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

declare const __FILES__: readonly string[], __BUILD__: string;
export {};

const worker = self as unknown as Worker;
const prefix = 'samskapa-';
const files = __FILES__, name = prefix + __BUILD__;
/** A network that is there but answers nothing is no network. */
const patience = 4_000;

worker.addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(name);
  // Hashed files come out of the browser's own cache, where the page has just put them; the page itself may be another than it was.
  await cache.addAll(files.map(file => new Request(file, { cache: file === '/' ? 'reload' : 'default' })));
})()));

worker.addEventListener('activate', e => e.waitUntil((async () => {
  // The build before may still be open in another tab, and may need a part that it has not fetched yet.
  const builds = (await caches.keys()).filter(one => one.startsWith(prefix) && one !== name);
  await Promise.all(builds.slice(0, -1).map(one => caches.delete(one)));
  await worker.clients.claim();
})()));

worker.addEventListener('message', e => { if (e.data === 'take over') void worker.skipWaiting(); });

worker.addEventListener('fetch', e => {
  const { request } = e;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (files.includes(pathname) && pathname !== '/') e.respondWith(kept(request));
  else if (pathname.startsWith('/assets/')) e.respondWith(kept(request));
  else if (request.mode === 'navigate' && !/^\/(api|hub|health)\b/.test(pathname)) e.respondWith(page(request));
});

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<null>(done => setTimeout(() => done(null), patience));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  // A proxy whose server is away says so with a page of its own; ours says it better, and has what was written.
  if (answer && answer.status < 500) return answer;
  return (await (await caches.open(name)).match('/', { ignoreVary: true })) ?? answer ?? Response.error();
}
