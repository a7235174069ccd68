// What an editor changed: the difference to the item as it was when the editor opened. Pure; saving it is kind.ts.
import type { Item } from '../wire';

/** The fields that differ from what the editor began with. An emptied field is taken away. */
export function changesFrom(before: Item, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const old = before as unknown as Record<string, unknown>;
  const patch: Record<string, unknown> = {};
  // Empty is empty, however it is written down.
  const plain = (value: unknown) => (value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value);
  for (const [field, value] of Object.entries(fields)) {
    if (JSON.stringify(plain(value)) === JSON.stringify(plain(old[field]))) continue;
    patch[field] = value === undefined || value === '' ? null : value;
  }
  return patch;
}
