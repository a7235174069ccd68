// Lämna enheten on a borrowed device, with and without network.
import 'fake-indexeddb/auto';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './app';
import { leaveDevice, resumeLeaving, tryToLeave } from './leave';
import { Outbox } from './session/outbox';
import type { Command } from './wire';

const asked: string[] = [];
let reachable = false;
let root: ReturnType<typeof createRoot>;
const text = () => document.body.textContent ?? '';
beforeEach(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  localStorage.clear();
  asked.length = 0;
  reachable = false;
  vi.stubGlobal('fetch', vi.fn((url: string) => {
    asked.push(url);
    return reachable ? Promise.resolve(new Response(null, { status: 204 })) : Promise.reject(new TypeError('Failed to fetch'));
  }));
  history.replaceState(null, '', '/x');
  const host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
  await act(async () => root.render(<App />));
});
afterEach(async () => {
  reachable = true;
  await act(() => tryToLeave());
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('leaving the device', () => {
  it('UI-41 without network it forgets at once, says that the server does not know, and asks again until it does', async () => {
    localStorage.setItem('samskapa.draft.d1.p', 'Halv mening');
    localStorage.setItem('samskapa.language', 'sv');
    const outbox = new Outbox('d1/p1');
    outbox.keep({ command: { id: 'c1', type: 'raiseHand', value: true } as Command, since: 1 });
    await vi.waitFor(async () => expect(await new Outbox('d1/p1').load()).toHaveLength(1));
    await act(() => leaveDevice('/x/y'));
    expect(await new Outbox('d1/p1').load()).toEqual([]);
    expect(Object.keys(localStorage).sort()).toEqual(['samskapa.language', 'samskapa.leaving']);
    expect(text()).toContain('inte utloggad hos servern än');
    expect(document.querySelector('a[href="/"]'), 'no screen of anybody meanwhile').toBeNull();
    reachable = true;
    await act(async () => { resumeLeaving(); await new Promise(done => setTimeout(done)); });
    expect(asked).toEqual(['/api/sign-out', '/api/sign-out']);
    expect(location.pathname).toBe('/x/y');
    expect(localStorage.getItem('samskapa.leaving')).toBeNull();
    expect(text()).not.toContain('servern');
  });

  it('UI-41 a reload meanwhile changes nothing: the next page still has it to do', async () => {
    await act(() => leaveDevice('/lead'));
    vi.resetModules();
    const next = await import('./leave');
    reachable = true;
    await next.tryToLeave();
    expect(asked.filter(url => url === '/api/sign-out')).toHaveLength(2);
    expect(localStorage.getItem('samskapa.leaving')).toBeNull();
  });

  it('UI-41 with network it is one question, and the next person begins where they should', async () => {
    reachable = true;
    await act(() => leaveDevice('/x/z'));
    expect(asked).toEqual(['/api/sign-out']);
    expect(location.pathname).toBe('/x/z');
  });

  it('UI120 the way back that a person takes along is told to the server, also after it did not answer, and is not kept longer', async () => {
    await act(() => leaveDevice('/x/q', 'en-vag-tillbaka-som-bara-finns-i-prov'));
    reachable = true;
    await act(() => tryToLeave());
    const bodies = vi.mocked(fetch).mock.calls.filter(([url]) => url === '/api/sign-out').map(([, how]) => (how as RequestInit).body);
    expect(bodies).toEqual([bodies[0], bodies[0]]);
    expect(JSON.parse(bodies[0] as string)).toEqual({ takeAlong: ['en-vag-tillbaka-som-bara-finns-i-prov'] });
    expect(JSON.stringify({ ...localStorage })).not.toContain('en-vag-tillbaka');
  });
});
