import type { Action } from './actions.js';
import type { Permission } from './permissions.js';
import type { Actor } from './principal.js';

export const OUTCOMES = ['allowed', 'refused', 'failed'] as const;
/** `refused`: by a missing permission or key. `failed`: let in, and it did not work. */
export type Outcome = (typeof OUTCOMES)[number];

/** Counts, codes and names of fields. Never a value that somebody sent, unless it was checked against a closed list. */
export type AccessData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AccessTarget {
  /** `match`, `key`, … */
  readonly type: string;
  readonly id: string | null;
}

/** One line of the access log. */
export interface AccessEvent {
  /** UUIDv7 of `at`. */
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  /** Of the actor; null where nobody knows. */
  readonly application: string | null;
  readonly action: Action;
  readonly target: AccessTarget | null;
  readonly outcome: Outcome;
  readonly permission: Permission | null;
  readonly requestId: string | null;
  readonly data: AccessData;
}
