// npm run bench:fill -- DATABASE_URL [MATCHES] [DAYS]: an empty database of PostgreSQL, migrated and filled with matches.
import { migrate, openDatabase } from '@dqe-admin/database';
import { fill } from './fill.mjs';

const [url, matches = '10000000', days = '1095'] = process.argv.slice(2);
if (url === undefined || !/^[1-9]\d*$/.test(matches) || !/^[1-9]\d*$/.test(days)) {
  console.error('npm run bench:fill -- DATABASE_URL [MATCHES, 10000000] [DAYS, 1095]');
  process.exit(2);
}
const database = await openDatabase({ url, statementTimeoutMs: 0 });
try {
  await migrate(database);
  const { making, indexing } = await fill(database, { matches: Number(matches), days: Number(days) });
  const [{ size }] = (
    await database.query(`SELECT pg_size_pretty(pg_database_size(current_database())) AS size`)
  ).rows;
  console.log(
    `${Number(matches).toLocaleString('en')} matches in ${making.toFixed(0)} s, their indexes in ${indexing.toFixed(0)} s: ${size}.`,
  );
} finally {
  await database.close();
}
