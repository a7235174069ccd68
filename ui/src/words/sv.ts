// Swedish: the source of every key. One group per area, each in its own file.
import { app } from './sv/app';
import { board } from './sv/board';
import { common } from './sv/common';
import { course } from './sv/course';
import { home } from './sv/home';
import { lead } from './sv/lead';
import { outcome } from './sv/outcome';
import { room } from './sv/room';

export const sv = { ...app, ...common, ...room, ...board, ...lead, ...outcome, ...home, ...course } as const;
