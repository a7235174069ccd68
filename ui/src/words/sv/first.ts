// What everybody's page begins with, in Swedish. The words of those who lead, and of the result, come with their screens (words/leading.ts).
import { app } from './app';
import { board } from './board';
import { common } from './common';
import { course } from './course';
import { room } from './room';
import { settings } from './settings';
import { statement } from './statement';

export const first = { ...app, ...common, ...room, ...board, ...course, ...settings, ...statement } as const;
