import type { Actor } from '../access/principal.js';

/** Something that must not be purged or erased. */
export interface LegalHold {
  /** UUIDv7. */
  readonly id: string;
  readonly subjectId: string;
  /** null: all matches of the subject. */
  readonly matchId: string | null;
  /** Only matches of this application; null: all. */
  readonly application: string | null;
  /** Whether the person is told of it in a report. */
  readonly disclose: boolean;
  /** null: until it is released. */
  readonly until: Date | null;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  readonly releasedAt: Date | null;
  readonly releasedBy: Actor | null;
}

/** With what somebody typed; null where the person was erased since. */
export interface ReasonedHold extends LegalHold {
  readonly reason: string | null;
  readonly releaseReason: string | null;
}

/** @param now milliseconds */
export const isActive = (
  { releasedAt, until }: Pick<LegalHold, 'releasedAt' | 'until'>,
  now: number,
): boolean => releasedAt === null && (until === null || until.getTime() > now);
