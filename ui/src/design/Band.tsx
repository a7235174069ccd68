// Band: something the person must know and may act on: offline, the group has moved on, a personnummer. Text and at most two buttons.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

const icons = { warn: 'warn', accent: 'right', gap: 'warn', good: 'check' } as const satisfies Record<string, IconName>;

export interface BandProps {
  tone?: keyof typeof icons;
  icon?: IconName;
  /** `alert` only for what the person's own action caused; otherwise `status`, or nothing. */
  role?: 'alert' | 'status';
  actions?: ReactNode;
  children: ReactNode;
}

export function Band({ tone = 'accent', icon, role, actions, children }: BandProps) {
  return (
    <div className={`band band-${tone}`} role={role}>
      <Icon name={icon ?? icons[tone]} />
      <div className="band-text">{children}</div>
      {actions && <div className="band-do">{actions}</div>}
    </div>
  );
}
