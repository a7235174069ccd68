// Who came since when, and when somebody should look.
import { expect, test } from 'vitest';
import type { Participant } from '../wire';
import { rush, sinces } from './newcomers';

const person = (id: string): Participant => ({ id, name: id, level: 'frontline', role: 'participant', answersFor: [] });
const at = (minute: number, second = 0) => `2026-10-03T08:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}Z`;

test('[UI162] all who came since a minute are found, the latest first, without those who are gone', () => {
  const all = sinces(['a', 'b', 'c', 'd'].map(person), [{ participantId: 'a', at: at(1) }, { participantId: 'b', at: at(2, 5) }, { participantId: 'gone', at: at(2) }, { participantId: 'c', at: at(2, 59) }, { participantId: 'd', at: at(9) }]);
  expect(all.map(one => [new Date(one.minute).toISOString().slice(14, 16), one.people.map(p => p.id).join('')])).toEqual([['09', 'd'], ['02', 'bcd'], ['01', 'abcd']]);
});

test('[UI162] that many have come in a short time is said by itself, and only then', () => {
  const people = Array.from({ length: 30 }, (_, i) => person(`p${i}`));
  const come = (minute: number) => sinces(people, people.map((p, i) => ({ participantId: p.id, at: i < 5 ? at(1) : at(minute, i) })));
  expect(rush(come(30), Date.parse(at(33)))).toBe(Date.parse(at(30)));
  expect(rush(come(30), Date.parse(at(50)))).toBeNull();
  expect(rush(sinces(people.slice(0, 19), people.map(p => ({ participantId: p.id, at: at(30) }))), Date.parse(at(31)))).toBeNull();
});
