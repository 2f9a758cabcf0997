import type { Role } from '../access/permissions.js';

/** What an invitation is followed by: `invited` has not come in yet. */
export const PERSON_STANDINGS = ['invited', 'active', 'disabled'] as const;
export type PersonStanding = (typeof PERSON_STANDINGS)[number];

/** Somebody of the staff. */
export interface PersonRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** By a one-time code; where not, only the OpenID provider lets them in. */
  readonly twoFactorEnabled: boolean;
  readonly createdAt: Date;
  readonly joinedAt: Date | null;
  readonly disabledAt: Date | null;
}

export const standingOf = ({ joinedAt, disabledAt }: PersonRecord): PersonStanding =>
  disabledAt !== null ? 'disabled' : joinedAt === null ? 'invited' : 'active';

/** What may be changed of a person; undefined leaves it as it is. */
export interface PersonChange {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly disabled?: boolean;
}

/** How a link came about. */
export interface NewInvitation {
  readonly id: string;
  /** null: for the first administrator. */
  readonly personId: string | null;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly createdAt: Date;
  readonly createdBy: { readonly kind: string; readonly id: string };
  readonly expiresAt: Date;
}
