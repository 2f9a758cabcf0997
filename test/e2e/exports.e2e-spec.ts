import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { VerifierKeys, verifyExport, zipInMemory } from 'transparency-log';
import { API_KEY } from '../support/admin-environment.js';
import { ExportsService } from '../../apps/admin/src/exports/exports.service.js';
import { PrismaMatchSnapshots } from '../../apps/admin/src/exports/prisma-match-snapshots.js';
import { StrictZip } from '../../libs/transparency-log/src/zip/strict-zip.js';
import { run } from '../../libs/transparency-log/src/cli/run.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { zipOf } from '../support/export-zip.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';

const EXPORTS = '/api/v1/exports';
const NUMBER = '0600001001';
const REASON = 'CANARYREASON: yearly report to the supervisor';
const EMAIL = 'canary.mail@canary.example';
const IDENTITY = {
  ...{ firstName: 'Canaryfirst', lastName: 'Canarylast', birthDate: '1971-03-09', email: EMAIL },
  ...{ streetAddress: 'Rue Canarystreet', postalCode: 'zq-canary-75', locality: 'Canarytown' },
};
const PERSONAL = /canary(?!reason)|600001001|1971-03-09/i;

const clock = new ShiftedClock();
let service: AdminService;
let shop: { id: string; key: string };
let bank: { id: string; key: string };
let ofShop: string[];
let keys: VerifierKeys;
const auditor = by('otto', 'auditor');

beforeAll(async () => {
  service = await AdminService.start({ clock, modules: [PersonsModule] });
  const scopes = ['matches:create', 'matches:read', 'exports:read'] as const;
  shop = await keyWith(service, scopes, 'shop');
  bank = await keyWith(service, scopes, 'bank');
  const made = async ({ key }: { key: string }, reference: string) => {
    const { body } = await service.post(
      '/api/v1/matches',
      { ...claim(NUMBER), identity: IDENTITY, reference },
      { key },
    );
    return String(body.id);
  };
  ofShop = [await made(shop, 'S-1'), await made(shop, 'S-2'), await made(shop, 'S-3')];
  await made(bank, 'B-1');
  keys = new VerifierKeys((await service.get('/api/v1/evidence/key')).text.trim().split('\n'));
});
afterAll(() => service.close());

interface Download {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

/** Bytes as they are. */
const download = (id: string, headers: Readonly<Record<string, string>> = {}): Promise<Download> =>
  new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${API_KEY}`, ...headers };
    request(`${service.url}${EXPORTS}/${id}/file`, { headers: all }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          bytes: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });

const asked = async (body: object, call = {}) => {
  const answer = await service.post(EXPORTS, { reason: REASON, ...body }, call);
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  return answer.body;
};
const completed = (id: string) =>
  eventually(
    async () => (await service.get(`${EXPORTS}/${id}`)).body,
    ({ status }) => status !== 'queued' && status !== 'running',
    60_000,
  );
const made = async (body: object, call = {}) => completed((await asked(body, call)).id);

async function filesOf(zip: Buffer): Promise<Map<string, Buffer>> {
  const opened = await StrictZip.open(zipInMemory(zip));
  const files = new Map<string, Buffer>();
  for (const name of opened.names) {
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.file(name)) pieces.push(piece);
    files.set(name, Buffer.concat(pieces));
  }
  return files;
}

describe('a streamed export', () => {
  it('says how many follow, and what it is on record as', async () => {
    const { headers, text } = await service.get(`${EXPORTS}/matches?format=ndjson`, { key: shop.key });
    expect(headers['x-export-count']).toBe('3');
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    const events = await service.get(`/api/v1/audit/events?target=${headers['x-export-id']}`);
    expect(events.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'export.end',
      'export.run',
    ]);
  });

  it('has the same number whatever is asked for', async () => {
    const filters = [
      ...[
        'number=0600001001',
        `email=${EMAIL}`,
        'reference=S-1',
        'status=scored',
        'verdict=match',
        'country=FR',
      ],
      ...['from=2020-01-01', 'to=2020-01-01', 'application=bank', 'errorId=13', 'operator=Orange'],
      ...['review=open', 'review=overridden', 'number=0600001002', 'status=scored&application=shop'],
    ];
    for (const filter of filters) {
      const listed = (await service.get(`/api/v1/matches?limit=500&${filter}`)).body.items.length;
      const { headers, text } = await service.get(`${EXPORTS}/matches?format=ndjson&${filter}`);
      const lines = text.split('\n').length - 1;
      expect([filter, headers['x-export-count'], lines]).toEqual([filter, String(listed), listed]);
    }
  });

  it('that breaks in the middle does not end as HTTP has it', async () => {
    const snapshots = service.app.get(PrismaMatchSnapshots, { strict: false });
    const open = snapshots.open.bind(snapshots);
    const told = jest.spyOn(snapshots, 'open').mockImplementationOnce(async (...args) => {
      const snapshot = await open(...args);
      return { ...snapshot, count: snapshot.count + 1 };
    });
    try {
      const raw = await rawAnswer(`${EXPORTS}/matches?format=ndjson`);
      expect(raw).toMatch(/^HTTP\/1\.1 200 /);
      expect(raw).toContain('x-export-count: 5');
      expect(raw).toContain(ofShop[0]);
      expect(raw).not.toMatch(/\r\n0\r\n\r\n$/);
    } finally {
      told.mockRestore();
    }
    expect(await rawAnswer(`${EXPORTS}/matches?format=ndjson`)).toMatch(/\r\n0\r\n\r\n$/);
    const [end] = (await service.get('/api/v1/audit/events?action=export.end&outcome=failed')).body.items;
    expect(end.data).toMatchObject({ count: 4 });
  });

  /** What comes over the wire until the connection ends. */
  const rawAnswer = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(service.url);
      let said = '';
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${API_KEY}\r\nConnection: close\r\n\r\n`,
        ),
      );
      socket.on('data', (data) => (said += data.toString())).on('error', () => undefined);
      socket.on('close', () => resolve(said));
    });
});

describe('an export that is written in the background', () => {
  it.each(['csv', 'ndjson'])('as %s is byte for byte what is streamed', async (format) => {
    const wanted = await asked({ format });
    expect(wanted).toMatchObject({ format, rows: 4, filter: {}, requestedBy: { kind: 'bootstrap' } });
    expect(Object.keys(wanted)).not.toContain('reason');
    const done = await completed(wanted.id);
    expect(done).toMatchObject({ status: 'completed', rows: 4, done: 4, written: 4, reason: REASON });
    const { status, headers, bytes } = await download(wanted.id);
    expect([status, bytes.length, headers.etag]).toEqual([200, done.bytes, `"${done.sha256}"`]);
    expect(headers['content-disposition']).toBe(`attachment; filename="export-${wanted.id}.${format}"`);
    expect(bytes.toString()).toBe((await service.get(`${EXPORTS}/matches?format=${format}`)).text);
    const actions = (await service.get(`/api/v1/audit/events?target=${wanted.id}&limit=500`)).body.items;
    expect(actions.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['export.request', 'export.end', 'export.run']),
    );
  });

  it('goes on where it broke off', async () => {
    const { id, bytes: size, sha256 } = await made({ format: 'csv' });
    const whole = (await download(id)).bytes;
    const rest = await download(id, { range: 'bytes=100-', 'if-range': `"${sha256}"` });
    expect([rest.status, rest.headers['content-range']]).toEqual([206, `bytes 100-${size - 1}/${size}`]);
    expect(rest.bytes.equals(whole.subarray(100))).toBe(true);
    expect((await download(id, { range: 'bytes=0-9' })).bytes.equals(whole.subarray(0, 10))).toBe(true);
    expect((await download(id, { range: 'bytes=100-', 'if-range': '"another"' })).status).toBe(200);
    const beyond = await service.get(`${EXPORTS}/${id}/file`, { headers: { range: `bytes=${size}-` } });
    expect([beyond.status, beyond.body.code]).toEqual([416, 'range_not_there']);
  });

  it('of a key has what is its application’s, and is nobody else’s', async () => {
    const { id } = await asked({ format: 'ndjson' }, { key: shop.key });
    await completed(id);
    const ids = (await download(id)).bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual([...ofShop].reverse());
    for (const path of [`${EXPORTS}/${id}`, `${EXPORTS}/${id}/file`]) {
      const { status, body } = await service.get(path, { key: bank.key });
      expect([status, body.code]).toEqual([404, 'export_not_found']);
    }
    expect((await service.call('DELETE', `${EXPORTS}/${id}`, { key: bank.key })).status).toBe(404);
    const all = await asked({ format: 'ndjson' });
    expect((await service.get(`${EXPORTS}/${all.id}`, { key: shop.key })).status).toBe(404);
    const listed = (await service.get(EXPORTS, { key: shop.key })).body.items;
    expect(listed.map((one: { id: string }) => one.id)).toEqual([id]);
    await completed(all.id);
  });

  it('keeps no number and no address it was filtered by, and its reason only sealed', async () => {
    const filter = { number: NUMBER, email: EMAIL, reference: 'S-1', status: 'scored' };
    const done = await made({ format: 'csv', filter });
    expect(done).toMatchObject({
      written: 1,
      filter: { number: null, email: null, reference: null, status: 'scored' },
    });
    const rows = JSON.stringify(await service.query('SELECT to_jsonb(e) AS e FROM exports e'));
    expect(rows).not.toMatch(PERSONAL);
    expect(rows).not.toContain('CANARYREASON');
  });

  it('can be cancelled, and its file dropped; that it was asked for stays', async () => {
    const { id } = await made({ format: 'csv' });
    const { status, body } = await service.call('DELETE', `${EXPORTS}/${id}`);
    expect([status, body.status]).toEqual([200, 'cancelled']);
    expect((await service.get(`${EXPORTS}/${id}/file`)).body.code).toBe('export_gone');
    expect((await service.call('DELETE', `${EXPORTS}/${id}`)).status).toBe(410);
    expect(await service.query(`SELECT FROM export_chunks WHERE export_id = '${id}'`)).toEqual([]);
    expect((await service.get(`${EXPORTS}/${id}`)).body.reason).toBe(REASON);
  });

  it('names what is wrong with what was asked for', async () => {
    const { status, body } = await service.post(EXPORTS, {
      format: 'pdf',
      filter: { status: 'x' },
      reason: 'short',
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      ...['filter.status', 'format', 'reason'],
    ]);
  });

  it('is not ready while it is being written, and so many at a time', async () => {
    // Nobody works on these: they were put there.
    await service.query(`
      INSERT INTO exports (id, format, state, stage, filter, reason_sealed, requested_by_kind, requested_by_id,
        application, request_id, requested_at)
      SELECT gen_random_uuid(), 'csv', 'queued', 'rows', '{}', '', 'key', 'x', 'shop', 'x', now()
      FROM generate_series(1, 8)`);
    const [{ id }] = (await service.query<{ id: string }>(
      `SELECT id::text FROM exports WHERE state = 'queued' LIMIT 1`,
    )) as [{ id: string }];
    expect((await service.get(`${EXPORTS}/${id}/file`)).body.code).toBe('export_not_ready');
    const { status, body } = await service.post(EXPORTS, { format: 'csv', reason: REASON });
    expect([status, body.code]).toEqual([429, 'too_many_exports']);
    await service.query(`DELETE FROM exports WHERE requested_by_id = 'x'`);
  });
});

describe('a bundle', () => {
  let zip: Buffer;
  let files: Map<string, Buffer>;
  let id: string;
  beforeAll(async () => {
    const done = await made({ format: 'bundle', filter: { application: 'shop' } }, auditor);
    expect(done).toMatchObject({ status: 'completed', written: 3 });
    id = done.id;
    zip = (await download(id)).bytes;
    files = await filesOf(zip);
  });

  const verify = (bytes: Buffer) => verifyExport(zipInMemory(bytes), keys);

  it('is genuine, and says who asked for it, why, and when', async () => {
    const report = await verify(zip);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ ok: true, export: { id, rows: 3 } });
    expect(report.events).toBeGreaterThanOrEqual(9);
    const manifest = JSON.parse(String(files.get('manifest.json'))) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      ...{ id, rows: 3, reason: REASON, requestedBy: { kind: 'person', id: 'otto' } },
      ...{ matches: { chosen: 3, exported: 3, purgedMeanwhile: 0 }, filter: { application: 'shop' } },
      events: { count: report.events, pending: [] },
    });
  });

  it('is verified by the program', async () => {
    const home = await mkdtemp(join(tmpdir(), 'dqe-export-'));
    try {
      await writeFile(join(home, 'export.zip'), zip);
      let said = '';
      const out = (text: string) => (said += text);
      const key = (await service.get('/api/v1/evidence/key')).text.trim();
      expect(await run([join(home, 'export.zip'), '--key', key], { env: {}, out, err: out })).toBe(0);
      expect(said).toContain(`Export ${id}, 3 matches.`);
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it('shows every file that was altered, taken out or put in, and that it was cut off', async () => {
    for (const [name, bytes] of files) {
      const altered = Buffer.from(bytes);
      altered[altered.length >> 1]! ^= 1;
      expect([name, (await verify(await zipOf(new Map([...files, [name, altered]])))).ok]).toEqual([
        name,
        false,
      ]);
      const rest = new Map([...files].filter(([one]) => one !== name));
      expect((await verify(await zipOf(rest))).findings).toContainEqual({ kind: 'file-missing', file: name });
    }
    const more = await verify(await zipOf(new Map([...files, ['more', Buffer.from('x')]])));
    expect(more.findings).toEqual([{ kind: 'file-added', file: 'more' }]);
    await expect(verify(zip.subarray(0, -1))).rejects.toThrow('cut off');
  });

  it('proves that the log continues an older checkpoint, if its size was told', async () => {
    const note = (await service.get('/api/v1/evidence/checkpoint')).text;
    const since = Number(note.split('\n')[1]);
    const { id: other } = await made({ format: 'bundle', since });
    const report = await verifyExport(zipInMemory((await download(other)).bytes), keys, {
      oldCheckpoint: note,
    });
    expect(report).toMatchObject({ ok: true, findings: [], continues: since });
  });

  it('holds nothing personal, nor who looked at the matches', () => {
    for (const [name, bytes] of files) {
      expect([name, PERSONAL.exec(String(bytes))]).toEqual([name, null]);
    }
    const events = String(files.get('events.ndjson')).trimEnd().split('\n').slice(1);
    for (const line of events) {
      const { leaf } = JSON.parse(line) as { leaf: string };
      expect(JSON.parse(Buffer.from(leaf, 'base64').toString())).toMatchObject({
        type: expect.stringMatching(/^match\./),
      });
    }
  });

  it('of nothing is a bundle, too', async () => {
    const done = await made({ format: 'bundle', filter: { reference: 'nobody has it' } });
    expect(done).toMatchObject({ status: 'completed', rows: 0, written: 0 });
    expect(await verify((await download(done.id)).bytes)).toMatchObject({ ok: true, events: 0 });
  });
});

it('a file does not lead to an open consent page', async () => {
  const { body } = await service.match(claim(SANDBOX_NUMBERS.consentPendingForever, { consent: {} }));
  expect(body.status).toBe('consent_pending');
  const { id } = await made({ format: 'ndjson', filter: { status: 'consent_pending' } });
  const line = JSON.parse((await download(id)).bytes.toString()) as object;
  expect(line).toEqual({ ...(await service.show(body.id)), consent: null });
});

it('a file is kept for a day', async () => {
  const { id } = await made({ format: 'csv' });
  clock.forward(25 * 3_600_000);
  expect((await service.get(`${EXPORTS}/${id}/file`)).body.code).toBe('export_gone');
  await service.app.get(ExportsService, { strict: false }).look();
  expect((await service.get(`${EXPORTS}/${id}`)).body.status).toBe('expired');
  expect(await service.query('SELECT FROM export_chunks')).toEqual([]);
});
