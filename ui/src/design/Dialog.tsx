// Dialog: the browser's own modal dialog, so the focus trap, Esc and the inert page behind come from the platform and not from a library.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../words';
import { Band } from './Band';
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
  /** false: what is written here filters or is saved at once, so leaving loses nothing and nothing is asked. */
  asks?: boolean;
  /** what is written here differs from what is saved, whenever it was written */
  unsaved?: boolean;
  children: ReactNode;
}

export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ title, onClose, footer, wide, as = 'box', asks = true, unsaved = false, children }: Omit<DialogProps, 'open'>) {
  const { t } = useWords();
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  // What the fields held when it opened, and which have been written in since: only then is there anything to lose.
  const began = useRef(new Map<Element, string>());
  const written = useRef(new Set<Element>());
  const pressed = useRef(false);
  const asker = useRef<HTMLButtonElement>(null);
  const from = useRef<Element | null>(null);
  const [asking, setAsking] = useState(false);
  const loses = () => asks && (unsaved || [...written.current].some(field => field.isConnected && held(field) !== (began.current.get(field) ?? '')));
  const leave = () => {
    if (!loses()) return onClose();
    if (!asking) from.current = document.activeElement;
    setAsking(true);
  };
  useEffect(() => { if (asking) asker.current?.focus({ preventScroll: true }); }, [asking]);
  useEffect(() => {
    const dialog = element.current;
    for (const field of dialog?.querySelectorAll('input, textarea, select') ?? []) began.current.set(field, held(field));
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // Straight into the first field where there is a keyboard; on touch the title, so that no keyboard jumps up over what is to be read.
      const field = matchMedia('(pointer: fine)').matches ? dialog.querySelector<HTMLElement>('.dialog-body :is(input, textarea, select)') : null;
      (field ?? dialog.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true });
    }
    return () => {
      dialog?.close();
      // What had focus before gets it back. If it is gone, or nothing had it (Safari focuses no button that is pressed by mouse), and nothing else takes it (a note that was moved),
      // the page's heading does: whoever goes by keys or by ear is somewhere.
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus({ preventScroll: true });
      else requestAnimationFrame(() => requestAnimationFrame(focusHeading));
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog dialog-${as}${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={titleId}
      onCancel={e => { e.preventDefault(); leave(); }}
      // Some browsers close at the second Esc whatever is answered: then it is opened again, and asks.
      onClose={e => { if (e.target === element.current && !element.current.open) { element.current.showModal(); leave(); } }}
      // A form empties its fields once what was in them is saved: then whoever was asked has nothing to lose any more. The event comes before.
      onReset={() => queueMicrotask(() => { if (asking && !loses()) onClose(); })}
      onInput={e => written.current.add(e.target as Element)}
      // A selection of text that ends outside is a click on the dialog too: only a press that also began outside is meant to leave.
      onPointerDown={e => { pressed.current = e.target === element.current; }}
      onClick={e => { if (e.target === element.current && pressed.current) leave(); }}
      onKeyDown={e => {
        e.stopPropagation();
        if (e.key !== 'Escape' || e.defaultPrevented || e.nativeEvent.isComposing) return;
        e.preventDefault();
        leave();
      }}
    >
      <div className="dialog-in">
        {/* Not header and footer: a dialog is no section, so they would be a second banner and contentinfo of the page. */}
        <div className="dialog-head row-between">
          <h2 id={titleId} tabIndex={-1}>{title}</h2>
          <Button kind="quiet" icon="x" label={t('common.close')} onClick={leave} />
        </div>
        <div className="dialog-body">{children}</div>
        {asking && (
          <Band tone="warn" role="alert" actions={<>
            <Button ref={asker} kind="main" size="small" onClick={() => { setAsking(false); (from.current as HTMLElement | null)?.focus({ preventScroll: true }); }}>{t('dialog.keepWriting')}</Button>
            <Button size="small" onClick={onClose}>{t('dialog.drop')}</Button>
          </>}>{t('dialog.unsaved')}</Band>
        )}
        {footer && <div className="dialog-foot">{footer}</div>}
      </div>
    </dialog>
  );
}

function focusHeading(): void {
  const heading = document.querySelector('h1');
  if (!heading || document.activeElement !== document.body) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function held(field: Element): string {
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) return field.checked ? 'on' : '';
  return (field as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
}
