// What an editor began from: nobody's text is overwritten by one who never touched it.
import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { LinkMoments } from '../board/LinkMoments';
import { dialogueOf, noteOf, phaseOf, pretend, show } from '../board/pretend';
import { ThemeMenu } from '../board/ThemeHead';
import { useRoom } from '../board/useRoom';
import { Preparation } from '../facilitator/Preparation';
import { MyDetails } from '../participant/MyDetails';
import type { Item, Note, Theme } from '../wire';
import Welcome from '../phases/welcome';
import { kinds } from './index';

let page: Awaited<ReturnType<typeof show>>;
afterEach(() => page.close());
const live = <T extends Item>(id: string) => function Live({ of }: { of: (item: T) => React.ReactNode }) {
  const { reading } = useRoom();
  return of(reading.items.get(id) as T);
};
const choose = (name: RegExp) => act(async () => {
  const one = [...document.querySelectorAll<HTMLElement>('[role=menuitem], [role=menuitemcheckbox]')].find(x => name.test(x.textContent ?? ''));
  one!.click();
});
const field = (name: RegExp) => {
  const label = [...document.querySelectorAll('dialog label')].find(l => name.test(l.textContent ?? ''));
  return document.getElementById(label!.getAttribute('for')!) as HTMLInputElement;
};
const common = { by: 'p2', at: '2026-10-03T11:00:00Z', rank: 'a' };

describe('an editor', () => {
  it('UI-38 changes only what I changed, from what I began with: what another rewrote meanwhile stands', async () => {
    const initiative = { ...common, id: 'i1', kind: 'initiative', phaseId: 'initiatives', seq: 7, title: 'Ett', what: 'Gammalt', sign: '', sentences: [], gaps: [], moments: [], contributors: [], stage: 'planned', mandates: [] } as unknown as Item;
    const p = pretend(dialogueOf({ items: [initiative] }));
    const Live = live('i1');
    const Card = kinds.initiative.Card;
    page = await show(p.session, <Live of={item => <Card item={item as never} number={1} />} />);
    await page.click(/^Mer om Ett/);
    await choose(/^Ändra/);
    await p.others({ type: 'itemChanged', itemId: 'i1', patch: { what: 'Bos nya' } });
    await page.type(field(/^Vad heter initiativet/), 'Annas rubrik');
    await page.click(/^Spara/);
    expect(p.sent).toEqual([{ type: 'changeItem', itemId: 'i1', patch: { title: 'Annas rubrik' }, base: 7 }]);
    expect(p.dialogue().items[0]).toMatchObject({ title: 'Annas rubrik', what: 'Bos nya' });
  });

  it('UI-38 links, themes too: the base is what it was when I opened it', async () => {
    const moment = { ...common, id: 'm1', kind: 'moment', phaseId: 'valueVision', seq: 1, text: 'Natt', tags: [] } as unknown as Item;
    const theme = { ...common, id: 't1', kind: 'theme', phaseId: 'valueVision', seq: 3, title: 'Hem', by: 'p1' } as unknown as Item;
    const p = pretend(dialogueOf({ items: [moment, theme, noteOf('n1', 'Ring', { seq: 5 })] }));
    const Note = live<Note>('n1'), Head = live<Theme>('t1');
    page = await show(p.session, <><Note of={n => <LinkMoments item={n} onClose={() => undefined} />} /><Head of={x => <ThemeMenu theme={x} className="" mayChange mayMove={false} onChoose={() => undefined} />} /></>);
    await p.others({ type: 'itemChanged', itemId: 'n1', patch: { moments: ['m1'] } });
    await page.click(/^Spara/);
    expect(p.sent, 'nothing was changed here').toEqual([]);
    await page.click(/^Mer om temat/);
    await choose(/^Byt namn/);
    await p.others({ type: 'itemChanged', itemId: 't1', patch: { title: 'Trygg hemma' } });
    const names = document.querySelectorAll<HTMLInputElement>('dialog input[maxlength="200"]');
    await page.type(names[names.length - 1]!, 'Hemma');
    await act(async () => { names[names.length - 1]!.form!.requestSubmit(); });
    expect(p.sent).toEqual([{ type: 'changeItem', itemId: 't1', patch: { title: 'Hemma' }, base: 3 }]);
  });

  it('UI-38 the facilitator’s preparation too: only the changed field is sent', async () => {
    const finding = { ...common, id: 'f1', kind: 'finding', phaseId: 'valueVision', seq: 4, text: 'Hälften väntar', source: 'Enkät' } as unknown as Item;
    const p = pretend(dialogueOf({ items: [finding] }), null);
    page = await show(p.session, <Preparation open onClose={() => undefined} />);
    await page.click(/^Ändra.*Hälften väntar/);
    await p.others({ type: 'itemChanged', itemId: 'f1', patch: { source: 'Bos källa' } });
    const text = document.querySelector<HTMLTextAreaElement>('dialog li textarea[name=text]')!;
    await page.type(text, 'Två av tre väntar');
    await act(async () => { text.form!.requestSubmit(); });
    expect(p.sent).toEqual([{ type: 'changeItem', itemId: 'f1', patch: { text: 'Två av tre väntar' }, base: 4 }]);
  });

  it('UI-38 my details and our card: what another puts right meanwhile is not put back', async () => {
    const card = { does: 'Vi gör', doesNot: 'Inte', callWhen: 'Alltid' };
    const d = dialogueOf({ agenda: [phaseOf('welcome')] });
    const p = pretend({ ...d, organisations: d.organisations.map(o => (o.id === 'o1' ? { ...o, card } : o)) });
    function Both() {
      const { me } = useRoom();
      return <><Welcome phase={d.agenda[0]!} /><MyDetails me={me!} onClose={() => undefined} /></>;
    }
    page = await show(p.session, <Both />);
    await p.others({ type: 'participantChanged', participantId: 'p1', patch: { level: 'management' } });
    await page.type(field(/^Vad heter du|^Namn|^Förnamn|^Ditt/), 'Elina');
    await page.click(/^Spara/);
    expect(p.sent.at(-1)).toEqual({ type: 'changeParticipant', participantId: 'p1', patch: { name: 'Elina' } });
    await page.click(/^Ändra vårt kort/);
    await p.others({ type: 'cardSet', organisation: 'o1', card: { ...card, doesNot: 'Bos rad' } });
    await page.type(field(/^Vi gör$/), 'Annas rad');
    await act(async () => { [...field(/^Vi gör$/).closest('dialog')!.querySelectorAll('button')].find(b => b.textContent === 'Spara')!.click(); });
    expect(p.sent.at(-1)).toEqual({ type: 'setCard', organisation: 'o1', does: 'Annas rad', doesNot: 'Bos rad', callWhen: 'Alltid' });
  });

  it('UI-51 what is missing is named, and focus goes to the first of it', async () => {
    const p = pretend(dialogueOf({ agenda: [phaseOf('nextSteps')] }));
    const Editor = kinds.nextStep.Editor!;
    page = await show(p.session, <Editor item={null as never} phase={p.dialogue().agenda[0]!} onClose={() => undefined} />);
    await page.type(field(/^Vad ska göras/), 'Ett telefonnummer');
    await page.click(/^Spara/);
    const alert = () => document.querySelector('dialog [role=alert]')?.textContent ?? null;
    expect(alert()).toBe('Fyll också i ”Vilken roll?” och ”Klart senast”.');
    expect(document.activeElement).toBe(field(/^Vilken roll/));
    await page.type(field(/^Vilken roll/), 'Sköterska');
    expect(alert()).toBe('Fyll också i ”Klart senast”.');
    expect(p.sent).toEqual([]);
  });
});
