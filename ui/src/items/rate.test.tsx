// A judgement has two halves; the rules take both or none.
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import type { Initiative } from '../wire';
import { Rate } from './Rate';

let page: Awaited<ReturnType<typeof show>>;
afterEach(async () => { await page.close(); });

it('UI-150 half a rating is never sent; both are, and both are taken back together', async () => {
  const item = { ...noteOf('i1', ''), kind: 'initiative', phaseId: 'initiatives', title: 'Samordnare' } as unknown as Initiative;
  const p = pretend(dialogueOf({ agenda: [phaseOf('initiatives')], items: [item] }));
  page = await show(p.session, <Rate item={item} />);
  const radios = () => [...page.host.querySelectorAll<HTMLInputElement>('input[type=radio]')];
  await act(async () => radios()[3]!.click());
  expect(p.sent).toEqual([]);
  await act(async () => radios()[6]!.click());
  expect(p.sent).toEqual([{ type: 'rate', itemId: 'i1', effect: 4, effort: 2 }]);
  await act(async () => page.host.querySelector<HTMLButtonElement>('button')!.click());
  expect(p.sent.at(-1)).toEqual({ type: 'rate', itemId: 'i1', effect: 0, effort: 0 });
});
