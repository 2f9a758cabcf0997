import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './call.js';
import type { Heard, Partner } from './partner.js';

/** What the record says of a match, and its partner has to have been told. */
export interface Subject {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly verdict: string | null;
  readonly errorId: string | null;
  /** Whether its customer was to consent. */
  readonly consent: boolean;
}

/** A line of the delivery log, as the API tells it. */
export interface Logged {
  readonly webhookId: string;
  readonly status: string;
}

interface Message {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const CONSENT = 'match.consent_required';
const AT_ONCE = 500;

/** Holds what a partner was told against what is on record, and against what the service says it has told. */
export class WebhookAudit {
  constructor(
    private readonly caller: Caller,
    private readonly partner: Partner,
  ) {}

  /** Milliseconds until there is nothing left to tell; what is left by then is left to `findings`. */
  async allTold(url: string, subjects: readonly Subject[], withinMs: number): Promise<number> {
    const from = Date.now();
    for (;;) {
      const pending = await this.page(url, 'limit=1&status=pending');
      const took = Date.now() - from;
      const isDone = pending.items.length === 0 && unheard(subjects, this.partner.heard) === 0;
      if (isDone || took > withinMs) return took;
      await sleep(500);
    }
  }

  async findings(url: string, subjects: readonly Subject[]): Promise<string[]> {
    const log: Logged[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await this.page(url, `limit=${AT_ONCE}${cursor}`);
      log.push(...items);
      cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`;
    } while (cursor !== '');
    return webhookFlaws(subjects, this.partner.heard, log);
  }

  private async page(url: string, query: string) {
    const path = `/api/v1/webhooks/endpoints/${this.partner.endpointId}/deliveries?${query}`;
    const reply = await this.caller.call('GET', url + path);
    if (reply?.status !== 200) throw new Error(`the audit cannot read: ${reply?.status} ${reply?.text}`);
    return reply.body;
  }
}

/** How many messages are still to come. */
function unheard(subjects: readonly Subject[], heard: readonly Heard[]): number {
  const expected = subjects.reduce((sum, { consent }) => sum + (consent ? 2 : 1), 0);
  return Math.max(0, expected - new Set(heard.map(({ id }) => id)).size);
}

/** Everything that is wrong with what was told of these matches; the log is of the same endpoint. */
export function webhookFlaws(
  subjects: readonly Subject[],
  heard: readonly Heard[],
  log: readonly Logged[],
): string[] {
  const found: string[] = [];
  const messages = new Map<string, string>();
  for (const { id, body, signed } of heard) {
    if (!signed) found.push(`webhook ${id}: has no valid signature`);
    const before = messages.get(id);
    if (before !== undefined && before !== body) found.push(`webhook ${id}: came again and said otherwise`);
    else messages.set(id, body);
  }
  const byMatch = new Map<unknown, Message[]>();
  for (const body of messages.values()) {
    const message = JSON.parse(body) as Message;
    const { matchId } = message.data;
    byMatch.set(matchId, [...(byMatch.get(matchId) ?? []), message]);
  }
  for (const subject of subjects) {
    const flaws = flawsOf(subject, byMatch.get(subject.id) ?? []);
    found.push(...flaws.map((flaw) => `${subject.reference}: ${flaw}`));
    byMatch.delete(subject.id);
  }
  for (const id of byMatch.keys()) found.push(`${String(id)}: was told of, and is not on record`);
  return [...found, ...flawsOfLog(messages, log)];
}

/** Of one match, each of its messages once however often it came. */
function flawsOf(subject: Subject, messages: readonly Message[]): string[] {
  const found: string[] = [];
  const consents = messages.filter(({ type }) => type === CONSENT);
  const ends = messages.filter(({ type }) => type !== CONSENT);
  if (subject.consent && consents.length === 0) found.push('nobody was told of its consent');
  if (consents.length > (subject.consent ? 1 : 0)) found.push(`${consents.length} webhooks of its consent`);
  if (ends.length === 0) found.push(`nobody was told that it is ${subject.status}`);
  if (ends.length > 1) found.push(`${ends.length} webhooks of its end`);
  for (const { type, data } of ends) {
    if (data['status'] !== subject.status) {
      found.push(`was told as ${String(data['status'])} and is ${subject.status}`);
    } else if (data['verdict'] !== subject.verdict || data['errorId'] !== subject.errorId) {
      found.push('was told with another verdict or error than is on record');
    }
    if (type !== (subject.status === 'expired' ? 'match.expired' : 'match.settled')) {
      found.push(`is ${subject.status} and was told by ${type}`);
    }
  }
  return found;
}

/** What the service says of it: one line for each message, delivered. */
function flawsOfLog(messages: ReadonlyMap<string, string>, log: readonly Logged[]): string[] {
  const found: string[] = [];
  const logged = new Set<string>();
  for (const { webhookId, status } of log) {
    if (logged.has(webhookId)) found.push(`webhook ${webhookId}: is in the log twice`);
    logged.add(webhookId);
    if (status !== 'delivered') found.push(`webhook ${webhookId}: is ${status}`);
    else if (!messages.has(webhookId))
      found.push(`webhook ${webhookId}: is logged as delivered and never came`);
  }
  for (const id of messages.keys()) if (!logged.has(id)) found.push(`webhook ${id}: is not in the log`);
  return found;
}
