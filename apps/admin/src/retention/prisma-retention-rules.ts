import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { type RetentionClock, type RetentionGround, type RetentionRule, scopeOf } from './retention-rule.js';

type Reader = Pick<Prisma.TransactionClient, 'retentionRule'>;

/** The rules in force, as of one statement. */
export async function rulesInForce(reader: Reader): Promise<readonly RetentionRule[]> {
  const rows = await reader.retentionRule.findMany({
    where: { endedAt: null },
    orderBy: [{ application: 'asc' }, { purpose: 'asc' }],
  });
  return rows.map(ruleOf);
}

/** Keeps rules in the audit database. Each change is one statement, together with its line in the access log. */
@Injectable()
export class PrismaRetentionRules {
  constructor(private readonly database: PrismaDatabase) {}

  inForce(): Promise<readonly RetentionRule[]> {
    return rulesInForce(this.database.client);
  }

  /**
   * Newest first, those that have ended among them.
   * @param within the application the reader is confined to: its own rules, and those of all
   */
  async page(
    { within, inForce }: { readonly within: string | null; readonly inForce: boolean | undefined },
    limit: number,
    before: string | null,
  ): Promise<readonly RetentionRule[]> {
    const rows = await this.database.client.retentionRule.findMany({
      where: {
        ...(within === null ? {} : { OR: [{ application: null }, { application: within }] }),
        ...(inForce === undefined ? {} : { endedAt: inForce ? null : { not: null } }),
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(ruleOf);
  }

  async find(id: string): Promise<RetentionRule | null> {
    const row = await this.database.client.retentionRule.findUnique({ where: { id } });
    return row === null ? null : ruleOf(row);
  }

  /**
   * Puts a rule into force, and ends the one of the same scope.
   * @param approvalId of the second person; null where none is needed
   * @returns false where somebody put another one into force at the same time
   */
  async put(rule: RetentionRule, approvalId: string | null, event: AccessEvent): Promise<boolean> {
    const { id, application, purpose, clock, days, duty, ground, createdAt, createdBy } = rule;
    const scope = scopeOf(rule);
    return this.database.client.$transaction(async (tx) => {
      await tx.$executeRaw`
        UPDATE retention_rules SET live_key = NULL, ended_at = ${time(createdAt)}, ended_by_kind = ${createdBy.kind},
          ended_by_id = ${createdBy.id}, superseded_by = ${id}::uuid
        WHERE live_key = ${scope}`;
      const put = await tx.$executeRaw`
        INSERT INTO retention_rules (id, live_key, application, purpose, clock, days, duty, ground, created_at,
          created_by_kind, created_by_id, approval_id)
        VALUES (${id}::uuid, ${scope}, ${application}, ${purpose}, ${clock}, ${days}, ${duty}, ${ground},
          ${time(createdAt)}, ${createdBy.kind}, ${createdBy.id}, ${approvalId}::uuid)
        ON CONFLICT (live_key) DO NOTHING`;
      if (put === 1) await tx.$executeRaw(insertOf([event]));
      return put === 1;
    });
  }

  /** @returns false where it had ended */
  async end(
    id: string,
    { at, by, approvalId }: { readonly at: Date; readonly by: Actor; readonly approvalId: string | null },
    event: AccessEvent,
  ): Promise<boolean> {
    const [result] = await this.database.client.$queryRaw<{ ended: boolean }[]>`
      WITH changed AS (
        UPDATE retention_rules SET live_key = NULL, ended_at = ${time(at)}, ended_by_kind = ${by.kind},
          ended_by_id = ${by.id}, end_approval_id = ${approvalId}::uuid
        WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING id
      ), recorded AS (${insertOf([event], Prisma.sql`changed`)})
      SELECT EXISTS (SELECT FROM changed) AS ended`;
    return result?.ended === true;
  }
}

const ruleOf = (row: Prisma.RetentionRuleGetPayload<object>): RetentionRule => ({
  ...{ id: row.id, application: row.application, purpose: row.purpose, days: row.days, duty: row.duty },
  ...{ clock: row.clock as RetentionClock, ground: row.ground as RetentionGround, createdAt: row.createdAt },
  createdBy: actorOf(row.createdByKind, row.createdById),
  endedAt: row.endedAt,
  endedBy: actorOf(row.endedByKind, row.endedById),
  supersededBy: row.supersededBy,
});
