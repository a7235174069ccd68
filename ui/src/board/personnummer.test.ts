import { expect, it } from 'vitest';
import { findPersonnummer } from './personnummer';

it('UI-06 what looks like a personnummer is found, with and without century and separator, and coordination numbers too', () => {
  expect(findPersonnummer('Ring 19121212-1212 nu')).toBe('19121212-1212');
  expect(findPersonnummer('121212-1212')).toBe('121212-1212');
  expect(findPersonnummer('1212121212')).toBe('1212121212');
  expect(findPersonnummer('191212721219')).toBe('191212721219');
  expect(findPersonnummer('född 121212+1212')).toBe('121212+1212');
});

it('UI-07 dates, telephone numbers and case numbers are left in peace', () => {
  for (const text of ['möte 2026-10-03 kl 13', '070-123 45 67', '0701234567', 'SoS 2024-3456-7890', '12 personer, 1234567890', 'ärende 131399-1234']) expect(findPersonnummer(text), text).toBeNull();
});
