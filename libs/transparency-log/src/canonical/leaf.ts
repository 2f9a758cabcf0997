import { fromBase64 } from '../bytes/base64.js';
import {
  InputRefusedError,
  LeafMalformedError,
  LeafRefusedError,
} from '../errors/transparency-log-errors.js';
import { canonicalise, type JsonValue } from './canonical-json.js';

/** Entry bundles of C2SP `tlog-tiles` have two bytes for the length of a leaf. */
export const MAX_LEAF_BYTES = 65_535;

/**
 * An event as the log knows it. What may identify a person stays out of the open fields: it goes into `sealed`, as
 * ciphertext, so that erasing the person's key erases it and breaks no proof.
 */
export interface LogEvent {
  /** Version of this shape. */
  readonly v: 1;
  readonly id: string;
  /** What happened, `match.scored`. */
  readonly type: string;
  /** When it happened: ISO 8601 in UTC to the millisecond, as `Date.prototype.toISOString` writes it. */
  readonly at: string;
  /** When it was put on record, in the same form. */
  readonly recordedAt: string;
  readonly actor: JsonValue;
  readonly action: string | null;
  readonly target: JsonValue;
  readonly requestId: string | null;
  /** SHA-256 of a payload that is kept elsewhere, in base64. */
  readonly payloadHash?: string;
  /** The payload sealed for its subject, in base64. */
  readonly sealed?: string;
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
};
const isAny = (value: unknown): boolean => value !== undefined;
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const bytesOf = (value: unknown) => (typeof value === 'string' ? fromBase64(value) : null);

interface FieldRule {
  readonly holds: (value: unknown) => boolean;
  readonly remedy: string;
  readonly optional?: true;
}

const TIME = { holds: isTime, remedy: 'it has to be a time like 2026-01-31T12:00:00.000Z' };
const NAME = { holds: isName, remedy: 'it has to be text, and not empty' };
const TEXT = { holds: isTextOrNull, remedy: 'it has to be text or null' };
const ANY = { holds: isAny, remedy: 'it has to be JSON; null where there is none' };

const FIELDS: Readonly<Record<string, FieldRule>> = {
  v: { holds: (value) => value === 1, remedy: 'it has to be 1' },
  id: NAME,
  type: NAME,
  at: TIME,
  recordedAt: TIME,
  actor: ANY,
  action: TEXT,
  target: ANY,
  requestId: TEXT,
  payloadHash: {
    holds: (value) => bytesOf(value)?.length === 32,
    remedy: 'it has to be 32 bytes in base64',
    optional: true,
  },
  sealed: {
    holds: (value) => bytesOf(value) !== null,
    remedy: 'it has to be base64',
    optional: true,
  },
};

/**
 * The bytes of an event that are hashed and kept: its canonical JSON (RFC 8785) in UTF-8.
 * @throws LeafRefusedError naming the field
 */
export function encodeLeaf(event: LogEvent): Uint8Array {
  const given: Readonly<Record<string, unknown>> = { ...event };
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(FIELDS, name)) throw new LeafRefusedError(name, 'events have no such field');
  }
  for (const [name, { holds, remedy, optional }] of Object.entries(FIELDS)) {
    if (optional === true && !Object.hasOwn(given, name)) continue;
    if (!holds(given[name])) throw new LeafRefusedError(name, remedy);
  }
  const bytes = Buffer.from(canonical(given));
  if (bytes.length > MAX_LEAF_BYTES) {
    throw new LeafRefusedError('its length', `an event has at most ${MAX_LEAF_BYTES} bytes`);
  }
  return bytes;
}

/**
 * The event of these bytes; they have to be exactly those that `encodeLeaf` gives.
 * @throws LeafMalformedError
 */
export function decodeLeaf(leaf: Uint8Array): LogEvent {
  let event: LogEvent;
  try {
    event = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(leaf)) as LogEvent;
  } catch {
    throw new LeafMalformedError('they are not JSON in UTF-8');
  }
  if (typeof event !== 'object' || Array.isArray(event)) throw new LeafMalformedError('they are no object');
  let again: Uint8Array;
  try {
    again = encodeLeaf(event);
  } catch (error) {
    if (error instanceof LeafRefusedError) throw new LeafMalformedError(`${error.field}: ${error.remedy}`);
    throw error;
  }
  if (Buffer.compare(again, leaf) !== 0) throw new LeafMalformedError('they are not canonical');
  return event;
}

function canonical(event: unknown): string {
  try {
    return canonicalise(event);
  } catch (error) {
    if (error instanceof InputRefusedError) throw new LeafRefusedError(error.input, error.remedy);
    throw error;
  }
}
