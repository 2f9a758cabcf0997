import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { stringify as uuidText } from 'uuid';
import type { ConfinedFilter, MatchRecord } from '../matches/match-record.js';
import { PrismaMatchReader } from '../matches/prisma-match-reader.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { type MatchSnapshot, TooManyExportsError } from './match-snapshot.js';
import { PrismaMatchSelection } from './prisma-match-selection.js';

const PAGE = 500;
const UUID_BYTES = 16;
/** At a time in this process: each holds a connection. */
const MOST_AT_ONCE = 4;
/** Milliseconds: nobody has taken a page for so long; the server itself gives up after 60 s. */
const IDLE_MS = 50_000;
/** Milliseconds: what takes longer is for a job. */
const LONGEST_MS = 3_600_000;

type Transaction = Prisma.TransactionClient;

/** Matches to be read one by one, as they all were at one time. */
@Injectable()
export class PrismaMatchSnapshots {
  #open = 0;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly reader: PrismaMatchReader,
    private readonly selection: PrismaMatchSelection,
  ) {}

  /**
   * On a server: one transaction, in which nothing changes. The embedded database has one connection, and nobody else
   * could work while somebody reads an export: there it is the choice of matches that is of one time, and each page is
   * as it stands when it is read.
   * @throws TooManyExportsError
   */
  async open(filter: ConfinedFilter): Promise<MatchSnapshot> {
    if (this.#open >= MOST_AT_ONCE) throw new TooManyExportsError();
    this.#open += 1;
    let ended = false;
    const end = () => {
      if (!ended) this.#open -= 1;
      ended = true;
    };
    try {
      return await (this.database.exclusive ? this.#chosen(filter, end) : this.#inTransaction(filter, end));
    } catch (error) {
      end();
      throw error;
    }
  }

  async #chosen(filter: ConfinedFilter, end: () => void): Promise<MatchSnapshot> {
    const fits = await this.selection.of(filter);
    const [row] = await this.database.client.$queryRaw<{ ids: Uint8Array | null }[]>`
      SELECT string_agg(uuid_send(m.id), ''::bytea ORDER BY m.id DESC) AS ids FROM matches m WHERE ${fits}`;
    const ids = row?.ids ?? new Uint8Array();
    const { reader } = this;
    const idle = onceIdle(end);
    async function* matches(): AsyncGenerator<MatchRecord, void, undefined> {
      for (let at = 0; at < ids.length; at += PAGE * UUID_BYTES) {
        idle.busy();
        yield* await reader.these(idsIn(ids.subarray(at, at + PAGE * UUID_BYTES)));
      }
    }
    return { count: ids.length / UUID_BYTES, matches: matches(), close: idle.now };
  }

  async #inTransaction(filter: ConfinedFilter, end: () => void): Promise<MatchSnapshot> {
    const fits = await this.selection.of(filter);
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const opened = new Promise<{ transaction: Transaction; count: number }>((resolve, reject) => {
      this.database.client
        .$transaction(
          async (transaction) => {
            await transaction.$executeRaw`SET TRANSACTION READ ONLY`;
            // The first look is what the snapshot is of.
            const [row] = await transaction.$queryRaw<{ count: number }[]>`
              SELECT count(*)::float8 AS count FROM matches m WHERE ${fits}`;
            resolve({ transaction, count: row?.count ?? 0 });
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
    });
    const { transaction, count } = await opened;
    const { reader } = this;
    const idle = onceIdle(close);
    async function* matches(): AsyncGenerator<MatchRecord, void, undefined> {
      let before: string | null = null;
      for (;;) {
        idle.busy();
        const page: readonly MatchRecord[] = await reader.page(filter, PAGE, before, transaction);
        yield* page;
        if (page.length < PAGE) return;
        before = page.at(-1)?.id ?? null;
      }
    }
    return { count, matches: matches(), close: idle.now };
  }
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
