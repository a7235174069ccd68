// Field: a label, help, the control and what is wrong with it, tied together for those who do not see them together.
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { Icon } from './Icon';

export interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: ReactNode;
  /** Said after the label, in the quiet voice: "om du vill". */
  note?: ReactNode;
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

export function Field({ label, help, error, note, children }: FieldProps) {
  const id = useId();
  const describedBy = [help && `${id}h`, error && `${id}e`].filter(Boolean).join(' ');
  return (
    <div className="f">
      <label htmlFor={id}>{label}{note && <> <span className="meta">({note})</span></>}</label>
      {help && <p className="help" id={`${id}h`}>{help}</p>}
      {children({ id, ...(describedBy && { 'aria-describedby': describedBy }), ...(error && { 'aria-invalid': true as const }) })}
      {error && <p className="err" id={`${id}e`}><Icon name="warn" /> <span>{error}</span></p>}
    </div>
  );
}

type Own = Omit<FieldProps, 'children'>;

export function TextField({ label, help, error, note, className = '', ...input }: Own & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <Field {...{ label, help, error, note }}>{ids => <input className={`in ${className}`} dir="auto" {...ids} {...input} />}</Field>;
}

export function TextArea({ label, help, error, note, className = '', ...input }: Own & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <Field {...{ label, help, error, note }}>{ids => <textarea className={`in ${className}`} dir="auto" {...ids} {...input} />}</Field>;
}

export function Select({ label, help, error, note, options, empty, onChoose, ...select }: Own & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> & {
  options: readonly { value: string; label: string }[]; empty?: string; onChoose: (value: string) => void;
}) {
  return (
    <Field {...{ label, help, error, note }}>
      {ids => (
        <select className="in" {...ids} {...select} onChange={e => onChoose(e.target.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map(o => <option key={o.value} value={o.value}>{o.label}</option>)}
        </select>
      )}
    </Field>
  );
}
