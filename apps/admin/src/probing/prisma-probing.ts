import { Prisma } from '@dqe-admin/database';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock, OpenedMatch } from 'nestjs-dqe-idmobile';
import type { AccessEvent } from '../access/access-event.js';
import { firstIdOf, timeId } from '../access/time-id.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { CLOCK } from '../clock.module.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { ProbingSettings } from '../settings/settings-record.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { canonicalIdentity } from './canonical-identity.js';

const MINUTE_MS = 60_000;

/** What the statement that opens a match is told of an identity, and of the limits on trying others. */
export interface Admission {
  readonly identityIndex: Uint8Array<ArrayBuffer>;
  readonly now: Date;
  /** The smallest id of the matches that count. */
  readonly since: string;
  readonly maxIdentities: number;
  readonly maxClimbs: number;
  readonly throttleMinutes: number;
}

/**
 * Whether the identity of row `r` may be tried on its subject, see `Admission`: all may where it is null. Where it may
 * not, the statement notes that in `probings`.
 */
export const ADMITTED = Prisma.sql`r.admission IS NULL OR admit_identity(
  r.subject_id, r.identity_index, r.idempotency_key, (r.admission->>'now')::timestamptz, (r.admission->>'since')::uuid,
  (r.admission->>'maxIdentities')::int, (r.admission->>'maxClimbs')::int, (r.admission->>'throttleMinutes')::int
)`;

/** Asked as a match is opened, in the same statement: of many at once, each is counted before the next is let in. */
export interface ProbingGate {
  admissionOf(match: OpenedMatch): Admission;
}

/** Somebody was seen guessing. */
export interface Probing {
  readonly subjectId: string;
  /** The last match of the number before. */
  readonly matchId: string;
  /** Whose match that is; null where it is gone. */
  readonly application: string | null;
  readonly kind: 'identities' | 'climbing';
  readonly identities: number;
  readonly climbs: number;
  /** null: nobody has been told. */
  readonly reportedAt: Date | null;
}

/** Counts what was tried on a number; see `admit_identity` in the migrations. */
@Injectable()
export class PrismaProbing {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly indexes: BlindIndexes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  gate(limits: ProbingSettings): ProbingGate {
    return { admissionOf: (match) => this.admissionOf(match, limits) };
  }

  /** @returns null where nobody was ever seen guessing at this person */
  async find(subjectId: string): Promise<Probing | null> {
    const [row] = await this.database.client.$queryRaw<Probing[]>`
      SELECT p.subject_id::text AS "subjectId", p.match_id::text AS "matchId", m.application, p.kind, p.identities,
        p.climbs, p.reported_at AS "reportedAt"
      FROM probings p LEFT JOIN matches m ON m.id = p.match_id WHERE p.subject_id = ${subjectId}::uuid`;
    return row ?? null;
  }

  /**
   * Puts it on record and before people, in one statement and once, however many are turned away.
   * @returns false where somebody else did
   */
  async report({ subjectId, matchId }: Probing, event: AccessEvent): Promise<boolean> {
    const now = this.clock.now();
    const at = time(new Date(now));
    const [result] = await this.database.client.$queryRaw<{ reported: boolean }[]>`
      WITH reported AS (
        UPDATE probings SET reported_at = ${at}
        WHERE subject_id = ${subjectId}::uuid AND match_id = ${matchId}::uuid AND reported_at IS NULL
        RETURNING match_id, subject_id
      ), opened AS (
        INSERT INTO reviews (id, match_id, subject_id, cause, state, opened_at)
        SELECT ${timeId(now)}::uuid, m.id, r.subject_id, 'probing', 'open', ${at}
        FROM reported r JOIN matches m ON m.id = r.match_id
        ON CONFLICT DO NOTHING
      ), recorded AS (${insertOf([event], Prisma.sql`reported`)})
      SELECT EXISTS (SELECT FROM reported) AS reported`;
    return result?.reported === true;
  }

  private admissionOf(
    { identity }: OpenedMatch,
    { windowMinutes, maxIdentities, maxClimbs, throttleMinutes }: ProbingSettings,
  ): Admission {
    const now = this.clock.now();
    return {
      identityIndex: this.indexes.identity(canonicalIdentity(identity)),
      now: new Date(now),
      since: firstIdOf(new Date(now - windowMinutes * MINUTE_MS)),
      ...{ maxIdentities, maxClimbs, throttleMinutes },
    };
  }
}
