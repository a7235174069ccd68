// The address of the page, as a value and as a way to go somewhere. Not a router: app.tsx holds the seven routes.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const tell = () => listeners.forEach(f => f());

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  tell();
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
