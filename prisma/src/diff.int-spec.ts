import { openDatabase } from './connect.js';
import { diffOfMigrations } from './diff.js';

describe('db:diff', () => {
  it('finds that the migrations lead to schema.prisma, no more and no less', async () => {
    const database = await openDatabase();
    try {
      expect(await diffOfMigrations(database)).toBeNull();
      const extra = { name: '1_extra', script: 'CREATE TABLE extra (a int);' };
      const script = await diffOfMigrations(database, [extra]);
      expect(script).toContain('CREATE TABLE "matches"');
      expect(script).toContain('DROP TABLE "extra"');
    } finally {
      await database.close();
    }
    // Three databases are made and migrated: ten seconds, and many times that where the machine does other things.
  }, 300_000);
});
