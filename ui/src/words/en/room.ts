// Words of the participant's screens, in English.
import type { room as sv } from '../sv/room';
import type { Entry } from '../index';

export const room: Record<keyof typeof sv, Entry> = {
};
