import type { KeyTerms } from './key-standing.js';
import type { Permission } from './permissions.js';

/** A key as far as it is needed to let somebody in. */
export interface FoundKey extends KeyTerms {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly lastUsedAt: Date | null;
}

/** Where keys are looked up. Asked anew for every request, so that a revocation holds at once, everywhere. */
export interface KeyFinder {
  /** @param hash SHA-256 of the whole key */
  findByHash(hash: Uint8Array<ArrayBuffer>): Promise<FoundKey | null>;
  /** Notes that it was used, unless somebody did within the last minute. */
  touch(id: string, at: Date): Promise<void>;
}

export const KEY_FINDER = Symbol('KEY_FINDER');
