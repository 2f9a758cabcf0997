import type { KeyStanding } from '../access/key-standing.js';
import type { Permission } from '../access/permissions.js';

/** There is no such key, or none the caller may know of. */
export class KeyNotFoundError extends Error {
  override readonly name = 'KeyNotFoundError';
}

/** Somebody would hand out more than they have themselves. */
export class KeyGrantError extends Error {
  override readonly name = 'KeyGrantError';

  constructor(readonly missing: readonly Permission[]) {
    super('more than the granter has');
  }
}

/** A key makes keys for its own application only. */
export class KeyApplicationError extends Error {
  override readonly name = 'KeyApplicationError';

  constructor(readonly application: string) {
    super('another application than the granter’s');
  }
}

/** The key has come to its end, or another has followed it. */
export class KeyNotActiveError extends Error {
  override readonly name = 'KeyNotActiveError';

  constructor(readonly standing: KeyStanding) {
    super(`the key is ${standing}`);
  }
}

/** The key would have ended before it began. */
export class KeyExpiryError extends Error {
  override readonly name = 'KeyExpiryError';
}

/** Somebody else changed the key at the same time. */
export class KeyChangedError extends Error {
  override readonly name = 'KeyChangedError';
}
