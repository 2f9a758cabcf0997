import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogCheckStatus } from '../../apps/admin/src/evidence/checks/log-check-status.js';
import { LogChecksService } from '../../apps/admin/src/evidence/checks/log-checks.service.js';
import { EvidenceSequencer } from '../../apps/admin/src/evidence/sequencing/evidence-sequencer.js';
import { PrismaDatabase } from '../../apps/admin/src/persistence/prisma-database.js';
import { API_KEY } from '../support/admin-environment.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { tampered } from '../support/log-check-on.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const EVIDENCE = '/api/v1/evidence';
const AUDITOR = by('otto', 'auditor');
const DAY_MS = 86_400_000;
const DQE_VERIFY = fileURLToPath(new URL('../../libs/transparency-log/bin/dqe-verify.mjs', import.meta.url));

const clock = new ShiftedClock();
/** Puts the clock forward to this hour, UTC. */
function forwardTo(hour: number): void {
  const now = clock.now();
  const then = new Date(now).setUTCHours(hour, 0, 0, 0);
  clock.forward(then > now ? then - now : then + DAY_MS - now);
}

let service: AdminService;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-checks-'));
  // No night begins by chance.
  forwardTo(12);
  service = await AdminService.start({ clock, modules: [PersonsModule] });
  for (let i = 0; i < 3; i += 1) {
    expect((await service.post('/api/v1/matches', claim('0600001001'))).status).toBe(201);
  }
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const checkpoint = async () => (await service.get(`${EVIDENCE}/checkpoint`, { anonymous: true })).text;
const sizeOf = (note: string) => Number(note.split('\n')[1]);
/** A check, to its end. */
async function checked() {
  const started = await service.post(`${EVIDENCE}/checks`, undefined, AUDITOR);
  expect(started.status).toBe(202);
  const show = () => service.get(`${EVIDENCE}/checks/${started.body.id}`, AUDITOR);
  return (await eventually(show, ({ body }) => body.endedAt !== null, 30_000)).body;
}
const details = async () =>
  (await service.get('/health/ready', { anonymous: true })).body.details.evidenceCheck;
const metric = async (name: string) =>
  new RegExp(`^${name} (\\S+)$`, 'm').exec((await service.get('/metrics')).text)?.[1];

describe('the log as files', () => {
  /** The program itself, as anybody starts it. */
  async function dqeVerify(env: Readonly<Record<string, string>>, ...more: string[]) {
    const key = (await service.get(`${EVIDENCE}/key`, { anonymous: true })).text.trim();
    const argv = [`${service.url}${EVIDENCE}/log`, '--key', key, ...more];
    const ran = spawn(process.execPath, [DQE_VERIFY, ...argv], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    let output = '';
    ran.stdout.on('data', (data: Buffer) => (output += data.toString()));
    ran.stderr.on('data', (data: Buffer) => (output += data.toString()));
    const [code] = await once(ran, 'close');
    return { code, output };
  }
  const TOKEN = { DQE_VERIFY_TOKEN: API_KEY };

  it('dqe-verify verifies the running service, and a key of no bearer does not get at it', async () => {
    const old = await eventually(checkpoint, (note) => sizeOf(note) > 5);
    await writeFile(join(folder, 'old'), old);
    await service.post('/api/v1/matches', claim('0600001001'));
    await eventually(checkpoint, (note) => sizeOf(note) > sizeOf(old));
    const { code, output } = await dqeVerify(TOKEN, '--checkpoint', join(folder, 'old'));
    expect([code, output]).toEqual([0, expect.stringContaining('GENUINE.')]);
    expect(output).toContain(`Continues the older checkpoint of ${sizeOf(old)} events.`);
    expect(await dqeVerify({})).toMatchObject({ code: 3, output: expect.stringContaining('HTTP 401') });
  });

  it('has the files of C2SP tlog-tiles, while it grows, too', async () => {
    const size = sizeOf(await checkpoint());
    const get = (path: string) => service.get(`${EVIDENCE}/log/${path}`, AUDITOR);
    const tile = await get(`tile/0/000.p/${size}`);
    expect([tile.status, tile.type]).toEqual([200, 'application/octet-stream']);
    expect(tile.headers['content-length']).toBe(String(32 * size));
    expect((await get('tile/0/000.p/1')).headers['content-length']).toBe('32');
    for (const path of [
      'tile/0/000',
      'tile/0/001',
      'tile/1/000.p/1',
      'tile/0/x001/000',
      'tile/a/000',
      'tile/0/0',
    ]) {
      expect([path, (await get(path)).body.code]).toEqual([path, 'log_file_not_found']);
    }
  });

  it('is for whoever may read the audit of all applications, and a reading is a line, not thousands', async () => {
    const { key } = await keyWith(service, ['audit:read']);
    const clerk = by('carl', 'operator');
    for (const path of ['log/checkpoint', 'log/tile/0/000.p/1']) {
      const confined = await service.get(`${EVIDENCE}/${path}`, { key });
      expect([confined.status, confined.body.code]).toEqual([403, 'other_application']);
      expect((await service.get(`${EVIDENCE}/${path}`, clerk)).body.code).toBe('forbidden');
    }
    const lines = async () =>
      (await service.get('/api/v1/audit/events?action=evidence.log&actor=person:ada&limit=500')).body.items;
    const ada = by('ada', 'auditor');
    await service.get(`${EVIDENCE}/log/checkpoint`, ada);
    for (let i = 0; i < 10; i += 1) await service.get(`${EVIDENCE}/log/tile/entries/000.p/1`, ada);
    expect(await lines()).toHaveLength(2);
  });
});

describe('checks', () => {
  it('somebody has the log verified, and it holds', async () => {
    expect(await details()).toEqual({ state: 'none yet' });
    const check = await checked();
    expect(check).toMatchObject({
      result: 'ok',
      findings: [],
      found: 0,
      startedBy: { kind: 'person', id: 'otto' },
    });
    expect(check.size).toBeGreaterThan(5);
    const list = await service.get(`${EVIDENCE}/checks?limit=1`, AUDITOR);
    expect(list.body.items).toEqual([check]);
    expect(await details()).toMatchObject({ state: 'ok' });
    expect(await metric('evidence_check_ok')).toBe('1');
    expect(Number(await metric('evidence_check_age_seconds'))).toBeLessThan(3_600);
  });

  it('there is one at a time, and one every night', async () => {
    const checks = service.app.get(LogChecksService, { strict: false });
    const count = async (): Promise<{ id: string; endedAt: string | null }[]> =>
      (await service.get(`${EVIDENCE}/checks?limit=500`, AUDITOR)).body.items;
    const before = (await count()).length;
    const two = await Promise.all([1, 2].map(() => service.post(`${EVIDENCE}/checks`, undefined, AUDITOR)));
    expect(two.map(({ status }) => status)).toEqual([202, 202]);
    await eventually(count, (items) => items.every(({ endedAt }) => endedAt !== null));
    expect((await count()).length).toBeLessThanOrEqual(before + 2);

    forwardTo(3);
    const known = new Set((await count()).map(({ id }) => id));
    await Promise.all([checks.look(), checks.look()]);
    await checks.look();
    const fresh = (items: readonly { id: string; endedAt: string | null }[]) =>
      items.filter(({ id }) => !known.has(id));
    const ended = await eventually(count, (items) => fresh(items)[0]?.endedAt != null);
    await checks.look();
    expect(fresh(await count())).toHaveLength(1);
    expect(fresh(ended)[0]).toMatchObject({ startedBy: null, result: 'ok' });
    forwardTo(12);
  });

  it('one whose process died is gone on with by whoever looks, once nobody was heard of for a while', async () => {
    const checks = service.app.get(LogChecksService, { strict: false });
    const id = '01980000-0000-7000-8000-000000000001';
    await service.query(
      `INSERT INTO log_checks (id, started_at, size, seen_at) VALUES ('${id}', now(), 0, clock_timestamp())`,
    );
    const show = async () => (await service.get(`${EVIDENCE}/checks/${id}`, AUDITOR)).body;
    await checks.look();
    await checks.carryOut(id, AbortSignal.timeout(60_000));
    expect(await show()).toMatchObject({ endedAt: null });
    await service.query(
      `UPDATE log_checks SET seen_at = clock_timestamp() - interval '1 minute' WHERE id = '${id}'`,
    );
    await checks.look();
    const ended = await eventually(show, ({ endedAt }) => endedAt !== null);
    expect(ended).toMatchObject({ startedBy: null, result: 'ok' });
  });

  it('what is found is told, in health, metrics, log of accesses, and by the event', async () => {
    const sequencer = service.app.get(EvidenceSequencer, { strict: false });
    const database = service.app.get(PrismaDatabase);
    const [{ id, index } = { id: '', index: 0 }] = await service.query<{ id: string; index: number }>(
      `SELECT event_id::text AS id, index::int FROM log_entries WHERE leaf LIKE '%match.settled%' LIMIT 1`,
    );
    const turned = (from: string, to: string) =>
      tampered(
        database,
        `UPDATE log_entries SET leaf = replace(leaf, '${from}', '${to}') WHERE index = ${index}`,
      );
    sequencer.pause();
    await turned('match.settled', 'match.settlef');
    const failed = await checked();
    expect(failed).toMatchObject({ result: 'failed', startedBy: { id: 'otto' } });
    expect(failed.findings).toContainEqual({ code: 'event_altered', index, eventId: id });
    expect(await details()).toMatchObject({
      state: 'degraded',
      findings: failed.found,
      reason: expect.any(String),
    });
    expect((await service.get('/health/ready', { anonymous: true })).status).toBe(200);
    expect(await metric('evidence_check_ok')).toBe('0');
    const { body } = await service.get('/api/v1/audit/events?action=evidence.alarm', AUDITOR);
    expect(body.items).toEqual([
      expect.objectContaining({
        ...{ actor: { kind: 'service', id: 'self-check' }, target: { type: 'evidence', id: failed.id } },
        ...{ outcome: 'failed', data: expect.objectContaining({ found: failed.found }) },
      }),
    ]);
    await turned('match.settlef', 'match.settled');
    sequencer.resume();
    expect(await checked()).toMatchObject({ result: 'ok' });
    expect(await details()).toMatchObject({ state: 'ok' });
    await service.app.get(LogCheckStatus, { strict: false }).look();
    expect(await metric('evidence_check_ok')).toBe('1');
  });

  it('finds what the mirror under DATA_DIR remembers, and the database no longer does', async () => {
    const file = join(service.env['DATA_DIR'] ?? '', 'evidence', 'checkpoints');
    const known = await eventually(
      () => readFile(file, 'utf8'),
      (text) => text.includes('\u2014'),
    );
    expect(known).toContain('localhost/idmobile');
    const size = Number(known.trim().split('\n\n').at(-2)?.split('\n')[1]);
    const database = service.app.get(PrismaDatabase);
    const [row] = await service.query<{ note: string; root: string }>(
      `SELECT note, encode(root, 'hex') AS root FROM log_checkpoints WHERE size = ${size}`,
    );
    await tampered(database, `DELETE FROM log_checkpoints WHERE size = ${size}`);
    const failed = await checked();
    expect(failed.findings).toEqual([{ code: 'checkpoint_missing', mirror: 'local', size }]);
    await service.query(
      `INSERT INTO log_checkpoints (size, root, note) VALUES (${size}, decode('${row?.root}', 'hex'), '${row?.note}')`,
    );
    expect(await checked()).toMatchObject({ result: 'ok' });
  });

  it('are of the whole service, so no business of a key', async () => {
    const { key } = await keyWith(service, ['audit:read']);
    const refused = await service.post(`${EVIDENCE}/checks`, undefined, { key });
    expect([refused.status, refused.body.code]).toEqual([403, 'other_application']);
    expect((await service.get(`${EVIDENCE}/checks`, { key })).body.items).toEqual([]);
    const [{ id } = { id: '' }] = (await service.get(`${EVIDENCE}/checks`, AUDITOR)).body.items;
    const hidden = await service.get(`${EVIDENCE}/checks/${id}`, { key });
    expect([hidden.status, hidden.body.code]).toEqual([404, 'evidence_check_not_found']);
  });
});
