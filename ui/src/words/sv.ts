// Swedish: the source of every key. One group per area, each in its own file.
import { app } from './sv/app';
import { board } from './sv/board';
import { common } from './sv/common';
import { course } from './sv/course';
import { home } from './sv/home';
import { lead } from './sv/lead';
import { outcome } from './sv/outcome';
import { rehearsal } from './sv/rehearsal';
import { room } from './sv/room';
import { settings } from './sv/settings';
import { statement } from './sv/statement';

export const sv = { ...app, ...common, ...room, ...board, ...lead, ...outcome, ...home, ...course, ...rehearsal, ...settings, ...statement } as const;
