// Plain HTTP: what is asked, and what a failure becomes.
import { afterEach, expect, test, vi } from 'vitest';
import { api, Problem } from './api';

const answer = (status: number, body?: string) => vi.fn<typeof fetch>(() => Promise.resolve(new Response(body ?? null, { status })));
afterEach(() => vi.unstubAllGlobals());

test('[WI71] a failure is a Problem with the server’s code and sentence', async () => {
  vi.stubGlobal('fetch', answer(404, '{"code":"unknown-code","detail":"Koden stämmer inte.","title":"Nej"}'));
  const problem = await api.look('ABCD').catch((e: unknown) => e);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ code: 'unknown-code', message: 'Koden stämmer inte.', status: 404 });
});

test('[WI72] an answer of somebody else (a proxy, a hotel’s sign-in page) is a Problem too, and no answer has status 0', async () => {
  vi.stubGlobal('fetch', answer(502, '<h1>Bad gateway</h1>'));
  await expect(api.me()).rejects.toMatchObject({ code: 'http-502', status: 502 });
  vi.stubGlobal('fetch', answer(200, '<h1>Welcome to the hotel</h1>'));
  await expect(api.me()).rejects.toBeInstanceOf(Problem);
  vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('Failed to fetch'))));
  await expect(api.me()).rejects.toMatchObject({ code: 'unreachable', status: 0 });
});

test('[WI73] whom one speaks for goes with the call; as the facilitator it is said and empty', async () => {
  const fetching = answer(200, '[]');
  vi.stubGlobal('fetch', fetching);
  await api.commands('d 1', [], { participantId: 'p1' });
  await api.commands('d1', [], { participantId: null }, true);
  fetching.mockImplementation(() => Promise.resolve(new Response('{}')));
  await api.eventsAfter('d1', 7, { view: 'screen' });
  await api.dialogue('d1');
  expect(fetching.mock.calls.map(([url]) => url)).toEqual([
    '/api/dialogues/d%201/commands?participantId=p1', '/api/dialogues/d1/commands?participantId=', '/api/dialogues/d1/events?after=7&view=screen', '/api/dialogues/d1',
  ]);
  expect(fetching.mock.calls[1]![1]).toMatchObject({ keepalive: true, method: 'POST', credentials: 'same-origin' });
});

test('[UI160] who asked too much waits as long as the server says and asks again, a reader only, and not for ever', async () => {
  vi.useFakeTimers();
  const busy = () => new Response('{"code":"too-fast","detail":"Vänta."}', { status: 429, headers: { 'Retry-After': '2' } });
  const fetching = vi.fn<typeof fetch>(() => Promise.resolve(busy())).mockImplementationOnce(() => Promise.resolve(busy())).mockImplementationOnce(() => Promise.resolve(new Response('{"facilitator":false,"participants":[]}')));
  vi.stubGlobal('fetch', fetching);
  const me = api.me();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(fetching).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_200);
  await expect(me).resolves.toMatchObject({ facilitator: false });
  const refused = api.me().catch((e: unknown) => e);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await refused).toMatchObject({ code: 'too-fast', status: 429 });
  expect(fetching).toHaveBeenCalledTimes(6);
  await expect(api.look('1')).rejects.toMatchObject({ status: 429 });
  expect(fetching).toHaveBeenCalledTimes(7);
  vi.useRealTimers();
});

test('[WI74] 204 is an answer', async () => {
  vi.stubGlobal('fetch', answer(204));
  await expect(api.signIn('key')).resolves.toBeUndefined();
});
