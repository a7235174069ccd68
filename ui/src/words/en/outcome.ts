// Words of the area "outcome", in English.
import type { outcome as sv } from '../sv/outcome';
import type { Entry } from '../index';

export const outcome: Record<keyof typeof sv, Entry> = {
};
