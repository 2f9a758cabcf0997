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

/** Which report, of which period, as which files. Whoever wants them fetches them, with a key. */
export const reportReadyBody = (at: Date, { id, report, period, files }: ReadyReport) =>
  bodyOf('report.ready', at, {
    ...{ scheduleId: id, report, from: period.from.toISOString(), to: period.to.toISOString() },
    files: files.map(({ id: fileId, format, size, sha256 }) => ({ id: fileId, format, size, sha256 })),
  });

interface ReadyReport {
  readonly id: string;
  readonly report: string;
  readonly period: { readonly from: Date; readonly to: Date };
  readonly files: readonly {
    readonly id: string;
    readonly format: string;
    readonly size: number;
    readonly sha256: string;
  }[];
}

export const testBody = (at: Date, endpointId: string) => bodyOf('webhook.test', at, { endpointId });

export const disabledBody = (at: Date, endpointId: string, reason: DisabledReason) =>
  bodyOf('webhook.endpoint_disabled', at, { endpointId, reason });
