// Every kind of item, one line each.
import type { ItemKind } from '../wire';
import { connection } from './connection';
import { contact } from './contact';
import { finding } from './finding';
import { initiative } from './initiative';
import type { KindOfItem } from './kind';
import { moment } from './moment';
import { nextStep } from './nextStep';
import { note } from './note';
import { theme } from './theme';
import { visionSentence } from './visionSentence';
import './items.css';

export const kinds: { readonly [K in ItemKind]: KindOfItem<K> } = {
  note, theme, finding, moment, contact, connection, visionSentence, initiative, nextStep,
};
