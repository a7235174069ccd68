// A media query as a value.
import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    f => {
      const media = matchMedia(query);
      media.addEventListener('change', f);
      return () => media.removeEventListener('change', f);
    },
    () => matchMedia(query).matches,
  );
}
