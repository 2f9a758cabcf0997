import { createHash } from 'node:crypto';
import { canonicalise, type JsonValue } from '../canonical/canonical-json.js';
import { decodeLeaf, type LogEvent } from '../canonical/leaf.js';
import { signNote } from '../notes/signed-note.js';
import type { SigningKey } from '../notes/signing-key.js';

/** First line of what is signed of a receipt. Neither a checkpoint nor an export begins like this. */
export const RECEIPT_FORMAT = 'transparency-log-receipt/v1';

/** That the event is in the log. */
export interface ReceiptInclusion {
  /** Its place in the log, from 0. */
  readonly index: number;
  /** Byte for byte what was hashed. */
  readonly leaf: string;
  /** What the leaf has the hash of; null where whoever gets the receipt is not to see it, or it was purged. */
  readonly payload: string | null;
  /** Hashes in base64. */
  readonly proof: readonly string[];
  /** A signed note. */
  readonly checkpoint: string;
}

/** What whoever caused an event can keep of it. */
export interface Receipt {
  readonly format: typeof RECEIPT_FORMAT;
  /** What happened: canonical JSON. */
  readonly statement: string;
  /** A signed note over the statement: that it is on record, and by when it will be in the log. */
  readonly promise: string;
  /** null: it was not in the log yet. */
  readonly inclusion: ReceiptInclusion | null;
}

/** Of an event, what was known when it happened: when it was put on record, and its salt, come later. */
export type StatedEvent = Omit<LogEvent, 'recordedAt' | 'payloadHash' | 'sealed'>;

export interface Statement {
  readonly event: StatedEvent;
  /** Of its payload, all or a part. */
  readonly content: Readonly<Record<string, JsonValue>>;
}

/** @throws LeafMalformedError */
export function statementOf(leaf: Uint8Array, content: Statement['content']): string {
  return canonicalise({ event: statedIn(leaf), content });
}

/** @throws LeafMalformedError */
export function statedIn(leaf: Uint8Array): StatedEvent {
  const { v, id, type, at, actor, action, target, requestId } = decodeLeaf(leaf);
  return { v, id, type, at, actor, action, target, requestId };
}

export interface PromiseTerms {
  /** The name of the log. */
  readonly origin: string;
  readonly issuedAt: Date;
  /** By when the event is in the log. */
  readonly dueAt: Date;
}

/** The note of a promise. */
export function signPromise(statement: string, terms: PromiseTerms, keys: readonly SigningKey[]): string {
  const { origin, issuedAt, dueAt } = terms;
  const lines = [
    RECEIPT_FORMAT,
    origin,
    statementHash(statement),
    issuedAt.toISOString(),
    dueAt.toISOString(),
  ];
  return signNote(lines.map((line) => `${line}\n`).join(''), keys);
}

export const statementHash = (statement: string): string =>
  createHash('sha256').update(statement).digest('base64');

/** The text of a promise taken apart; null where it is none. */
export function parsePromise(text: string): (PromiseTerms & { readonly hash: string }) | null {
  const [format, origin = '', hash = '', issued = '', due = '', end, ...more] = text.split('\n');
  if (format !== RECEIPT_FORMAT || origin === '' || end !== '' || more.length > 0) return null;
  const [issuedAt, dueAt] = [new Date(issued), new Date(due)];
  const areTimes = [issuedAt, dueAt].every((time) => !Number.isNaN(time.getTime()));
  return areTimes ? { origin, hash, issuedAt, dueAt } : null;
}

/** Whether this is said, among other things, by that. */
export function isSaidBy(one: JsonValue, other: JsonValue | undefined): boolean {
  if (other === undefined) return false;
  if (!isObject(one)) return canonicalise(one) === canonicalise(other);
  return isObject(other) && Object.entries(one).every(([name, value]) => isSaidBy(value, other[name]));
}

const isObject = (value: JsonValue): value is Readonly<Record<string, JsonValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
