import { expect, it } from 'vitest';
import { hashOf } from './path';

it('UI-145 what stands after # is never an error: a malformed one is nothing', () => {
  for (const [hash, said] of [['', ''], ['#', ''], ['#482913', '482913'], ['#482%20913', '482 913'], ['#%', ''], ['#482%', ''], ['#%E0%A4%A', ''], ['#%ff', '']] as const) expect(hashOf(hash), hash).toBe(said);
});
