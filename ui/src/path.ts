// The address of the page, as a value and as a way to go somewhere. Not a router: app.tsx holds the seven routes.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const tell = () => listeners.forEach(f => f());

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  tell();
}

/** What stands after # in the address. Somebody's mistyped %, or a link cut in the middle, is what it is and never an error. */
export function hashOf(hash = location.hash): string {
  const text = hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export const usePath = (): string =>
  useSyncExternalStore(
    f => {
      listeners.add(f);
      addEventListener('popstate', f);
      return () => {
        listeners.delete(f);
        removeEventListener('popstate', f);
      };
    },
    () => location.pathname,
  );
