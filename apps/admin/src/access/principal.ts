import type { Permission, Role } from './permissions.js';

/** Who acts, as the records name them. `anonymous` is whoever was not let in, `service` what happens by itself. */
export interface Actor {
  readonly kind: 'bootstrap' | 'key' | 'person' | 'anonymous' | 'service';
  readonly id: string;
}

/** Somebody who was let in. */
export interface Principal extends Actor {
  readonly kind: 'bootstrap' | 'key' | 'person';
  /** For people to read; may be somebody's name, so it goes into no record and no log. */
  readonly label: string;
  /** The partner system it belongs to; matches it makes are that system's. */
  readonly application: string;
  /** Of people; keys and the bootstrap key have permissions only. */
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
}

export const DEFAULT_APPLICATION = 'default';

/** A slug, as it stands in addresses and in metrics of others. */
export const APPLICATION = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The application a principal is confined to; null where it sees all. Partners must not see each other's customers, so
 * a key sees its own application only; people work for all of them, and roles say what they see.
 */
export const confinementOf = ({ kind, application }: Principal): string | null =>
  kind === 'key' ? application : null;
