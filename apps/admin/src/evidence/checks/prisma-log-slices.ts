import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { type EventRow, queuedOf, THE_EVENT, WHAT_IT_SAYS } from '../sequencing/prisma-queued-events.js';
import type { StoredCheckpoint } from '../proofs/prisma-checkpoints.js';
import type { EntryOnRecord } from './record-comparison.js';

/** How the log says it stands, read at once. */
export interface LogStanding {
  readonly size: number;
  readonly root: Uint8Array;
  /** Entries that no tree has: from `size` on. */
  readonly beyond: number;
  /** The first of them. */
  readonly firstBeyond: number | null;
  /** The latest checkpoint. */
  readonly published: StoredCheckpoint | null;
}

/** A row of the log with its event. */
export interface LogRow extends EntryOnRecord {
  readonly index: number;
}

export interface LostEvents {
  readonly ids: readonly string[];
  /** Where the next page begins; null at the end. */
  readonly after: string | null;
}

interface EntryRow extends Omit<EventRow, 'source' | 'match_id' | 'recorded_at' | 'purged'> {
  readonly source: 'match' | 'access' | 'log';
  readonly index: bigint;
  readonly leaf: string;
  readonly payload: string | null;
  readonly match_id: string | null;
  readonly entry_match_id: string | null;
  readonly match_there: boolean;
  readonly resealed_later: boolean;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The log as it is stored, a part at a time. Holds no transaction: the log grows meanwhile, and only at its end. */
@Injectable()
export class PrismaLogSlices {
  constructor(private readonly database: PrismaDatabase) {}

  async standing(): Promise<LogStanding> {
    const [row] = await this.database.client.$queryRaw<
      {
        size: bigint;
        root: Uint8Array;
        beyond: bigint;
        first: bigint | null;
        published: bigint | null;
        published_root: Uint8Array | null;
        note: string | null;
      }[]
    >`
      SELECT h.size, h.root, b.beyond, b.first, c.size AS published, c.root AS published_root, c.note
      FROM log_head h
      CROSS JOIN LATERAL (
        SELECT count(*) AS beyond, min(index) AS first FROM log_entries WHERE index >= h.size
      ) b
      LEFT JOIN LATERAL (SELECT size, root, note FROM log_checkpoints ORDER BY size DESC LIMIT 1) c ON TRUE
      WHERE h.id = 1`;
    if (row === undefined) throw new Error('the log has no head');
    const { published, published_root: root, note } = row;
    return {
      ...{ size: Number(row.size), root: row.root, beyond: Number(row.beyond) },
      firstBeyond: row.first === null ? null : Number(row.first),
      published:
        published === null || root === null || note === null ? null : { size: Number(published), root, note },
    };
  }

  async rows(from: number, end: number): Promise<readonly LogRow[]> {
    const rows = await this.database.client.$queryRaw<EntryRow[]>`
      SELECT q.index, q.source, q.event_id::text AS id, q.match_id::text AS entry_match_id, q.leaf, p.payload,
        ${WHAT_IT_SAYS}, own.id IS NOT NULL AS match_there,
        e.id IS NOT NULL AND EXISTS (
          SELECT FROM match_events r
          WHERE r.match_id = e.match_id AND r.type = 'resealed' AND r.id <> e.id AND r.at >= e.at
        ) AS resealed_later
      FROM log_entries q
      LEFT JOIN log_payloads p ON p.index = q.index
      LEFT JOIN matches own ON q.source = 'match' AND own.id = q.match_id
      ${THE_EVENT}
      WHERE q.index >= ${BigInt(from)} AND q.index < ${BigInt(end)}
      ORDER BY q.index`;
    return rows.map(logRowOf);
  }

  /** Of one level, by index. */
  async tiles(level: number, from: number, end: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const rows = await this.database.client.$queryRaw<{ index: bigint; hashes: Uint8Array }[]>`
      SELECT index, hashes FROM log_tiles
      WHERE level = ${level} AND index >= ${BigInt(from)} AND index < ${BigInt(end)}`;
    return new Map(rows.map(({ index, hashes }) => [Number(index), hashes]));
  }

  /** Those of more than `after` and at most `upTo` events. */
  async checkpoints(after: number, upTo: number): Promise<readonly StoredCheckpoint[]> {
    const rows = await this.database.client.$queryRaw<{ size: bigint; root: Uint8Array; note: string }[]>`
      SELECT size, root, note FROM log_checkpoints
      WHERE size > ${BigInt(after)} AND size <= ${BigInt(upTo)} ORDER BY size`;
    return rows.map(({ size, root, note }) => ({ size: Number(size), root, note }));
  }

  /** Those of just these sizes. */
  async checkpointsOf(sizes: readonly number[]): Promise<ReadonlyMap<number, StoredCheckpoint>> {
    const rows = await this.database.client.$queryRaw<{ size: bigint; root: Uint8Array; note: string }[]>`
      SELECT size, root, note FROM log_checkpoints WHERE size = ANY(${sizes.map(BigInt)}::bigint[])`;
    return new Map(rows.map(({ size, root, note }) => [Number(size), { size: Number(size), root, note }]));
  }

  /** Events on record that neither the log nor its queue knows. @param after the id to go on after */
  async unlogged(source: 'match' | 'access', after: string | null, limit: number): Promise<LostEvents> {
    const table = source === 'match' ? Prisma.sql`match_events` : Prisma.sql`access_events`;
    const [row] = await this.database.client.$queryRaw<{ ids: string[]; last: string | null }[]>`
      WITH page AS MATERIALIZED (
        SELECT id FROM ${table} WHERE id > ${after ?? FIRST_ID}::uuid ORDER BY id LIMIT ${limit}
      )
      SELECT array(
        SELECT id::text FROM page
        WHERE NOT EXISTS (SELECT FROM log_entries l WHERE l.event_id = page.id AND l.source = ${source})
          AND NOT EXISTS (SELECT FROM log_queue q WHERE q.event_id = page.id AND q.source = ${source})
        ORDER BY id
      ) AS ids, (SELECT id::text FROM page ORDER BY id DESC LIMIT 1) AS last`;
    return { ids: row?.ids ?? [], after: row?.last ?? null };
  }

  /** Events that wait for the log and are in it. */
  async queuedAgain(limit: number): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ id: string }[]>`
      SELECT q.event_id::text AS id FROM log_queue q
      JOIN log_entries l ON l.event_id = q.event_id AND l.source = q.source ORDER BY q.seq LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }
}

function logRowOf(row: EntryRow): LogRow {
  const { source, id, leaf, payload } = row;
  const event =
    source === 'log' ? null : queuedOf({ ...row, source, recorded_at: new Date(0), purged: null }).event;
  return {
    ...{ index: Number(row.index), source, eventId: id, matchId: row.entry_match_id, leaf, payload },
    ...{ recorded: event, matchThere: row.match_there, resealedLater: row.resealed_later },
  };
}
