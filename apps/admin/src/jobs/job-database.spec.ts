import PgBoss from 'pg-boss';
import { asOneScript } from './job-database.js';

describe('the scripts of pg-boss', () => {
  it('lose the BEGIN and COMMIT around them, and nothing else', () => {
    const script = PgBoss.getConstructionPlans();
    expect(script).toMatch(/^\s*BEGIN;[\s\S]*COMMIT;\s*$/);
    const bare = asOneScript(script);
    // The bodies of functions have a BEGIN of their own, without a semicolon.
    expect(bare).not.toMatch(/BEGIN;|COMMIT;/);
    expect(bare).toContain('pg_advisory_xact_lock');
    expect(script.replace(/\s|BEGIN;|COMMIT;/g, '')).toBe(`${bare.replace(/\s/g, '')};`);
  });

  it('without them are left as they are', () => {
    expect(asOneScript('SELECT 1')).toBe('SELECT 1');
  });
});
