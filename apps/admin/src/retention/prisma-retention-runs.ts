import { Injectable } from '@nestjs/common';
import type { Prisma } from '@dqe-admin/database';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { NOTHING_PURGED, type PurgeReport, type RetentionRun } from './retention-run.js';

interface NewRun {
  readonly id: string;
  readonly dryRun: boolean;
  readonly startedAt: Date;
}

/** Keeps purges in the audit database. */
@Injectable()
export class PrismaRetentionRuns {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Of somebody; stands or falls with its line in the access log.
   * @param approvalId of the second person; null where none is needed
   */
  async start(run: NewRun, by: Actor, approvalId: string | null, event: AccessEvent): Promise<RetentionRun> {
    const [row] = await this.database.client.$transaction([
      this.database.client.retentionRun.create({
        data: { ...begun(run), startedByKind: by.kind, startedById: by.id, approvalId },
      }),
      this.database.client.$executeRaw(insertOf([event])),
    ]);
    return runOf(row);
  }

  /**
   * Of a night, by whoever is first.
   * @param night its date
   */
  async startNightly(run: NewRun, night: string): Promise<boolean> {
    const data = [{ ...begun(run), night }];
    const { count } = await this.database.client.retentionRun.createMany({ data, skipDuplicates: true });
    return count === 1;
  }

  /** Ids of those that have not ended, oldest first. */
  async unfinished(): Promise<readonly string[]> {
    const rows = await this.database.client.retentionRun.findMany({
      where: { state: 'running' },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async find(id: string): Promise<RetentionRun | null> {
    const row = await this.database.client.retentionRun.findUnique({ where: { id } });
    return row === null ? null : runOf(row);
  }

  /** Newest first. */
  async page(limit: number, before: string | null): Promise<readonly RetentionRun[]> {
    const rows = await this.database.client.retentionRun.findMany({
      where: before === null ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(runOf);
  }
}

const begun = ({ id, dryRun, startedAt }: NewRun) => ({
  ...{ id, dryRun, startedAt, state: 'running', stage: 'matches' },
  report: { ...NOTHING_PURGED } satisfies PurgeReport as Prisma.InputJsonObject,
});

const runOf = (row: Prisma.RetentionRunGetPayload<object>): RetentionRun => ({
  ...{ id: row.id, dryRun: row.dryRun, startedAt: row.startedAt, endedAt: row.endedAt },
  state: row.state as RetentionRun['state'],
  startedBy: actorOf(row.startedByKind, row.startedById),
  report: row.report as unknown as PurgeReport,
});
