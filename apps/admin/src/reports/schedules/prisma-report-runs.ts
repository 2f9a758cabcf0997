import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../../access/access-event.js';
import { insertOf } from '../../audit/prisma-access-log.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import type { Period } from '../counts/prisma-counted.js';
import type { ReportRun, RunFailure } from './report-run.js';

/** Keeps how far the report of a schedule on a period is. */
@Injectable()
export class PrismaReportRuns {
  constructor(private readonly database: PrismaDatabase) {}

  /** Where there is none for this period yet. @param total how many files there are to be */
  async open(id: string, scheduleId: string, { from, to }: Period, total: number, at: Date): Promise<void> {
    await this.database.client.$executeRaw`
      INSERT INTO report_runs (id, schedule_id, period_from, period_to, state, total, requested_at)
      VALUES (${id}::uuid, ${scheduleId}::uuid, ${time(from)}, ${time(to)}, 'queued', ${total}, ${time(at)})
      ON CONFLICT (schedule_id, period_from, period_to) DO NOTHING`;
  }

  /** Oldest first. */
  async unfinished(): Promise<readonly ReportRun[]> {
    const rows = await this.database.client.reportRun.findMany({
      ...{ where: { endedAt: null }, orderBy: { id: 'asc' } },
    });
    return rows.map(({ id, scheduleId, periodFrom, periodTo, failure, requestedAt }) => ({
      ...{ id, scheduleId, period: { from: periodFrom, to: periodTo }, requestedAt },
      failure: failure as RunFailure | null,
    }));
  }

  async begin(id: string, at: Date): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE report_runs SET state = 'running', started_at = coalesce(started_at, ${time(at)})
      WHERE id = ${id}::uuid AND ended_at IS NULL`;
  }

  /** Of two who are at it, the one behind takes nothing back. @param done files that are where they are fetched, of so many */
  async advance(id: string, done: number, total: number): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE report_runs SET done = greatest(done, ${done}), total = ${total} WHERE id = ${id}::uuid AND ended_at IS NULL`;
  }

  async complete(id: string, at: Date): Promise<void> {
    await this.end(id, 'completed', at);
  }

  async cancel(id: string, at: Date): Promise<void> {
    await this.end(id, 'cancelled', at);
  }

  /**
   * A try that came to nothing. On record once for each reason, however often it is tried, and when it is given up.
   * @param givenUp whether it is not tried again
   */
  async fail(id: string, failure: RunFailure, at: Date, event: AccessEvent, givenUp: boolean): Promise<void> {
    await this.database.client.$executeRaw`
      WITH was AS (
        SELECT id, failure FROM report_runs WHERE id = ${id}::uuid AND ended_at IS NULL FOR UPDATE
      ), failed AS (
        UPDATE report_runs r SET state = 'failed', failure = ${failure}, ended_at = ${time(givenUp ? at : null)}
        FROM was WHERE r.id = was.id RETURNING r.id
      ), told AS (
        SELECT was.id FROM was JOIN failed USING (id) WHERE ${givenUp} OR was.failure IS DISTINCT FROM ${failure}
      )
      ${insertOf([event], Prisma.sql`told`)}`;
  }

  /** Forgets what ended before. */
  async drop(before: Date): Promise<void> {
    await this.database.client.reportRun.deleteMany({ where: { endedAt: { lt: before } } });
  }

  private async end(id: string, state: 'completed' | 'cancelled', at: Date): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE report_runs SET state = ${state}, failure = NULL, ended_at = ${time(at)}
      WHERE id = ${id}::uuid AND ended_at IS NULL`;
  }
}
