// Copying, everywhere. Over plain http (a room without a certificate) browsers give no clipboard: then what is to be copied is marked
// where it stands, and the person is told to copy it. Never nothing.
import { t } from '../words';
import { toast } from './Toast';

/** @param said when it lies on the clipboard @param shown where the text stands on the page */
export async function copy(text: string, said: string, shown?: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ text: said });
    return true;
  } catch {
    if (shown) {
      mark(shown);
      toast({ text: t('copy.marked') });
    }
    return false;
  }
}

export function mark(shown: HTMLElement): void {
  if (shown instanceof HTMLInputElement || shown instanceof HTMLTextAreaElement) {
    shown.focus({ preventScroll: true });
    shown.select();
  } else getSelection()?.selectAllChildren(shown);
}
