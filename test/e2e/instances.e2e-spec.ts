import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminProcess } from '../support/admin-process.js';
import { claim } from '../support/claim.js';
import { serverUrl } from '../support/database.js';
import { eventually } from '../support/eventually.js';

/** The embedded database serves one process. */
const onServer = serverUrl === undefined ? describe.skip : describe;
/** A lease of 10 s, a sweep every 5 s, and time for a slow machine. */
const RECOVERY_MS = 30_000;

onServer('two instances on one database', () => {
  let one: AdminProcess;
  let other: AdminProcess;
  beforeAll(async () => {
    one = await AdminProcess.start({ sandbox: { slowMs: 8_000 } });
    other = await one.another();
  });
  afterAll(async () => {
    await other.stop('SIGKILL');
    await one.close();
  });

  it('leave each other’s matches alone while both live, however slow they are', async () => {
    const slow = await one.match(claim(SANDBOX_NUMBERS.slow));
    expect(slow.body.status).toBe('scored');
    expect((await other.events(slow.body.id)).map(({ type }) => type)).toEqual([
      'requested',
      'token',
      'sent',
      'answered',
      'settled',
    ]);
  });

  it('answer one Idempotency-Key as one', async () => {
    const key = 'both-at-once';
    const sent = one.sandbox.counts['/IDMOBILE/'];
    const answers = await Promise.all(
      [one, other, one, other].map((service) =>
        service.match(claim('0600001001'), { 'idempotency-key': key }),
      ),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(one.sandbox.counts['/IDMOBILE/']).toBe(sent + 1);
  });

  it('take a callback once, whichever it reaches', async () => {
    const consent = { returnUrl: `${one.url}/` };
    const { body } = await one.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent }));
    const back = await one.decide(body.consent.url, 'agree');
    const answers = await Promise.all([one, other, one, other].map((service) => service.comeBack(back)));
    const statuses = answers.map(({ headers }) => new URL(headers['location']!).searchParams.get('status'));
    expect(statuses).toContain('scored');
    // Only the process that fetches the result can wait for it.
    expect(['scored', 'retrieving']).toEqual(expect.arrayContaining(statuses));
    const types = (await other.events(body.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'settled')).toHaveLength(1);
  });

  it('the one that lives settles what the dead one left', async () => {
    const asked = other.sandbox.counts['/IDMOBILE/'] + 1;
    const reference = 'left behind';
    const lost = other.match(claim(SANDBOX_NUMBERS.slow, { reference })).catch(() => null);
    await eventually(
      () => Promise.resolve(one.sandbox.counts['/IDMOBILE/']),
      (count) => count === asked,
    );
    await other.stop('SIGKILL');
    expect(await lost).toBeNull();
    const list = await one.get(`/api/v1/matches?reference=${encodeURIComponent(reference)}`);
    const match = await eventually(
      () => one.show(list.body.items[0].id),
      ({ status }) => status !== 'requested',
      RECOVERY_MS,
    );
    expect(match.status).toBe('unknown');
    expect(one.sandbox.counts['/IDMOBILE/']).toBe(asked);
  });
});
