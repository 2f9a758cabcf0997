import { setImmediate } from 'node:timers/promises';
import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { Log, type Tile, type TileId, type TileStore } from 'transparency-log';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { EvidenceKeys } from '../keys/evidence-keys.js';
import { keysLeaf, leafOf, type LogLeaf } from '../leaves/log-leaf.js';
import { latestNote, requireSigned } from './signed-head.js';
import { nextEvents, type QueueRow } from './prisma-queued-events.js';
import { type Executor, PrismaTiles } from './prisma-tiles.js';

/** A checkpoint that was published. */
export interface Published {
  readonly size: number;
  readonly note: string;
}

/** What came of one look into the queue. `elsewhere`: another instance is at it. */
export type Round =
  | { readonly outcome: 'idle' }
  | { readonly outcome: 'elsewhere' }
  | {
      readonly outcome: 'integrated';
      readonly published: Published;
      /** It took as many as it may: there may be more. */
      readonly full: boolean;
      /** Events that are in the log by their id alone. */
      readonly untold: number;
    };

interface HeadRow {
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly keys: readonly string[];
  readonly now: Date;
}

/** Our own advisory lock; the migrations have 0x64716501. */
const LOCK_KEY = 0x6471_6502;
/** Milliseconds; a server cancels a statement long before. */
const TRANSACTION = { timeout: 60_000, maxWait: 10_000 };
/** Leaves that are made without a pause: some milliseconds. */
const AT_A_TIME = 100;

/**
 * Takes events from the queue into the log. A round is one transaction: the lock, the events, leaves, tiles, head and
 * checkpoint. So each event enters once, in an order that never changes; of a process that dies nothing is left but the
 * queue, and the lock is free. Two instances cannot both hold it, and no size has two roots.
 */
@Injectable()
export class PrismaRounds {
  /** As it was left by the last round of this process. */
  #log: Log | null = null;
  readonly #tiles = new RoundTiles();

  constructor(
    private readonly database: PrismaDatabase,
    private readonly keys: EvidenceKeys,
  ) {}

  /** Seconds the first of the queue has waited; null where there is none. */
  async waiting(): Promise<number | null> {
    const [first] = await this.database.client.$queryRaw<{ seconds: number }[]>`
      SELECT greatest(0, extract(epoch FROM clock_timestamp() - recorded_at))::float8 AS seconds
      FROM log_queue ORDER BY seq LIMIT 1`;
    return first?.seconds ?? null;
  }

  /** @param most events it takes */
  async run(most: number): Promise<Round> {
    try {
      return await this.database.client.$transaction((tx) => this.#runIn(tx, most), TRANSACTION);
    } catch (error) {
      // Whether it was committed is not known; the head is.
      this.#log = null;
      throw error;
    }
  }

  async #runIn(tx: Executor, most: number): Promise<Round> {
    const [head] = await tx.$queryRaw<HeadRow[]>`
      SELECT size, root, keys, clock_timestamp() AS now FROM log_head
      WHERE id = 1 AND pg_try_advisory_xact_lock(${LOCK_KEY}) FOR UPDATE`;
    if (head === undefined) return { outcome: 'elsewhere' };
    this.#tiles.begin(tx);
    // Also where there is nothing to do: a service that starts on a head that was tampered with, says so.
    const log = await this.#logAt(tx, head);
    const rows = await nextEvents(tx, most);
    const leaves = [...this.#announced(head), ...(await leavesOf(rows))];
    if (leaves.length === 0) {
      this.#tiles.end();
      this.#log = log;
      return { outcome: 'idle' };
    }

    const first = log.head.size;
    const { size, root } = await log.append(leaves.map(({ bytes }) => bytes));
    const note = log.checkpoint(this.keys.origin, this.keys.all);
    await new PrismaTiles(tx).write(this.#tiles.end());
    const keys = [...new Set([...head.keys, ...this.keys.verifierKeys])];
    await tx.$executeRaw(
      written({ first, leaves, taken: rows.map(({ seq }) => seq), size, root, keys, note }),
    );
    this.#log = log;
    const untold = leaves.filter((leaf) => leaf.untold).length;
    return { outcome: 'integrated', published: { size, note }, full: rows.length === most, untold };
  }

  /** A leaf that names the keys, where the log has not named one of them yet: it begins with one. */
  #announced({ keys: known, now }: HeadRow): readonly LogLeaf[] {
    const { origin, verifierKeys } = this.keys;
    return verifierKeys.every((key) => known.includes(key)) ? [] : [keysLeaf(origin, verifierKeys, now)];
  }

  /**
   * A head that this process has not left itself is taken at nobody's word: the tiles have to give it, and it has to be
   * the latest that the log has signed.
   * @throws StoreDamagedError, TileMissingError, HeadRefusedError: then nothing is signed
   */
  async #logAt(tx: Executor, { size, root }: HeadRow): Promise<Log> {
    const log = this.#log;
    this.#log = null;
    const isAsLeft = log?.head.size === Number(size) && Buffer.compare(log.head.root, root) === 0;
    if (isAsLeft) return log;
    const opened = await Log.open({ store: this.#tiles, size: Number(size), root });
    requireSigned(opened.head, await latestNote(tx), this.keys);
    return opened;
  }
}

/** Requests are answered in between. */
async function leavesOf(rows: readonly QueueRow[]): Promise<readonly LogLeaf[]> {
  const leaves: LogLeaf[] = [];
  for (let at = 0; at < rows.length; at += AT_A_TIME) {
    if (at > 0) await setImmediate();
    leaves.push(...rows.slice(at, at + AT_A_TIME).map(({ queued }) => leafOf(queued)));
  }
  return leaves;
}

interface Writing {
  /** Index of the first leaf. */
  readonly first: number;
  readonly leaves: readonly LogLeaf[];
  /** The rows of the queue. */
  readonly taken: readonly bigint[];
  readonly size: number;
  readonly root: Uint8Array;
  readonly keys: readonly string[];
  readonly note: string;
}

/**
 * Everything but the tiles, in one statement. Leaves go along as lines, for canonical JSON has no line break: as JSON within
 * JSON, each of their quotation marks would be escaped three times on its way.
 */
function written({ first, leaves, taken, size, root, keys, note }: Writing): Prisma.Sql {
  const lines = (of: (leaf: LogLeaf) => string | null) =>
    Prisma.sql`string_to_array(${leaves.map((leaf) => of(leaf) ?? '').join('\n')}, E'\n', '')`;
  return Prisma.sql`
    WITH e AS MATERIALIZED (
      SELECT ${BigInt(first)} + place - 1 AS i, source, event::uuid, match::uuid, leaf, payload
      FROM unnest(
        ${lines(({ source }) => source)}, ${lines(({ eventId }) => eventId)}, ${lines(({ matchId }) => matchId)},
        ${lines(({ bytes }) => textOf(bytes))}, ${lines(({ payload }) => payload)}
      ) WITH ORDINALITY AS e(source, event, match, leaf, payload, place)
    ), entries AS (
      INSERT INTO log_entries (index, source, event_id, match_id, leaf)
      SELECT i, source, event, match, leaf FROM e
    ), payloads AS (
      INSERT INTO log_payloads (index, payload) SELECT i, payload FROM e WHERE payload IS NOT NULL
    ), taken AS (
      DELETE FROM log_queue WHERE seq = ANY(string_to_array(${taken.join()}, ',')::bigint[])
    ), head AS (
      UPDATE log_head SET size = ${BigInt(size)}, root = ${root}, keys = ${keys}::text[] WHERE id = 1
    )
    INSERT INTO log_checkpoints (size, root, note) VALUES (${BigInt(size)}, ${root}, ${note})`;
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();

/** Reads in the transaction of the round, and keeps what is to be written for its end. */
class RoundTiles implements TileStore {
  #stored: PrismaTiles | null = null;
  #changed: Tile[] = [];

  begin(tx: Executor): void {
    this.#stored = new PrismaTiles(tx);
    this.#changed = [];
  }

  end(): readonly Tile[] {
    this.#stored = null;
    return this.#changed.splice(0);
  }

  read(tiles: readonly TileId[]): Promise<readonly (Uint8Array | null)[]> {
    if (this.#stored === null) throw new Error('tiles are read within a round');
    return this.#stored.read(tiles);
  }

  write(tiles: readonly Tile[]): Promise<void> {
    this.#changed.push(...tiles);
    return Promise.resolve();
  }
}
