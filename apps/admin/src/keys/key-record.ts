import type { KeyTerms } from '../access/key-standing.js';
import type { Permission } from '../access/permissions.js';
import type { Actor } from '../access/principal.js';

/** A key on record, without the key. */
export interface KeyRecord extends KeyTerms {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Permission[];
  readonly createdAt: Date;
  readonly createdBy: Actor;
  readonly lastUsedAt: Date | null;
  /** Id of the key that followed it. */
  readonly rotatedTo: string | null;
}

/** A key that was just made: the only moment at which it is known. */
export interface MadeKey {
  readonly record: KeyRecord;
  readonly key: string;
}

/** What may be changed of a key; undefined leaves it as it is. */
export interface KeyChange {
  readonly name?: string;
  readonly scopes?: readonly Permission[];
  readonly expiresAt?: Date | null;
}

export interface KeyFilter {
  readonly application?: string;
  /** What the reader is confined to, whatever else was asked for. */
  readonly within: string | null;
}
