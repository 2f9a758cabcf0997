import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint, SigningKey, VerifierKeys, verifyConsistency } from 'transparency-log';
import { notesIn } from '../../apps/admin/src/evidence/mirrors/file-mirror.js';
import { EvidenceSequencer } from '../../apps/admin/src/evidence/sequencing/evidence-sequencer.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { evidenceOf, verified, verifierKeysOf } from '../support/verify-evidence.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const EVIDENCE = '/api/v1/evidence';
const CAMILLE = '0600001001';
const AUDITOR = by('otto', 'auditor');
const DAY_MS = 86_400_000;

const clock = new ShiftedClock();
let service: AdminService;
let receiver: WebhookReceiver;
let folder: string;
let keys: VerifierKeys;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  folder = await mkdtemp(join(tmpdir(), 'evidence-mirror-'));
  service = await AdminService.start({
    ...{ clock, modules: [PersonsModule] },
    env: { EVIDENCE_MIRRORS: `${folder},${receiver.url('/mirror')}`, WEBHOOK_ALLOW_LOOPBACK: 'true' },
  });
  keys = await verifierKeysOf(service);
});
afterAll(async () => {
  await service.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

const sequencer = () => service.app.get(EvidenceSequencer, { strict: false });
const checkpoint = async (query = '') => service.get(`${EVIDENCE}/checkpoint${query}`, { anonymous: true });
const opened = async () => openCheckpoint((await checkpoint()).text, keys).checkpoint;
/** The first checkpoint that is later than this one. */
const laterThan = (size: number) => eventually(opened, (now) => now.size > size, 20_000);

async function match(number = CAMILLE, call = {}): Promise<string> {
  const answer = await service.post('/api/v1/matches', claim(number), call);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

it('the key and the latest checkpoint are for everybody, as text', async () => {
  const key = await service.get(`${EVIDENCE}/key`, { anonymous: true });
  expect([key.status, key.type]).toEqual([200, 'text/plain']);
  expect(key.text).toMatch(/^localhost\/idmobile\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\n$/);
  const note = await eventually(checkpoint, ({ status }) => status === 200);
  expect([note.type, note.headers['cache-control']]).toEqual(['text/plain', 'no-store']);
  const { size, origin } = openCheckpoint(note.text, keys).checkpoint;
  expect(origin).toBe('localhost/idmobile');
  expect((await checkpoint(`?size=${size}`)).text).toBe(note.text);
  const none = await checkpoint('?size=9007199254740991');
  expect([none.status, none.body.code]).toEqual([404, 'checkpoint_not_found']);
  expect((await checkpoint('?size=-1')).body.errors[0].field).toBe('size');
});

it('a match, and who looked at it, is proven to whoever has the key; also after the person was erased', async () => {
  const id = await match();
  await service.get(`/api/v1/matches/${id}`, AUDITOR);
  const types = ['match.requested', 'match.answered', 'match.settled', 'access.allowed'];
  const { body } = await evidenceOf(service, id, types);
  expect(body).toMatchObject({ matchId: id, accesses: true, nextAfter: null });
  const events = verified(body, keys);
  expect(events[0]).toMatchObject({
    ...{ type: 'match.requested', action: 'match.create', actor: { kind: 'bootstrap' } },
    target: { kind: 'match', id },
  });
  expect(events).toContainEqual(
    expect.objectContaining({ action: 'match.view', actor: { kind: 'person', id: 'otto' } }),
  );

  // What the leaf binds is what is stored.
  const [row] = await service.query<{ answer: string; number: string }>(
    `SELECT encode(answer_sealed, 'hex') AS answer, encode(number_sealed, 'hex') AS number FROM matches WHERE id = '${id}'`,
  );
  const payloadOf = (type: string) =>
    JSON.parse(body.items.find((item: { type: string }) => item.type === type).payload);
  const hash = (hex: string) => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('base64');
  expect(payloadOf('match.settled')).toMatchObject({
    state: { status: 'scored', verdict: 'match' },
    sealed: { answer: hash(row!.answer) },
  });
  expect(payloadOf('match.requested').sealed.number).toBe(hash(row!.number));

  const erased = await service.post('/api/v1/erasures', { number: CAMILLE, ground: 'request' });
  expect(erased.body.outcome).toBe('erased');
  await service.get(`/api/v1/matches/${id}`);
  const later = (await service.get(`${EVIDENCE}/matches/${id}?limit=500`)).body;
  expect(verified(later, keys).slice(0, events.length)).toEqual(events);
  // And the checkpoint saved before the erasure is one of the same log.
  await provenToGrow(body.size, (await laterThan(body.size)).size);
});

async function provenToGrow(from: number, to: number): Promise<void> {
  const { status, body } = await service.get(`${EVIDENCE}/consistency?from=${from}&to=${to}`, AUDITOR);
  expect(status).toBe(200);
  const [older, newer] = [body.from, body.to].map((tree) => openCheckpoint(tree.checkpoint, keys).checkpoint);
  expect([older!.size, newer!.size]).toEqual([from, to]);
  expect(Buffer.from(body.from.root, 'base64').equals(older!.root)).toBe(true);
  const proof = body.proof.map((one: string) => Buffer.from(one, 'base64'));
  expect(verifyConsistency({ older: older!, newer: newer!, proof })).toBe(true);
}

it('between two checkpoints it only grew', async () => {
  const before = await opened();
  for (let i = 0; i < 3; i += 1) await match();
  const after = await laterThan(before.size);
  await provenToGrow(before.size, after.size);
  const whole = await service.get(`${EVIDENCE}/consistency?from=0`, AUDITOR);
  expect(whole.body).toMatchObject({ from: { size: 0, checkpoint: null }, proof: [] });
});

it.each([
  ['from=5&to=2', 'from', 'larger than to'],
  ['from=1&to=9007199254740991', 'to', 'larger than the log'],
  ['from=9007199254740991', 'from', 'larger than the log'],
  ['from=x', 'from', ''],
  ['from=1&to=0x10', 'to', ''],
  ['', 'from', ''],
])('of consistency?%s the field that is wrong is named', async (query, field, problem) => {
  await eventually(checkpoint, ({ status }) => status === 200);
  const { status, body } = await service.get(`${EVIDENCE}/consistency?${query}`, AUDITOR);
  expect([status, body.code, body.errors[0].field]).toEqual([400, 'validation_failed', field]);
  expect(body.errors[0].problem).toContain(problem);
});

it('what is on record and not in the log yet is shown as pending', async () => {
  sequencer().pause();
  await service.query('SELECT 1');
  const { size } = await opened();
  const id = await match();
  const { body } = await service.get(`${EVIDENCE}/matches/${id}`);
  const ofMatch = body.items.filter((item: { type: string }) => item.type.startsWith('match.'));
  expect(ofMatch.length).toBeGreaterThan(2);
  for (const item of body.items) {
    expect(item).toMatchObject({ pending: true, index: null, leaf: null, payload: null, proof: null });
  }
  const figures = (await service.get('/metrics')).text;
  expect(Number(/^evidence_pending_events (\d+)$/m.exec(figures)?.[1])).toBeGreaterThanOrEqual(
    ofMatch.length,
  );
  expect(Number(/^evidence_tree_size (\d+)$/m.exec(figures)?.[1])).toBeGreaterThanOrEqual(size);
  sequencer().resume();
  verified((await evidenceOf(service, id, ['match.settled'])).body, keys);
});

it('is found page by page', async () => {
  const id = await match();
  const { body: whole } = await evidenceOf(service, id, ['match.settled']);
  const logged = whole.items.filter(({ pending }: { pending: boolean }) => !pending);
  const pages = [];
  for (let after = ''; pages.length < 50;) {
    const { body } = await service.get(`${EVIDENCE}/matches/${id}?limit=2${after}`);
    pages.push(...body.items.filter(({ pending }: { pending: boolean }) => !pending));
    verified(body, keys);
    if (body.nextAfter === null) break;
    after = `&after=${body.nextAfter}`;
  }
  expect(pages.slice(0, logged.length).map(({ leaf }) => leaf)).toEqual(
    logged.map(({ leaf }: { leaf: string }) => leaf),
  );
});

it('a key sees its own application, and accesses only with the right to read them', async () => {
  const scopes = ['matches:create', 'matches:read'] as const;
  const shop = await keyWith(service, scopes, 'shop');
  const other = await keyWith(service, scopes, 'other');
  const auditing = await keyWith(service, [...scopes, 'audit:read'], 'shop');
  const id = await match(CAMILLE, { key: shop.key });
  await service.get(`/api/v1/matches/${id}`, AUDITOR);
  await service.get(`/api/v1/matches/${id}`, { key: shop.key });
  await evidenceOf(service, id, ['match.settled', 'access.allowed']);
  const at = `${EVIDENCE}/matches/${id}`;
  const foreign = await service.get(at, { key: other.key });
  expect([foreign.status, foreign.body.code]).toEqual([404, 'match_not_found']);
  const own = (await service.get(at, { key: shop.key })).body;
  expect(own.accesses).toBe(false);
  expect(own.items.every(({ type }: { type: string }) => type.startsWith('match.'))).toBe(true);
  const seen = await eventually(
    () => service.get(at, { key: auditing.key }),
    ({ body }) =>
      body.items.some(
        ({ type, pending }: { type: string; pending: boolean }) => type === 'access.allowed' && !pending,
      ),
  );
  expect(seen.body.accesses).toBe(true);
  const actors = verified(seen.body, keys).filter(({ type }) => type === 'access.allowed');
  for (const { actor } of actors) expect(actor).toMatchObject({ kind: 'key' });
  expect((await service.get(`${EVIDENCE}/consistency?from=0`, { key: shop.key })).status).toBe(403);
});

it('of a match that was purged the leaves stay, and not what they said', async () => {
  const rules = '/api/v1/retention/rules';
  const rule = await service.post(rules, {
    clock: 'settlement',
    days: 1,
    ground: 'contract',
    purpose: 'evidence',
  });
  const created = await service.post('/api/v1/matches', { ...claim(CAMILLE), purpose: 'evidence' });
  const id = created.body.id as string;
  const before = (await evidenceOf(service, id, ['match.settled'])).body;
  clock.forward(3 * DAY_MS);
  const run = await service.post('/api/v1/retention/runs', { dryRun: false });
  await eventually(
    () => service.get(`/api/v1/retention/runs/${run.body.id}`),
    ({ body }) => body.state === 'completed',
    60_000,
  );
  clock.forward(-3 * DAY_MS);
  expect((await service.get(`/api/v1/matches/${id}`)).status).toBe(404);
  const after = (await service.get(`${EVIDENCE}/matches/${id}`)).body;
  const proven = verified(after, keys);
  const known = verified(before, keys).filter(({ type }) => type.startsWith('match.'));
  expect(proven.slice(0, known.length)).toEqual(known);
  for (const { type, payload } of after.items.slice(0, known.length)) {
    expect([type, payload]).toEqual([type, null]);
  }
  await service.call('DELETE', `${rules}/${rule.body.id}`);
});

it('checkpoints are in the file, in the folder and at the address, and outlive the service', async () => {
  const local = join(service.env['DATA_DIR']!, 'evidence', 'checkpoints');
  await match();
  await service.app.close();
  const files = [local, join(folder, 'checkpoints')].map((file) => readFile(file, 'utf8'));
  const kept = [...(await Promise.all(files)).map(notesIn), receiver.at('/mirror').map(({ body }) => body)];
  await service.restart();
  const { size } = await opened();
  for (const notes of kept) {
    const sizes = notes.map((note) => openCheckpoint(note, keys).checkpoint.size);
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
    // What was put on record before the stop is in the log, and its checkpoint was out of the house by then.
    expect(sizes.at(-1)).toBe(size);
  }
  expect(await service.query('SELECT seq FROM log_queue')).toEqual([]);
});

it('health tells, and is ready all the same, where events wait too long or a mirror fails', async () => {
  const details = async () => (await service.get('/health/ready')).body.details.evidence;
  expect(await details()).toEqual({ state: 'ok', oldestPendingSeconds: 0, mirrorsFailing: 0 });
  const failing = await eventually(
    async () => {
      receiver.answer = 500;
      await match();
      return details();
    },
    ({ mirrorsFailing }) => mirrorsFailing === 1,
    25_000,
  );
  expect(failing.state).toBe('ok');
  expect((await service.get('/metrics')).text).toMatch(
    /^evidence_mirror_failures_total\{mirror="2"\} [1-9]/m,
  );
  receiver.answer = 204;
});

it('goes on under another key of its name, wherever it is reached now, once the lost one is named', async () => {
  const before = await opened();
  const own = SigningKey.generate('localhost/idmobile');
  const moved = { PUBLIC_URL: 'https://moved.example' };
  await service.restart({ ...moved, EVIDENCE_SIGNING_KEY: own.secret });
  const evidence = async () => (await service.get('/health/ready')).body.details.evidence;
  const { failure } = await eventually(evidence, ({ state }) => state === 'refused');
  expect(failure).toBe('checkpoint_not_signed');
  expect((await service.get('/metrics')).text).toMatch(/^evidence_log_refused 1$/m);
  const alarms = await service.query(
    `SELECT actor_id, data FROM access_events WHERE action = 'evidence.alarm'`,
  );
  expect(alarms).toEqual([{ actor_id: 'sequencer', data: { codes: ['checkpoint_not_signed'] } }]);
  // The last is still one by the key before.
  expect((await opened()).size).toBeGreaterThanOrEqual(before.size);

  await service.restart({ ...moved, EVIDENCE_SIGNING_KEY: [own.secret, ...keys.all].join() });
  expect((await evidence()).state).toBe('ok');
  const published = await verifierKeysOf(service);
  expect(published.all.map(String)).toEqual([own.key.verifierKey.toString()]);
  const { text } = await eventually(checkpoint, ({ text: note }) => isOpenedBy(note, published));
  const { size } = openCheckpoint(text, published).checkpoint;
  expect(size).toBeGreaterThan(before.size);
  keys = new VerifierKeys([...keys.all, ...published.all]);
  await provenToGrow(before.size, size);
  await service.restart({ EVIDENCE_SIGNING_KEY: `${randomBytes(32).toString('base64')},${own.secret}` });
  expect((await verifierKeysOf(service)).all).toHaveLength(2);
});

function isOpenedBy(note: string, by: VerifierKeys): boolean {
  try {
    openCheckpoint(note, by);
    return true;
  } catch {
    return false;
  }
}
