import { type DqeCall, DqeMalformedAnswerError } from '../errors/dqe-errors.js';
import type { Scores } from '../policy/scores.js';
import { locationUrl } from './location-url.js';
import { isObject, type WireObject } from './wire-json.js';
import { holdsScores, readScores } from './wire-scores.js';

export interface ErrorAnswer {
  readonly kind: 'error';
  /** As it came; documented ids have two digits. */
  readonly errorId: string;
  readonly errorType: string;
}
export interface ScoresAnswer {
  readonly kind: 'scores';
  readonly scores: Scores;
}
export interface ConsentAnswer {
  readonly kind: 'consent';
  readonly operator: string | null;
  readonly url: string;
}
export interface PendingAnswer {
  readonly kind: 'pending';
}

export type MatchingAnswer = ErrorAnswer | ScoresAnswer | ConsentAnswer;
export type RetrievalAnswer = ErrorAnswer | ScoresAnswer | PendingAnswer;

/** Reads the answer to a matching request: one of three shapes (protocol.md §5). */
export function readMatchingAnswer(body: WireObject): MatchingAnswer {
  const error = readError('matching', body);
  if (error !== null) return error;
  if (body.status === 'success' && 'url' in body) {
    return { kind: 'consent', operator: readLabel(body.operator), url: readConsentUrl(body.url) };
  }
  return readScoresAnswer('matching', body);
}

/** Reads the answer to a retrieval after consent (protocol.md §6). */
export function readRetrievalAnswer(body: WireObject): RetrievalAnswer {
  const error = readError('retrieval', body);
  if (error !== null) return error;
  if (body.status === 'pending') return { kind: 'pending' };
  return readScoresAnswer('retrieval', body);
}

/** An error answer, or `null` where the body is none. Unknown ids are kept as they came. */
export function readError(call: DqeCall, body: WireObject): ErrorAnswer | null {
  if (body.status !== 'error') return null;
  const { error_id: id } = body;
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) {
    return {
      kind: 'error',
      errorId: String(id).padStart(2, '0'),
      errorType: readLabel(body.error_type) ?? '',
    };
  }
  if (typeof id !== 'string' || !/^[\w-]{1,16}$/.test(id)) {
    throw new DqeMalformedAnswerError(call, 'error_id', 'missing or not an id');
  }
  return { kind: 'error', errorId: id, errorType: readLabel(body.error_type) ?? '' };
}

/** Text for people: kept short and printable. */
function readLabel(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  // Cut first: the cut may go through a character.
  return value
    .slice(0, 200)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ');
}

/** A browser will be sent there, so nothing but an absolute web address will do. */
function readConsentUrl(value: unknown): string {
  if (typeof value === 'string' && value.length <= 4096 && URL.canParse(value)) {
    if (/^https?:$/.test(new URL(value).protocol)) return locationUrl(value);
  }
  throw new DqeMalformedAnswerError('matching', 'url', 'not an absolute http(s) URL');
}

/** The scores, at the top level or under `matching` or `matching_notp` (protocol.md §6). */
function readScoresAnswer(call: DqeCall, body: WireObject): ScoresAnswer {
  for (const [path, candidate] of [
    ['matching.', body.matching],
    ['matching_notp.', body.matching_notp],
    ['', body],
  ] as const) {
    if (isObject(candidate) && holdsScores(candidate)) {
      return { kind: 'scores', scores: readScores(call, candidate, path) };
    }
  }
  throw new DqeMalformedAnswerError(call, '(body)', 'neither scores nor consent nor an error');
}
