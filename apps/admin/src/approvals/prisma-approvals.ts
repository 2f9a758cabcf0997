import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { ApprovalKind } from './approval-kinds.js';
import type { ApprovalPayload, ApprovalRecord, ApprovalStatus } from './approval-record.js';

/** As it is kept: with its reasons sealed. */
export interface StoredApproval extends Omit<ApprovalRecord, 'reason' | 'decisionReason'> {
  readonly reasonSealed: Uint8Array<ArrayBuffer>;
  readonly decisionReasonSealed: Uint8Array<ArrayBuffer> | null;
}

export interface Decision {
  readonly decision: 'approved' | 'refused';
  readonly at: Date;
  readonly by: Actor;
  readonly reasonSealed: Uint8Array<ArrayBuffer> | null;
}

export interface ApprovalFilter {
  readonly status?: ApprovalStatus;
  readonly kind?: ApprovalKind;
  /** What the reader may see: these kinds, and what they asked for themselves. */
  readonly kinds: readonly ApprovalKind[];
  readonly reader: Actor;
  readonly within: string | null;
}

type Row = Prisma.ApprovalGetPayload<object>;

/** Keeps requests for a second person. What is decided or used stays so: the database refuses to change it. */
@Injectable()
export class PrismaApprovals {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * With its line in the access log, unless the same is open already.
   * @returns the one that is open now, which may be an older one
   */
  async request(wanted: StoredApproval, event: AccessEvent): Promise<StoredApproval> {
    const { requestedBy, target } = wanted;
    const payload = JSON.stringify(wanted.payload);
    const same = Prisma.sql`kind = ${wanted.kind} AND target_type = ${target.type} AND target_id = ${target.id}
      AND payload = ${payload}::jsonb AND requested_by_kind = ${requestedBy.kind}
      AND requested_by_id = ${requestedBy.id} AND ${OPEN}`;
    const { client } = this.database;
    await client.$executeRaw`
      UPDATE approvals SET lapsed_at = ${time(wanted.requestedAt)}
      WHERE ${same} AND expires_at <= ${time(wanted.requestedAt)}`;
    // Two statements: of two who come at once, the second does not see in one what the first has just written.
    await client.$executeRaw`
      WITH made AS (
        INSERT INTO approvals (
          id, kind, target_type, target_id, application, subject_id, payload, reason_sealed, requested_at,
          requested_by_kind, requested_by_id, expires_at
        ) VALUES (
          ${wanted.id}::uuid, ${wanted.kind}, ${target.type}, ${target.id}, ${wanted.application},
          ${wanted.subjectId}::uuid, ${payload}::jsonb, ${wanted.reasonSealed}, ${time(wanted.requestedAt)},
          ${requestedBy.kind}, ${requestedBy.id}, ${time(wanted.expiresAt)}
        )
        ON CONFLICT DO NOTHING RETURNING id
      )
      ${insertOf([event], Prisma.sql`made`)}`;
    const [open] = await client.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM approvals WHERE id = ${wanted.id}::uuid OR (${same})
      ORDER BY id = ${wanted.id}::uuid DESC LIMIT 1`;
    const found = open === undefined ? null : await this.find(open.id, null);
    // What was open was used or refused at this very moment: then there is room for this one.
    return found ?? this.request(wanted, event);
  }

  async find(id: string, within: string | null): Promise<StoredApproval | null> {
    const row = await this.database.client.approval.findFirst({ where: { id, ...inside(within) } });
    return row === null ? null : storedOf(row);
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   * @param now what expires by
   */
  async page(
    { status, kind, kinds, reader, within }: ApprovalFilter,
    now: Date,
    limit: number,
    before: string | null,
  ): Promise<readonly StoredApproval[]> {
    const own = { requestedByKind: reader.kind, requestedById: reader.id };
    const rows = await this.database.client.approval.findMany({
      where: {
        AND: [
          { OR: [{ kind: { in: [...kinds] } }, own] },
          kind === undefined ? {} : { kind },
          status === undefined ? {} : standing(status, now),
          inside(within),
          before === null ? {} : { id: { lt: before } },
        ],
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(storedOf);
  }

  /** Whether who asked is this person, or a key that this person has made, or that such a key has made. */
  async isOwn({ requestedBy }: StoredApproval, person: Actor): Promise<boolean> {
    const [result] = await this.database.client.$queryRaw<{ own: boolean }[]>`
      SELECT stands_behind(${person.id}, ${requestedBy.kind}, ${requestedBy.id}) AS own`;
    return result?.own === true;
  }

  /** @returns false where it was decided, or its time ran out, meanwhile */
  async decide(
    id: string,
    { decision, at, by, reasonSealed }: Decision,
    event: AccessEvent,
  ): Promise<boolean> {
    const [result] = await this.database.client.$queryRaw<{ decided: boolean }[]>`
      WITH decided AS (
        UPDATE approvals SET decision = ${decision}, decided_at = ${time(at)}, decided_by_kind = ${by.kind},
          decided_by_id = ${by.id}, decision_reason_sealed = ${reasonSealed}
        WHERE id = ${id}::uuid AND decision IS NULL AND lapsed_at IS NULL AND expires_at > ${time(at)}
        RETURNING id
      ), recorded AS (${insertOf([event], Prisma.sql`decided`)})
      SELECT EXISTS (SELECT FROM decided) AS decided`;
    return result?.decided === true;
  }
}

/** What may still be decided or used, if its time has not run out. The unique index says the same. */
const OPEN = Prisma.sql`used_at IS NULL AND lapsed_at IS NULL AND decision IS DISTINCT FROM 'refused'`;

function standing(status: ApprovalStatus, now: Date): Prisma.ApprovalWhereInput {
  switch (status) {
    case 'used':
      return { usedAt: { not: null } };
    case 'refused':
      return { decision: 'refused' };
    case 'expired':
      return {
        usedAt: null,
        expiresAt: { lte: now },
        OR: [{ decision: null }, { decision: 'approved' }],
      };
    case 'approved':
      return { decision: 'approved', usedAt: null, expiresAt: { gt: now } };
    case 'pending':
      return { decision: null, expiresAt: { gt: now } };
  }
}

const inside = (within: string | null) => (within === null ? {} : { application: within });

const storedOf = (row: Row): StoredApproval => ({
  ...{ id: row.id, kind: row.kind as ApprovalKind, target: { type: row.targetType, id: row.targetId } },
  ...{ application: row.application, subjectId: row.subjectId, payload: row.payload as ApprovalPayload },
  ...{ requestedAt: row.requestedAt, expiresAt: row.expiresAt, usedAt: row.usedAt },
  requestedBy: actorOf(row.requestedByKind, row.requestedById),
  decision: row.decision as StoredApproval['decision'],
  decidedAt: row.decidedAt,
  decidedBy: actorOf(row.decidedByKind, row.decidedById),
  ...{ reasonSealed: row.reasonSealed, decisionReasonSealed: row.decisionReasonSealed },
});
