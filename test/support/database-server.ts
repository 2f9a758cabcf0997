import pg from 'pg';
import { migrate, openDatabase } from '@dqe-admin/database';
import type { Template } from './database-template.js';

const LOCK_KEY = 0x6471_6502;

/** A migrated database on a server of which nothing is assumed but the right to create databases. */
export function serverTemplate(url: string, key: string): Template {
  const template = `dqe_test_template_${key}`;
  return {
    copy: async (name, migrated) => {
      await onServer(url, async (server) => {
        if (migrated) await makeOnce(server, url, template);
        await server.query(`CREATE DATABASE ${name} TEMPLATE ${migrated ? template : 'template0'}`);
      });
      return { url: urlOf(url, name) };
    },
    drop: (name) => onServer(url, (server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

async function makeOnce(server: pg.Client, url: string, template: string): Promise<void> {
  await server.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  try {
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 1) return;
    // Made under another name, so that one that was interrupted is never taken for whole.
    const draft = `${template}_draft`;
    await server.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
    const database = await openDatabase({ url: urlOf(url, draft) });
    await migrate(database).finally(() => database.close());
    // A template somebody is connected to cannot be copied: let nobody, monitoring and autovacuum included.
    await server.query(`ALTER DATABASE ${draft} ALLOW_CONNECTIONS false`);
    await server.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

function urlOf(url: string, database: string): string {
  const result = new URL(url);
  result.pathname = `/${database}`;
  return result.href;
}

async function onServer(url: string, work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}
