import { finished } from 'node:stream';
import copyStreams from 'pg-copy-streams';
import type pg from 'pg';
import { copiedTexts, type CopiedText } from './copied-texts.js';
import type { Prisma } from './generated/client.js';
import { withLiterals } from './literals.js';

/** Milliseconds a snapshot is kept: what it sees cannot be vacuumed meanwhile. */
const LONGEST_MS = 3_600_000;
/** Bytes of a copy that come before they are asked for. */
const AHEAD_BYTES = 4 * 1024 ** 2;

/** It may wait for a reader between two copies. */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = ${LONGEST_MS}`;
/** … and within one. */
const BEFORE_COPIES = `SET LOCAL statement_timeout = ${LONGEST_MS}`;

/** All of a database on a server as it was at one time, to be read; on connections of its own until it is closed, or for an hour. */
export interface Snapshot {
  /** So many copies are written at a time. */
  readonly connections: number;
  rows<Row>(statement: Prisma.Sql): Promise<Row[]>;
  /**
   * What a statement selects, which is one column of text and never null, by `COPY`. It begins at once, or when the one before
   * on the same connection has come; they take turns. Some of it comes before it is asked for.
   */
  copy(statement: Prisma.Sql): AsyncGenerator<CopiedText, void, undefined>;
  /** Ends what is still read, too. May be called again. */
  close(): void;
}

/** @param connections at most, all of which see the same; others than the first where nobody else waits for one */
export async function openSnapshot(pool: pg.Pool, connections: number): Promise<Snapshot> {
  const first = await Lane.open(pool);
  const lanes = [first];
  const close = () => {
    clearTimeout(timer);
    for (const lane of lanes.splice(0)) lane.close();
  };
  const timer = setTimeout(close, LONGEST_MS).unref();
  try {
    if (connections > 1) {
      const [exported] = await first.rows<{ id: string }>('SELECT pg_export_snapshot() AS id');
      while (lanes.length < connections && hasRoom(pool)) {
        const lane = await Lane.open(pool, exported?.id).catch(() => null);
        if (lane === null) break;
        lanes.push(lane);
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  let copies = 0;
  return {
    connections: lanes.length,
    rows: ({ text, values }) => first.rows(text, values),
    copy: (statement) => {
      const lane = lanes[copies++ % lanes.length];
      if (lane === undefined) throw new Error('The snapshot was closed.');
      return lane.copy(withLiterals(statement));
    },
    close,
  };
}

const hasRoom = ({ waitingCount, idleCount, totalCount, options }: pg.Pool) =>
  waitingCount === 0 && (idleCount > 0 || totalCount < options.max);

/** A connection of the pool in a transaction. */
class Lane {
  readonly #waiting: Query[] = [];
  /** Those waiting, and those that were not read to their end. */
  readonly #unread = new Set<Query>();
  #busy = false;
  #limited = true;

  private constructor(private readonly client: pg.PoolClient) {}

  static async open(pool: pg.Pool, snapshot?: string): Promise<Lane> {
    const client = await pool.connect();
    const lane = new Lane(client);
    // One that breaks while nobody waits for it tells whoever uses it next.
    client.on('error', ignored);
    try {
      await client.query(BEGIN);
      if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
      client.on('drain', lane.#next).on('end', lane.#giveUp);
      return lane;
    } catch (error) {
      lane.#release(true);
      throw error;
    }
  }

  async rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query(sql, values)).rows as Row[];
  }

  copy(sql: string): AsyncGenerator<CopiedText, void, undefined> {
    const stream = copyStreams.to(`COPY (${sql}) TO STDOUT (FORMAT binary)`, { highWaterMark: AHEAD_BYTES });
    // What the client has for other queries: a limit, and what is called so that it stops counting.
    const query = Object.assign(stream, { query_timeout: 2 * LONGEST_MS, callback: ignored });
    // The driver only tells that it failed; whoever reads on has to see it, too.
    query.once('error', (error) => query.destroy(error));
    finished(query, () => {
      query.callback();
      this.#unread.delete(query);
    });
    this.#unread.add(query);
    this.#waiting.push(query);
    if (!this.#busy) this.#next();
    return copiedTexts(query);
  }

  close(): void {
    // One that is not quite ready for another statement is given up, too.
    const broken = this.#unread.size > 0 || this.#busy;
    for (const query of this.#unread) query.destroy(new Error('The snapshot was closed.'));
    if (broken) this.#release(true);
    else
      void this.client.query('COMMIT').then(
        () => this.#release(false),
        () => this.#release(true),
      );
  }

  /** The server has sent what there was; it need not have been read. */
  readonly #next = (): void => {
    this.#busy = this.#waiting.length > 0;
    if (!this.#busy) return;
    if (this.#limited) {
      this.#limited = false;
      this.client.query(BEFORE_COPIES).catch(this.#giveUp);
    } else {
      const query = this.#waiting.shift();
      if (query !== undefined) this.client.query(query).read(0);
    }
  };

  readonly #giveUp = (): void => {
    this.#busy = false;
    for (const query of this.#waiting.splice(0)) query.destroy(new Error('The connection has ended.'));
  };

  #release(broken: boolean): void {
    this.client.off('error', ignored).off('drain', this.#next).off('end', this.#giveUp);
    this.client.release(broken);
  }
}

type Query = ReturnType<typeof copyStreams.to> & { readonly callback: () => void };

const ignored = () => undefined;
