// Swedish: the source of every key, for types and tests. One group per area, each in its own file; pages load it in two parts.
import { first } from './sv/first';
import { later } from './sv/later';
import { leading } from './sv/leading';

export const sv = { ...first, ...leading, ...later } as const;
