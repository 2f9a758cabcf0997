import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MatchNotice } from 'nestjs-dqe-idmobile';
import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminProcess } from '../support/admin-process.js';
import { claim } from '../support/claim.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const main = path.resolve(import.meta.dirname, '../support/listening-main.mjs');

let directory: string;
let database: TestDatabase;
let service: AdminProcess;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'dqe-notices-'));
  database = await testDatabase();
  const env = { NOTICES_FILE: path.join(directory, 'notices') };
  service = await AdminProcess.start({ main, env, database });
});
afterAll(async () => {
  await service.close();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

const heard = async () =>
  (await readFile(path.join(directory, 'notices'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MatchNotice);

/** While the service is down, which is when the embedded database may be opened. */
async function query<Row>(statement: string): Promise<Row[]> {
  const opened = await database.open();
  const { rows } = await opened.query<Row>(statement);
  await opened.close();
  return rows;
}

it('a handler that died with its process is told again by the next, and then no more', async () => {
  const cut = service.match(claim('0600001001', { reference: 'killed while it told' })).catch(() => null);
  await service.ended();
  await cut;
  const [before] = await heard();
  const waiting = await query<{ id: string; attempts: number; seconds: number }>(
    `SELECT id::text, attempts, extract(epoch FROM available_at - now())::int AS seconds FROM match_notices`,
  );
  expect(waiting).toEqual([{ id: before!.id, attempts: 1, seconds: expect.any(Number) }]);
  expect(waiting[0]!.seconds).toBeLessThanOrEqual(30);
  // Nobody has to wait for that here.
  await query('UPDATE match_notices SET available_at = now()');

  await service.start();
  const { body } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
  const [again, ...others] = await eventually(heard, ({ length }) => length >= 3).then((all) =>
    all.slice(1).sort((a, b) => a.type.localeCompare(b.type) * -1),
  );
  expect(again).toEqual(before);
  expect(await service.show(before!.matchId)).toMatchObject({ status: before!.status });
  expect(others).toEqual([
    {
      ...{ id: expect.any(String), type: 'match.consent_required', matchId: body.id, at: expect.any(String) },
      ...{ status: 'consent_pending', verdict: null, errorId: null, operator: 'Orange' },
      expiresAt: body.consent.expiresAt,
    },
  ]);

  expect(await service.stop('SIGTERM')).toBe(0);
  expect(await query('SELECT FROM match_notices')).toEqual([]);
  expect(await heard()).toHaveLength(3);
});
