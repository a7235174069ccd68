// Which address shows what. The screens themselves are looked at elsewhere.
import { isValidElement } from 'react';
import { expect, test } from 'vitest';
import { screenFor } from './app';

const seen = (path: string) => {
  const screen = screenFor(path);
  return isValidElement(screen) ? { of: screen.type, props: screen.props } : null;
};

test('[WI90] every address of the seven routes has its own screen, with what the address names', () => {
  const paths = ['/', '/d/a1', '/d/a1/lead', '/d/a1/screen', '/r/x_-Y', '/lead'];
  const screens = paths.map(seen);
  expect(new Set(screens.map(screen => screen?.of)).size).toBe(6);
  expect(screens.map(screen => screen?.props)).toEqual([{}, { dialogueId: 'a1' }, { dialogueId: 'a1' }, { dialogueId: 'a1' }, { link: 'x_-Y' }, {}]);
  expect(seen('/d/a1/')).toEqual(seen('/d/a1'));
});

test('[WI91] anything else is not found, calmly', () => {
  for (const path of ['/d', '/d/', '/r', '/lead/x', '/d/a1/other', '/d/a1/lead/x', '/x', '/d/a%20b', '/d/<b>', '/r/x/y'])
    expect(screenFor(path), path).toBeNull();
});
