// Dialog: the browser's own modal dialog, so the focus trap, Esc and the inert page behind come from the platform and not from a library.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWords } from '../words';
import { Button } from './Button';

export interface DialogProps {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  /** The buttons at the bottom; the main one first. */
  footer?: ReactNode;
  wide?: boolean;
  /** A drawer comes from the side and is as high as the page. */
  as?: 'box' | 'drawer';
  children: ReactNode;
}

export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ title, onClose, footer, wide, as = 'box', children }: Omit<DialogProps, 'open'>) {
  const { t } = useWords();
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // Straight into the first field where there is a keyboard; on touch the title, so that no keyboard jumps up over what is to be read.
      const field = matchMedia('(pointer: fine)').matches ? dialog.querySelector<HTMLElement>('.dialog-body :is(input, textarea, select)') : null;
      (field ?? dialog.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true });
    }
    return () => {
      dialog?.close();
      // What had focus before gets it back; if it is gone the page keeps its place.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog dialog-${as}${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={titleId}
      onCancel={e => { e.preventDefault(); onClose(); }}
      onClick={e => { if (e.target === element.current) onClose(); }}
      onKeyDown={e => e.stopPropagation()}
    >
      <div className="dialog-in">
        {/* Not header and footer: a dialog is no section, so they would be a second banner and contentinfo of the page. */}
        <div className="dialog-head row-between">
          <h2 id={titleId} tabIndex={-1}>{title}</h2>
          <Button kind="quiet" icon="x" label={t('common.close')} onClick={onClose} />
        </div>
        <div className="dialog-body">{children}</div>
        {footer && <div className="dialog-foot">{footer}</div>}
      </div>
    </dialog>
  );
}
