import { serverUrl, testDatabase, type TestDatabase } from '../../test/support/database.js';
import type { Database } from './database.js';
import { MigrationEditedError, MigrationFailedError } from './errors.js';
import { migrate } from './migrate.js';
import { readMigrations, type Migration } from './migration-files.js';
import { migrationState, pendingMigrations } from './migration-state.js';

async function tables(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  let shipped: Migration[];
  let place: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    shipped = await readMigrations();
    place = await testDatabase({ migrated: false });
    database = await place.open();
  });
  afterEach(() => place.drop());

  const with_ = (name: string, script: string): Migration[] => [...shipped, { name, script }];

  it('brings an empty database up to date, then has nothing to do', async () => {
    const names = shipped.map(({ name }) => name);
    expect(await pendingMigrations(database)).toEqual(names);

    expect(await migrate(database)).toEqual({ applied: names });

    expect(await pendingMigrations(database)).toEqual([]);
    expect(await tables(database)).toEqual(
      expect.arrayContaining(['_prisma_migrations', 'consent_sessions', 'match_events', 'matches']),
    );
    expect(await migrate(database)).toEqual({ applied: [] });
  });

  it('lets concurrent migrators apply each migration once', async () => {
    const others = serverUrl === undefined ? [database, database] : [await place.open(), await place.open()];
    const results = await Promise.all([database, ...others].map((each) => migrate(each)));

    expect(results.flatMap(({ applied }) => applied)).toEqual(shipped.map(({ name }) => name));
    const { rows } = await database.query('SELECT * FROM _prisma_migrations');
    expect(rows).toHaveLength(shipped.length);
  });

  it('applies what was added since, functions with semicolons and all', async () => {
    await migrate(database);
    const script = `
      CREATE TABLE notes (text text);
      CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'append; only';
      END;
      $$;
      CREATE TRIGGER notes_forbid BEFORE DELETE ON notes FOR EACH ROW EXECUTE FUNCTION forbid();
      INSERT INTO notes VALUES ('a;b');`;
    expect(await migrate(database, { migrations: with_('99990101000000_notes', script) })).toEqual({
      applied: ['99990101000000_notes'],
    });
    await expect(database.query('DELETE FROM notes')).rejects.toThrow('append; only');
  });

  it('reports a migration that was edited after it was applied, whatever its line ends', async () => {
    await migrate(database);
    const windows = shipped.map(({ name, script }) => ({ name, script: script.replaceAll('\n', '\r\n') }));
    expect(await migrate(database, { migrations: windows })).toEqual({ applied: [] });

    const edited = shipped.map(({ name, script }) => ({ name, script: `${script}-- one more thought\n` }));
    const attempt = migrate(database, { migrations: edited });
    await expect(attempt).rejects.toThrow(MigrationEditedError);
    await expect(attempt).rejects.toMatchObject({
      code: 'migration_edited',
      migrations: shipped.map(({ name }) => name),
    });
  });

  it('keeps nothing of a migration that fails, says why, and tries again only when told to', async () => {
    const name = '99990101000000_bad';
    const bad = with_(name, 'CREATE TABLE half (a int); SELECT nope;');
    const attempt = migrate(database, { migrations: bad });
    await expect(attempt).rejects.toThrow(MigrationFailedError);
    await expect(attempt).rejects.toThrow(/99990101000000_bad failed: .*column "nope" does not exist/s);
    expect(await tables(database)).not.toContain('half');
    expect((await migrationState(database, bad)).failed).toMatchObject([{ name }]);

    const mended = with_(name, 'CREATE TABLE half (a int);');
    await expect(migrate(database, { migrations: mended })).rejects.toThrow(/--retry/);
    expect(await migrate(database, { migrations: mended, retry: true })).toEqual({ applied: [name] });
    expect(await migrate(database, { migrations: mended })).toEqual({ applied: [] });
  });

  it('tolerates migrations of a newer release', async () => {
    await migrate(database, { migrations: with_('99990101000000_newer', 'SELECT 1;') });
    expect(await migrate(database)).toEqual({ applied: [] });
  });
});
