// Button: main (one per view), plain, quiet, or as a link in running text. Off says why in its text, never by grey alone.
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './Icon';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  kind?: 'main' | 'plain' | 'quiet' | 'link';
  size?: 'big' | 'small';
  icon?: IconName;
  iconAfter?: IconName;
  /** Chosen or not, for a button that stays chosen. */
  pressed?: boolean;
  /** The accessible name when nothing but the icon is seen. */
  label?: string;
  ref?: Ref<HTMLButtonElement>;
  children?: ReactNode;
}

export function Button({ kind = 'plain', size, icon, iconAfter, pressed, label, className = '', type = 'button', children, ...rest }: ButtonProps) {
  const classes = kind === 'link' ? ['linkish'] : ['b'];
  if (kind === 'main' || kind === 'quiet') classes.push(`b-${kind}`);
  if (size) classes.push(`b-${size}`);
  if (label && !children) classes.push('b-icon');
  if (className) classes.push(className);
  return (
    <button type={type} className={classes.join(' ')} aria-pressed={pressed} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
      {label && <span className="hidden-text">{label}</span>}
      {iconAfter && <Icon name={iconAfter} />}
    </button>
  );
}
