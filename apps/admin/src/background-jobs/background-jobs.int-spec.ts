import type { Database } from '@dqe-admin/database';
import { v7 as uuidv7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { type BackgroundJob, JOB_KINDS } from './background-job.js';
import { PrismaBackgroundJobs } from './prisma-background-jobs.js';

const START = Date.parse('2026-03-01T00:00:00Z');
const POLICY = '01900000-0000-7000-8000-000000000001';
let minute = 0;
/** Each is a minute younger than the one before. */
const next = () => {
  minute += 1;
  const at = START + minute * 60_000;
  return { id: uuidv7({ msecs: at }), at: new Date(at).toISOString() };
};

let test: TestDatabase;
let database: Database;
let jobs: PrismaBackgroundJobs;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  jobs = new PrismaBackgroundJobs({ client: database.client } as PrismaDatabase);
});
afterAll(() => test.drop());

async function insert(table: string, row: object): Promise<void> {
  const columns = Object.keys(row).join(', ');
  await database.client.$executeRawUnsafe(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`,
    JSON.stringify(row),
  );
}
const exported = (state: string, within: string | null = null) => {
  const { id, at } = next();
  return insert('exports', {
    ...{
      id,
      format: 'csv',
      state,
      stage: 'rows',
      within,
      filter: {},
      reason_sealed: '\\x00',
      rows: 40,
      done: 10,
    },
    ...{
      requested_by_kind: 'person',
      requested_by_id: 'anna',
      application: 'default',
      request_id: 'r',
      requested_at: at,
    },
    ...{
      snapshot_at: at,
      written: 0,
      last_event: -1,
      failures: 0,
      read_from: state === 'queued' ? null : at,
    },
  });
};
const backtested = (state: string, application: string | null = null) => {
  const { id, at } = next();
  const ended = !['queued', 'running'].includes(state);
  return insert('policy_backtests', {
    ...{
      id,
      policy_id: POLICY,
      active_id: POLICY,
      application,
      range_from: '2026-01-01',
      range_to: '2026-02-01',
      state,
    },
    ...{ total: state === 'queued' ? null : 100, done: 25, tally: {}, failures: 0, requested_at: at },
    ...{
      requested_by_kind: 'person',
      requested_by_id: 'anna',
      requester_application: 'default',
      request_id: 'r',
    },
    ...{ updated_at: at, ended_at: ended ? at : null },
  });
};
const SCHEDULE = '01900000-0000-7000-8000-000000000002';
const scheduled = async (state: string, within: string | null = null) => {
  const { id, at } = next();
  const schedule = within === null ? SCHEDULE : uuidv7();
  await insert('report_schedules', {
    ...{ id: schedule, application: within ?? 'default', within, report: 'volumes', every: 'day' },
    ...{ formats: ['csv', 'pdf'], language: 'en', created_at: at },
    ...{ created_by_kind: 'person', created_by_id: 'anna' },
  });
  await insert('report_runs', {
    ...{
      id,
      schedule_id: schedule,
      period_from: '2026-01-01',
      period_to: '2026-01-02',
      state,
      done: 1,
      total: 2,
    },
    ...{ failure: state === 'failed' ? 'file_not_written' : null, requested_at: at, started_at: at },
  });
};
const brief = ({ kind, state, progress }: BackgroundJob) => [kind, state, progress];
const page = async (filter: Partial<Parameters<PrismaBackgroundJobs['page']>[0]> = {}, limit = 50) =>
  (await jobs.page({ within: null, ...filter }, limit, null)).map(brief);

it('knows every kind of job, newest first, with how far each is', async () => {
  await exported('running');
  await backtested('queued');
  const check = next();
  await insert('log_checks', { id: check.id, started_at: check.at, findings: [], found: 0 });
  const found = next();
  await insert('log_checks', {
    ...{ id: found.id, started_at: found.at, ended_at: found.at, result: 'failed', findings: [], found: 1 },
  });
  const run = next();
  await insert('retention_runs', {
    ...{ id: run.id, dry_run: true, state: 'running', stage: 'matches', started_at: run.at, report: {} },
  });
  const rotation = next();
  await insert('key_rotations', {
    ...{
      id: rotation.id,
      primary_key_id: 'k',
      started_at: rotation.at,
      updated_at: rotation.at,
      total: 9,
      moved: 4,
    },
    refused: 1,
  });
  await exported('expired');
  await backtested('cancelled');
  await scheduled('failed');
  expect(await page()).toEqual([
    ['scheduled_report', 'failed', { done: 1, total: 2 }],
    ['backtest', 'cancelled', { done: 25, total: 100 }],
    ['export', 'completed', { done: 10, total: 40 }],
    ['key_rotation', 'running', { done: 5, total: 9 }],
    ['retention_run', 'running', null],
    ['log_check', 'failed', null],
    ['log_check', 'running', null],
    ['backtest', 'queued', null],
    ['export', 'running', { done: 10, total: 40 }],
  ]);
  expect(new Set((await page()).map(([kind]) => kind))).toEqual(new Set(JOB_KINDS));
});

it('is narrowed by kind, state and application', async () => {
  await exported('queued', 'shop');
  await backtested('running', 'shop');
  await backtested('running', 'bank');
  await scheduled('running', 'shop');
  await scheduled('running', 'bank');
  expect(await page({ within: 'shop' })).toEqual([
    ['scheduled_report', 'running', { done: 1, total: 2 }],
    ['backtest', 'running', { done: 25, total: 100 }],
    ['export', 'queued', { done: 10, total: 40 }],
  ]);
  expect((await page({ kind: 'log_check' })).map(([, state]) => state)).toEqual(['failed', 'running']);
  expect((await page({ state: 'queued' })).map(([kind]) => kind)).toEqual(['export', 'backtest']);
});

it('comes in pages, each job once, whatever its kind', async () => {
  const all = await jobs.page({ within: null }, 100, null);
  const seen: string[] = [];
  for (let before: string | null = null; ;) {
    const some: readonly BackgroundJob[] = await jobs.page({ within: null }, 3, before);
    seen.push(...some.map(({ id }) => id));
    before = some.at(-1)?.id ?? null;
    if (before === null) break;
  }
  expect(seen).toEqual(all.map(({ id }) => id));
  expect(seen).toEqual([...seen].sort().reverse());
});

it('says what a back-test is about, and when it began', async () => {
  const [job] = await jobs.page({ kind: 'backtest', state: 'cancelled', within: null }, 1, null);
  expect(job).toMatchObject({
    about: POLICY,
    startedAt: null,
    endedAt: expect.any(Date),
    requestedAt: expect.any(Date),
  });
});

it('says of which schedule a report is, and why it failed', async () => {
  const [job] = await jobs.page({ kind: 'scheduled_report', state: 'failed', within: null }, 1, null);
  expect(job).toMatchObject({ about: SCHEDULE, failure: 'file_not_written', endedAt: null });
});
