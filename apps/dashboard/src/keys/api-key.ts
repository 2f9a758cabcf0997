import type { ActorIdentity } from '../records/actor.tsx';

/** A key of a machine, as the service lists it: never the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly status: 'active' | 'replaced' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly createdBy: ActorIdentity;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly rotatedTo: string | null;
  readonly overlapUntil: string | null;
  readonly revokedAt: string | null;
}

export interface NewApiKey extends ApiKey {
  /** Shown this once. */
  readonly key: string;
}

export const TONES = { active: 'good', replaced: 'warning', expired: 'plain', revoked: 'bad' } as const;
