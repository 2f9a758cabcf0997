import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../../access/access-event.js';
import type { Actor } from '../../access/principal.js';
import { insertOf } from '../../audit/prisma-access-log.js';
import { actorOf } from '../../persistence/actor-columns.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { time } from '../../persistence/prisma-time.js';
import type { CheckFinding } from './check-finding.js';
import type { LogCheckRecord } from './log-check-record.js';

export interface NewCheck {
  readonly id: string;
  readonly startedAt: Date;
}

export interface CheckEnd {
  readonly at: Date;
  readonly size: number;
  readonly findings: readonly CheckFinding[];
  readonly found: number;
}

/** Keeps checks in the audit database. One is under way at a time. */
@Injectable()
export class PrismaLogChecks {
  constructor(private readonly database: PrismaDatabase) {}

  /** Of somebody; stands or falls with its line in the access log. @returns whether none was under way */
  async start({ id, startedAt }: NewCheck, by: Actor, event: AccessEvent): Promise<boolean> {
    const { client } = this.database;
    return client.$transaction(async (tx) => {
      const added = await tx.$executeRaw`
        INSERT INTO log_checks (id, started_at, started_by_kind, started_by_id)
        VALUES (${id}::uuid, ${time(startedAt)}, ${by.kind}, ${by.id}) ON CONFLICT DO NOTHING`;
      if (added === 1) await tx.$executeRaw(insertOf([event]));
      return added === 1;
    });
  }

  /**
   * Of a night, by whoever is first, where none is under way.
   * @param night its date
   */
  async startNightly({ id, startedAt }: NewCheck, night: string): Promise<boolean> {
    const added = await this.database.client.$executeRaw`
      INSERT INTO log_checks (id, started_at, night) VALUES (${id}::uuid, ${time(startedAt)}, ${night})
      ON CONFLICT DO NOTHING`;
    return added === 1;
  }

  /** The one that is under way. */
  async underWay(): Promise<LogCheckRecord | null> {
    const row = await this.database.client.logCheck.findFirst({ where: { endedAt: null } });
    return row === null ? null : recordOf(row);
  }

  /** Takes it on, unless it has ended or somebody else was heard of within so many seconds. */
  async takeOn(id: string, silentSeconds: number): Promise<boolean> {
    const taken = await this.database.client.$executeRaw`
      UPDATE log_checks SET seen_at = clock_timestamp(), size = 0
      WHERE id = ${id}::uuid AND ${leftFor(silentSeconds)}`;
    return taken === 1;
  }

  /** Id of the one that is under way, where nobody was heard of within so many seconds. */
  async left(silentSeconds: number): Promise<string | null> {
    const [row] = await this.database.client.$queryRaw<{ id: string }[]>`
      SELECT id FROM log_checks WHERE ${leftFor(silentSeconds)}`;
    return row?.id ?? null;
  }

  /** That it is still being carried out, and how far. */
  async goesOn(id: string, size: number): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE log_checks SET seen_at = clock_timestamp(), size = ${BigInt(size)}
      WHERE id = ${id}::uuid AND ended_at IS NULL`;
  }

  /** Anybody may take it on again. */
  async letGo(id: string): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE log_checks SET seen_at = NULL WHERE id = ${id}::uuid AND ended_at IS NULL`;
  }

  /** With its alarm, where there is one. */
  async end(id: string, { at, size, findings, found }: CheckEnd, alarm: AccessEvent | null): Promise<void> {
    await this.database.client.$transaction(async (tx) => {
      const ended = await tx.$executeRaw`
        UPDATE log_checks SET ended_at = ${time(at)}, size = ${BigInt(size)}, found = ${found},
          result = ${found === 0 ? 'ok' : 'failed'}, findings = ${JSON.stringify(findings)}::jsonb
        WHERE id = ${id}::uuid AND ended_at IS NULL`;
      if (ended === 1 && alarm !== null) await tx.$executeRaw(insertOf([alarm]));
    });
  }

  async find(id: string): Promise<LogCheckRecord | null> {
    const row = await this.database.client.logCheck.findUnique({ where: { id } });
    return row === null ? null : recordOf(row);
  }

  /** The last that has ended. */
  async latest(): Promise<LogCheckRecord | null> {
    const row = await this.database.client.logCheck.findFirst({
      where: { endedAt: { not: null } },
      orderBy: { endedAt: 'desc' },
    });
    return row === null ? null : recordOf(row);
  }

  /** Newest first. */
  async page(limit: number, before: string | null): Promise<readonly LogCheckRecord[]> {
    const rows = await this.database.client.logCheck.findMany({
      where: before === null ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(recordOf);
  }
}

const leftFor = (seconds: number): Prisma.Sql =>
  Prisma.sql`ended_at IS NULL
    AND (seen_at IS NULL OR seen_at < clock_timestamp() - make_interval(secs => ${seconds}))`;

const recordOf = (row: Prisma.LogCheckGetPayload<object>): LogCheckRecord => ({
  ...{ id: row.id, startedAt: row.startedAt, endedAt: row.endedAt, found: row.found },
  startedBy: actorOf(row.startedByKind, row.startedById),
  size: row.size === null ? null : Number(row.size),
  result: row.result as LogCheckRecord['result'],
  findings: row.findings as unknown as readonly CheckFinding[],
});
