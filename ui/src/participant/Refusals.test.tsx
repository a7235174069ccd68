// A "no" from the server takes no words with it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dialogueOf, pretend, show } from '../board/pretend';
import { Notices } from '../facilitator/Notices';
import type { Command, Item } from '../wire';
import { Refusals } from './Refusals';

let page: Awaited<ReturnType<typeof show>>;
afterEach(() => page.close());
const initiative = { id: 'i1', kind: 'initiative', phaseId: 'initiatives', by: 'p2', at: '2026-10-03T11:00:00Z', rank: 'a', seq: 9, title: 'Deras', what: 'Deras vad', sign: '', sentences: [], gaps: [], moments: [], contributors: [], stage: 'planned', mandates: [] } as unknown as Item;
const refused = async (command: Record<string, unknown>, code = 'writing-closed', items: Item[] = []) => {
  const p = pretend(dialogueOf({ items }));
  const onPutBack = vi.fn();
  page = await show(p.session, <Refusals onPutBack={onPutBack} />);
  await p.put({ refusals: [{ command: { id: 'c', ...command } as Command, code, message: 'Nej.', at: 0 }] });
  return { p, onPutBack };
};
const texts = () => [...page.host.querySelectorAll('.quoted')].map(x => x.textContent);

describe('a refused command', () => {
  it('UI-42 shows every text that was written in it, and none of its ids', async () => {
    const mandates = [{ organisation: 'o1', body: 'Nämnden', route: 'board', takenBy: 'Siv' }];
    const { onPutBack } = await refused({ type: 'addItem', item: { ...initiative, title: 'Ring', what: 'Ringer före hemgång', sign: 'Lugnare', mandates } });
    expect(texts()).toEqual(['Ring', 'Ringer före hemgång', 'Lugnare', 'Nämnden', 'Siv']);
    await page.click(/^Lägg texten i skrivfältet: Ringer/);
    expect(onPutBack).toHaveBeenCalledWith('Ringer före hemgång');
    expect(texts(), 'the others are still there').toContain('Lugnare');
    await page.click(/^Stäng/);
    expect(texts()).toEqual([]);
  });

  it.each([
    ['the reason of a stance', { type: 'takeStance', targetId: 'i1', organisation: 'o1', stance: 'needsChange', reason: 'Natten saknas' }, ['Natten saknas']],
    ['a card', { type: 'setCard', organisation: 'o1', does: 'Hjälper', doesNot: 'Medicin', callWhen: 'Vid oro' }, ['Hjälper', 'Medicin', 'Vid oro']],
    ['a report', { type: 'reportProgress', itemId: 's1', status: 'stuck', reason: 'Ingen tid', needs: 'En dag', learned: 'Börja tidigt', reporter: 'Elin' }, ['Ingen tid', 'En dag', 'Börja tidigt', 'Elin']],
    ['a name', { type: 'changeParticipant', participantId: 'p1', patch: { name: 'Elina', role: 'observer', level: 'frontline' } }, ['Elina']],
  ])('UI-42 also %s', async (_, command, expected) => {
    await refused(command);
    expect(texts()).toEqual(expected);
  });

  it('UI-43 a text can be copied, and where there is no clipboard it is marked instead', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await refused({ type: 'takeStance', targetId: 'i1', stance: 'needsChange', reason: 'Natten saknas' });
    await page.click(/^Kopiera/);
    expect(writeText).toHaveBeenCalledWith('Natten saknas');
    writeText.mockRejectedValueOnce(new Error('forbidden'));
    await page.click(/^Kopiera/);
    expect(getSelection()!.toString()).toBe('Natten saknas');
  });

  it('UI-44 two who wrote in the same item: one chooses field by field, and the rest of my change goes with what I keep', async () => {
    const { p } = await refused({ type: 'changeItem', itemId: 'i1', base: 1, patch: { title: 'Min', what: 'Mitt vad', contributors: ['o2'] } }, 'changed-meanwhile', [initiative]);
    expect(page.text()).toMatch(/Min[\s\S]*Deras[\s\S]*Mitt vad[\s\S]*Deras vad/);
    await page.click(/^Behåll min: Rubrik/);
    expect(p.sent).toEqual([{ type: 'changeItem', itemId: 'i1', patch: { contributors: ['o2'], title: 'Min' }, base: 9 }]);
    expect(page.text(), 'the other field waits for its answer').toContain('Mitt vad');
    await page.click(/^Behåll den andras/);
    expect(p.sent).toHaveLength(1);
    expect(page.host.querySelector('.collision')).toBeNull();
    expect(p.dialogue().items[0]).toMatchObject({ title: 'Min', what: 'Deras vad' });
  });

  it('UI-45 of a whole agenda only what is not in the dialogue already is shown', async () => {
    const p = pretend(dialogueOf(), null);
    page = await show(p.session, <Notices looking={null} onLeave={() => undefined} />);
    const [first, ...others] = p.dialogue().agenda;
    await p.put({ refusals: [{ command: { id: 'c', type: 'editAgenda', agenda: [{ ...first!, questions: ['Vad saknas om natten?'] }, ...others] } as Command, code: 'internal', message: 'Nej.', at: 0 }] });
    expect(texts()).toEqual(['Vad saknas om natten?']);
  });

  it('UI-45 the facilitator sees the refused texts as well', async () => {
    const p = pretend(dialogueOf(), null);
    page = await show(p.session, <Notices looking={null} onLeave={() => undefined} />);
    await p.put({ refusals: [{ command: { id: 'c', type: 'addItem', item: { id: 'f', kind: 'finding', phaseId: 'story', text: 'Hälften väntar', source: 'Enkät' } } as Command, code: 'too-large', message: 'För stort.', at: 0 }] });
    expect(page.text()).toContain('För stort.');
    expect(texts()).toEqual(['Hälften väntar', 'Enkät']);
  });
});
