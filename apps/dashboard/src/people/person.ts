export const ROLES = ['viewer', 'operator', 'reviewer', 'auditor', 'admin'] as const;

/** Somebody of the staff. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly (typeof ROLES)[number][];
  readonly status: 'invited' | 'active' | 'disabled';
  readonly twoFactor: boolean;
  readonly createdAt: string;
  readonly joinedAt: string | null;
  readonly disabledAt: string | null;
}

export interface Invited extends Person {
  /** The link, shown this once. */
  readonly invitation: string;
  readonly invitationExpiresAt: string;
}

export const TONES = { invited: 'waiting', active: 'good', disabled: 'bad' } as const;
