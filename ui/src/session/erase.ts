// What is left of an item whose words are taken back: ids, choices and dates stay, every free text is empty. The mirror of Erasure.cs.
import type { Item, Mandate, Report } from '../wire';

const freeText = new Set([
  'text', 'title', 'source', 'quote', 'when', 'feeling', 'name', 'contributes', 'sign', 'what', 'role', 'contact',
]);

export function erased(item: Item): Item {
  const { reports: _, ...kept } = item;
  return Object.fromEntries(Object.entries(kept).map(([field, value]) => {
    if (freeText.has(field) && typeof value === 'string') return [field, ''];
    return field === 'mandates' && Array.isArray(value) ? [field, value.map(blank)] : [field, value];
  })) as unknown as Item;
}

/** An outcome stays marked as there, or a decided step would become undecided. */
function blank({ takenBy: _, ...mandate }: Mandate): Mandate {
  return { ...mandate, body: '', ...(mandate.outcome === undefined ? {} : { outcome: '–' }) };
}

/** One report of several, by the seq of its event. */
export function reportErased(item: Item, seq: number): Item {
  const blanked = ({ reason: _1, needs: _2, learned: _3, handOverTo: _4, ...report }: Report): Report => ({ ...report, reporter: '' });
  return { ...item, reports: item.reports!.map(report => (report.seq === seq ? blanked(report) : report)) };
}
