import { sandboxErrorNumber, SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const CAMILLE = '0600001001';
const LIST = '/api/v1/matches';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
});
afterAll(() => service.close());

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);
const made = async (body: object) => (await service.match(body)).body;
const inOrder = async (count: number, reference: string) => {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await made(claim(CAMILLE, { reference }))).id);
  return ids;
};

describe('paging', () => {
  it('shows the newest first, and every one once, page by page', async () => {
    const ids = await inOrder(7, 'paging');
    const seen: string[] = [];
    let cursor: string | null = '';
    const sizes: number[] = [];
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await service.get(`${LIST}?reference=paging&limit=3${more}`);
      seen.push(...idsOf(body.items));
      sizes.push(body.items.length);
      cursor = body.nextCursor as string | null;
    }
    expect(seen).toEqual([...ids].sort().reverse());
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('a page that is just full is the last one', async () => {
    await inOrder(2, 'full');
    const { body } = await service.get(`${LIST}?reference=full&limit=2`);
    expect([body.items.length, body.nextCursor]).toEqual([2, null]);
  });

  it('neither repeats nor skips any while new ones arrive', async () => {
    const before = await inOrder(12, 'moving');
    const seen: string[] = [];
    let query = `${LIST}?reference=moving&limit=2`;
    for (;;) {
      const [{ body }] = await Promise.all([service.get(query), inOrder(3, 'moving')]);
      seen.push(...idsOf(body.items));
      if (body.nextCursor === null) break;
      query = `${LIST}?reference=moving&limit=2&cursor=${body.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => before.includes(id)).sort()).toEqual([...before].sort());
  });

  it('is 50 where nobody says, and up to 500', async () => {
    await Promise.all(Array.from({ length: 60 }, () => made(claim(CAMILLE, { reference: 'many' }))));
    const unsaid = await service.get(`${LIST}?reference=many`);
    expect(unsaid.body.items).toHaveLength(50);
    expect((await service.get(`${LIST}?reference=many&limit=500`)).body.items).toHaveLength(60);
    expect((await service.get(`${LIST}?reference=many&limit=1`)).body.items).toHaveLength(1);
  });

  it('is empty where there is nothing', async () => {
    const { status, body } = await service.get(`${LIST}?reference=nobody-has-this`);
    expect([status, body]).toEqual([200, { items: [], nextCursor: null }]);
  });
});

describe('each filter', () => {
  const all: Record<string, string> = {};
  const here = (query: string) =>
    service.get(`${LIST}?limit=500&${query}`).then(({ body }) => idsOf(body.items));

  beforeAll(async () => {
    const one = async (name: string, body: object) =>
      (all[name] = (await made({ ...body, reference: 'f' })).id);
    await one('match', claim(CAMILLE));
    await one('mismatch', {
      number: CAMILLE,
      identity: { firstName: 'No', lastName: 'Body', birthDate: '1950-01-01' },
    });
    await one('insufficient', claim(SANDBOX_NUMBERS.nothingAvailable));
    await one('belgian', claim('+32470000001'));
    await one('rejected', claim(sandboxErrorNumber('13')));
    await one('consent', claim('0600001103', { consent: {} }));
    const lost = await service.match(claim(SANDBOX_NUMBERS.cutBeforeAnswer, { reference: 'f' }));
    all['unknown'] = lost.body.matchId;
  });

  it.each([
    ['status=scored', 'match mismatch insufficient belgian'],
    ['status=rejected', 'rejected'],
    ['status=consent_pending', 'consent'],
    ['status=unknown', 'unknown'],
    ['status=expired', ''],
    ['verdict=match', 'match belgian'],
    ['verdict=mismatch', 'mismatch'],
    ['verdict=insufficient', 'insufficient'],
    ['verdict=partial', ''],
    ['operator=SFR', 'consent'],
    ['operator=sfr', ''],
    ['country=BE', 'belgian'],
    ['country=be', 'belgian'],
    ['errorId=13', 'rejected'],
    ['errorId=DQE_CONNECTION_LOST', 'unknown'],
    ['number=0600001001', 'match mismatch'],
    ['number=%2B33600001001', 'match mismatch'],
    ['number=+33600001001', 'match mismatch'],
    ['number=06+00+00+10+01', 'match mismatch'],
    ['number=0470000001&country=BE', 'belgian'],
    ['number=%2B32470000001', 'belgian'],
    ['number=0600001002', ''],
    ['status=scored&verdict=match&country=FR', 'match'],
    ['status=rejected&verdict=match', ''],
    ['status=rejected&errorId=13', 'rejected'],
    ['status=scored&errorId=13', ''],
    ['from=2000-01-01&to=2999-01-01', 'match mismatch insufficient belgian rejected consent unknown'],
    ['from=2999-01-01', ''],
    ['to=2000-01-01', ''],
  ])('%s finds %s', async (query, names) => {
    const wanted = names === '' ? [] : names.split(' ').map((name) => all[name]!);
    expect((await here(`reference=f&${query}`)).sort()).toEqual(wanted.sort());
  });

  it('from is included, to is not', async () => {
    const { createdAt } = await service.show(all['belgian']!);
    const at = encodeURIComponent(createdAt);
    const [from, to] = await Promise.all([here(`reference=f&from=${at}`), here(`reference=f&to=${at}`)]);
    expect(from).toContain(all['belgian']);
    expect(to).not.toContain(all['belgian']);
    expect(new Set([...from, ...to]).size).toBe(7);
  });

  it('a time without a zone is UTC, one with a zone is that', async () => {
    const at = Date.parse((await service.show(all['belgian']!)).createdAt);
    const text = (ms: number) => new Date(ms).toISOString().slice(0, -1);
    expect(await here(`reference=f&from=${text(at)}`)).toContain(all['belgian']);
    expect(await here(`reference=f&from=${text(at + 1)}`)).not.toContain(all['belgian']);
    expect(await here(`reference=f&from=${text(at + 7_200_000)}%2B02:00`)).toContain(all['belgian']);
    expect(await here(`reference=f&from=${text(at + 7_200_001)}%2B02:00`)).not.toContain(all['belgian']);
  });
});

describe('a value no filter takes', () => {
  it.each([
    ['status', ['', 'done', 'SCORED', 'scored,rejected', 'scored&status=rejected']],
    ['verdict', ['', 'yes', 'match&verdict=partial']],
    ['country', ['', 'F', 'FRA', 'ZZ', '1']],
    [
      'from',
      [
        '',
        'yesterday',
        '2026-02-30',
        '2026-13-01',
        '1e9',
        '2026-W05',
        '2026-123',
        '20260131',
        '0000-01-01',
        '-2026-01-01',
        '%2B102026-01-01',
        '2026-01-31T25:00',
        '2026-01-31T08',
        '2026-01-31&from=2026-01-31',
      ],
    ],
    ['to', ['tomorrow', '2026-W05-1']],
    ['number', ['', 'x', '12', '0600001001&number=0600001002', '0'.repeat(40), '%00']],
    ['errorId', ['', 'a%20b', '%00', 'x'.repeat(65)]],
    ['operator', ['', 'x'.repeat(65), '%00', 'a%0Ab', 'a&operator=b']],
    ['reference', ['', 'x'.repeat(201), '%00', 'a%00b']],
    ['limit', ['', '0', '-1', '501', '1.5', 'x', '1&limit=2', '99999999999999999999']],
    [
      'cursor',
      [
        '',
        'x',
        'AAAA',
        '%00',
        'AZiQrayWd0u8zrMCCZqAVw%3D%3D',
        'QUFBQUFBQUFBQUFBQUFBQQ',
        'A'.repeat(65),
        'a&cursor=b',
      ],
    ],
    ['nothing', ['1']],
  ])('%s: 400, naming field and remedy', async (field, values) => {
    for (const value of values) {
      const { status, body } = await service.get(`${LIST}?${field}=${value}`);
      expect([value, status, body.code]).toEqual([value, 400, 'validation_failed']);
      expect(body.errors).toEqual([
        { field, problem: expect.stringMatching(/\S/), remedy: expect.stringMatching(/\S/) },
      ]);
    }
  });

  it.each([
    ...['abc', '1.5', '-1', ''].map((limit) => [limit, 'must be an integer number']),
    ['0', 'must not be less than 1'],
    ['501', 'must not be greater than 500'],
  ])('a limit of %p %s', async (limit, problem) => {
    const { body } = await service.get(`${LIST}?limit=${limit}`);
    const remedy = 'Send a whole number from 1 to 500.';
    expect(body.errors).toEqual([{ field: 'limit', problem, remedy }]);
  });

  it('what nothing can be asked of is not asked in vain', async () => {
    const { body: match } = await service.match(claim('0600001001'));
    for (const address of [`${LIST}/${match.id}/events?foo=1`, '/api/v1/evidence/key?foo=1']) {
      const { status, body } = await service.get(address);
      expect([status, body.errors]).toMatchObject([
        400,
        [{ field: 'foo', problem: 'is not a known property' }],
      ]);
    }
  });

  it.each(['__proto__=1', '__proto__[x]=1', 'constructor=1', 'constructor[prototype][x]=1'])(
    '%s does no harm',
    async (query) => {
      expect((await service.get(`${LIST}?${query}`)).status).toBeLessThan(500);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );

  it('a plus in a time need not be escaped', async () => {
    const { body } = await service.match(claim('0600001001'));
    const [before, after] = [-1, 1].map((minutes) => {
      const at = new Date(Date.parse(body.createdAt) + minutes * 60_000 + 2 * 3_600_000);
      return at.toISOString().replace('Z', '+02:00');
    });
    const { body: page } = await service.get(`${LIST}?from=${before}&to=${after}`);
    expect(idsOf(page.items)).toContain(body.id);
  });

  it.each(['0001-01-01', '0001-01-01T00:00:00%2B14:00', '9999-12-31', '9999-12-31T23:59:59-14:00'])(
    'the ends of time, %s, do no harm',
    async (at) => {
      expect((await service.get(`${LIST}?from=${at}`)).status).toBeLessThan(500);
      expect((await service.get(`${LIST}?to=${at}`)).status).toBeLessThan(500);
    },
  );
});
