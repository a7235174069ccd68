// The page itself, in English.
import type { app as sv } from '../sv/app';
import type { Entry } from '../index';

export const app: Record<keyof typeof sv, Entry> = {
  'app.opening': 'Opening …',
  'leaving.title': 'Leaving the device',
  'leaving.forgotten': 'This device has forgotten you and what was kept here.',
  'leaving.waiting': 'But you are not signed out at the server yet, because it cannot be reached right now. That happens by itself as soon as the network is back, if this page stays open. Otherwise the next time it is opened.',
  'app.notFound.title': 'There is no such page',
  'app.notFound.text': 'The link may be cut short, or it is no longer valid. Ask whoever sent it for a new one.',
  'app.notFound.join': 'Do you have a code? Join here',
  'app.failed.title': 'The page could not be shown',
  'app.failed.text': 'What you have written is safe. Reload the page to go on.',
  'app.failed.reload': 'Reload',
};
