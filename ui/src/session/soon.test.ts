// What others do is told together.
import { expect, test, vi } from 'vitest';
import { soon } from './soon';
import { underFakeTime, pass } from './fixtures';

underFakeTime();

test('[WI83] what is asked for within a frame is told once; what was told at once in between is not told again', async () => {
  const tell = vi.fn();
  const telling = soon(tell);
  for (let i = 0; i < 50; i++) telling.ask();
  expect(tell).not.toHaveBeenCalled();
  await pass(20);
  expect(tell).toHaveBeenCalledTimes(1);
  telling.ask();
  telling.done();
  await pass(500);
  expect(tell).toHaveBeenCalledTimes(1);
});

test('[WI84] a page without frames is told all the same', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const tell = vi.fn();
  soon(tell).ask();
  await pass(150);
  expect(tell).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

test('[WI85] after a telling that took long there is as long a pause: half of the time is the person’s', async () => {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const tell = vi.fn(() => { clock += 60; });
  const telling = soon(tell);
  telling.ask();
  await pass(20);
  telling.ask();
  await pass(40);
  expect(tell).toHaveBeenCalledTimes(1);
  await pass(40);
  expect(tell).toHaveBeenCalledTimes(2);
});

test('[WI89] where much comes, a tenth of a second lies between two tellings', async () => {
  const tell = vi.fn();
  const telling = soon(tell);
  for (let i = 0; i < 3; i++) telling.ask();
  await pass(20);
  telling.ask();
  await pass(70);
  expect(tell).toHaveBeenCalledTimes(1);
  await pass(60);
  expect(tell).toHaveBeenCalledTimes(2);
});

test('[WI87] while the person’s own hands are at work, and much that is slow to draw comes, the pause is four times as long; in a calm room it is not', async () => {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const tell = vi.fn(() => { clock += 250; });
  const telling = soon(tell);
  dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  for (let i = 0; i < 3; i++) telling.ask();
  await pass(20);
  telling.ask();
  await pass(950);
  expect(tell).toHaveBeenCalledTimes(1);
  await pass(80);
  expect(tell).toHaveBeenCalledTimes(2);
  telling.ask();
  await pass(190);
  expect(tell).toHaveBeenCalledTimes(3);
});

test('[WI90] the frame that answers a hand draws nothing of a crowd where that is slow; after two seconds it does', async () => {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const wait = async (milliseconds: number) => { clock += milliseconds; await pass(milliseconds); };
  const press = () => dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  const tell = vi.fn(() => { clock += 100; });
  const telling = soon(tell), crowd = () => { for (let i = 0; i < 3; i++) telling.ask(); };
  crowd();
  await wait(20);
  expect(tell).toHaveBeenCalledTimes(1);
  await wait(390);
  press();
  crowd();
  await wait(30);
  expect(tell).toHaveBeenCalledTimes(1);
  await wait(100);
  expect(tell).toHaveBeenCalledTimes(2);
  crowd();
  for (let i = 0; i < 70; i++) { press(); await wait(20); }
  expect(tell).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 50; i++) { press(); await wait(20); }
  expect(tell).toHaveBeenCalledTimes(3);
});
