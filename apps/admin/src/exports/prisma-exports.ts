import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import { insertOf } from '../audit/prisma-access-log.js';
import type { ConfinedFilter } from '../matches/match-record.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { ExportRecord, NewChunk } from './export-record.js';
import { PrismaMatchSelection } from '../matches/prisma-match-selection.js';

export interface NewExport extends Pick<
  ExportRecord,
  'id' | 'format' | 'within' | 'filter' | 'reasonSealed' | 'requestedBy' | 'application' | 'requestId'
> {
  readonly requestedAt: Date;
  readonly since: number | null;
}

/** What a step has done; written together with its chunks, or not at all. */
export type Progress = Partial<
  Pick<ExportRecord, 'stage' | 'done' | 'written' | 'lastEvent' | 'checkpoint' | 'events' | 'pending'>
> & { readonly at: Date };

/** Ours; the sequencer has 0x64716502. */
const LOCK_KEY = 0x6471_6510;
const OPEN = Prisma.sql`('queued', 'running')`;

/** Exports and their files in the audit database: any instance can go on with them, and hand them out. */
@Injectable()
export class PrismaExports {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly selection: PrismaMatchSelection,
  ) {}

  /**
   * Chooses the matches, all by one statement and so as of one time; stands or falls with its line in the access log.
   * @returns null where `most` are under way
   */
  async create(
    wanted: NewExport,
    filter: ConfinedFilter,
    most: number,
    event: AccessEvent,
  ): Promise<ExportRecord | null> {
    const { client } = this.database;
    const { id, requestedBy } = wanted;
    const fits = await this.selection.of(filter);
    const made = Prisma.sql`exports WHERE id = ${id}::uuid`;
    await client.$transaction([
      client.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})::text`,
      client.$executeRaw`
        INSERT INTO exports (
          id, format, state, stage, within, filter, reason_sealed, requested_by_kind, requested_by_id, application,
          request_id, requested_at, snapshot_at, since
        )
        SELECT ${id}::uuid, ${wanted.format}, 'queued', 'rows', ${wanted.within}, ${JSON.stringify(wanted.filter)}::jsonb,
          ${wanted.reasonSealed}, ${requestedBy.kind}, ${requestedBy.id}, ${wanted.application}, ${wanted.requestId},
          ${time(wanted.requestedAt)}, clock_timestamp(), ${wanted.since === null ? null : BigInt(wanted.since)}
        WHERE (SELECT count(*) FROM exports WHERE state IN ${OPEN}) < ${most}`,
      client.$executeRaw`
        INSERT INTO export_matches (export_id, place, match_id)
        SELECT ${id}::uuid, row_number() OVER (ORDER BY m.id DESC), m.id FROM matches m
        WHERE EXISTS (SELECT FROM ${made}) AND (${fits})`,
      client.$executeRaw`
        UPDATE exports SET rows = (SELECT count(*) FROM export_matches WHERE export_id = ${id}::uuid)
        WHERE id = ${id}::uuid`,
      client.$executeRaw(insertOf([event], made)),
    ]);
    return this.find(id, null);
  }

  /** @param within the application the reader is confined to; null for all */
  async find(id: string, within: string | null): Promise<ExportRecord | null> {
    const row = await this.database.client.export.findUnique({ where: { id, ...inside(within) } });
    return row === null ? null : recordOf(row);
  }

  /** Newest first. */
  async page(within: string | null, limit: number, before: string | null): Promise<readonly ExportRecord[]> {
    const rows = await this.database.client.export.findMany({
      where: { ...inside(within), ...(before === null ? {} : { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(recordOf);
  }

  /** The matches after this place, in their order. */
  async chosen(id: string, after: number, limit: number): Promise<readonly string[]> {
    const rows = await this.database.client.exportMatch.findMany({
      where: { exportId: id, place: { gt: after } },
      orderBy: { place: 'asc' },
      take: limit,
      select: { matchId: true },
    });
    return rows.map(({ matchId }) => matchId);
  }

  /**
   * Writes what a step has done.
   * @param before as it was when the step began: where somebody else was faster, or it was cancelled, nothing is written
   * @returns whether it was
   */
  async advance(before: ExportRecord, progress: Progress, chunks: readonly NewChunk[]): Promise<boolean> {
    const next = { ...before, ...progress };
    const given = chunks.filter(({ bytes }) => bytes.length > 0);
    const added = given.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const moved = Prisma.sql`
      UPDATE exports SET state = 'running', stage = ${next.stage}, done = ${next.done}, written = ${next.written},
        last_event = ${BigInt(next.lastEvent)}, events = ${next.events}, bytes = ${BigInt(before.bytes + added)},
        checkpoint_size = ${next.checkpoint === null ? null : BigInt(next.checkpoint.size)},
        checkpoint = ${next.checkpoint?.note ?? null}, pending = ${JSON.stringify(next.pending)}::jsonb,
        read_from = coalesce(read_from, ${time(progress.at)}), read_until = ${time(progress.at)}
      WHERE id = ${before.id}::uuid AND state IN ${OPEN} AND stage = ${before.stage} AND done = ${before.done}
        AND last_event = ${BigInt(before.lastEvent)} AND (checkpoint IS NULL) = ${before.checkpoint === null}`;
    if (given.length === 0) return (await this.database.client.$executeRaw(moved)) === 1;
    const values = given.map(({ part, bytes }) => Prisma.sql`(${part}::text, ${bytes}::bytea)`);
    const count = await this.database.client.$executeRaw`
      WITH moved AS (${moved} RETURNING id)
      INSERT INTO export_chunks (export_id, part, seq, at, bytes)
      SELECT moved.id, v.part, coalesce(last.seq + 1, 0), coalesce(last.at + length(last.bytes), 0), v.bytes
      FROM moved CROSS JOIN (VALUES ${Prisma.join(values)}) AS v(part, bytes)
      LEFT JOIN LATERAL (
        SELECT seq, at, bytes FROM export_chunks c WHERE c.export_id = ${before.id}::uuid AND c.part = v.part
        ORDER BY seq DESC LIMIT 1
      ) last ON TRUE`;
    return count > 0;
  }

  /** A piece of a part that only its maker knows of yet. */
  async put(
    id: string,
    part: string,
    seq: number,
    at: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    await this.database.client.$executeRaw`
      INSERT INTO export_chunks (export_id, part, seq, at, bytes)
      SELECT id, ${part}, ${seq}::int, ${BigInt(at)}, ${bytes}::bytea FROM exports
      WHERE id = ${id}::uuid AND state IN ${OPEN}`;
  }

  /** The bytes of a part from one place to before another, piece by piece. */
  async *read(
    id: string,
    part: string,
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
  ): AsyncGenerator<Uint8Array, void> {
    const first = await this.database.client.exportChunk.findFirst({
      where: { exportId: id, part, at: { lte: BigInt(from) } },
      orderBy: { seq: 'desc' },
      select: { seq: true },
    });
    for (let seq = first?.seq ?? 0; ; seq += 1) {
      const chunk = await this.database.client.exportChunk.findUnique({
        where: { exportId_part_seq: { exportId: id, part, seq } },
        select: { at: true, bytes: true },
      });
      if (chunk === null || Number(chunk.at) >= to) return;
      const at = Number(chunk.at);
      yield chunk.bytes.subarray(Math.max(0, from - at), Math.min(chunk.bytes.length, to - at));
    }
  }

  /** Done: `file` is what is handed out from now on. @returns whether it was still wanted */
  async complete(
    before: ExportRecord,
    {
      file,
      bytes,
      sha256,
      at,
      expiresAt,
    }: { file: string; bytes: number; sha256: string; at: Date; expiresAt: Date },
    event: AccessEvent,
  ): Promise<boolean> {
    const { client } = this.database;
    const { id } = before;
    const [count] = await client.$transaction([
      client.$executeRaw`
        WITH done AS (
          UPDATE exports SET state = 'completed', file = ${file}, bytes = ${BigInt(bytes)}, sha256 = ${sha256},
            ended_at = ${time(at)}, expires_at = ${time(expiresAt)}
          WHERE id = ${id}::uuid AND state IN ${OPEN} AND stage = 'pack' RETURNING id
        )
        ${insertOf([event], Prisma.sql`done`)}`,
      client.$executeRaw`
        DELETE FROM export_chunks c USING exports e
        WHERE e.id = ${id}::uuid AND c.export_id = e.id AND e.state = 'completed' AND c.part <> e.file`,
      client.$executeRaw`
        DELETE FROM export_matches c USING exports e
        WHERE e.id = ${id}::uuid AND c.export_id = e.id AND e.state = 'completed'`,
    ]);
    return count === 1;
  }

  /** Counts a step that failed. @returns how many have */
  async failed(id: string): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ failures: number }[]>`
      UPDATE exports SET failures = failures + 1 WHERE id = ${id}::uuid RETURNING failures`;
    return row?.failures ?? 0;
  }

  /** Ends one that is under way, or takes the file of one that was completed. @returns whether there was anything to end */
  async end(
    id: string,
    state: 'failed' | 'cancelled',
    at: Date,
    failure: string | null,
    event: AccessEvent | null,
  ): Promise<boolean> {
    const { client } = this.database;
    const from = state === 'failed' ? OPEN : Prisma.sql`('queued', 'running', 'completed')`;
    const ended = Prisma.sql`
      UPDATE exports SET state = ${state}, failure = ${failure}, ended_at = ${time(at)}
      WHERE id = ${id}::uuid AND state IN ${from}`;
    const [count] = await client.$transaction([
      event === null
        ? client.$executeRaw(ended)
        : client.$executeRaw`WITH ended AS (${ended} RETURNING id) ${insertOf([event], Prisma.sql`ended`)}`,
      ...this.#dropped(Prisma.sql`e.id = ${id}::uuid AND e.state NOT IN ('queued', 'running', 'completed')`),
    ]);
    return count === 1;
  }

  /** Drops the files whose time is over. @returns how many */
  async expire(now: Date): Promise<number> {
    const { client } = this.database;
    const [count] = await client.$transaction([
      client.$executeRaw`
        UPDATE exports SET state = 'expired' WHERE state = 'completed' AND expires_at <= ${time(now)}`,
      ...this.#dropped(Prisma.sql`e.state NOT IN ('queued', 'running', 'completed')`),
    ]);
    return count;
  }

  /** Ids of those that are under way, oldest first. */
  async unfinished(): Promise<readonly string[]> {
    const rows = await this.database.client.export.findMany({
      where: { state: { in: ['queued', 'running'] } },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  #dropped(which: Prisma.Sql) {
    const { client } = this.database;
    return [
      client.$executeRaw`DELETE FROM export_chunks c USING exports e WHERE c.export_id = e.id AND ${which}`,
      client.$executeRaw`DELETE FROM export_matches c USING exports e WHERE c.export_id = e.id AND ${which}`,
    ];
  }
}

const inside = (within: string | null) => (within === null ? {} : { within });

const recordOf = (row: Prisma.ExportGetPayload<object>): ExportRecord => ({
  ...{ id: row.id, within: row.within, reasonSealed: row.reasonSealed, application: row.application },
  format: row.format as ExportRecord['format'],
  state: row.state as ExportRecord['state'],
  stage: row.stage as ExportRecord['stage'],
  filter: row.filter as ExportRecord['filter'],
  requestedBy: actorOf(row.requestedByKind, row.requestedById),
  ...{ requestId: row.requestId, requestedAt: row.requestedAt, snapshotAt: row.snapshotAt },
  ...{
    rows: row.rows,
    done: row.done,
    written: row.written,
    readFrom: row.readFrom,
    readUntil: row.readUntil,
  },
  since: row.since === null ? null : Number(row.since),
  checkpoint:
    row.checkpoint === null || row.checkpointSize === null
      ? null
      : { size: Number(row.checkpointSize), note: row.checkpoint },
  ...{
    events: row.events,
    pending: (row.pending ?? []) as readonly string[],
    lastEvent: Number(row.lastEvent),
  },
  ...{ failure: row.failure, file: row.file, bytes: Number(row.bytes ?? 0), sha256: row.sha256 },
  expiresAt: row.expiresAt,
});
