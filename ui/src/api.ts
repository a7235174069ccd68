// Every plain HTTP call of the protocol, typed. A failure is a Problem with the server's stable code and sentence.
import { currentLanguage } from './words';
import { completeItem, completeOutcome } from './dialogue/complete';
import type {
  Answer, Command, Dialogue, Id, Item, Level, OrganisationKind, Phase, Role, Snapshot, WireFact,
} from './wire';
import type { OutcomeAnswer } from './outcome/shape';

/** `status` 0 and code `unreachable`: no answer at all. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly code: string, message: string, readonly status: number) {
    super(message);
  }
}

export interface Me { facilitator: boolean; participants: { dialogueId: Id; participantId: Id; name: string }[]; /** dialogues one leads by a code */ leads?: Id[]; /** what dialogues call this device */ device?: Id }
export interface Template { id: Id; name: string; description: string; phases: Phase[] }
export interface DialogueRow { id: Id; title: string; targetGroup: string; status: Dialogue['status']; joinCode: string; createdAt: string; people: number; paused?: boolean; until?: string; rehearsal?: boolean }
export interface NewDialogue {
  templateId: Id; title: string; targetGroup: string; language?: string;
  organisations?: { name: string; kind: OrganisationKind; principal?: string }[];
}
export interface DeviceCode { role: 'lead' | 'screen'; code: string; expires: string; /** when it is made, only */ link?: string }
/** A link without account, as those who lead see it. `shown`: it can be shown again; `renewed`: it can be renewed. */
export interface LinkRow { id: Id; kind: 'outcome' | 'return'; organisation?: Id; participantId?: Id; createdAt?: string; until: string; lastUsed?: string; shown: boolean; renewed: boolean }
export interface GivenLink { id: Id; link: string }
export interface JoinLook { title: string; language: string; organisations: string[] }
export interface JoinRequest { joinCode?: string; /** one more on a device that is in */ dialogueId?: Id; name: string; organisation?: string; level: Level; role?: Role }
export interface Joined { dialogueId: Id; participantId: Id; returnLink: string }
export type EventsAfter = { history?: string; events: WireFact[]; snapshot?: false } | { history?: string; snapshot: true };
/** `by` is absent where the name was hidden, null for a facilitator. */
export interface Removals { items: readonly Item[]; removals: readonly { itemId: Id; at: string; seq: number; by?: Id | null }[] }
export type OutcomeFormat = 'html' | 'docx' | 'md' | 'csv' | 'ics' | 'json';

/** Asked too much at once (many tabs, a page that came back): the server says when again, in seconds. Others who wait do not all come in one instant. */
const wait = (response: Response) => new Promise<void>(resolve => setTimeout(resolve, Math.min(10, Number(response.headers.get('Retry-After')) || 1) * (1_000 + Math.random() * 500)));

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, options: RequestInit = {}, again = 3): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        // The sentences of a refusal come in the language of the page, not of the browser.
        'Accept-Language': currentLanguage(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...options,
    });
  } catch (e) {
    throw new Problem('unreachable', e instanceof Error ? e.message : String(e), 0);
  }
  if (response.status === 429 && method === 'GET' && again > 0) {
    await wait(response);
    return call<T>(method, path, body, options, again - 1);
  }
  const text = await response.text().catch(() => '');
  const json = text === '' ? undefined : parse(text);
  if (response.ok && (json !== undefined || response.status === 204 || text === '')) return json as T;
  const { code, detail, title } = (json ?? {}) as { code?: string; detail?: string; title?: string };
  // A proxy's own error page has no code: its status is all that is known.
  throw new Problem(code ?? `http-${response.status}`, detail ?? title ?? response.statusText, response.status);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function query(as: As = {}, more: Record<string, string> = {}): string {
  const all = new URLSearchParams(more);
  if (as.participantId !== undefined) all.set('participantId', as.participantId ?? '');
  if (as.view) all.set('view', as.view);
  const text = String(all);
  return text && `?${text}`;
}

const at = (id: Id) => `/api/dialogues/${encodeURIComponent(id)}`;

/** Whom one speaks for, and through which view; `participantId` null: as the facilitator. */
export interface As { participantId?: Id | null; view?: 'screen' }

export const api = {
  signIn: (key: string) => call<void>('POST', '/api/sign-in', { key }),
  /** The server's part of Lämna enheten; the device's own is in leave.ts. */
  signOut: (takeAlong?: string) => call<void>('POST', '/api/sign-out', takeAlong ? { takeAlong: [takeAlong] } : undefined),
  /** Every session of every facilitator, on every server. */
  signOutEverywhere: () => call<{ ended: number }>('POST', '/api/sign-out/everywhere'),
  /** A way back to take along when one leaves this device. */
  returnLink: (dialogueId: Id, participantId: Id) => call<{ returnLink: string }>('POST', '/api/return-link', { dialogueId, participantId }),
  redeemReturn: (token: string) => call<void>('POST', '/api/return', { token }),
  /** The operator's accessibility statement; null when there is none. */
  statement: () => call<{ text: string | null }>('GET', '/api/statement'),
  /** One of several voices leaves the device. */
  leave: (dialogueId: Id, participantId: Id) => call<void>('POST', '/api/leave', { dialogueId, participantId }),
  me: () => call<Me>('GET', '/api/me'),
  templates: () => call<Template[]>('GET', '/api/templates'),
  dialogues: () => call<DialogueRow[]>('GET', '/api/dialogues'),
  createDialogue: (draft: NewDialogue) => call<{ id: Id; joinCode: string }>('POST', '/api/dialogues', draft),
  /** A copy of one's dialogue with simulated people in it. */
  rehearse: (id: Id) => call<{ id: Id; joinCode: string }>('POST', `${at(id)}/rehearsal`, {}),
  /** For good. `title`: as typed; a rehearsal needs none. */
  deleteDialogue: (id: Id, title?: string) => call<void>('DELETE', at(id), title === undefined ? undefined : { title }),
  look: (joinCode: string) => call<JoinLook>('POST', '/api/join/look', { joinCode }),
  join: (request: JoinRequest) => call<Joined>('POST', '/api/join', request),
  dialogue: (id: Id, as?: As) => call<Snapshot>('GET', at(id) + query(as)),
  eventsAfter: (id: Id, after: number, as?: As) => call<EventsAfter>('GET', `${at(id)}/events${query(as, { after: String(after) })}`),
  /** When each person came; facilitators only. */
  joins: (id: Id) => call<{ participantId: Id; at: string; seq: number }[]>('GET', `${at(id)}/joins`),
  /** What was removed and is; facilitators only. */
  removed: async (id: Id): Promise<Removals> => { const found = await call<Removals>('GET', `${at(id)}/removed`); return { ...found, items: found.items.map(completeItem) }; },
  /** What happened to one item, as one may see it. */
  itemEvents: async (id: Id, itemId: Id, participantId: Id | null) => (await call<{ events: readonly WireFact[] }>('GET', `${at(id)}/items/${itemId}/events${query({ participantId })}`)).events,
  /** `last`: the page is closing, the call must outlive it (browsers allow 64 KB). */
  commands: (id: Id, commands: readonly Command[], as?: As, last = false) =>
    call<Answer[]>('POST', `${at(id)}/commands${query(as)}`, commands, last ? { keepalive: true } : {}),
  /** Mina uppgifter: one person's words and data. */
  personData: (id: Id, participantId: Id) => `${at(id)}/participants/${encodeURIComponent(participantId)}/data`,
  outcomeFile: (id: Id, format: OutcomeFormat) => `${at(id)}/outcome.${format}`,
  links: (id: Id) => call<LinkRow[]>('GET', `${at(id)}/links`),
  makeLink: (id: Id, kind: LinkRow['kind']) => call<GivenLink>('POST', `${at(id)}/links`, { kind }),
  showLink: (id: Id, link: Id) => call<GivenLink>('POST', `${at(id)}/links/${link}/show`),
  renewLink: (id: Id, link: Id) => call<GivenLink>('POST', `${at(id)}/links/${link}/renew`),
  endLink: (id: Id, link: Id) => call<void>('DELETE', `${at(id)}/links/${link}`),
  /** The code and token of now are nothing from then on. */
  renewCode: (id: Id) => call<{ joinCode: string }>('POST', `${at(id)}/join-code`),
  makeCode: (id: Id, role: DeviceCode['role']) => call<DeviceCode>('POST', `${at(id)}/codes`, { role }),
  codes: (id: Id) => call<DeviceCode[]>('GET', `${at(id)}/codes`),
  endCode: (id: Id, code: string) => call<void>('DELETE', `${at(id)}/codes/${code}`),
  /** This device becomes what the code is for. */
  useCode: (code: string, name?: string) => call<{ dialogueId: Id; role: DeviceCode['role'] }>('POST', '/api/codes', { code, ...(name && { name }) }),
  publicOutcome: async (link: string) => completeOutcome(await call<OutcomeAnswer>('GET', `/api/r/${encodeURIComponent(link)}`)),
  publicOutcomeFile: (link: string, format: 'md' | 'csv' | 'json') => `/api/r/${encodeURIComponent(link)}.${format}`,
};

export type Api = typeof api;
