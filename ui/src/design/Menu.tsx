// Menu: a button and its list of actions. Arrows, Home, End, first letter, Esc; focus goes back to the button. Not for navigation, not for forms.
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Icon, type IconName } from './Icon';

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: IconName;
  /** The key that does the same, shown to the right. */
  keys?: string;
  /** Why it cannot be done now: shown, read, and the item does nothing. */
  off?: string;
  checked?: boolean;
  dividerBefore?: boolean;
  onSelect: () => void;
}

export interface MenuProps {
  /** Accessible name of the button (hidden if `children` is given as the seen one). */
  label: string;
  /** A function where there are many menus on a page: asked for when it opens. */
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  icon?: IconName;
  /** The icon after the words, as a sign that it opens. */
  iconAfter?: IconName;
  className?: string;
  children?: ReactNode;
}

export function Menu({ label, items, icon, iconAfter, className = 'b b-quiet b-icon', children }: MenuProps) {
  const [open, setOpen] = useState<'first' | 'last' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (giveBack: boolean) => {
    setOpen(null);
    if (giveBack) button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={open !== null} aria-controls={open ? id : undefined}
        onClick={() => setOpen(o => (o ? null : 'first'))}
        onKeyDown={e => {
          if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault(); e.stopPropagation();
            setOpen(e.key === 'ArrowUp' ? 'last' : 'first');
          }
        }}
      >
        {!iconAfter && <Icon name={icon ?? 'more'} />}
        {children}
        <span className="hidden-text">{label}</span>
        {iconAfter && <Icon name={iconAfter} />}
      </button>
      {open && createPortal(
        <MenuList id={id} label={label} items={typeof items === 'function' ? items() : items} start={open} anchor={button.current} onClose={close} />,
        button.current?.closest('dialog') ?? document.querySelector('main') ?? document.body,
      )}
    </>
  );
}

function MenuList({ id, label, items, start, anchor, onClose }:
  { id: string; label: string; items: readonly MenuItem[]; start: 'first' | 'last'; anchor: HTMLElement | null; onClose: (giveBack: boolean) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

  useLayoutEffect(() => {
    const box = list.current;
    if (!box || !anchor) return;
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = at.bottom + 6 + height <= innerHeight || at.top < innerHeight - at.bottom;
    box.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
    box.style.top = `${Math.max(8, below ? Math.min(at.bottom + 6, innerHeight - height - 8) : at.top - 6 - height)}px`;
    const all = entries();
    (start === 'last' ? all.at(-1) : all[0])?.focus({ preventScroll: true });
  }, [anchor, start]);

  useEffect(() => {
    const outside = (e: Event) => {
      if (e.target instanceof Node && !list.current?.contains(e.target) && !anchor?.contains(e.target)) onClose(false);
    };
    document.addEventListener('pointerdown', outside);
    window.addEventListener('resize', outside);
    return () => { document.removeEventListener('pointerdown', outside); window.removeEventListener('resize', outside); };
  });

  const onKey = (e: KeyboardEvent) => {
    e.stopPropagation();
    const all = entries();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = (n: number) => { e.preventDefault(); all[(n + all.length) % all.length]?.focus(); };
    if (e.key === 'ArrowDown') to(here + 1);
    else if (e.key === 'ArrowUp') to(here - 1);
    else if (e.key === 'Home') to(0);
    else if (e.key === 'End') to(-1);
    else if (e.key === 'Escape') { e.preventDefault(); onClose(true); }
    else if (e.key === 'Tab') onClose(false);
    else if (e.key.length === 1 && e.key !== ' ') {
      const next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find(x => x.textContent?.trim().toLocaleLowerCase().startsWith(e.key.toLocaleLowerCase()));
      if (next) { e.preventDefault(); next.focus(); }
    }
  };

  return (
    <div ref={list} id={id} className="menu menu-float" role="menu" aria-label={label} onKeyDown={onKey}>
      {items.map(item => [
        item.dividerBefore && <hr key={`${item.id}-line`} />,
        <button
          key={item.id} type="button" role={item.checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={item.checked} aria-disabled={item.off ? true : undefined} tabIndex={-1}
          onClick={() => { if (!item.off) { onClose(true); item.onSelect(); } }}
        >
          {item.icon && <Icon name={item.icon} />}
          {item.checked !== undefined && !item.icon && <span className="menu-tick">{item.checked && <Icon name="check" />}</span>}
          <span>{item.label}{item.off && <small>{item.off}</small>}</span>
          {item.keys && <kbd aria-hidden="true">{item.keys}</kbd>}
        </button>,
      ])}
    </div>
  );
}
