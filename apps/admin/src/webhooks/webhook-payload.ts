import type { MatchNotice, MatchStatus } from 'nestjs-dqe-idmobile';
import type { Receipt } from 'transparency-log';
import type { DisabledReason, WebhookEventType } from './webhook-events.js';

/** A body as the Standard Webhooks specification has it. */
const bodyOf = (type: WebhookEventType, at: Date, data: object) =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });

/**
 * Names the match and its outcome, and nothing of the person: no number, no operator, no reference, no address. Whoever
 * wants more asks for the match, with a key.
 */
export const matchBody = ({ type, at, matchId, status, verdict, errorId, expiresAt }: MatchNotice) =>
  bodyOf(type, at, { matchId, status, verdict, errorId, expiresAt: expiresAt?.toISOString() ?? null });

/** The same with a receipt; null where there is none. */
export function receiptBody(body: string, receipt: Receipt | null): string {
  const { data, ...rest } = JSON.parse(body) as { data: object };
  return JSON.stringify({ ...rest, data: { ...data, receipt } });
}

/** Of a match that a body is about. */
export function statusIn(body: string): MatchStatus | null {
  const { data } = JSON.parse(body) as { data: { status?: MatchStatus } };
  return data.status ?? null;
}

export const testBody = (at: Date, endpointId: string) => bodyOf('webhook.test', at, { endpointId });

export const disabledBody = (at: Date, endpointId: string, reason: DisabledReason) =>
  bodyOf('webhook.endpoint_disabled', at, { endpointId, reason });
