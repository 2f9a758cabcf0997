import { sandboxErrorNumber, SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminProcess } from '../support/admin-process.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';

const { consentAtOnce, consentPendingThrice, cutInsideAnswer, slow } = SANDBOX_NUMBERS;

/** A lease of 10 s, a sweep every 5 s, and time for a slow machine. */
const RECOVERY_MS = 30_000;

let service: AdminProcess;
beforeAll(async () => {
  service = await AdminProcess.start({ sandbox: { slowMs: 3_000 } });
});
afterAll(() => service.close());

const consenting = async (number: string) => (await service.match(claim(number, { consent: {} }))).body;
const record = async (id: string) => ({ match: await service.show(id), events: await service.events(id) });

describe.each(['SIGKILL', 'SIGTERM'] as const)('after %s', (signal) => {
  it('everything is on record, and every consent can be finished', async () => {
    const settled: string[] = [];
    for (const number of ['0600001001', sandboxErrorNumber('13'), cutInsideAnswer]) {
      const { body } = await service.match(claim(number));
      settled.push(body.id ?? body.matchId);
    }
    const undecided = await consenting(consentAtOnce);
    const agreed = await consenting(consentAtOnce);
    const onItsWay = await service.decide(agreed.consent.url, 'agree');
    const fetching = await consenting(consentPendingThrice);
    const used = await service.decide(fetching.consent.url, 'agree');
    const before = await Promise.all([...settled, undecided.id].map(record));
    const answer = service.comeBack(used).catch(() => null); // cut off by SIGKILL
    await eventually(
      () => service.show(fetching.id),
      ({ status }) => status === 'retrieving',
    );

    expect(await service.stop(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
    // A browser that waits is told what is true rather than cut off, where there is time for it.
    expect((await answer)?.text).toEqual(
      signal === 'SIGTERM' ? expect.stringContaining('Almost done') : undefined,
    );
    await service.start();

    expect(await Promise.all([...settled, undecided.id].map(record))).toEqual(before);
    await service.comeBack(await service.decide(undecided.consent.url, 'agree'));
    await service.comeBack(onItsWay);
    expect((await service.comeBack(used)).status).toBe(200);
    for (const { id } of [undecided, agreed, fetching]) {
      // Nobody has to do anything for the one that was being fetched: it is taken up once the dead process's lease is over.
      const match = await eventually(
        () => service.show(id),
        ({ status }) => status === 'scored',
        RECOVERY_MS,
      );
      expect(match.verdict.result).toBe('match');
      const types = (await service.events(id)).map(({ type }) => type);
      expect(types.filter((type) => type === 'settled')).toHaveLength(1);
    }
  });
});

it('a match that was killed between question and answer becomes unknown, and is never asked again', async () => {
  const reference = 'killed in the middle';
  const lost = service.match(claim(slow, { reference })).catch(() => null);
  const sent = service.sandbox.counts['/IDMOBILE/'] + 1;
  await eventually(
    () => Promise.resolve(service.sandbox.counts['/IDMOBILE/']),
    (count) => count === sent,
  );
  await service.stop('SIGKILL');
  expect(await lost).toBeNull();
  await service.start();
  const { body } = await service.get(`/api/v1/matches?reference=${encodeURIComponent(reference)}`);
  expect(body.items).toHaveLength(1);
  const match = await eventually(
    () => service.show(body.items[0].id),
    ({ status }) => status !== 'requested',
    RECOVERY_MS,
  );
  expect(match).toMatchObject({
    status: 'unknown',
    error: { id: 'DQE_PROCESS_LOST', category: 'temporary' },
  });
  expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
});

it('writes nothing for people but what belongs there: no key, no number, no stack', () => {
  expect(service.output).toContain('BOOTSTRAP_API_KEY');
  expect(service.output).not.toMatch(/an-api-key|0600000|at .*\.js:\d/);
});
