import { PGlite, type Transaction as PgliteTransaction } from '@electric-sql/pglite';
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { toDriverAdapterError, toScriptError } from './driver-error.js';

/**
 * pglite-prisma-adapter with three faults mended: its `executeScript` neither waits nor reports, so that a failing
 * migration counts as applied; its `commit` swallows the error of COMMIT; it sets isolation levels outside of the
 * transaction. Also adds the savepoints Prisma wants for nested transactions, and lets timers and sockets have their turn.
 */
export class EmbeddedAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'pglite';

  constructor(
    private readonly pglite: PGlite,
    /** Awaited before each statement, and before a transaction; not within one, for which all others wait. */
    private readonly turn: () => Promise<void> = () => Promise.resolve(),
  ) {}

  connect(): Promise<SqlDriverAdapter> {
    return adapt(this.pglite, () => Promise.resolve(), this.turn);
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const shadow = await PGlite.create();
    return adapt(shadow, () => shadow.close(), this.turn);
  }
}

async function adapt(
  pglite: PGlite,
  dispose: () => Promise<void>,
  turn: () => Promise<void>,
): Promise<SqlDriverAdapter> {
  const adapter: SqlDriverAdapter = await new PrismaPGlite(pglite).connect();
  const [queryRaw, executeRaw] = [adapter.queryRaw.bind(adapter), adapter.executeRaw.bind(adapter)];
  return Object.assign(adapter, {
    queryRaw: async (query: SqlQuery) => {
      await turn();
      return queryRaw(query);
    },
    executeRaw: async (query: SqlQuery) => {
      await turn();
      return executeRaw(query);
    },
    executeScript: (script: string) => execute(pglite, script),
    startTransaction: async (isolation?: IsolationLevel) => {
      await turn();
      return begin(pglite, isolation);
    },
    dispose,
  });
}

async function execute(on: PGlite | PgliteTransaction, script: string): Promise<void> {
  try {
    await on.exec(script);
  } catch (error) {
    throw toScriptError(error);
  }
}

/** PGlite runs a transaction as a callback, Prisma as begin and end: the callback waits for the end. */
function begin(pglite: PGlite, isolation: IsolationLevel | undefined): Promise<Transaction> {
  return new Promise((resolve, reject) => {
    const done = pglite.transaction(async (tx) => {
      if (isolation !== undefined) await execute(tx, `SET TRANSACTION ISOLATION LEVEL ${isolation}`);
      // What it does to a connection it does to a transaction: only query() is used.
      const queries: SqlDriverAdapter = await new PrismaPGlite(tx as unknown as PGlite).connect();
      await new Promise<void>((end) => {
        const finish = async () => {
          end();
          await done.catch((error: unknown) => {
            throw toDriverAdapterError(error);
          });
        };
        resolve({
          provider: 'postgres',
          adapterName: 'pglite',
          options: { usePhantomQuery: true },
          queryRaw: (query) => queries.queryRaw(query),
          executeRaw: (query) => queries.executeRaw(query),
          commit: finish,
          rollback: async () => {
            await tx.rollback().finally(() => finish());
          },
          createSavepoint: (name) => execute(tx, `SAVEPOINT ${name}`),
          rollbackToSavepoint: (name) => execute(tx, `ROLLBACK TO SAVEPOINT ${name}`),
          releaseSavepoint: (name) => execute(tx, `RELEASE SAVEPOINT ${name}`),
        });
      });
    });
    done.catch((error: unknown) => reject(toDriverAdapterError(error) as Error));
  });
}
