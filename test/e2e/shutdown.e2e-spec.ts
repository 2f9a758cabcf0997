import { once } from 'node:events';
import { connect } from 'node:net';
import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { API_KEY } from '../support/admin-environment.js';
import { AdminProcess } from '../support/admin-process.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';

const { slow, neverAnswers } = SANDBOX_NUMBERS;

let service: AdminProcess;
beforeAll(async () => {
  service = await AdminProcess.start({ sandbox: { slowMs: 1_500, latencyMs: 400 } });
});
afterAll(() => service.close());

/** Until DQE has been asked for what `path` names. */
const onceAsked = (path: '/ACCESS_TOKEN/' | '/IDMOBILE/') => {
  const before = service.sandbox.counts[path];
  return () =>
    eventually(
      () => Promise.resolve(service.sandbox.counts[path]),
      (count) => count > before,
    );
};

it.each([
  ['the match is with DQE', '/IDMOBILE/'],
  ['its token is being fetched', '/ACCESS_TOKEN/'],
] as const)('SIGTERM while %s: the answer still arrives, and the exit is clean', async (_when, path) => {
  const asked = onceAsked(path);
  const answer = service.match(claim(slow, { consent: {} }));
  await asked();
  const began = Date.now();
  const code = await service.stop('SIGTERM');
  expect([code, Date.now() - began < 10_000]).toEqual([0, true]);
  const { status, body } = await answer;
  expect([status, body.status]).toEqual([201, 'scored']);
  await service.start();
  expect(await service.show(body.id)).toEqual(body);
});

it('a match whose caller has gone is waited for all the same: it is billed', async () => {
  const reference = 'gone before the answer';
  const asked = onceAsked('/IDMOBILE/');
  const gone = new AbortController();
  const call = fetch(`${service.url}/api/v1/matches`, {
    ...{ method: 'POST', signal: gone.signal, body: JSON.stringify(claim(slow, { reference })) },
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
  }).catch(() => 'gone');
  await asked();
  gone.abort();
  expect(await call).toBe('gone');
  expect(await service.stop('SIGTERM')).toBe(0);
  await service.start();
  const { body } = await service.get(`/api/v1/matches?reference=${encodeURIComponent(reference)}`);
  expect(body.items).toMatchObject([{ status: 'scored' }]);
});

it('from SIGTERM on, nobody new is let in', async () => {
  const asked = onceAsked('/IDMOBILE/');
  const answer = service.match(claim(slow));
  await asked();
  const exit = service.stop('SIGTERM');
  await eventually(
    () =>
      fetch(`${service.url}/health/live`, { headers: { connection: 'close' } }).then(
        () => 'let in',
        (error: unknown) => ((error as Error).cause as NodeJS.ErrnoException).code,
      ),
    (outcome) => outcome === 'ECONNREFUSED',
  );
  expect((await answer).status).toBe(201);
  expect(await exit).toBe(0);
  await service.start();
});

it('a second signal does not wait', async () => {
  const asked = onceAsked('/IDMOBILE/');
  const answer = service.match(claim(neverAnswers)).catch(() => 'cut off');
  await asked();
  const exit = service.stop('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await service.stop('SIGTERM');
  expect(await exit).toBe(1);
  expect(await answer).toBe('cut off');
  await service.start();
});

/** Node counts a connection without a request as busy, and browsers open such connections ahead. */
it('a connection that was opened and never used does not hold the exit up', async () => {
  const unused = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(unused, 'connect');
  const code = await service.stop('SIGTERM');
  unused.destroy();
  await service.start();
  expect(code).toBe(0);
});

it.each([[['stderr']], [['stdout']], [['stdout', 'stderr']]] as const)(
  'when nobody reads %p any more, it goes on serving; at SIGTERM the answer still arrives, and the exit is clean',
  async (streams) => {
    await service.stop('SIGTERM');
    await service.start({ LOG_LEVEL: 'info' });
    service.deafen(...streams);
    // Each writes a line to the log.
    expect((await service.match(claim('0600001001'))).status).toBe(201);
    expect((await service.get('/api/v1/matches?limit=x')).status).toBe(400);
    const asked = onceAsked('/IDMOBILE/');
    const answer = service.match(claim(slow));
    await asked();
    const began = Date.now();
    const code = await service.stop('SIGTERM');
    expect([code, Date.now() - began < 10_000]).toEqual([0, true]);
    expect((await answer).status).toBe(201);
    await service.start();
  },
);
