// A dialogue as it might be on the day, over HTTP: twelve invented people of six organisations around an invented Kim. For axe.spec.ts,
// which needs content on every screen, and for the pictures of the README. One file by intent: it is a story, not code.
import { randomUUID as id } from 'node:crypto';
import type { Facilitator, Server } from './server.ts';

export interface Filled { id: string; joinCode: string; lead: Facilitator; title: (phaseId: string) => string; people: Record<string, Person> }

export class Person {
  constructor(private readonly server: Server, private readonly dialogue: string, readonly cookie: string) {}
  async do(command: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.server.url}/api/dialogues/${this.dialogue}/commands`, {
      method: 'POST', headers: { 'content-type': 'application/json', origin: this.server.url, cookie: this.cookie }, body: JSON.stringify({ id: id(), ...command }),
    });
    const receipt = await answer.json() as { refused?: string; message?: string };
    if (!answer.ok || receipt.refused) throw new Error(`${command.type}: ${answer.status} ${receipt.refused} ${receipt.message}`);
  }
}

const organisations = [
  { name: 'Neurologkliniken', kind: 'region' }, { name: 'Ekhamra vårdcentral', kind: 'region' }, { name: 'Hemtjänsten Norr', kind: 'municipality' },
  { name: 'Biståndsenheten', kind: 'municipality' }, { name: 'Omtanken Assistans', kind: 'company' }, { name: 'Patientföreningen', kind: 'patientOrganisation' },
];
const people: [string, string | null, string][] = [
  ['Kim', null, 'livedExperience'], ['Tove', 'Patientföreningen', 'livedExperience'],
  ['Yusuf', 'Neurologkliniken', 'frontline'], ['Ingrid', 'Neurologkliniken', 'management'], ['Amina', 'Neurologkliniken', 'leadership'],
  ['Petra', 'Ekhamra vårdcentral', 'frontline'], ['Karin', 'Hemtjänsten Norr', 'management'], ['Sofia', 'Hemtjänsten Norr', 'frontline'],
  ['Mats', 'Biståndsenheten', 'management'], ['Henrik', 'Biståndsenheten', 'leadership'], ['Lars', 'Omtanken Assistans', 'frontline'], ['Birgitta', 'Patientföreningen', 'leadership'],
];
const moments = [
  ['Mars', 'Benen bär inte längre', 'Jag ringde tre ställen samma dag. Alla sa att någon annan skulle ringa upp.', ['repetition']],
  ['April', 'På sjukhuset', 'Där var jag trygg. Alla visste vem jag var.', []],
  ['Maj', 'Hem på en fredag', 'Jag kom hem utan rullstol. På måndagen ringde jag själv runt.', ['interruption', 'insecurity']],
  ['Juni', 'Pärmen', 'Jag blev den som höll ihop allt.', ['wholeNotSeen']],
  ['September', 'Rehab börjar om', 'Jag berättade allt från början, för femte gången.', ['repetition']],
] as const;
const themes = ['En trygg hemgång', 'Berätta en gång', 'Någon som håller ihop', 'Kim bestämmer'];
const notes: [string, string, number, number | null][] = [
  ['Yusuf', 'Allt finns hemma samma dag: rullstol, medicin och tider.', 0, 3], ['Kim', 'Jag vet vem som ringer, och när.', 0, 3],
  ['Mats', 'Utskrivning på fredag bara om kommunen har sagt ja.', 0, null], ['Karin', 'Vi får veta dagen innan, inte när Kim redan är hemma.', 0, 3],
  ['Sofia', 'Samma tre personer kommer hem till Kim den första veckan.', 0, 3], ['Ingrid', 'Någon ringer dagen efter och frågar hur det går.', 0, 3],
  ['Tove', 'Kim har planen i sin hand och visar den för vem Kim vill.', 1, 5], ['Amina', 'Vi skriver i samma plan, fast vi har olika journaler.', 1, null],
  ['Lars', 'Nya personer läser innan de kommer.', 1, 5], ['Petra', 'Läkaren frågar vad som är nytt, inte vad som har hänt.', 1, 1], ['Kim', 'Jag slipper börja om varje gång.', 1, 5],
  ['Petra', 'Ett nummer att ringa. Den som svarar får ordna det.', 2, 1], ['Karin', 'Vi ringer Kim innan Kim hinner bli orolig.', 2, 4],
  ['Yusuf', 'Samordnaren är kvar när Kim mår bra också.', 2, 4], ['Mats', 'Vi vet vem hos de andra som svarar.', 2, 1], ['Birgitta', 'Pärmen ligger hos någon annan än Kim.', 2, 4],
  ['Sofia', 'Kim väljer själv tiden på morgonen.', 3, null], ['Kim', 'Fråga om jobbet. Ingen frågade.', 3, 2], ['Lars', 'Kim är med när vi planerar, varje gång.', 3, null],
  ['Henrik', 'Ett gemensamt avtal om vem som får besluta.', -1, null],
];

export async function fill(server: Server): Promise<Filled> {
  const lead = await server.facilitator();
  const opened = await lead.post<{ id: string; joinCode: string }>('/api/dialogues', { templateId: 'samskapande-dialog', title: 'Kims väg genom vården', targetGroup: 'Personer med MS', language: 'sv', organisations });
  const facts = async () => lead.snapshot(opened.id);
  const add = async (kind: string, phaseId: string, fields: Record<string, unknown>, by?: Person) => {
    const item = { id: id(), kind, phaseId, ...fields };
    await (by ? by.do({ type: 'addItem', item }) : lead.do(opened.id, { type: 'addItem', item }));
    return item.id;
  };
  const told: string[] = [];
  for (const [when, title, words, tags] of moments) told.push(await add('moment', 'story', { text: `${title}\n${words}`, when, tags }));
  await add('finding', 'story', { text: 'Fyra av tio vet inte vem de ska ringa.', source: 'Intervjuer våren 2026', answers: 38, quote: 'Alla är snälla, men ingen har hela bilden.' });

  const here: Record<string, Person> = {};
  for (const [name, organisation, level] of people) {
    const answer = await fetch(`${server.url}/api/join`, { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ joinCode: opened.joinCode, name, level, ...(organisation && { organisation }) }) });
    if (!answer.ok) throw new Error(`join ${name}: ${answer.status} ${await answer.text()}`);
    here[name] = new Person(server, opened.id, answer.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; '));
  }
  const snapshot = await facts();
  const org = (name: string) => snapshot.organisations.find((o: any) => o.name === name).id as string;
  const who = (name: string) => snapshot.participants.find((p: any) => p.name === name).id as string;
  await lead.do(opened.id, { type: 'editOrganisations', expected: [{ organisation: org('Omtanken Assistans'), level: 'management', count: 1 }, { organisation: org('Ekhamra vårdcentral'), level: 'management', count: 1 }] });
  await lead.do(opened.id, { type: 'changeParticipant', participantId: who('Birgitta'), patch: { answersFor: [org('Patientföreningen')] } });
  await lead.do(opened.id, { type: 'seat', seats: people.map(([name], i) => ({ participantId: who(name), table: String(i % 3 + 1) })) });

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'welcome' });
  await here.Karin!.do({ type: 'setCard', organisation: org('Hemtjänsten Norr'), does: 'Hjälp hemma, alla dagar i veckan.', doesNot: 'Sjukvård eller transporter.', callWhen: 'någon ska hem, senast dagen innan.' });
  for (const [name, text] of [['Kim', 'Att någon lyssnar till slutet'], ['Mats', 'Ett namn hos var och en av er'], ['Petra', 'Att vi slutar skicka Kim runt']] as const) await add('note', 'welcome', { text }, here[name]);

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'story' });
  for (const [name, text, m] of [['Amina', 'Att Kim ringde runt själv på måndagen', 2], ['Lars', 'Femte gången. Det är vi som ska veta.', 4]] as const) await add('note', 'story', { text, moments: [told[m]] }, here[name]);

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'systemMap' });
  const contact: Record<string, string> = {};
  for (const [name, organisation, contributes, distance] of [
    ['MS-sjuksköterskan', 'Neurologkliniken', 'Följer behandlingen', 2], ['Vårdcentralen', 'Ekhamra vårdcentral', 'Recept och sjukintyg', 3], ['Hemtjänsten', 'Hemtjänsten Norr', 'Hjälp morgon och kväll', 1],
    ['Biståndshandläggaren', 'Biståndsenheten', 'Beslut om hjälp', 3], ['Assistenterna', 'Omtanken Assistans', 'Med Kim på dagarna', 1], ['Gunnel, granne', null, 'Handlar när det är halt', 1],
  ] as const) contact[name] = await add('contact', 'systemMap', { name, contributes, distance, ...(organisation && { organisation: org(organisation) }) }, here.Petra);
  const gaps: string[] = [];
  for (const [from, to, state, carriedBy, text] of [
    ['MS-sjuksköterskan', 'Hemtjänsten', 'missing', 'person', 'Ingen säger till när Kim skrivs ut.'], ['Vårdcentralen', 'MS-sjuksköterskan', 'fragile', 'person', 'Remissen kommer, men inte svaret.'],
    ['Biståndshandläggaren', 'Hemtjänsten', 'works', 'organisation', 'Beställningen kommer samma dag.'], ['Assistenterna', 'Hemtjänsten', 'doubled', 'nobody', 'Båda kommer på morgonen.'],
    ['Vårdcentralen', 'Biståndshandläggaren', 'missing', 'nextOfKin', 'Intyget blir liggande.'],
  ] as const) {
    const made = await add('connection', 'systemMap', { from: contact[from], to: contact[to], state, carriedBy, text, moments: state === 'missing' ? [told[2]] : [] }, here.Yusuf);
    if (state === 'missing') gaps.push(made);
  }

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'valueVision' });
  const group: string[] = [];
  for (const title of themes) group.push(await add('theme', 'valueVision', { title }));
  const written: string[] = [];
  for (const [name, text, theme, m] of notes) written.push(await add('note', 'valueVision', { text, ...(theme >= 0 && { theme: group[theme] }), ...(m !== null && { moments: [told[m - 1]] }) }, here[name]));
  await lead.do(opened.id, { type: 'setConduct', phaseId: 'valueVision', conduct: { voting: { open: true, budget: 4, totals: 'shown' } } });
  const favourites = [11, 0, 6, 1, 12, 8, 16, 3, 17, 10];
  for (const [i, [name]] of people.entries()) for (const n of [0, 1, 2]) await here[name]!.do({ type: 'vote', itemId: written[favourites[(i * (n + 1) + n) % (n === 0 ? 4 : favourites.length)]!], weight: 1 });
  const sentences: string[] = [];
  for (const [text, sign, about] of [
    ['Kim berättar sin historia en gång, och sedan vet alla som behöver.', 'Ingen ber Kim börja från början.', [told[0], told[4]]],
    ['När Kim kommer hem är allt på plats, och någon väntar.', 'Rullstolen står i hallen när dörren öppnas.', [told[2]]],
    ['Det finns alltid en person som håller ihop, och det är inte Kim.', 'Kim vet vad den personen heter.', [told[3]]],
  ] as const) sentences.push(await add('visionSentence', 'valueVision', { text, sign, moments: about }, here.Birgitta));
  const answers = ['Yusuf', 'Petra', 'Karin', 'Mats', 'Lars', 'Birgitta'] as const;
  const employer: Record<string, string> = Object.fromEntries(people.map(([name, organisation]) => [name, organisation ?? '']));
  const stand = (name: string, targetId: string, stance: string, reason?: string) => here[name]!.do({ type: 'takeStance', targetId, stance, ...(employer[name] && { organisation: org(employer[name]!) }), ...(reason && { reason }) });
  for (const name of answers) await stand(name, sentences[0]!, 'standsBehind');
  for (const [name, stance, reason] of [['Yusuf', 'standsBehind'], ['Karin', 'standsBehind'], ['Mats', 'canLiveWith'], ['Lars', 'needsChange', 'Det måste gälla helgen också.'], ['Birgitta', 'standsBehind']] as const) await stand(name, sentences[1]!, stance, reason);
  for (const [name, stance] of [['Yusuf', 'canLiveWith'], ['Petra', 'standsBehind'], ['Birgitta', 'standsBehind']] as const) await stand(name, sentences[2]!, stance);
  for (const sentence of sentences) await stand('Kim', sentence, 'standsBehind');

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'initiatives' });
  for (const [name, text] of [['Karin', 'Ett gemensamt möte före varje hemgång'], ['Petra', 'En telefon som alltid svarar']] as const) await add('note', 'initiatives', { text }, here[name]);
  const one = await add('initiative', 'initiatives', {
    title: 'Hemgångsteamet', what: 'Sjukhuset och kommunen planerar hemgången vid samma bord, med Kim.', sign: 'Kim vet vem som kommer, och när.', sentences: [sentences[1]], gaps: [gaps[0]], moments: [told[2]],
    lead: org('Neurologkliniken'), contributors: [org('Hemtjänsten Norr'), org('Biståndsenheten')], stage: 'planned', mandates: [{ organisation: org('Biståndsenheten'), body: 'Socialnämnden', route: 'board', takenBy: 'Henrik', when: '2026-12-10' }],
  }, here.Yusuf);
  const two = await add('initiative', 'initiatives', {
    title: 'Ett nummer in', what: 'Ett telefonnummer för Kim, och den som svarar får ordna det.', sign: 'Kim ringer ett samtal i stället för tre.', sentences: [sentences[2]], gaps: [], moments: [told[0], told[3]],
    lead: org('Ekhamra vårdcentral'), contributors: [org('Neurologkliniken'), org('Patientföreningen')], stage: 'planned', mandates: [],
  }, here.Petra);
  for (const [i, [name]] of people.entries()) {
    await here[name]!.do({ type: 'rate', itemId: one, effect: 4 + i % 2, effort: 2 + i % 3 });
    if (i % 3) await here[name]!.do({ type: 'rate', itemId: two, effect: 3 + i % 3, effort: 1 + i % 2 });
  }

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'nextSteps' });
  const steps: string[] = [];
  for (const [what, organisation, role, due, initiative, withThem, mandates] of [
    ['Prova hemgångsmötet med tre personer', 'Neurologkliniken', 'MS-sjuksköterska', '2027-01-15', one, ['Hemtjänsten Norr'], []],
    ['Ta fram ett förslag till gemensamt nummer', 'Ekhamra vårdcentral', 'Verksamhetschef', '2026-12-01', two, ['Neurologkliniken', 'Patientföreningen'], []],
    ['Ta beslut om tid för samordning', 'Biståndsenheten', 'Enhetschef', '2027-02-28', one, [], [{ organisation: org('Biståndsenheten'), body: 'Socialnämnden', route: 'board', takenBy: 'Henrik', when: '2026-12-10' }]],
  ] as const) steps.push(await add('nextStep', 'nextSteps', { what, organisation: org(organisation), role, due, initiative, with: withThem.map(org), mandates: [...mandates] }, here.Ingrid));
  await stand('Yusuf', steps[0]!, 'standsBehind');
  await stand('Karin', steps[0]!, 'canLiveWith');
  await stand('Petra', steps[1]!, 'standsBehind');
  await stand('Mats', steps[2]!, 'standsBehind');

  await lead.do(opened.id, { type: 'enterPhase', phaseId: 'closing' });
  await add('note', 'closing', { text: 'Jag ringer Karin i morgon.' }, here.Yusuf);
  for (const name of ['Yusuf', 'Kim', 'Karin']) await here[name]!.do({ type: 'setReady', value: true });
  await here.Lars!.do({ type: 'raiseHand', value: true });
  const titles: Record<string, string> = Object.fromEntries((await facts()).agenda.map((phase: any) => [phase.id, phase.title]));
  return { ...opened, lead, people: here, title: phaseId => titles[phaseId]! };
}
