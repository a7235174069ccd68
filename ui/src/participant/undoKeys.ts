// Ctrl+Z and Ctrl+Y undo and redo what I did on the board. In a field they are the field's own.
import { useEffect } from 'react';
import type { Session } from '../session/shown';

export function useUndoKeys(session: Session): void {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || (e.target as Element).closest?.('input, textarea, select, dialog')) return;
      const redo = e.key === 'y' || (e.shiftKey && e.key.toLowerCase() === 'z');
      if (!redo && e.key !== 'z') return;
      e.preventDefault();
      if (redo) session.redo();
      else session.undo();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [session]);
}
