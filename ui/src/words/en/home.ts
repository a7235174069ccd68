// Words of the area "home", in English.
import type { home as sv } from '../sv/home';
import type { Entry } from '../index';

export const home: Record<keyof typeof sv, Entry> = {
};
