// Switch: På / Av in words too; the small text says what people will notice.
import type { ReactNode } from 'react';
import { useWords } from '../words';

export function Switch({ on, onChange, label, help, disabled }: { on: boolean; onChange: (on: boolean) => void; label: ReactNode; help?: ReactNode; disabled?: boolean }) {
  const { t } = useWords();
  return (
    <button type="button" role="switch" className="sw" aria-checked={on} disabled={disabled} onClick={() => onChange(!on)}>
      <b>{label}</b>
      <span className="knob" aria-hidden="true">{on ? t('common.on') : t('common.off')}</span>
      {help && <small>{help}</small>}
    </button>
  );
}
