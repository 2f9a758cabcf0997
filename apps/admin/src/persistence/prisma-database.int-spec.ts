import { serverUrl, testDatabase } from '../../../../test/support/database.js';
import { readEnvironment } from '../config/read-environment.js';
import { Readiness } from '../health/readiness.js';
import { PrismaDatabase } from './prisma-database.js';

/** The embedded database has one connection, whatever is set. */
const onServer = serverUrl === undefined ? describe.skip : describe;

onServer('connections to a server', () => {
  it('are as many as DATABASE_CONNECTIONS says, and no more', async () => {
    const place = await testDatabase();
    const config = readEnvironment({ DATABASE_URL: place.url, DATABASE_CONNECTIONS: '3' });
    const database = await PrismaDatabase.open(config, new Readiness());
    try {
      const answers = await Promise.all(
        Array.from({ length: 12 }, () =>
          database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_sleep(0.2)'),
        ),
      );
      expect(new Set(answers.map(({ rows }) => rows[0]?.pid)).size).toBe(3);
    } finally {
      await database.onApplicationShutdown();
      await place.drop();
    }
  });
});
