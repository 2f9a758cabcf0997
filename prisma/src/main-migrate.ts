import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from './connect.js';
import { DatabaseError } from './errors.js';
import { migrate } from './migrate.js';

// npm run db:migrate [-- --retry]. Exit codes: 0 up to date, 1 failed, 2 wrong use.

// As the service reads it; variables of the shell win.
if (existsSync('.env')) process.loadEnvFile('.env');

const { DATABASE_URL, DATA_DIR } = process.env;
const url = DATABASE_URL === '' ? undefined : DATABASE_URL;
// Where the service keeps its embedded database.
const dataDir = DATA_DIR === undefined || DATA_DIR === '' ? undefined : path.join(DATA_DIR, 'database');

async function main(): Promise<number> {
  if (url === undefined && dataDir === undefined) {
    console.error(
      'Say what to migrate: DATABASE_URL=postgresql://… or, for the embedded database, DATA_DIR=….',
    );
    return 2;
  }
  const { values } = parseArgs({ options: { retry: { type: 'boolean' } } });
  const database = await openDatabase({ url, dataDir });
  try {
    const { applied } = await migrate(database, { retry: values.retry ?? false });
    for (const name of applied) console.log(`applied ${name}`);
    console.log(`${database.place} is up to date.`);
    return 0;
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof DatabaseError)) throw error;
  console.error(`${error.message} [${error.code}]`);
  process.exitCode = 1;
}
