import path from 'node:path';
import { openDatabase } from './connect.js';
import { diffOfMigrations, writeMigration } from './diff.js';

// npm run db:diff -- NAME: a new migration for what changed in schema.prisma. Needs no server.

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:diff -- NAME    (lower case, digits and underscores: add_purpose_index)');
  process.exit(2);
}

const database = await openDatabase();
try {
  const script = await diffOfMigrations(database);
  if (script === null) {
    console.log('Nothing to do: the migrations already lead to schema.prisma.');
  } else {
    const file = await writeMigration(name, script, new Date());
    console.log(
      `Wrote ${path.relative(process.cwd(), file)}. Read it, then commit it; it must not change once applied.`,
    );
  }
} finally {
  await database.close();
}
