import type { statement as sv } from '../sv/statement';
import type { Entry } from '../index';

// Words of the accessibility statement that stands where the operator has written none, in English.
export const statement = {
  'statement.title': 'Accessibility',
  'statement.toStart': 'To the start page',
  'statement.notWritten': 'Whoever runs this service has not written a statement of their own yet. This is what Samskapa can say of itself.',
  'statement.goal.title': 'What we want',
  'statement.goal': 'Everybody should be able to take part: by keyboard, by screen reader, with large text, on a phone. The aim is WCAG 2.2 level AA and EN 301 549. A program looks through every page at every change. A program finds only a part of what is wrong.',
  'statement.lacks.title': 'What is not done',
  'statement.lacks.people': 'The pages have not been tried by people who use a screen reader every day.',
  'statement.lacks.pictures': 'The map and the picture of effect and effort are pictures. The same content stands beside them, as a list or a table.',
  'statement.lacks.texts': 'What participants write, and files that are put in, may have flaws that we do not see.',
  'statement.tell.title': 'Tell us',
  'statement.tell': 'Is there something that you cannot read or use? Tell whoever leads the dialogue, or whoever invited you. You have a right to get the content in another way.',
  'statement.tell.authority': 'If that does not help you may report it to the Swedish Agency for Digital Government, Digg.',
} satisfies Record<keyof typeof sv, Entry>;
