// Words of rehearsing and deleting, in English.
import type { rehearsal as source } from '../sv/rehearsal';
import type { Entry } from '../index';

export const rehearsal = {
  'rehearsal.begin': 'Rehearse with simulated people',
  'rehearsal.help': 'A copy with invented people who follow you. Wiped afterwards. They write in Swedish.',
  'rehearsal.beginning': 'Preparing the rehearsal …',
  'rehearsal.failed': 'The rehearsal could not begin. Try again.',
  'rehearsal.is': 'Rehearsal.',
  'rehearsal.text.before': 'Those who come in are invented and follow where you go. Your own dialogue is not touched.',
  'rehearsal.text': 'Everybody with (låtsas) after the name is invented. Your own dialogue is not touched.',
  'rehearsal.wipe': 'Wipe the rehearsal',
  'rehearsal.wipe.sure': 'Wipe the rehearsal?',
  'rehearsal.wipe.text': 'Everything written in it is gone for good, and those who are in it cannot come back. Your own dialogue stays.',
  'rehearsal.tag': 'Rehearsal',
  'rehearsal.big': 'Rehearsal',
  'delete.button': 'Delete {title}',
  'delete.title': 'Delete the dialogue for good?',
  'delete.text': 'Everything written, the links and the outcome will be gone. There is no way back. Write the title to show that it is the right dialogue:',
  'delete.type': 'The dialogue’s title',
  'delete.wrong': 'That is not the title. Nothing was deleted.',
  'delete.do': 'Delete for good',
  'delete.failed': 'It did not work. Nothing was deleted. Try again.',
  'outcome.themes': 'What we saw together',
  'outcome.themes.help': 'Themes in the order of their votes.',
  'outcome.votes': { one: '{n} vote', other: '{n} votes' },
  'outcome.theme.none': 'Without a theme',
  'outcome.closing': 'What we took with us',
  'outcome.closing.help': 'Written at the end.',
  'outcome.rated': 'Rated',
  'outcome.rated.text': { one: 'effect {effect}, effort {effort} of 5 ({n} rated)', other: 'effect {effect}, effort {effort} of 5 ({n} rated)' },
} as const satisfies Record<keyof typeof source, Entry>;
