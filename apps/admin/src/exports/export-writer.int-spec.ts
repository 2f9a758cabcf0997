import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { systemClock } from 'nestjs-dqe-idmobile';
import { VerifierKeys, verifyExport, zipInMemory } from 'transparency-log';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { integrateAll, roundsOn } from '../../../../test/support/evidence-on.js';
import { matchesOn } from '../../../../test/support/matches-on.js';
import type { AccessEvent } from '../access/access-event.js';
import { timeId } from '../access/time-id.js';
import { PrismaCheckpoints } from '../evidence/proofs/prisma-checkpoints.js';
import { PrismaTrees } from '../evidence/proofs/prisma-trees.js';
import { ExportPacker } from './export-packer.js';
import { ExportReasons } from './export-reasons.js';
import type { ExportFormat } from './export-record.js';
import { ExportWriter } from './export-writer.js';
import { PrismaExportEvents } from './prisma-export-events.js';
import { PrismaExports } from './prisma-exports.js';
import { PrismaMatchLines } from './prisma-match-lines.js';

const MATCHES = 1_203;
const GOES_ON = new AbortController().signal;

let place: TestDatabase;
let database: Database;
let log: Awaited<ReturnType<typeof roundsOn>>;

beforeAll(async () => {
  place = await testDatabase();
  database = await place.open();
  log = await roundsOn(database);
  const { store } = matchesOn(database);
  const id = randomUUID();
  await store.open({
    ...{
      id,
      createdAt: new Date(),
      number: '+33600001001',
      country: 'FR',
      identity: {},
      consentOffered: false,
    },
    ...{ codeName: null, purpose: null, reference: null, returnUrl: null, context: undefined },
    events: [{ type: 'token', at: new Date(), durationMs: 1, data: {} }],
  });
  await copiesOf(id, MATCHES - 1);
  await integrateAll(log);
});
afterAll(() => place.drop());

/** As many matches more, each with an event. */
async function copiesOf(id: string, count: number): Promise<void> {
  await database.client.$executeRawUnsafe(`
    DO $$
    DECLARE one uuid;
    BEGIN
      FOR i IN 1..${count} LOOP
        one := gen_random_uuid();
        INSERT INTO matches SELECT (jsonb_populate_record(m, jsonb_build_object('id', one, 'idempotency_key', NULL))).*
          FROM matches m WHERE id = '${id}';
        INSERT INTO match_events (id, match_id, type, at, data) VALUES (gen_random_uuid(), one, 'sent', now(), '{}');
      END LOOP;
    END $$`);
}

/** One instance of the service, as far as exports know. */
function instance() {
  const matches = matchesOn(database);
  const { database: prisma, selection, keys } = matches;
  const lines = new PrismaMatchLines(prisma);
  const exports = new PrismaExports(prisma, selection);
  const reasons = new ExportReasons(keys);
  const writer = new ExportWriter(
    ...([exports, lines, new PrismaExportEvents(prisma), new PrismaCheckpoints(prisma)] as const),
    ...([new PrismaTrees(prisma), new ExportPacker(exports, reasons, log.keys), systemClock] as const),
  );
  return { exports, reasons, writer };
}
type Instance = ReturnType<typeof instance>;

const event = (id: string): AccessEvent => ({
  ...{ id: timeId(Date.now()), at: new Date(), actor: { kind: 'key', id: 'k' }, application: 'shop' },
  ...{ action: 'export.request', target: { type: 'export', id }, outcome: 'allowed' },
  ...{ permission: 'exports:read', requestId: 'r', data: {} },
});

async function requested({ exports, reasons }: Instance, format: ExportFormat): Promise<string> {
  const id = timeId(Date.now());
  const reasonSealed = Uint8Array.from(await reasons.seal(id, 'because of a test'));
  const made = await exports.create(
    {
      ...{
        id,
        format,
        within: null,
        filter: {},
        reasonSealed,
        application: 'shop',
        requestId: 'r',
        since: null,
      },
      ...{ requestedBy: { kind: 'key', id: 'k' }, requestedAt: new Date() },
    },
    { within: null },
    8,
    event(id),
  );
  expect(made).toMatchObject({ state: 'queued', done: 0 });
  return id;
}

async function finish({ writer }: Instance, id: string): Promise<void> {
  while ((await writer.step(id, GOES_ON)) === 'more');
}

async function fileOf({ exports }: Instance, id: string): Promise<Buffer> {
  const found = await exports.find(id, null);
  expect(found).toMatchObject({ state: 'completed', failure: null });
  const pieces: Uint8Array[] = [];
  for await (const piece of exports.read(id, found!.file!)) pieces.push(piece);
  const file = Buffer.concat(pieces);
  expect([file.length, createHash('sha256').update(file).digest('hex')]).toEqual([
    found!.bytes,
    found!.sha256,
  ]);
  return file;
}

const idsIn = (ndjson: Buffer): string[] =>
  ndjson
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

it('each match is in it once, whoever writes which part', async () => {
  const instances = [instance(), instance(), instance()] as const;
  const id = await requested(instances[0], 'ndjson');
  const steps = [];
  // Each writes one step and dies.
  for (let i = 0; steps.at(-1) !== 'ended'; i += 1)
    steps.push(await instances[i % 3]!.writer.step(id, GOES_ON));
  expect(steps).toEqual(['more', 'more', 'more', 'ended']);
  const ids = idsIn(await fileOf(instances[1], id));
  expect(ids).toEqual([...new Set(ids)].sort().reverse());
  expect(ids).toHaveLength(MATCHES);
});

it('two at the same step write it once', async () => {
  const [one, other] = [instance(), instance()];
  const id = await requested(one, 'csv');
  const done = async () => (await one.exports.find(id, null))?.done;
  while ((await done())! < MATCHES) {
    await Promise.all([one.writer.step(id, GOES_ON), other.writer.step(id, GOES_ON)]);
  }
  await Promise.all([finish(one, id), finish(other, id)]);
  expect((await fileOf(one, id)).toString().split('\r\n')).toHaveLength(MATCHES + 2);
});

it('a bundle that was interrupted while it was packed is packed by another, and is genuine', async () => {
  const [one, other] = [instance(), instance()];
  const id = await requested(one, 'bundle');
  await stagesOf(one, id, 'pack');
  const stop = new AbortController();
  const put = one.exports.put.bind(one.exports);
  one.exports.put = async (...args) => {
    await put(...args);
    stop.abort();
  };
  expect(await one.writer.step(id, stop.signal)).toBe('more');
  expect(await other.exports.find(id, null)).toMatchObject({ state: 'running', sha256: null });
  await finish(other, id);
  const report = await verifyExport(
    zipInMemory(await fileOf(other, id)),
    new VerifierKeys(log.keys.verifierKeys),
  );
  expect(report).toMatchObject({ ok: true, findings: [], events: MATCHES, export: { rows: MATCHES } });
  expect(await parts(id)).toHaveLength(1);
});

const parts = async (id: string) =>
  database.client.exportChunk.findMany({
    where: { exportId: id },
    distinct: ['part'],
    select: { part: true },
  });

async function stagesOf({ writer, exports }: Instance, id: string, stage: string): Promise<void> {
  while ((await exports.find(id, null))?.stage !== stage) await writer.step(id, GOES_ON);
}

it('matches that come after it was asked for are not in it; one that was purged is missed by name', async () => {
  const one = instance();
  const id = await requested(one, 'bundle');
  const some = await database.client.match.findMany({ take: 2, select: { id: true } });
  const [first = '', gone = ''] = some.map((match) => match.id);
  await copiesOf(first, 3);
  await database.client.$executeRaw`SELECT purge_matches(ARRAY[${gone}::uuid])`;
  await finish(one, id);
  expect(await one.exports.find(id, null)).toMatchObject({ rows: MATCHES, written: MATCHES - 1 });
  const report = await verifyExport(
    zipInMemory(await fileOf(one, id)),
    new VerifierKeys(log.keys.verifierKeys),
  );
  expect(report).toMatchObject({ ok: true, export: { rows: MATCHES - 1 } });
});

it('a bundle waits for events that are not in the log yet', async () => {
  const one = instance();
  const id = await requested(one, 'bundle');
  await stagesOf(one, id, 'events');
  expect(await one.writer.step(id, GOES_ON)).toBe('wait');
  await integrateAll(log);
  expect(await one.writer.step(id, GOES_ON)).toBe('more');
  expect(await one.exports.find(id, null)).toMatchObject({ pending: [] });
});

it('one that was cancelled is gone on with by nobody', async () => {
  const one = instance();
  const id = await requested(one, 'csv');
  await one.writer.step(id, GOES_ON);
  await one.exports.end(id, 'cancelled', new Date(), null, event(id));
  expect(await one.writer.step(id, GOES_ON)).toBe('ended');
  expect(await parts(id)).toEqual([]);
});
