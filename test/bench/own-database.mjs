import { openDatabase } from '@dqe-admin/database';

/** A database of a benchmark's own on a server. */
export async function ownDatabase(server, benchmark) {
  const name = `bench_${benchmark}_${process.pid}`;
  const admin = async (statement) => {
    const database = await openDatabase({ url: server });
    await database.query(statement).finally(() => database.close());
  };
  await admin(`CREATE DATABASE ${name}`);
  const own = new URL(server);
  own.pathname = name;
  return { url: own.href, drop: () => admin(`DROP DATABASE ${name} WITH (FORCE)`) };
}
