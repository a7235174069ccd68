// Segment: two or three equal views of the same thing. Never used for moving people.
import { Icon, type IconName } from './Icon';

export interface SegmentProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string; icon?: IconName }[];
  onChange: (value: V) => void;
}

export function Segment<V extends string>({ label, value, options, onChange }: SegmentProps<V>) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map(o => (
        <button key={o.value} type="button" aria-pressed={o.value === value} onClick={() => onChange(o.value)}>
          {o.icon && <Icon name={o.icon} />} {o.label}
        </button>
      ))}
    </div>
  );
}
