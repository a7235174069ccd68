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
  'app.failed.text': 'What you sent is kept, and what you were writing lies on this device. Reload the page to go on.',
  'app.newer.title': 'Samskapa has been updated',
  'app.newer.text': 'This part is in a newer version. What you wrote is kept. Reload the page to go on.',
  'app.notHere.title': 'This part has not been fetched',
  'app.notHere.text': 'The network is gone, and this part was not opened on this device before. What you wrote is kept. Try again when the network is back.',
  'away.title': 'We cannot reach the service right now',
  'away.text': 'Check the network. What you wrote is kept.',
  'away.self': 'The page tries again by itself.',
  'app.failed.reload': 'Reload',
};
