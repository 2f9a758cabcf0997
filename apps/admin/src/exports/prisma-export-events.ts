import { Injectable } from '@nestjs/common';
import type { Erased } from '../matches/match-record.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** An entry of the log, and what its `payloadHash` is the hash of; null where there is none, or it was purged. */
export interface ExportedEvent {
  readonly index: number;
  readonly leaf: string;
  readonly payload: string | null;
  /** Whether the person of its match was erased. */
  readonly erased: Erased | null;
}

/** Ids that a manifest names, at most. */
const MOST_PENDING = 1_000;

/** What the log has of the matches of an export: their timelines, not who looked at them. */
@Injectable()
export class PrismaExportEvents {
  constructor(private readonly database: PrismaDatabase) {}

  /** Ids of events that were recorded before the matches were chosen, and are not in the log of this size. */
  async pending(exportId: string, size: number): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ id: string }[]>`
      SELECT e.id::text FROM export_matches x
      JOIN exports o ON o.id = x.export_id
      JOIN match_events e ON e.match_id = x.match_id
      JOIN log_queue q ON q.source = 'match' AND q.event_id = e.id AND q.recorded_at <= o.snapshot_at
      WHERE x.export_id = ${exportId}::uuid
      UNION ALL
      SELECT l.event_id::text FROM log_entries l
      JOIN export_matches x ON x.match_id = l.match_id
      WHERE x.export_id = ${exportId}::uuid AND l.source = 'match' AND l.index >= ${BigInt(size)}
      LIMIT ${MOST_PENDING}`;
    return rows.map(({ id }) => id);
  }

  async count(exportId: string, size: number): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::float8 AS count FROM log_entries l
      JOIN export_matches x ON x.match_id = l.match_id
      WHERE x.export_id = ${exportId}::uuid AND l.source = 'match' AND l.index < ${BigInt(size)}`;
    return row?.count ?? 0;
  }

  /** In the order of the log. */
  async page(
    exportId: string,
    size: number,
    after: number,
    limit: number,
  ): Promise<readonly ExportedEvent[]> {
    const rows = await this.database.client.$queryRaw<
      { index: bigint; leaf: string; payload: string | null; at: Date | null; certificate: string | null }[]
    >`
      SELECT l.index, l.leaf, p.payload, e.at, e.id::text AS certificate FROM log_entries l
      JOIN export_matches x ON x.match_id = l.match_id
      LEFT JOIN log_payloads p ON p.index = l.index
      LEFT JOIN matches m ON m.id = l.match_id
      LEFT JOIN erasures e ON e.subject_id = m.subject_id AND e.outcome = 'erased'
      WHERE x.export_id = ${exportId}::uuid AND l.source = 'match'
        AND l.index > ${BigInt(after)} AND l.index < ${BigInt(size)}
      ORDER BY l.index LIMIT ${limit}`;
    return rows.map(({ index, leaf, payload, at, certificate }) => ({
      ...{ index: Number(index), leaf, payload },
      erased: at === null || certificate === null ? null : { at, certificateId: certificate },
    }));
  }
}
