// Combo: pick from a list or write something new (ARIA combobox with a list box). Own, because the kit's costs more than the rest of the page.
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Field } from './Field';

export interface ComboProps {
  label: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  note?: ReactNode;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
  maxLength?: number;
  autoComplete?: string;
  /** Said when what is written is not in the list. */
  newText?: (value: string) => string;
}

const plain = (s: string) => s.normalize('NFKC').trim().toLocaleLowerCase();

export function Combo({ label, help, error, note, value, options, onChange, maxLength, autoComplete = 'off', newText }: ComboProps) {
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(true);
  const [active, setActive] = useState(-1);
  const wanted = plain(value);
  const shown = useMemo(() => (all || !wanted ? options : options.filter(o => plain(o).includes(wanted))), [options, wanted, all]);
  const isNew = wanted !== '' && !options.some(o => plain(o) === wanted);
  const show = open && shown.length > 0;
  const choose = (option: string) => { onChange(option); setOpen(false); setActive(-1); };

  const onKey = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      const step = e.key === 'ArrowDown' ? 1 : -1;
      if (!show) { setOpen(true); setActive(step === 1 ? 0 : shown.length - 1); } else setActive(a => (a + step + shown.length) % shown.length);
    } else if (e.key === 'Enter' && show && shown[active]) { e.preventDefault(); choose(shown[active]); }
    else if (e.key === 'Escape' && show) { e.preventDefault(); setOpen(false); setActive(-1); }
  };

  return (
    <Field label={label} help={help ?? (isNew && newText ? newText(value.trim()) : undefined)} error={error} note={note}>
      {ids => (
        <div className="combo">
          <input
            className="in in-combo" dir="auto" role="combobox" aria-autocomplete="list" aria-expanded={show} aria-controls={listId}
            aria-activedescendant={show && active >= 0 ? `${listId}-${active}` : undefined}
            {...ids} value={value} maxLength={maxLength} autoComplete={autoComplete}
            onChange={e => { onChange(e.target.value); setAll(false); setOpen(true); setActive(-1); }}
            onClick={() => { setAll(true); setOpen(true); }} onKeyDown={onKey} onBlur={() => { setOpen(false); setActive(-1); }}
          />
          {show && (
            <ul className="combo-list" id={listId} role="listbox" aria-label={typeof label === 'string' ? label : undefined}>
              {shown.map((o, i) => (
                <li key={o} id={`${listId}-${i}`} role="option" aria-selected={i === active} dir="auto"
                  onPointerDown={e => e.preventDefault()} onClick={() => choose(o)}>{o}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Field>
  );
}
