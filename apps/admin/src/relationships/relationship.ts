import type { Actor } from '../access/principal.js';

/** Whether a person is still a customer. */
export interface Relationship {
  readonly id: string;
  /** null: with all applications that have none of their own. */
  readonly application: string | null;
  /** null: it goes on. */
  readonly endedAt: Date | null;
  readonly changedAt: Date;
  readonly changedBy: Actor;
}

/** A key says what is so for its own application only. */
export class RelationshipApplicationError extends Error {
  override readonly name = 'RelationshipApplicationError';

  constructor(readonly application: string) {
    super('another application than the caller’s');
  }
}
