// Taking words back from the screen: who may, what it says before, what is sent.
import { afterEach, expect, it } from 'vitest';
import { dialogueOf, noteOf, pretend, show } from '../board/pretend';
import { Board } from '../board/Board';
import { kinds } from '../items';
import type { Dialogue, Item, Participant, Stance } from '../wire';
import { doneAsking } from './ask';
import { Erasing } from './Erasing';
import './EraseDialog';
import '../items/Reports';
import EraseFields from './EraseFields';
import PersonWords from './PersonWords';

let page: Awaited<ReturnType<typeof show>>;
afterEach(async () => { doneAsking(); await page.close(); });

const board = (p: ReturnType<typeof pretend>) => show(p.session, <><Board phase={p.dialogue().agenda[0]!} /><Erasing /></>);
const until = async (seen: () => boolean) => { for (let i = 0; i < 200 && !seen(); i++) await page.key(document.body, 'F9'); expect(seen()).toBe(true); };
const dialog = () => document.querySelector('dialog')!;
const menuItems = () => [...document.querySelectorAll('[role=menuitem]')].map(one => one.textContent);
const press = async (name: RegExp) => { await page.click(name); };

it('UI-140 the author and those who lead find it on a note; it says what goes and that backups keep it; then the words are gone', async () => {
  const p = pretend(dialogueOf({ items: [noteOf('n1', 'Mitt om Kim'), noteOf('n2', 'Deras', { by: 'p2' })] }));
  page = await board(p);
  await press(/Mer om lappen.*Deras/);
  expect(menuItems()).not.toContain('Ta bort orden för gott');
  await press(/Mer om lappen.*Deras/);
  await press(/Mer om lappen.*Mitt/);
  await press(/^Ta bort orden för gott$/);
  await until(() => dialog() !== null);
  expect(dialog().textContent).toContain('Mitt om Kim');
  expect(dialog().textContent).toContain('Säkerhetskopior på servern har kvar orden tills kopiorna tas bort.');
  expect(p.sent, 'nothing yet').toEqual([]);
  await press(/^Ta bort för gott$/);
  expect(p.sent).toEqual([{ type: 'eraseContent', itemId: 'n1' }]);
  expect(page.note('n1')!.textContent).not.toContain('Mitt om Kim');
});

it('UI-140 also after the end, when nothing else may be done with it', async () => {
  const p = pretend(dialogueOf({ status: 'concluded', items: [noteOf('n1', 'Mitt')] }));
  page = await board(p);
  await press(/Mer om lappen/);
  expect(menuItems()).toContain('Ta bort orden för gott');
});

const sentence = { id: 's1', kind: 'visionSentence', phaseId: 'valueVision', by: 'p2', at: '2026-10-03T11:00:00Z', seq: 4, rank: '1', text: 'Vi vill', moments: [] } as unknown as Item;
const stance = (by: string, seq: number): Stance => ({ targetId: 's1', by, stance: 'needsChange', reason: `skäl av ${by}`, seq });

it('UI-141 a reason is taken back by the seq of its answer, by whoever gave it', async () => {
  const p = pretend(dialogueOf({ items: [sentence], stances: [stance('p1', 7), stance('p2', 8)] }));
  const Card = kinds.visionSentence.Card;
  page = await show(p.session, <><Card item={sentence as never} /><Erasing /></>);
  expect([...document.querySelectorAll('.reason button')]).toHaveLength(1);
  await press(/^Ta bort orden för gott$/);
  await until(() => dialog() !== null);
  expect(dialog().textContent).toContain('skäl av p1');
  await press(/^Ta bort för gott$/);
  expect(p.sent).toEqual([{ type: 'eraseContent', seq: 7 }]);
  expect(page.text()).not.toContain('skäl av p1');
  expect(page.text()).toContain('skäl av p2');
});

it('UI-141 the words of a report as well', async () => {
  const step = { ...sentence, kind: 'nextStep', what: 'Ringa', organisation: 'o1', role: 'chef', due: '2027-01-01', with: [], mandates: [], reports: [{ at: '2026-11-01T10:00:00Z', by: 'p1', seq: 12, status: 'stuck', reason: 'rapportens ord', reporter: 'Elin' }] } as unknown as Item;
  const p = pretend(dialogueOf({ items: [step] }));
  const Card = kinds.nextStep.Card;
  page = await show(p.session, <><Card item={step as never} /><Erasing /></>);
  await until(() => page.text().includes('rapportens ord'));
  await press(/^Ta bort rapportens ord för gott$/);
  await until(() => dialog() !== null);
  await press(/^Ta bort för gott$/);
  expect(p.sent).toEqual([{ type: 'eraseContent', seq: 12 }]);
});

it('UI-142 all that one wrote in one deed; where a leader asks it says that nameless notes are left, and why', async () => {
  for (const own of [true, false]) {
    const p = pretend(dialogueOf({ items: [noteOf('n1', 'Mitt')] }), own ? 'p1' : null);
    page = await show(p.session, <><PersonWords person={p.dialogue().participants[0] as Participant} own={own} /><Erasing /></>);
    expect(page.host.querySelector('a')?.getAttribute('href') ?? null, 'the file is the person’s alone').toBe(own ? '/api/dialogues/d1/participants/p1/data' : null);
    await press(own ? /^Ta bort allt jag har skrivit$/ : /^Ta bort allt som Elin har skrivit$/);
    await until(() => dialog() !== null);
    expect(dialog().textContent!.includes('Annars skulle det synas vem som skrev dem')).toBe(!own);
    await press(/^Ta bort för gott$/);
    expect(p.sent).toEqual([{ type: 'eraseContent', writtenBy: 'p1' }]);
    doneAsking();
    if (own) await page.close();
  }
});

it('UI-143 words that are no item’s have one place: title, target group, organisations, cards, the agenda, a pause; each names exactly its field', async () => {
  const d: Partial<Dialogue> = { targetGroup: 'Personer med MS', pause: { since: 'x', words: 'Ta med lunch' } };
  const whole = dialogueOf(d);
  const p = pretend({
    ...whole, organisations: [{ ...whole.organisations[0]!, card: { does: 'gör', doesNot: '', callWhen: '' } }],
    agenda: [{ ...whole.agenda[0]!, purpose: 'syfte' }],
  }, null);
  page = await show(p.session, <><EraseFields onClose={() => undefined} /><Erasing /></>);
  const rows = document.querySelectorAll('.erase-rows li').length;
  for (let i = 0; i < rows; i++) {
    const button = document.querySelectorAll<HTMLButtonElement>('.erase-rows button')[i]!;
    await page.key(button, 'F9');
    button.click();
    await until(() => [...document.querySelectorAll('dialog')].some(one => one.textContent!.includes('De här orden försvinner överallt')));
    await press(/^Ta bort för gott$/);
    doneAsking();
  }
  expect(p.sent.map(({ type: _, ...what }) => what)).toEqual([
    { field: 'title' }, { field: 'targetGroup' }, { field: 'pause' }, { field: 'organisation', organisation: 'o1' }, { field: 'card', organisation: 'o1' },
    { field: 'phaseTitle', phaseId: 'valueVision' }, { field: 'purpose', phaseId: 'valueVision' }, { field: 'questions', phaseId: 'valueVision' },
  ]);
});
