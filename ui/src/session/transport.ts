// One connection to the hub, by one of two ways. No reconnecting here: SignalR's own gives up after four tries, without jitter,
// so connection.ts opens a new one instead.
import { currentLanguage } from '../words';
import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';

/** `sockets` skips negotiation: one round trip less, and no server affinity. `fallback` is for networks that block WebSockets. */
export type Way = 'sockets' | 'fallback';

export type Hub = Pick<HubConnection, 'start' | 'stop' | 'invoke' | 'send' | 'on' | 'onclose'>;

export function hubTo(dialogueId: string, way: Way): Hub {
  const query = new URLSearchParams({ d: dialogueId, lang: currentLanguage() });
  return new HubConnectionBuilder()
    .withUrl(`/hub/dialogue?${query}`, way === 'sockets'
      ? { transport: HttpTransportType.WebSockets, skipNegotiation: true }
      : { transport: HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling })
    .withKeepAliveInterval(5_000)
    .withServerTimeout(12_000)
    .configureLogging(LogLevel.None)
    .build();
}

/** `not-allowed` out of "… HubException: not-allowed: a sentence"; null when it is no answer of ours. */
export function codeIn(error: unknown): string | null {
  const message = error instanceof Error ? error.message : String(error);
  return /HubException: ([a-z]+(?:-[a-z]+)*)(?=:|$|\s)/.exec(message)?.[1] ?? null;
}
