import {
  isTerminal,
  type MatchChange,
  type MatchEvent,
  type MatchNotice,
  type OpenedMatch,
  type RejectedChange,
} from 'nestjs-dqe-idmobile';
import type { Envelope, WrappedKey } from 'sealed-fields';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_APPLICATION } from '../access/principal.js';
import { lineOf } from '../audit/prisma-access-log.js';
import type { Admission } from '../probing/prisma-probing.js';
import type { MatchContext } from './match-context.js';
import { noAnswer } from './match-problems.js';
import type { SealedFields } from './match-seals.js';

/** A match to be opened, and how it ends where it does so at once. */
export interface Opening {
  readonly match: OpenedMatch;
  readonly ending: RejectedChange | null;
  readonly context: Partial<MatchContext>;
  /** Blind index of the number. */
  readonly index: Uint8Array<ArrayBuffer>;
  /** Of the claimed e-mail; null where there is none. */
  readonly emailIndex: Uint8Array | null;
  /** This process, whose match it is. */
  readonly ownerId: string;
}

export type SealedMatch = SealedFields<{ number: string; identity: string; return_url: string | null }>;

/** For whom a match is opened. */
export interface OpenedFor {
  readonly subjectId: string;
  readonly sealed: SealedMatch;
  readonly admission: Admission | null;
  /** Of a subject that comes into being by the write. */
  readonly key?: WrappedKey;
}

/** What a change brings along, sealed; null where it brings none. */
export interface SealedChange {
  /** Whose key sealed it. */
  readonly subjectId: string | null;
  readonly answer: Envelope | null;
  readonly token: Envelope | null;
  readonly url: Envelope | null;
}

/** What there are no columns for in a notice. */
export type NoticeData = Pick<MatchNotice, 'status' | 'verdict' | 'errorId' | 'operator'> & {
  readonly expiresAt: string | null;
};

/** A row of the statements that open matches. */
export interface MatchRow extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly subject_id: string;
}

export function matchRowOf(opening: Opening, { subjectId, sealed, admission, key }: OpenedFor): MatchRow {
  const { match, ending, context, index, emailIndex, ownerId } = opening;
  const { id, number, country, createdAt, consentOffered, codeName, purpose, reference } = match;
  const { requestId, idempotency, application, actor, access } = context;
  return {
    ...{
      id,
      subject_id: subjectId,
      status: ending?.to ?? 'requested',
      created_at: createdAt,
      owner_id: ownerId,
    },
    ...{ number_sealed: hex(sealed.number), number_hint: number.slice(-2), country },
    ...{ identity_sealed: hex(sealed.identity), return_url_sealed: hex(sealed.return_url) },
    ...{ email_index: hex(emailIndex), number_index: hex(index), consent_offered: consentOffered },
    ...{ code_name: codeName, purpose, reference, request_id: requestId },
    ...{ idempotency_key: hex(idempotency?.key), request_fingerprint: hex(idempotency?.fingerprint) },
    application: application ?? DEFAULT_APPLICATION,
    ...{ actor_kind: actor?.kind, actor_id: actor?.id },
    ...{ identity_index: hex(admission?.identityIndex), admission: limitsOf(admission) },
    ...{ settled_at: ending?.at, ...errorColumns(ending) },
    ...{ master_key_id: key?.masterKeyId, wrapped: hex(key?.bytes) },
    events: eventRowsOf([...match.events, ...(ending?.events ?? [])]),
    notice: noticeRowOf(ending),
    // The request is put on record where the match ends with it: the answer is known already.
    access:
      ending === null || access == null
        ? null
        : lineOf({ ...access.failure(noAnswer(ending.error, id)), target: { type: 'match', id } }),
  };
}

export function changeRowOf(change: MatchChange, sealed: SealedChange): Readonly<Record<string, unknown>> {
  const { matchId, from, to, at, events } = change;
  return {
    ...{ id: matchId, from, to, settled_at: isTerminal(to) ? at : null },
    ...{ names_operator: 'operator' in change, operator: 'operator' in change ? change.operator : null },
    ...(change.to === 'scored' && {
      ...{ scores: change.scores, verdict: change.verdict.result, verdict_policy: change.verdict.policy },
      verdict_reasons: change.verdict.reasons,
    }),
    ...(change.to === 'consent_pending' && {
      ...{ state_hash: `\\x${change.consent.stateHash}`, token_hash: `\\x${change.consent.tokenHash}` },
      ...{ token_sealed: hex(sealed.token), url_sealed: hex(sealed.url) },
      ...{ opened_at: change.consent.openedAt, expires_at: change.consent.expiresAt },
    }),
    ...{ subject_id: sealed.subjectId, answer: hex(sealed.answer), ...errorColumns(change) },
    ...{ events: eventRowsOf(events), notice: noticeRowOf(change) },
  };
}

function errorColumns(change: MatchChange | null) {
  if (change === null || !('error' in change)) return {};
  const { id, type, category, retryable } = change.error;
  return { error_id: id, error_type: type, error_category: category, error_retryable: retryable };
}

const eventRowsOf = (events: readonly MatchEvent[]) => events.map((event) => ({ id: uuidv7(), ...event }));

function noticeRowOf(change: MatchChange | null) {
  if (change === null || change.notice === null) return null;
  const { notice, selective = false } = change;
  const { id, type, at, status, verdict, errorId, operator, expiresAt } = notice;
  const data: NoticeData = {
    ...{ status, verdict, errorId, operator },
    expiresAt: expiresAt?.toISOString() ?? null,
  };
  return { id, type, at, data, selective };
}

function limitsOf(admission: Admission | null) {
  if (admission === null) return null;
  const { now, since, maxIdentities, maxClimbs, throttleMinutes } = admission;
  return { now, since, maxIdentities, maxClimbs, throttleMinutes };
}

/** As the database reads bytes from a text. */
const hex = (bytes: Uint8Array | null | undefined): string | null =>
  bytes == null
    ? null
    : `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
