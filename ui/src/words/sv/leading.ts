import { home } from './home';
import { lead } from './lead';
import { outcome } from './outcome';
import { rehearsal } from './rehearsal';

export const leading = { ...lead, ...outcome, ...home, ...rehearsal } as const;
