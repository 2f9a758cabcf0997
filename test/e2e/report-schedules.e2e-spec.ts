import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReportWriter } from '../../apps/admin/src/reports/schedules/report-writer.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { ShiftedClock } from '../support/shifted-clock.js';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows

const SCHEDULES = '/api/v1/reports/schedules';
const DAY_MS = 86_400_000;
const nextDay = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

const clock = new ShiftedClock();
let service: AdminService;
let shop: { id: string; key: string };
beforeAll(async () => {
  service = await AdminService.start({ clock });
  shop = await keyWith(service, ['matches:create', 'reports:read', 'settings:manage', 'jobs:read'], 'shop');
  await service.post('/api/v1/matches', claim('0600001001'), { key: shop.key });
  await service.match(claim('0600000013'));
});
afterAll(() => service.close());
afterEach(async () => {
  const { items } = (await service.get(SCHEDULES)).body;
  for (const { id, endedAt } of items)
    if (endedAt === null) await service.call('DELETE', `${SCHEDULES}/${id}`);
});

const run = () => service.app.get(ReportWriter, { strict: false }).run();
const create = (body: object, key?: string) =>
  service.post(SCHEDULES, body, key === undefined ? {} : { key });
const filesOf = async (id: string): Promise<Json[]> =>
  (await service.get(`${SCHEDULES}/${id}/files`)).body.items;
const jobOf = async (schedule: string, key?: string): Promise<Json> => {
  const { body } = await service.get('/api/v1/jobs?kind=scheduled_report', key === undefined ? {} : { key });
  return body.items.find(({ about }: Json) => about === schedule);
};
const runsOf = async (schedule: string): Promise<Json[]> =>
  (await service.get(`/api/v1/audit/events?action=schedule.run&target=${schedule}`)).body.items;
const toldOf = async (endpoint: string): Promise<Json[]> =>
  (await service.get(`/api/v1/webhooks/endpoints/${endpoint}/deliveries`)).body.items;
const month = () => new Date(clock.now()).toISOString().slice(0, 7);

it('the monthly report is there as JSON, page, PDF and CSV, in both languages', async () => {
  const path = `/api/v1/reports/monthly/${month()}`;
  const { body } = await service.get(path);
  expect(body).toMatchObject({ complete: false, application: null, volumes: { total: { matches: 2 } } });
  const page = await service.get(`${path}?format=html&language=fr`);
  expect(page.type).toBe('text/html');
  expect(page.text).toContain('Rapport mensuel de conformité');
  expect(page.text).toContain('L’opérateur n’est pas couvert');
  expect((await service.get(`${path}?format=pdf`)).text.slice(0, 5)).toBe('%PDF-');
  const csv = (await service.get(`${path}?format=csv`)).text.split('\r\n');
  expect(csv[0]).toBe('report,of,figure,value');
  expect(csv).toContain('volumes,application=shop,matches,1');
  const own = (await service.get(path, { key: shop.key })).body;
  expect([own.application, own.volumes.total.matches, own.evidence]).toEqual(['shop', 1, null]);
  for (const wrong of ['2026-13', '2026', 'today']) {
    const { status, body: problem } = await service.get(`/api/v1/reports/monthly/${wrong}`);
    expect([status, problem.errors[0].field]).toEqual([400, 'month']);
  }
});

it('a schedule is set up, changed and ended, on record; and what does not go together is refused', async () => {
  const { status, body } = await create({ report: 'volumes', every: 'day', formats: ['csv'] });
  expect([status, body.endedAt, body.within]).toEqual([201, null, null]);
  const changed = await service.call('PATCH', `${SCHEDULES}/${body.id}`, {
    json: { formats: ['csv', 'pdf'] },
  });
  expect(changed.body.formats).toEqual(['csv', 'pdf']);
  expect((await service.call('DELETE', `${SCHEDULES}/${body.id}`)).status).toBe(200);
  expect((await service.call('DELETE', `${SCHEDULES}/${body.id}`)).status).toBe(404);
  const events = await service.get(`/api/v1/audit/events?target=${body.id}`);
  expect(events.body.items.map(({ action, outcome }: Json) => `${action} ${outcome}`)).toEqual([
    ...['schedule.end failed', 'schedule.end allowed', 'schedule.change allowed', 'schedule.create allowed'],
  ]);
  const refused = async (wanted: object) => (await create(wanted)).body.errors[0].field;
  expect(await refused({ report: 'monthly', every: 'day', formats: ['pdf'] })).toBe('every');
  expect(await refused({ report: 'volumes', every: 'day', formats: ['html'] })).toBe('formats');
  expect(await refused({ report: 'volumes', every: 'day', formats: [] })).toBe('formats');
  expect(await refused({ report: 'accesses', every: 'day', formats: ['csv'] })).toBe('report');
});

it('its files are made once a period, kept here and under DATA_DIR, told of, and dropped in the end', async () => {
  const { body: endpoint } = await service.post('/api/v1/webhooks/endpoints', {
    ...{ url: 'https://partner.example/hook', events: ['report.ready'] },
  });
  const { body: all } = await create({ report: 'volumes', every: 'day', formats: ['csv', 'pdf'] });
  const { body: own } = await create({ report: 'volumes', every: 'day', formats: ['csv'] }, shop.key);
  await run();
  expect(await filesOf(all.id)).toEqual([]);

  clock.forward(DAY_MS + 3_600_000);
  await Promise.all([run(), run()]);
  await run();
  const files = await filesOf(all.id);
  expect(files.map(({ format }) => format).sort()).toEqual(['csv', 'pdf']);
  const directory = join(String(service.env['DATA_DIR']), 'reports');
  for (const { id, name, sha256, size } of files) {
    expect(name).not.toMatch(/shop|default/);
    const bytes = await readFile(join(directory, name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(bytes).toHaveLength(size);
    const { status, headers } = await service.get(`${SCHEDULES}/${all.id}/files/${id}`);
    expect([status, headers['etag']]).toEqual([200, `"${sha256}"`]);
  }
  const [file] = await filesOf(own.id);
  const csv = await service.get(`${SCHEDULES}/${own.id}/files/${file.id}`, { key: shop.key });
  expect(csv.text).toContain('shop,1,');
  expect(csv.text).not.toContain('default');
  expect((await service.get(`${SCHEDULES}/${all.id}`, { key: shop.key })).status).toBe(404);
  expect((await service.get(`${SCHEDULES}/${all.id}/files/${file.id}`)).status).toBe(404);

  const items = await toldOf(endpoint.id);
  expect(items.map(({ type }: Json) => type)).toEqual(['report.ready']);
  expect(await runsOf(all.id)).toHaveLength(1);
  expect(await jobOf(all.id)).toMatchObject({
    ...{ state: 'completed', progress: { done: 2, total: 2 }, failure: null, endedAt: expect.any(String) },
  });
  expect(await jobOf(own.id, shop.key)).toMatchObject({ state: 'completed' });
  expect(await jobOf(all.id, shop.key)).toBeUndefined();

  clock.forward(91 * DAY_MS);
  await run();
  const left = await filesOf(all.id);
  expect(left.map(({ id }) => id)).not.toContain(files[0].id);
  expect(await readdir(directory)).not.toContain(files[0].name);
});

describe('a file that cannot be written', () => {
  const directory = () => join(String(service.env['DATA_DIR']), 'reports');
  /** Where the files were is a file: nothing can be written into it, by whatever user. */
  const block = async () => {
    await rm(directory(), { recursive: true, force: true });
    await writeFile(directory(), '');
  };
  const daily = async (key?: string) => (await create(VOLUMES, key)).body.id as string;
  const VOLUMES = { report: 'volumes', every: 'day', formats: ['csv', 'pdf'] };
  let endpoint: string;
  beforeAll(async () => {
    const hook = { url: 'https://partner.example/failing', events: ['report.ready'] };
    endpoint = (await service.post('/api/v1/webhooks/endpoints', hook)).body.id;
  });
  afterEach(() => rm(directory(), { recursive: true, force: true }));

  it('is said, on record once, and told of when it is there', async () => {
    const before = (await toldOf(endpoint)).length;
    const id = await daily();
    clock.forward(DAY_MS + 3_600_000);
    await block();
    await run();
    await run();
    expect(await jobOf(id)).toMatchObject({
      ...{ state: 'failed', failure: 'file_not_written', progress: { done: 0, total: 2 }, endedAt: null },
    });
    const data = { report: 'volumes', formats: ['csv', 'pdf'] };
    expect((await runsOf(id)).map(({ outcome, data: of }: Json) => [outcome, of])).toEqual([
      ['failed', { ...data, code: 'file_not_written' }],
      ['allowed', data],
    ]);
    expect(await toldOf(endpoint)).toHaveLength(before);
    // What counts is in the database.
    expect(await filesOf(id)).toHaveLength(2);

    await rm(directory());
    await run();
    expect(await jobOf(id)).toMatchObject({
      state: 'completed',
      failure: null,
      progress: { done: 2, total: 2 },
    });
    expect(await readdir(directory())).toHaveLength(2);
    expect(await toldOf(endpoint)).toHaveLength(before + 1);
  });

  it('keeps no other from being told of', async () => {
    const before = (await toldOf(endpoint)).length;
    const [first, second] = [await daily(), await daily()];
    clock.forward(DAY_MS + 3_600_000);
    await run();
    expect([(await jobOf(first)).state, (await jobOf(second)).state]).toEqual(['completed', 'completed']);
    clock.forward(DAY_MS);
    const day = (await filesOf(first))[0].to.slice(0, 10);
    // Where one of the next files would be is a directory.
    const blocked = `volumes-${day}-${nextDay(day)}-${first}.csv`;
    await mkdir(join(directory(), blocked, 'x'), { recursive: true });
    await run();
    expect([(await jobOf(first)).state, (await jobOf(second)).state]).toEqual(['failed', 'completed']);
    expect((await readdir(directory())).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await toldOf(endpoint)).toHaveLength(before + 3);
  });

  it('is given up after a week, and on record', async () => {
    const id = await daily();
    clock.forward(DAY_MS + 3_600_000);
    await block();
    await run();
    const { id: jobId } = await jobOf(id);
    await service.call('DELETE', `${SCHEDULES}/${id}`);
    clock.forward(7 * DAY_MS);
    await run();
    expect(await jobOf(id)).toMatchObject({ id: jobId, state: 'failed', endedAt: expect.any(String) });
    expect((await runsOf(id)).map(({ outcome }: Json) => outcome)).toEqual(['failed', 'failed', 'allowed']);
    await rm(directory());
    await run();
    expect(await jobOf(id)).toMatchObject({ id: jobId, state: 'failed' });
  });
});

it('a schedule that ended before its report was made is cancelled', async () => {
  const { body } = await create({ report: 'volumes', every: 'day', formats: ['csv'] });
  clock.forward(DAY_MS + 3_600_000);
  const writer = service.app.get(ReportWriter, { strict: false });
  // What dies right after it has put the report on its list.
  await writer.run(AbortSignal.abort());
  expect(await jobOf(body.id)).toMatchObject({ state: 'queued', startedAt: null });
  await service.call('DELETE', `${SCHEDULES}/${body.id}`);
  await run();
  expect(await jobOf(body.id)).toMatchObject({ state: 'cancelled' });
  expect(await filesOf(body.id)).toEqual([]);
});
