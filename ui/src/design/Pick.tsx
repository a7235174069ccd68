// Pick: choices in rows big enough for a thumb; one of several (radio) or any of several (checkbox).
import { useId, type ReactNode } from 'react';

export interface PickOption<V extends string> { value: V; label: ReactNode; help?: ReactNode }

export function PickOne<V extends string>({ legend, value, options, onChange, columns, error, hideLegend }:
  { legend: ReactNode; value: V | undefined; options: readonly PickOption<V>[]; onChange: (value: V) => void; columns?: boolean; error?: ReactNode; hideLegend?: boolean }) {
  const name = useId();
  return (
    <fieldset className="f" aria-describedby={error ? `${name}e` : undefined}>
      <legend className={hideLegend ? 'hidden-text' : 'label'}>{legend}</legend>
      <div className={columns ? 'picks picks-2' : 'picks'}>
        {options.map(o => (
          <label key={o.value} className="pick">
            <input type="radio" name={name} value={o.value} checked={o.value === value} onChange={() => onChange(o.value)} />
            <span>{o.label}{o.help && <small>{o.help}</small>}</span>
          </label>
        ))}
      </div>
      {error && <p className="err" id={`${name}e`}>{error}</p>}
    </fieldset>
  );
}

export function PickMany<V extends string>({ legend, values, options, onChange, help }:
  { legend: ReactNode; values: readonly V[]; options: readonly PickOption<V>[]; onChange: (values: V[]) => void; help?: ReactNode }) {
  return (
    <fieldset className="f">
      <legend className="label">{legend}</legend>
      {help && <p className="help">{help}</p>}
      <div className="picks picks-tight">
        {options.map(o => (
          <label key={o.value} className="pick pick-small">
            <input type="checkbox" checked={values.includes(o.value)}
              onChange={e => onChange(e.target.checked ? [...values, o.value] : values.filter(v => v !== o.value))} />
            <span>{o.label}{o.help && <small>{o.help}</small>}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
