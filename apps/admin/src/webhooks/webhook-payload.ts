import type { MatchNotice } from 'nestjs-dqe-idmobile';
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

export const testBody = (at: Date, endpointId: string) => bodyOf('webhook.test', at, { endpointId });

export const disabledBody = (at: Date, endpointId: string, reason: DisabledReason) =>
  bodyOf('webhook.endpoint_disabled', at, { endpointId, reason });
