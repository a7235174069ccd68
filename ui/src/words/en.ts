// English. `satisfies` in each group keeps it complete.
import { app } from './en/app';
import { board } from './en/board';
import { common } from './en/common';
import { course } from './en/course';
import { home } from './en/home';
import { later } from './en/later';
import { lead } from './en/lead';
import { outcome } from './en/outcome';
import { rehearsal } from './en/rehearsal';
import { room } from './en/room';
import { settings } from './en/settings';
import { statement } from './en/statement';
import type { Dictionary } from './index';

export const en: Dictionary = { ...app, ...common, ...room, ...board, ...lead, ...outcome, ...home, ...course, ...rehearsal, ...settings, ...statement, ...later };
