// Who is told of, and who is counted.
import { afterEach, describe, expect, it } from 'vitest';
import { Board } from '../board/Board';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import { peopleOf } from '../board/reading';
import { coverage } from '../facilitator/coverage';
import { People } from '../facilitator/People';
import { seatsNow, tables, unseated } from '../facilitator/seating';
import { Stances } from '../items/Stances';
import Welcome from '../phases/welcome';
import type { Dialogue, Item, Participant } from '../wire';
import { Happened } from './Happened';
import { Door } from './Participant';

let page: Awaited<ReturnType<typeof show>>;
afterEach(async () => { await page?.close(); localStorage.clear(); });
/** Mats has been removed; what he wrote keeps his name. */
const without = (patch: Partial<Dialogue> = {}) => {
  const d = dialogueOf(patch);
  return { ...d, participants: d.participants.map(p => (p.id === 'p2' ? { ...p, table: '1', answersFor: [], removed: true } as Participant : p)) };
};

describe('where names are hidden now', () => {
  const phase = phaseOf('valueVision', { names: 'hidden' });
  const signed = noteOf('n1', 'Ring först', { by: 'p2' });

  it('UI-47 a note signed before is not shown signed: not on the board, not in what has happened', async () => {
    const p = pretend(dialogueOf({ agenda: [phase], items: [signed] }));
    await p.put({ happened: [{ seq: 1, at: signed.at, by: 'p2', type: 'itemAdded', itemId: 'n1' }, { seq: 2, at: signed.at, by: 'p2', type: 'itemsRemoved', itemIds: ['gone'] }] });
    page = await show(p.session, <><Board phase={phase} /><Happened onClose={() => undefined} /></>);
    expect(page.note('n1')!.className).toContain('n-grey');
    expect(document.querySelectorAll('.log li')).toHaveLength(2);
    expect(document.body.textContent).toContain('Ring först');
    expect(document.body.textContent).not.toMatch(/Mats|Kliniken/);
  });

  it('UI-47 nor a personal answer, nor the level it came from', async () => {
    const sentence = { ...signed, id: 's1', kind: 'visionSentence', text: 'Hem', moments: [] } as unknown as Item;
    const d = dialogueOf({ agenda: [phase], items: [sentence], stances: [{ targetId: 's1', by: 'p2', stance: 'needsChange', reason: 'Natten' }] });
    page = await show(pretend({ ...d, participants: d.participants.map(p => (p.id === 'p2' ? { ...p, level: 'livedExperience' as const } : p)) }).session, <Stances target="s1" about="Hem" />);
    expect(page.text()).toContain('Natten');
    expect(page.text()).not.toMatch(/Mats|Egen erfarenhet/);
  });
});

describe('one who was removed', () => {
  it('UI-48 is in no list of people and no count, and stays the name on what they wrote', async () => {
    const welcome = phaseOf('welcome');
    page = await show(pretend(without({ agenda: [welcome], items: [noteOf('n1', 'Hej', { by: 'p2', phaseId: 'welcome' })] })).session, <Welcome phase={welcome} />);
    expect(page.host.querySelector('.who')!.textContent).not.toContain('Mats');
    expect(page.host.querySelector('.who .meta')!.textContent).toBe('1 person');
    expect(page.note('n1')!.textContent).toContain('Mats, Kliniken');
  });

  it('UI-48 nor in the facilitator’s: the matrix, the tables, the list of people', async () => {
    const d = without({ items: [noteOf('n1', 'Hej', { by: 'p2' })] });
    const all = coverage(d, 'valueVision');
    expect(all.people).toBe(1);
    expect(all.rows.find(r => r.organisation === 'o2')!.cells[1]).toMatchObject({ people: 0, names: [], count: 1, state: 'heard' });
    expect(tables(d, 'valueVision')).toEqual([]);
    expect(seatsNow(d).map(s => s.participantId)).toEqual(['p1']);
    expect(unseated(d).map(p => p.id)).toEqual(['p1']);
    expect(peopleOf(d)).toHaveLength(1);
    page = await show(pretend(d, null).session, <People open onClose={() => undefined} />);
    expect(document.querySelector('dialog')!.textContent).toContain('Elin');
    expect(document.querySelector('dialog')!.textContent).not.toContain('Mats');
  });
});

it('UI-49 one who waits to be let in is told so, not that they are out', async () => {
  localStorage.setItem('samskapa.dialogue.d1', JSON.stringify({ code: 'AB', title: 'Kims väg' }));
  const p = pretend({ ...dialogueOf(), title: '' });
  await p.put({ ready: false, closed: 'waiting' });
  page = await show(p.session, <Door dialogueId="d1" />);
  expect(page.host.querySelector('h1')!.textContent).toBe('Kims väg');
  expect(page.host.querySelector('[role=status]')!.textContent).toContain('Processledaren släpper in dig');
  expect(page.host.querySelector('main button')).toBeNull();
});
