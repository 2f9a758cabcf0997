import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../../access/access-event.js';
import { firstIdOf } from '../../access/time-id.js';
import { insertOf } from '../../audit/prisma-access-log.js';
import { actorOf } from '../../persistence/actor-columns.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import type { BacktestRecord, BacktestRoom } from './backtest-record.js';
import { type BacktestTally, EMPTY_TALLY, type ScoredRow } from './backtest-tally.js';

export type NewBacktest = Pick<
  BacktestRecord,
  | 'id'
  | 'policyId'
  | 'activeId'
  | 'application'
  | 'from'
  | 'to'
  | 'requestedAt'
  | 'requestedBy'
  | 'requesterApplication'
  | 'requestId'
>;

/** Ours; exports have 0x64716510, publications 0x64716520. */
const LOCK_KEY = 0x6471_6521;
const OPEN = Prisma.sql`('queued', 'running')`;

/** Back-tests in the audit database: any instance can go on with them. */
@Injectable()
export class PrismaBacktests {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * With its line in the access log.
   * @returns null where there is no room
   */
  async create(wanted: NewBacktest, room: BacktestRoom, event: AccessEvent): Promise<BacktestRecord | null> {
    const { client } = this.database;
    const { id, policyId, activeId, application, from, to, requestedAt, requestedBy } = wanted;
    await client.$transaction([
      client.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})::text`,
      client.$executeRaw`
        WITH made AS (
          INSERT INTO policy_backtests (id, policy_id, active_id, application, range_from, range_to, state, tally,
            requested_at, requested_by_kind, requested_by_id, requester_application, request_id, updated_at)
          SELECT ${id}::uuid, ${policyId}::uuid, ${activeId}::uuid, ${application}, ${time(from)}, ${time(to)}, 'queued',
            ${JSON.stringify(EMPTY_TALLY)}::jsonb, ${time(requestedAt)}, ${requestedBy.kind}, ${requestedBy.id},
            ${wanted.requesterApplication}, ${wanted.requestId}, ${time(requestedAt)}
          WHERE (SELECT count(*) FROM policy_backtests WHERE state IN ${OPEN}) < ${room.inAll}
            AND (
              SELECT count(*) FROM policy_backtests
              WHERE state IN ${OPEN} AND requester_application = ${wanted.requesterApplication}
            ) < ${room.ofOne}
          RETURNING id
        )
        ${insertOf([event], Prisma.sql`made`)}`,
    ]);
    return this.find(id, null);
  }

  /** @param within the application the reader is confined to; null for all */
  async find(id: string, within: string | null): Promise<BacktestRecord | null> {
    const row = await this.database.client.policyBacktest.findFirst({ where: { id, ...inside(within) } });
    return row === null ? null : recordOf(row);
  }

  /** Of one policy, newest first. */
  async page(
    policyId: string,
    within: string | null,
    limit: number,
    before: string | null,
  ): Promise<readonly BacktestRecord[]> {
    const rows = await this.database.client.policyBacktest.findMany({
      where: { policyId, ...inside(within), ...(before === null ? {} : { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(recordOf);
  }

  /** How many matches there are to look at. */
  async count(backtest: BacktestRecord): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM matches m WHERE ${rangeOf(backtest, null)}`;
    return row?.count ?? 0;
  }

  /** The next matches, newest first. Their ids are of the time they were created. */
  async rows(backtest: BacktestRecord, limit: number): Promise<readonly ScoredRow[]> {
    return this.database.client.$queryRaw<ScoredRow[]>`
      SELECT m.id::text, m.operator, m.scores, m.verdict::text FROM matches m
      WHERE ${rangeOf(backtest, backtest.cursor)} ORDER BY m.id DESC LIMIT ${limit}`;
  }

  /**
   * Writes what a step has done.
   * @param before as it was when the step began: where somebody else was faster, or it was cancelled, nothing is written
   * @returns whether it was
   */
  async advance(
    before: BacktestRecord,
    progress: Partial<Pick<BacktestRecord, 'total' | 'done' | 'cursor' | 'tally'>>,
    at: Date,
  ): Promise<boolean> {
    const next = { ...before, ...progress };
    const count = await this.database.client.$executeRaw`
      UPDATE policy_backtests SET state = 'running', total = ${next.total}, done = ${next.done},
        cursor = ${next.cursor}::uuid, tally = ${JSON.stringify(next.tally)}::jsonb, updated_at = ${time(at)},
        started_at = coalesce(started_at, ${time(at)})
      WHERE ${stillAt(before)}`;
    return count === 1;
  }

  /** With its line in the access log. @returns false where it had ended, or had gone on meanwhile */
  async complete(before: BacktestRecord, at: Date, event: AccessEvent): Promise<boolean> {
    const count = await this.database.client.$executeRaw`
      WITH ended AS (
        UPDATE policy_backtests SET state = 'completed', total = done, ended_at = ${time(at)}, updated_at = ${time(at)}
        WHERE ${stillAt(before)} RETURNING id
      )
      ${insertOf([event], Prisma.sql`ended`)}`;
    return count === 1;
  }

  /** @returns false where it had ended */
  async end(
    id: string,
    state: 'failed' | 'cancelled',
    at: Date,
    failure: string | null,
    event: AccessEvent,
  ): Promise<boolean> {
    const count = await this.database.client.$executeRaw`
      WITH ended AS (
        UPDATE policy_backtests SET state = ${state}, failure = ${failure}, ended_at = ${time(at)},
          updated_at = ${time(at)}
        WHERE id = ${id}::uuid AND state IN ${OPEN} RETURNING id
      )
      ${insertOf([event], Prisma.sql`ended`)}`;
    return count === 1;
  }

  /** Counts a step that failed. @returns how many have */
  async failed(id: string): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ failures: number }[]>`
      UPDATE policy_backtests SET failures = failures + 1 WHERE id = ${id}::uuid RETURNING failures`;
    return row?.failures ?? 0;
  }

  /** Ids of those that are under way, and that nobody has gone on with since; oldest first. */
  async abandoned(since: Date): Promise<readonly string[]> {
    const rows = await this.database.client.policyBacktest.findMany({
      where: { state: { in: ['queued', 'running'] }, updatedAt: { lte: since } },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}

const inside = (within: string | null) => (within === null ? {} : { application: within });

/** @param before the oldest match that was counted */
function rangeOf({ application, from, to }: BacktestRecord, before: string | null): Prisma.Sql {
  const within = application === null ? Prisma.empty : Prisma.sql`AND m.application = ${application}`;
  return Prisma.sql`m.status = 'scored' AND m.id >= ${firstIdOf(from)}::uuid AND m.id < ${before ?? firstIdOf(to)}::uuid
    AND m.scores IS NOT NULL AND m.verdict IS NOT NULL ${within}`;
}

const stillAt = ({ id, done, total }: BacktestRecord): Prisma.Sql =>
  Prisma.sql`id = ${id}::uuid AND state IN ${OPEN} AND done = ${done} AND total IS NOT DISTINCT FROM ${total}::int`;

const recordOf = (row: Prisma.PolicyBacktestGetPayload<object>): BacktestRecord => ({
  ...{ id: row.id, policyId: row.policyId, activeId: row.activeId, application: row.application },
  ...{ from: row.rangeFrom, to: row.rangeTo, state: row.state as BacktestRecord['state'] },
  ...{ total: row.total, done: row.done, cursor: row.cursor, failure: row.failure },
  tally: row.tally as unknown as BacktestTally,
  ...{ requestedAt: row.requestedAt, requestedBy: actorOf(row.requestedByKind, row.requestedById) },
  ...{ requesterApplication: row.requesterApplication, requestId: row.requestId },
  ...{ startedAt: row.startedAt, endedAt: row.endedAt },
});
