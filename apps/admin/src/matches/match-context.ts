import type { Access } from '../access/access.js';
import type { Actor } from '../access/principal.js';
import type { ProbingGate } from '../probing/prisma-probing.js';
import type { MatchRecord } from './match-record.js';

/** What the admin service keeps with a match beyond what the library knows. */
export interface MatchContext {
  readonly requestId: string | null;
  readonly idempotency: Idempotency | null;
  /** The partner system whose match it is: its webhooks are told of the outcome. */
  readonly application: string;
  /** Who asked for it. */
  readonly actor: Actor;
  /** What turns away whoever tries one identity after another; null where that is switched off. */
  readonly probing: ProbingGate | null;
  /** The request it comes from: put on record along with a match that ends as it is opened. */
  readonly access: Access | null;
  /** Where the answer to it is left. */
  readonly kept: KeptAnswer;
}

/** A match as it was stored: what its audit shows until somebody does something else with it. */
export interface KeptAnswer {
  /** null: it has to be read. */
  record: MatchRecord | null;
}

/** Both are keyed hashes: neither the key nor the body can be read back from them. */
export interface Idempotency {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

/** The Idempotency-Key has been used before. The database says so, in the very write that opens a match. */
export class IdempotencyKeyUsedError extends Error {
  override readonly name = 'IdempotencyKeyUsedError';
}
