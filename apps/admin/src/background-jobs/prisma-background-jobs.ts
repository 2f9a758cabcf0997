import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { type BackgroundJob, JOB_KINDS, type JobFilter, type JobKind } from './background-job.js';

interface Row extends Omit<BackgroundJob, 'progress' | 'requestedAt' | 'startedAt' | 'endedAt'> {
  readonly done: number | null;
  readonly total: number | null;
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** Each kind in the columns of {@link Row}. `application` says whose it is; null: the whole service's. */
const SOURCES: Readonly<Record<JobKind, Prisma.Sql>> = {
  export: Prisma.sql`
    SELECT id, CASE state WHEN 'expired' THEN 'completed' ELSE state END AS state, NULL::text AS about, done,
      rows AS total, failure, requested_at, read_from AS started_at, ended_at, within AS application FROM exports`,
  backtest: Prisma.sql`
    SELECT id, state, policy_id::text AS about, done, total, failure, requested_at, started_at, ended_at, application
    FROM policy_backtests`,
  log_check: Prisma.sql`
    SELECT id, CASE WHEN ended_at IS NULL THEN 'running' WHEN result = 'ok' THEN 'completed' ELSE 'failed' END AS state,
      NULL::text AS about, NULL::int AS done, NULL::int AS total, NULL::text AS failure,
      started_at AS requested_at, started_at, ended_at, NULL::text AS application
    FROM log_checks`,
  retention_run: Prisma.sql`
    SELECT id, state, NULL::text AS about, NULL::int AS done, NULL::int AS total, NULL::text AS failure,
      started_at AS requested_at, started_at, ended_at, NULL::text AS application
    FROM retention_runs`,
  key_rotation: Prisma.sql`
    SELECT id, CASE WHEN ended_at IS NULL THEN 'running' ELSE 'completed' END AS state, NULL::text AS about,
      moved + refused AS done, total, NULL::text AS failure, started_at AS requested_at, started_at, ended_at,
      NULL::text AS application
    FROM key_rotations`,
  scheduled_report: Prisma.sql`
    SELECT r.id, r.state, r.schedule_id::text AS about, r.done, r.total, r.failure, r.requested_at, r.started_at, r.ended_at,
      s.within AS application
    FROM report_runs r JOIN report_schedules s ON s.id = r.schedule_id`,
};

/** What goes on behind, from the tables where each kind is on record. Their ids are of the time they were asked for. */
@Injectable()
export class PrismaBackgroundJobs {
  constructor(private readonly database: PrismaDatabase) {}

  /** Newest first, whatever the kind. */
  async page(
    { kind, state, within }: JobFilter,
    limit: number,
    before: string | null,
  ): Promise<readonly BackgroundJob[]> {
    const conditions = [
      Prisma.sql`TRUE`,
      ...(state === undefined ? [] : [Prisma.sql`j.state = ${state}`]),
      ...(within === null ? [] : [Prisma.sql`j.application = ${within}`]),
      ...(before === null ? [] : [Prisma.sql`j.id < ${before}::uuid`]),
    ];
    const where = Prisma.join(conditions, ' AND ');
    // Each is cut before they are put together, so that no history is read in full.
    const parts = JOB_KINDS.filter((each) => kind === undefined || each === kind).map(
      (each) => Prisma.sql`(
        SELECT j.id, ${each} AS kind, j.state, j.about, j.done, j.total, j.failure, j.requested_at, j.started_at,
          j.ended_at
        FROM (${SOURCES[each]}) j WHERE ${where} ORDER BY j.id DESC LIMIT ${limit}
      )`,
    );
    const rows = await this.database.client.$queryRaw<Row[]>`
      SELECT id::text, kind, state, about, done, total, failure, requested_at, started_at, ended_at
      FROM (${Prisma.join(parts, ' UNION ALL ')}) jobs ORDER BY jobs.id DESC LIMIT ${limit}`;
    return rows.map(({ done, total, requested_at, started_at, ended_at, ...job }) => ({
      ...job,
      progress: done === null || total === null ? null : { done, total },
      ...{ requestedAt: requested_at, startedAt: started_at, endedAt: ended_at },
    }));
  }
}
