import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { FoundKey, KeyFinder } from '../access/key-finder.js';
import { isPermission } from '../access/permissions.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { KeyChange, KeyFilter, KeyRecord } from './key-record.js';

const SELECT = {
  ...{ id: true, application: true, name: true, prefix: true, scopes: true, createdAt: true },
  ...{ createdByKind: true, createdById: true, expiresAt: true, lastUsedAt: true, rotatedTo: true },
  ...{ overlapUntil: true, revokedAt: true },
} as const satisfies Prisma.ApiKeySelect;

type Row = Prisma.ApiKeyGetPayload<{ select: typeof SELECT }>;

/** Seconds between two writes of the last use. */
const TOUCH_SECONDS = 60;

/** Keeps keys in the audit database. Each change is one statement, together with its line in the access log. */
@Injectable()
export class PrismaApiKeys implements KeyFinder {
  constructor(private readonly database: PrismaDatabase) {}

  async findByHash(keyHash: Uint8Array<ArrayBuffer>): Promise<FoundKey | null> {
    const row = await this.database.client.apiKey.findUnique({ where: { keyHash }, select: SELECT });
    return row === null ? null : recordOf(row);
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE api_keys SET last_used_at = ${time(at)} WHERE id = ${id}::uuid
        AND (last_used_at IS NULL OR last_used_at <= ${time(at)} - make_interval(secs => ${TOUCH_SECONDS}))`;
  }

  async find(id: string, within: string | null): Promise<KeyRecord | null> {
    const row = await this.database.client.apiKey.findFirst({
      where: { id, ...inside(within) },
      select: SELECT,
    });
    return row === null ? null : recordOf(row);
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   */
  async page(
    { application, within }: KeyFilter,
    limit: number,
    before: string | null,
  ): Promise<readonly KeyRecord[]> {
    const rows = await this.database.client.apiKey.findMany({
      where: {
        AND: [application === undefined ? {} : { application }, inside(within)],
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    });
    return rows.map(recordOf);
  }

  async insert(record: KeyRecord, hash: Uint8Array<ArrayBuffer>, event: AccessEvent): Promise<void> {
    await this.write(insertKey(record, hash), event);
  }

  /** @returns null where the key has ended meanwhile */
  async change(old: KeyRecord, change: KeyChange, event: AccessEvent): Promise<KeyRecord | null> {
    const { name = old.name, scopes = old.scopes, expiresAt = old.expiresAt } = change;
    // Read and written in two steps: somebody who took a scope away in between is not overruled.
    const changed = Prisma.sql`
      UPDATE api_keys SET name = ${name}, scopes = ${[...scopes]}::text[], expires_at = ${time(expiresAt)}
      WHERE id = ${old.id}::uuid AND revoked_at IS NULL AND scopes = ${[...old.scopes]}::text[]
        AND expires_at IS NOT DISTINCT FROM ${time(old.expiresAt)}
      RETURNING id`;
    return (await this.write(changed, event)) ? { ...old, name, scopes, expiresAt } : null;
  }

  /** @returns false where the old key has been followed or ended meanwhile */
  rotate(
    old: KeyRecord,
    overlapUntil: Date,
    next: KeyRecord,
    hash: Uint8Array<ArrayBuffer>,
    event: AccessEvent,
  ): Promise<boolean> {
    const rotated = Prisma.sql`
      UPDATE api_keys SET rotated_to = ${next.id}::uuid, overlap_until = ${time(overlapUntil)}
      WHERE id = ${old.id}::uuid AND revoked_at IS NULL AND rotated_to IS NULL
        AND scopes = ${[...old.scopes]}::text[]
      RETURNING id`;
    const followed = Prisma.sql`, followed AS (${insertKey(next, hash, Prisma.sql`changed`)})`;
    return this.write(rotated, event, followed);
  }

  async revoke(record: KeyRecord, at: Date, event: AccessEvent): Promise<KeyRecord> {
    const revoked = Prisma.sql`
      UPDATE api_keys SET revoked_at = coalesce(revoked_at, ${time(at)}) WHERE id = ${record.id}::uuid RETURNING id`;
    await this.write(revoked, event);
    return { ...record, revokedAt: record.revokedAt ?? at };
  }

  /** Runs `changed`, which returns the id of the key or nothing, and adds the event where it returned one. */
  private async write(changed: Prisma.Sql, event: AccessEvent, further = Prisma.empty): Promise<boolean> {
    const [result] = await this.database.client.$queryRaw<{ changed: boolean }[]>`
      WITH changed AS (${changed}), recorded AS (${insertOf([event], Prisma.sql`changed`)}) ${further}
      SELECT EXISTS (SELECT FROM changed) AS changed`;
    return result?.changed === true;
  }
}

const inside = (within: string | null) => (within === null ? {} : { application: within });

/** @param given where something else is written along: only if that returned a row */
const insertKey = (
  key: KeyRecord,
  hash: Uint8Array<ArrayBuffer>,
  given?: Prisma.Sql,
): Prisma.Sql => Prisma.sql`
  INSERT INTO api_keys (
    id, application, name, prefix, key_hash, scopes, created_at, created_by_kind, created_by_id, expires_at
  )
  SELECT ${key.id}::uuid, ${key.application}, ${key.name}, ${key.prefix}, ${hash}, ${[...key.scopes]}::text[],
    ${time(key.createdAt)}, ${key.createdBy.kind}, ${key.createdBy.id}, ${time(key.expiresAt)}
  ${given === undefined ? Prisma.empty : Prisma.sql`WHERE EXISTS (SELECT FROM ${given})`}
  RETURNING id`;

const recordOf = ({ createdByKind, createdById, scopes, ...row }: Row): KeyRecord => ({
  ...row,
  // A permission that a later release no longer knows opens nothing.
  scopes: scopes.filter(isPermission),
  createdBy: actorOf(createdByKind, createdById),
});
