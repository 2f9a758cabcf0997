import { SANDBOX_NUMBERS, sandboxLoadNumber } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { type Call, FAULTS, type FaultName, FaultyWay } from './faulty-way.js';

const TIMEOUT_MS = 800;
/** The whole of a match; see MatchesModule. */
const DEADLINE_MS = 30_000;

/** What becomes of a match whose request met the fault: as docs/decisions/0002 has it. */
const OUTCOMES: Readonly<Record<FaultName, readonly [status: number, code: string, recorded: string]>> = {
  latency: [201, '', 'scored'],
  resetBeforePassing: [502, 'dqe_connection_lost', 'unknown'],
  resetAfterPassing: [502, 'dqe_connection_lost', 'unknown'],
  halfOpen: [502, 'dqe_connection_lost', 'unknown'],
  truncated: [502, 'dqe_connection_lost', 'unknown'],
  slowDrip: [504, 'dqe_timeout', 'unknown'],
  tooManyRequests: [502, 'dqe_http_status', 'rejected'],
  blackHole: [504, 'dqe_timeout', 'unknown'],
};
const NAMES = Object.keys(FAULTS) as FaultName[];

let way: FaultyWay;
let service: AdminService;
let sandboxPort = 0;
let matches = 0;

beforeAll(async () => {
  // The way has to be there before the service, and the sandbox comes with the service.
  way = await FaultyWay.to(() => sandboxPort);
  service = await AdminService.start({
    env: {
      DQE_BASE_URL: `http://127.0.0.1:${way.port}`,
      DQE_TIMEOUT_MS: String(TIMEOUT_MS),
      DQE_CIRCUIT_BREAKER: 'off',
    },
    sandbox: { tokenTtlSeconds: 60 },
  });
  sandboxPort = service.sandbox.port;
});
afterEach(() => way.clear());
afterAll(async () => {
  await service.close();
  await way.close();
});

/** One match, timed, and as it is on record. */
async function match(more: object = {}, number = sandboxLoadNumber('scores', (matches += 1))) {
  const began = Date.now();
  const { status, body } = await service.match(claim(number, { ...more }));
  const tookMs = Date.now() - began;
  const record = await service.show(body.id ?? body.matchId);
  const types = (await service.events(record.id)).map(({ type }) => type);
  return { status, code: body.code ?? '', tookMs, record, types };
}
const settledOnce = (types: readonly string[]) => types.filter((type) => type === 'settled').length === 1;

describe.each(NAMES)('the network: %s', (fault) => {
  const [status, code, recorded] = OUTCOMES[fault];

  it('at the matching request, which goes out once', async () => {
    way.meet('/IDMOBILE/', fault);
    const made = await match();
    expect([made.status, made.code, made.record.status]).toEqual([status, code, recorded]);
    expect(way.hits).toBe(1);
    expect(made.tookMs).toBeLessThan(DEADLINE_MS);
    expect(settledOnce(made.types)).toBe(true);
  });

  it('at the token request, for which nothing is billed', async () => {
    way.meet('/ACCESS_TOKEN/', fault);
    const sent = service.sandbox.counts['/IDMOBILE/'];
    // With consent, so that the token is not one we have already.
    const made = await match({ consent: {} });
    if (fault === 'latency') expect([made.status, made.record.status]).toEqual([201, 'scored']);
    else {
      expect([made.status, made.code, made.record.status]).toEqual([status, code, 'rejected']);
      expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
    }
    expect(made.tookMs).toBeLessThan(DEADLINE_MS);
    expect(settledOnce(made.types)).toBe(true);
  });

  it('at the first two retrievals: the result is had all the same', async () => {
    const { body } = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    const back = await service.decide(body.consent.url, 'agree');
    way.meet('/GET/', fault, 2);
    const began = Date.now();
    const page = await service.comeBack(back);
    expect([page.status, Date.now() - began < DEADLINE_MS]).toEqual([200, true]);
    const record = await eventually(
      () => service.show(body.id),
      ({ status: now }) => now === 'scored',
      DEADLINE_MS,
    );
    expect(way.hits).toBeGreaterThan(0);
    const types = (await service.events(record.id)).map(({ type }) => type);
    expect(settledOnce(types)).toBe(true);
  });
});

describe('the network: no connection stands', () => {
  it.each<Call>(['/ACCESS_TOKEN/', '/IDMOBILE/'])('from %s on', async (call) => {
    if (call === '/IDMOBILE/') await match(); // so that there is a token
    way.resetConnections();
    const sent = service.sandbox.counts['/IDMOBILE/'];
    const made = await match(call === '/ACCESS_TOKEN/' ? { consent: {} } : {});
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
    expect(made.status).toBe(502);
    // Whether a request was written into a connection that was being reset, only the sender's kernel knows.
    expect(['dqe_unreachable', 'dqe_connection_lost']).toContain(made.code);
    if (made.code === 'dqe_unreachable') expect(made.record.status).toBe('rejected');
    expect(made.tookMs).toBeLessThan(DEADLINE_MS);
    expect(settledOnce(made.types)).toBe(true);
  });
});
