// A moment is one text; its first line, if there are more, is its title.
import type { Moment } from '../wire';

export function momentParts(moment: Pick<Moment, 'text'>): { title: string; words: string } {
  const [first = '', ...rest] = moment.text.split('\n');
  const words = rest.join('\n').trim();
  return words ? { title: first.trim(), words } : { title: '', words: first.trim() };
}

/** Short enough for a chip or a choice. */
export function momentName(moment: Pick<Moment, 'text'>): string {
  const { title, words } = momentParts(moment);
  return title || (words.length > 48 ? `${words.slice(0, 47)}…` : words);
}
