import type { settings as sv } from '../sv/settings';
import type { Entry } from '../index';

// Words of the settings, in English.
export const settings = {
  'settings.title': 'Settings',
  'settings.help': 'For this device only, and only for you.',
  'settings.done': 'Done',
  'settings.text': 'Text size',
  'settings.text.normal': 'Normal',
  'settings.text.large': 'Larger',
  'settings.text.larger': 'Largest',
  'settings.look': 'Light or dark',
  'settings.look.device': 'As the device',
  'settings.look.light': 'Light',
  'settings.look.dark': 'Dark',
  'settings.motion': 'Less motion',
  'settings.motion.help': 'Nothing slides or fades. Everything changes at once.',
  'settings.spoken': 'Announce what others do',
  'settings.spoken.all': 'Everything',
  'settings.spoken.all.help': 'In all parts of the dialogue',
  'settings.spoken.here': 'Here',
  'settings.spoken.here.help': 'In the part you are looking at',
  'settings.spoken.quiet': 'Quiet',
  'settings.spoken.quiet.help': 'Only when the group moves on, or the network is gone',
  'settings.keys': 'Single-letter shortcuts',
  'settings.keys.help': 'On a note: M moves, R votes, H links to a moment.',
} satisfies Record<keyof typeof sv, Entry>;
