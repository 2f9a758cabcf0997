import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { MatchPolicy } from 'nestjs-dqe-idmobile';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { isOfOtherPolicy } from '../approvals/refused-by-database.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { PolicyChangedError } from './policy-errors.js';
import type { PolicyRecord, PolicyState } from './policy-record.js';

export interface NewPolicy {
  readonly id: string;
  readonly rules: Pick<MatchPolicy, 'name' | 'minimumDecisive' | 'fields'>;
  readonly noteSealed: Uint8Array<ArrayBuffer> | null;
  readonly createdAt: Date;
  readonly createdBy: Actor;
}

export interface NewPublication {
  readonly id: string;
  readonly policyId: string;
  readonly replaces: string;
  readonly at: Date;
  readonly by: Actor;
  readonly reasonSealed: Uint8Array<ArrayBuffer>;
  /** Of the second person; null where none is needed. */
  readonly approvalId: string | null;
}

export interface PolicyFilter {
  readonly name?: string | undefined;
  readonly state?: PolicyState | undefined;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly minimum_decisive: number;
  readonly fields: MatchPolicy['fields'];
  readonly note_sealed: Uint8Array<ArrayBuffer> | null;
  readonly created_at: Date;
  readonly created_by_kind: string;
  readonly created_by_id: string;
  readonly state: PolicyState;
  readonly publication_id: string | null;
  readonly at: Date | null;
  readonly actor_kind: string | null;
  readonly actor_id: string | null;
  readonly replaces: string | null;
  readonly reason_sealed: Uint8Array<ArrayBuffer> | null;
  readonly approval_id: string | null;
}

/** Each policy with its last publication; the last publication of all says which one is in force. */
const POLICIES = Prisma.sql`
  SELECT p.id::text, p.name, p.version, p.minimum_decisive, p.fields, p.note_sealed, p.created_at, p.created_by_kind,
    p.created_by_id, u.id::text AS publication_id, u.at, u.actor_kind, u.actor_id, u.replaces::text, u.reason_sealed,
    u.approval_id::text,
    CASE WHEN u.place IS NULL THEN 'draft'
      WHEN u.place = (SELECT max(place) FROM policy_publications) THEN 'active'
      ELSE 'retired' END AS state
  FROM policies p LEFT JOIN LATERAL (
    SELECT * FROM policy_publications WHERE policy_id = p.id ORDER BY place DESC LIMIT 1
  ) u ON TRUE`;

/** Policies and their publications in the audit database, which only adds to them. */
@Injectable()
export class PrismaPolicies {
  constructor(private readonly database: PrismaDatabase) {}

  async active(): Promise<PolicyRecord> {
    const [row] = await this.database.client.$queryRaw<Row[]>`
      SELECT * FROM (${POLICIES}) p WHERE p.id = (
        SELECT policy_id::text FROM policy_publications ORDER BY place DESC LIMIT 1
      )`;
    if (row === undefined) throw new Error('the policy that came with the service is missing');
    return recordOf(row);
  }

  async find(id: string): Promise<PolicyRecord | null> {
    const [row] = await this.database.client.$queryRaw<Row[]>`${POLICIES} WHERE p.id = ${id}::uuid`;
    return row === undefined ? null : recordOf(row);
  }

  /** Newest first. */
  async page(
    { name, state }: PolicyFilter,
    limit: number,
    before: string | null,
  ): Promise<readonly PolicyRecord[]> {
    const rows = await this.database.client.$queryRaw<Row[]>`
      SELECT * FROM (${POLICIES}) p
      WHERE (${name ?? null}::text IS NULL OR p.name = ${name ?? null})
        AND (${state ?? null}::text IS NULL OR p.state = ${state ?? null})
        AND (${before}::uuid IS NULL OR p.id::uuid < ${before}::uuid)
      ORDER BY p.id::uuid DESC LIMIT ${limit}`;
    return rows.map(recordOf);
  }

  /**
   * As the next version of its name, with its line in the access log.
   * @returns its version; null where another one of the name was written at the same moment
   */
  async create(
    { id, rules, noteSealed, createdAt, createdBy }: NewPolicy,
    event: AccessEvent,
  ): Promise<string | null> {
    const { name, minimumDecisive, fields } = rules;
    const [made] = await this.database.client.$queryRaw<{ version: string }[]>`
      WITH made AS (
        INSERT INTO policies (id, name, version, minimum_decisive, fields, note_sealed, created_at, created_by_kind,
          created_by_id)
        SELECT ${id}::uuid, ${name}, (coalesce(max(version::int), 0) + 1)::text, ${minimumDecisive},
          ${JSON.stringify(fields)}::jsonb, ${noteSealed}::bytea, ${time(createdAt)}, ${createdBy.kind}, ${createdBy.id}
        FROM policies WHERE name = ${name}
        ON CONFLICT (name, version) DO NOTHING RETURNING id, version
      ), recorded AS (${insertOf([event], Prisma.sql`made`)})
      SELECT version FROM made`;
    return made?.version ?? null;
  }

  /**
   * Puts a policy into force, with its line in the access log. The database takes the approval where one is needed, or
   * refuses.
   * @throws PolicyChangedError another one is in force than the one it was to replace
   */
  async publish(
    { id, policyId, replaces, at, by, reasonSealed, approvalId }: NewPublication,
    event: AccessEvent,
  ): Promise<void> {
    try {
      await this.database.client.$executeRaw`
        WITH made AS (
          INSERT INTO policy_publications (id, policy_id, replaces, at, actor_kind, actor_id, reason_sealed, approval_id)
          VALUES (${id}::uuid, ${policyId}::uuid, ${replaces}::uuid, ${time(at)}, ${by.kind}, ${by.id},
            ${reasonSealed}::bytea, ${approvalId}::uuid)
          RETURNING id
        )
        ${insertOf([event], Prisma.sql`made`)}`;
    } catch (error) {
      throw isOfOtherPolicy(error) ? new PolicyChangedError() : error;
    }
  }
}

const recordOf = (row: Row): PolicyRecord => ({
  ...{ id: row.id, state: row.state, noteSealed: row.note_sealed, createdAt: row.created_at },
  policy: { name: row.name, version: row.version, minimumDecisive: row.minimum_decisive, fields: row.fields },
  createdBy: actorOf(row.created_by_kind, row.created_by_id),
  publication:
    row.publication_id === null || row.at === null
      ? null
      : {
          ...{ id: row.publication_id, at: row.at, replaces: row.replaces },
          by: actorOf(row.actor_kind, row.actor_id) ?? actorOf('service', 'default'),
          ...{ reasonSealed: row.reason_sealed, approvalId: row.approval_id },
        },
});
