import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { stringify as uuidText } from 'uuid';
import type { ConfinedFilter } from '../matches/match-record.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { LineFormat } from './prisma-match-line-sql.js';
import { type MatchLines, type MatchSnapshot, TooManyExportsError } from './match-snapshot.js';
import { PrismaMatchLines } from './prisma-match-lines.js';
import { PrismaMatchSelection } from '../matches/prisma-match-selection.js';

/** Matches that are read at once. */
const PART = 1_000;
const UUID_BYTES = 16;
/** At a time in this process: each holds a connection. */
const MOST_AT_ONCE = 4;
/** Milliseconds: nobody has taken a part for so long; the server itself gives up after 60 s. */
const IDLE_MS = 50_000;
/** Milliseconds: what takes longer is for a job. */
const LONGEST_MS = 3_600_000;

type Transaction = Prisma.TransactionClient;

/** Matches to be read part by part, as they all were at one time. */
@Injectable()
export class PrismaMatchSnapshots {
  #open = 0;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly lines: PrismaMatchLines,
    private readonly selection: PrismaMatchSelection,
  ) {}

  /**
   * On a server: one transaction, in which nothing changes. The embedded database has one connection, and nobody else
   * could work while somebody reads an export: there it is the choice of matches that is of one time, and each part is
   * as it stands when it is read.
   * @throws TooManyExportsError
   */
  async open(filter: ConfinedFilter, format: LineFormat): Promise<MatchSnapshot> {
    if (this.#open >= MOST_AT_ONCE) throw new TooManyExportsError();
    this.#open += 1;
    let ended = false;
    const end = () => {
      if (!ended) this.#open -= 1;
      ended = true;
    };
    try {
      const fits = await this.selection.of(filter);
      if (this.database.exclusive) return await this.#chosen(fits, format, end);
      const all = await this.selection.of(filter, { ordered: false });
      return await this.#inTransaction(fits, all, format, end);
    } catch (error) {
      end();
      throw error;
    }
  }

  async #chosen(fits: Prisma.Sql, format: LineFormat, end: () => void): Promise<MatchSnapshot> {
    const [row] = await this.database.client.$queryRaw<{ ids: Uint8Array | null }[]>`
      SELECT string_agg(uuid_send(m.id), ''::bytea ORDER BY m.id DESC) AS ids FROM matches m WHERE ${fits}`;
    const ids = row?.ids ?? new Uint8Array();
    const size = PART * UUID_BYTES;
    let at = 0;
    const read = async (): Promise<MatchLines | null> => {
      if (at >= ids.length) return null;
      const these = idsIn(ids.subarray(at, at + size));
      at += size;
      return this.lines.these(format, these);
    };
    return { count: ids.length / UUID_BYTES, ...readAhead(read, end) };
  }

  /**
   * The first part tells how many there are, where it is all of them.
   * @param all the same as `fits`, to be counted
   */
  async #inTransaction(
    fits: Prisma.Sql,
    all: Prisma.Sql,
    format: LineFormat,
    end: () => void,
  ): Promise<MatchSnapshot> {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const opened = new Promise<{ transaction: Transaction; first: MatchLines; count: number }>(
      (resolve, reject) => {
        this.database.client
          .$transaction(
            async (transaction) => {
              await transaction.$executeRaw`SET TRANSACTION READ ONLY`;
              // The first look is what the snapshot is of.
              const first = await this.lines.first(format, fits, PART, transaction);
              resolve({ transaction, first, count: await countOf(transaction, first, all) });
              await closed;
            },
            {
              isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
              timeout: LONGEST_MS,
              maxWait: 5_000,
            },
          )
          // Of one that was open already, the next page tells.
          .catch(reject)
          .finally(end);
      },
    );
    const { transaction, first, count } = await opened;
    let last: MatchLines | null = null;
    const read = async (): Promise<MatchLines | null> => {
      if (last !== null && last.count < PART) return null;
      last =
        last === null
          ? first
          : await this.lines.first(
              format,
              Prisma.sql`${fits} AND m.id < ${last.last}::uuid`,
              PART,
              transaction,
            );
      return last;
    };
    return { count, ...readAhead(read, close) };
  }
}

async function countOf(transaction: Transaction, first: MatchLines, all: Prisma.Sql): Promise<number> {
  if (first.count < PART) return first.count;
  const [row] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM matches m WHERE ${all}`;
  return row?.count ?? 0;
}

/**
 * Reads the next part while this one is taken.
 * @param read null where there is none left
 * @param end once, when nobody takes any more
 */
function readAhead(
  read: () => Promise<MatchLines | null>,
  end: () => void,
): Pick<MatchSnapshot, 'parts' | 'close'> {
  const idle = onceIdle(end);
  const begun = () => {
    const part = read();
    // Whoever takes it is told; where nobody does any more, nobody is.
    part.catch(() => undefined);
    return part;
  };
  async function* parts(): AsyncGenerator<MatchLines, void, undefined> {
    let next = begun();
    for (;;) {
      idle.busy();
      const part = await next;
      if (part === null) return;
      next = begun();
      yield part;
    }
  }
  return { parts: parts(), close: idle.now };
}

/** Does it once: now, or when nothing has happened for a while. */
function onceIdle(then: () => void): { readonly busy: () => void; readonly now: () => void } {
  const timer = setTimeout(then, IDLE_MS).unref();
  return {
    busy: () => void timer.refresh(),
    now: () => {
      clearTimeout(timer);
      then();
    },
  };
}

function idsIn(bytes: Uint8Array): string[] {
  const ids: string[] = [];
  for (let at = 0; at < bytes.length; at += UUID_BYTES) ids.push(uuidText(bytes, at));
  return ids;
}
