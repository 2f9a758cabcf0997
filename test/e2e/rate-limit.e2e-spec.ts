import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const LIMIT = 5;

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { RATE_LIMIT: String(LIMIT) } });
});
afterAll(() => service.close());

it('lets so many requests a minute through per key, then says when to come back', async () => {
  const answers = [];
  for (let i = 0; i <= LIMIT; i += 1) answers.push(await service.match(claim('0600001001')));
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(LIMIT).fill(201), 429]);
  expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual('4 3 2 1 0 0'.split(' '));
  const refused = answers.at(-1)!;
  expect(refused.body.code).toBe('rate_limited');
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(service.sandbox.counts['/IDMOBILE/']).toBe(LIMIT);
});

it('counts those without a key apart, by address', async () => {
  const statuses = [];
  for (let i = 0; i <= LIMIT; i += 1) {
    statuses.push((await service.get('/api/v1/matches', { anonymous: true })).status);
  }
  expect(statuses).toEqual([...Array<number>(LIMIT).fill(401), 429]);
});

it('lets probes through, and customers on their way back: many may share an address', async () => {
  for (let i = 0; i < 2 * LIMIT; i += 1) {
    expect((await service.get('/health/live', { anonymous: true })).status).toBe(200);
    expect((await service.comeBack('/idmobile/callback')).status).toBe(404);
  }
});

describe('behind a proxy', () => {
  const statuses = async (behind: AdminService, addresses: readonly string[]) => {
    const seen: number[] = [];
    for (const address of addresses) {
      const headers = { 'x-forwarded-for': address };
      seen.push((await behind.get('/api/v1/matches', { anonymous: true, headers })).status);
    }
    return seen;
  };
  const env = { RATE_LIMIT: '2' };

  it.each(['1', '127.0.0.0/8,::1'])(
    'TRUST_PROXY=%s counts by the address it names, not by what it was told',
    async (TRUST_PROXY) => {
      const behind = await AdminService.start({ env: { ...env, TRUST_PROXY } });
      try {
        const made = ['198.51.100.1, 203.0.113.1', '198.51.100.2, 203.0.113.1', '198.51.100.3, 203.0.113.1'];
        expect(await statuses(behind, [...made, '203.0.113.2'])).toEqual([401, 401, 429, 401]);
      } finally {
        await behind.close();
      }
    },
  );

  it('that is not trusted, the header says nothing', async () => {
    const behind = await AdminService.start({ env });
    try {
      expect(await statuses(behind, ['203.0.113.1', '203.0.113.2', '203.0.113.3'])).toEqual([401, 401, 429]);
    } finally {
      await behind.close();
    }
  });
});
