// Words of the area "lead", in English.
import type { lead as sv } from '../sv/lead';
import type { Entry } from '../index';

export const lead: Record<keyof typeof sv, Entry> = {
};
