// The page's side of the service worker: registers it when the page has nothing better to do, and knows when a newer build lies ready.
// Nothing is ever reloaded by itself: a newer build is offered (participant/Connection.tsx).
import { useSyncExternalStore } from 'react';

let registration: ServiceWorkerRegistration | undefined;
let newer = false;
const listeners = new Set<() => void>();

/** Only over https (and on this machine), only built: the browser gives no worker otherwise, and vite serves none. */
export function keepPages(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const begin = () => void register().catch(() => undefined); // forbidden or full: the page works as it did before there were workers
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

async function register(): Promise<void> {
  const made = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  registration = made;
  const look = () => {
    // The very first worker replaces nothing.
    if (newer || !made.waiting || !navigator.serviceWorker.controller) return;
    newer = true;
    listeners.forEach(f => f());
  };
  made.addEventListener('updatefound', () => made.installing?.addEventListener('statechange', look));
  look();
}

/** A newer build is fetched and waits. */
export const useNewer = (): boolean => useSyncExternalStore(f => { listeners.add(f); return () => { listeners.delete(f); }; }, () => newer);

/** The person asked for it. The new worker first, or the page would come back as it was where there is no network. */
export async function reload(): Promise<void> {
  const waiting = registration?.waiting;
  if (waiting) {
    const taken = new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    waiting.postMessage('take over');
    await Promise.race([taken, new Promise(done => setTimeout(done, 2_000))]);
  }
  location.reload();
}
