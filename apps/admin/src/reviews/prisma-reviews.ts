import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import type { MatchEventRecord } from '../matches/match-record.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { reasonHash } from '../sealing/reason-hash.js';
import type {
  MatchUnderReview,
  OverrideRecord,
  Resolution,
  ReviewCause,
  ReviewFilter,
  ReviewRecord,
  ReviewState,
  Sealed,
  SealedReview,
} from './review-record.js';

const SELECT = {
  ...{ id: true, matchId: true, subjectId: true, cause: true, state: true, openedAt: true },
  ...{ openedByKind: true, openedById: true, closedAt: true, closedByKind: true, closedById: true },
  resolution: true,
} as const satisfies Prisma.ReviewSelect;

type Row = Prisma.ReviewGetPayload<{ select: typeof SELECT }>;

/** Keeps cases and overrides. Each change is one statement, with its line in the timeline and in the access log. */
@Injectable()
export class PrismaReviews {
  constructor(private readonly database: PrismaDatabase) {}

  async match(id: string, within: string | null): Promise<MatchUnderReview | null> {
    const row = await this.database.client.match.findUnique({
      where: { id, ...(within === null ? {} : { application: within }) },
      select: { id: true, subjectId: true, verdict: true, overrideVerdict: true, overrideAt: true },
    });
    if (row === null) return null;
    const { overrideVerdict: verdict, overrideAt: at, ...match } = row;
    return { ...match, override: verdict === null || at === null ? null : { verdict, at } };
  }

  /** The id of the case in which somebody contests the match. */
  async openContest(matchId: string): Promise<string | null> {
    const where = { matchId, cause: 'contested', state: 'open' };
    return (await this.database.client.review.findFirst({ where, select: { id: true } }))?.id ?? null;
  }

  async find(id: string, within: string | null): Promise<SealedReview | null> {
    const row = await this.database.client.review.findFirst({
      where: { AND: [{ id }, visible(within)] },
      select: {
        ...SELECT,
        ...{ reasonSealed: true, closingReasonSealed: true },
        match: { select: { overrides: { orderBy: { ordinal: 'asc' } } } },
      },
    });
    if (row === null) return null;
    const { reasonSealed, closingReasonSealed } = row;
    const overrides = row.match.overrides.map((one) => ({
      ...{ id: one.id, matchId: one.matchId, reviewId: one.reviewId, verdict: one.verdict, at: one.at },
      ...{ previousVerdict: one.previousVerdict, approvalId: one.approvalId, reasonSealed: one.reasonSealed },
      by: actorOf(one.actorKind, one.actorId),
    }));
    return { ...recordOf(row), reasonSealed, closingReasonSealed, overrides };
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   */
  async page(
    { state, cause, within }: ReviewFilter,
    limit: number,
    before: string | null,
  ): Promise<readonly ReviewRecord[]> {
    const rows = await this.database.client.review.findMany({
      where: { AND: [{ state, cause }, visible(within), before === null ? {} : { id: { lt: before } }] },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    });
    return rows.map(recordOf);
  }

  /** @returns false where a case is open already */
  contest(review: ReviewRecord, reason: Sealed, event: AccessEvent): Promise<boolean> {
    const { id, matchId, subjectId, openedAt, openedBy } = review;
    const changed = Prisma.sql`
      INSERT INTO reviews
        (id, match_id, subject_id, cause, state, opened_at, opened_by_kind, opened_by_id, reason_sealed)
      SELECT ${id}::uuid, id, ${subjectId}::uuid, 'contested', 'open', ${time(openedAt)}, ${openedBy?.kind ?? null},
        ${openedBy?.id ?? null}, ${reason}::bytea
      FROM matches WHERE id = ${matchId}::uuid AND verdict IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING match_id`;
    const match = Prisma.sql`UPDATE matches SET review_state = 'open' WHERE id IN (SELECT match_id FROM changed)`;
    const line = { type: 'contested' as const, at: openedAt, data: { reviewId: id, ...reasonHash(reason) } };
    return this.write(changed, match, line, event);
  }

  /** @returns false where it was closed meanwhile, or what was done in it contradicts the resolution */
  close(
    {
      id,
      closedAt,
      closedBy,
      resolution,
    }: { id: string; closedAt: Date; closedBy: Actor; resolution: Resolution },
    reason: Sealed,
    event: AccessEvent,
  ): Promise<boolean> {
    const changed = Prisma.sql`
      UPDATE reviews r SET state = 'closed', closed_at = ${time(closedAt)}, closed_by_kind = ${closedBy.kind},
        closed_by_id = ${closedBy.id}, resolution = ${resolution}, closing_reason_sealed = ${reason}::bytea
      WHERE r.id = ${id}::uuid AND r.state = 'open'
        AND ${resolution === 'overridden'} = EXISTS (SELECT FROM verdict_overrides o WHERE o.review_id = r.id)
      RETURNING r.match_id, r.subject_id, r.cause, r.resolution`;
    const match = Prisma.sql`
      UPDATE matches SET review_state = 'closed' WHERE id IN (SELECT match_id FROM changed WHERE cause = 'contested')`;
    const line = {
      ...{ type: 'review_closed' as const, at: closedAt },
      data: { reviewId: id, resolution, ...reasonHash(reason) },
    };
    // That its number was probed is no step of the match: whoever may see it may not know.
    const told = Prisma.sql`WHERE cause = 'contested'`;
    // Nothing was wrong: whoever is turned away because of it is let in again.
    const lifted = Prisma.sql`
      UPDATE probings p SET until = ${time(closedAt)} FROM changed c
      WHERE c.cause = 'probing' AND c.resolution = 'dismissed'
        AND p.subject_id = c.subject_id AND p.match_id = c.match_id AND p.until > ${time(closedAt)}`;
    return this.write(changed, match, line, event, { told, lifted });
  }

  /**
   * The row of the match is locked before it is compared: of two who override at once, one finds that another verdict
   * stands by now.
   * @param before the match as it was when this was decided
   * @returns false where somebody else overrode it meanwhile
   */
  override(
    override: OverrideRecord,
    before: MatchUnderReview,
    reason: Sealed,
    event: AccessEvent,
  ): Promise<boolean> {
    const { id, matchId, verdict, previousVerdict, at, by, reviewId, approvalId } = override;
    const { verdict: policys, override: last } = before;
    const changed = Prisma.sql`
      INSERT INTO verdict_overrides (
        id, match_id, ordinal, review_id, verdict, previous_verdict, reason_sealed, at, actor_kind, actor_id, approval_id
      )
      SELECT ${id}::uuid, m.id, (SELECT count(*) + 1 FROM verdict_overrides o WHERE o.match_id = m.id),
        ${reviewId}::uuid, ${verdict}::verdict_result, ${previousVerdict}::verdict_result, ${reason}::bytea, ${time(at)},
        ${by.kind}, ${by.id}, ${approvalId}::uuid
      FROM (
        SELECT id FROM matches WHERE id = ${matchId}::uuid AND verdict = ${policys}::verdict_result
          AND override_at IS NOT DISTINCT FROM ${time(last?.at ?? null)}
          AND override_verdict IS NOT DISTINCT FROM ${last?.verdict ?? null}::verdict_result
        FOR UPDATE
      ) m
      RETURNING match_id`;
    const match = Prisma.sql`
      UPDATE matches SET override_verdict = ${verdict}::verdict_result, override_at = ${time(at)}
      WHERE id IN (SELECT match_id FROM changed)`;
    const line = {
      ...{ type: 'overridden' as const, at },
      data: { verdict, previousVerdict, reviewId, overrideId: id, ...reasonHash(reason) },
    };
    return this.write(changed, match, line, event);
  }

  /**
   * Runs `changed`, which returns the `match_id` or nothing, and the rest where it returned one.
   * @param more `told`: which of them the timeline tells of; `lifted`: what else is written
   */
  private async write(
    changed: Prisma.Sql,
    match: Prisma.Sql,
    { type, at, data }: { type: MatchEventRecord['type']; at: Date; data: object },
    event: AccessEvent,
    { told = Prisma.empty, lifted = Prisma.sql`SELECT 1` }: { told?: Prisma.Sql; lifted?: Prisma.Sql } = {},
  ): Promise<boolean> {
    const [result] = await this.database.client.$queryRaw<{ changed: boolean }[]>`
      WITH changed AS (${changed}), marked AS (${match}), timeline AS (
        INSERT INTO match_events (id, match_id, type, at, data)
        SELECT ${uuidv7()}::uuid, match_id, ${type}, ${time(at)}, ${JSON.stringify(data)}::jsonb FROM changed ${told}
      ), recorded AS (${insertOf([event], Prisma.sql`changed`)}), lifted AS (${lifted})
      SELECT EXISTS (SELECT FROM changed) AS changed`;
    return result?.changed === true;
  }
}

/**
 * A key sees the cases of its application; those of probing only people see, because they are drawn from the matches of
 * all applications.
 */
const visible = (within: string | null): Prisma.ReviewWhereInput =>
  within === null ? {} : { match: { application: within }, cause: { not: 'probing' } };

const recordOf = (row: Row): ReviewRecord => ({
  ...{
    id: row.id,
    matchId: row.matchId,
    subjectId: row.subjectId,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
  },
  cause: row.cause as ReviewCause,
  state: row.state as ReviewState,
  openedBy: actorOf(row.openedByKind, row.openedById),
  closedBy: actorOf(row.closedByKind, row.closedById),
  resolution: row.resolution as Resolution | null,
});
