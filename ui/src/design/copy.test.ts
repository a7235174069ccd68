import { afterEach, expect, it, vi } from 'vitest';
import { copy } from './copy';

afterEach(() => { vi.unstubAllGlobals(); document.body.replaceChildren(); });

it('UI-146 over plain http, where there is no clipboard, what is to be copied is marked in its field', async () => {
  vi.stubGlobal('navigator', { ...navigator, clipboard: undefined });
  const field = document.createElement('input');
  field.value = 'http://rummet/d/1#return=abc';
  document.body.append(field);
  expect(await copy(field.value, 'Kopierat', field)).toBe(false);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
  expect(await copy('bara en text', 'Kopierat'), 'then the caller shows it in a field').toBe(false);
});
