import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { keyWith } from '../support/keys.js';
import { staffOf } from '../support/staff.js';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows

const CAMILLE = '0600001001';
const HUGO = '0600001003';
const REPORTS = ['volumes', 'latency', 'errors', 'consent', 'operators', 'fields', 'lifecycle'] as const;

let service: AdminService;
let shop: { id: string; key: string };
let bank: { id: string; key: string };
beforeAll(async () => {
  service = await AdminService.start();
  shop = await keyWith(service, ['matches:create', 'reports:read', 'audit:read'], 'shop');
  bank = await keyWith(service, ['matches:create', 'reports:read'], 'bank');
  const as = (key: string) => ({ key });
  for (const purpose of ['aml', 'aml', '=HYPERLINK("x")']) {
    await service.post('/api/v1/matches', { ...claim(CAMILLE), purpose }, as(shop.key));
  }
  await service.post('/api/v1/matches', claim('0600000013'), as(shop.key));
  await service.post('/api/v1/matches', claim('0600000098'), as(shop.key));
  await service.post('/api/v1/matches', { ...claim(HUGO), consent: {} }, as(bank.key));
});
afterAll(() => service.close());

const report = async (path: string, key?: string): Promise<Json> => {
  const { status, body, text } = await service.get(
    `/api/v1/reports/${path}`,
    key === undefined ? {} : { key },
  );
  if (status !== 200) throw new Error(text);
  return body;
};

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

describe('the overview', () => {
  it('tells of the period and of how things stand', async () => {
    const overview = await report('overview');
    expect(overview.total).toMatchObject({
      matches: 6,
      statuses: { scored: 3, rejected: 2, consent_pending: 1 },
    });
    expect(overview.total.successRate).toBe(0.6);
    expect(overview.series).toHaveLength(31);
    expect(sum(overview.series.map((point: Json) => point.matches))).toBe(6);
    expect(overview.errors.map(({ errorId, matches, who }: Json) => [errorId, matches, who]).sort()).toEqual([
      ['13', 1, 'nobody'],
      ['98', 1, 'configuration'],
    ]);
    expect(overview.consent).toMatchObject({ offered: 1, required: 1, opened: 0, agreed: 0, pending: 1 });
    expect(overview.latency.answered).toBe(6);
    expect(overview.latency.p99).toBeGreaterThanOrEqual(overview.latency.p50);
    expect(overview.dqe).toEqual({ breaker: 'closed', inFlight: 0, queued: 0, creditsExhausted: true });
    expect(overview.cases).toEqual({ contested: 0, probing: 0 });
    expect(overview.evidence.size).toBeGreaterThanOrEqual(0);
  });

  it('by the hour: every one of them', async () => {
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const from = new Date(Date.now() - 23 * 3_600_000).toISOString();
    const { series, interval } = await report(`overview?from=${from}&to=${to}`);
    expect([interval, series.length]).toEqual(['hour', 25]);
  });

  it('credits are there again once DQE has answered', async () => {
    await service.post('/api/v1/matches', claim(CAMILLE), { key: bank.key });
    expect((await report('overview')).dqe.creditsExhausted).toBe(false);
    expect((await report('overview', shop.key)).dqe.creditsExhausted).toBe(true);
  });

  it('a key sees its application, and nothing of the log', async () => {
    const { total, application, evidence } = await report('overview', shop.key);
    expect([total.matches, application, evidence]).toEqual([5, 'shop', null]);
    const foreign = await report('overview?application=bank', shop.key);
    expect([foreign.total.matches, foreign.application]).toEqual([0, 'shop']);
    // What is there now is of its own application, too, whatever it asks for.
    expect(foreign.dqe.creditsExhausted).toBe(true);
    expect(foreign.cases.probing).toBe(0);
    const month = new Date().toISOString().slice(0, 7);
    expect((await report(`monthly/${month}?application=bank`, shop.key)).application).toBe('shop');
    expect((await report('overview?application=shop')).total.matches).toBe(5);
  });
});

describe('a report', () => {
  it('adds up by what it is grouped by', async () => {
    const { rows, total } = await report('volumes?groupBy=purpose,application&interval=day');
    const found = rows.map(({ application, purpose, matches }: Json) => [application, purpose, matches]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['shop', 'aml', 2],
        ['shop', '=HYPERLINK("x")', 1],
        ['shop', null, 2],
      ]),
    );
    expect(sum(rows.map((row: Json) => row.matches))).toBe(total.matches);
  });

  it('of fields tells what is missing, and of operators how they do', async () => {
    const { rows } = await report('fields?application=shop');
    const birthDate = rows.find(({ field }: Json) => field === 'birthDate');
    expect(sum([birthDate.available, birthDate.unavailable])).toBe(3);
    expect(sum(birthDate.bands)).toBe(birthDate.available);
    const operators = (await report('operators?application=shop')).rows;
    expect(sum(operators.map((row: Json) => row.matches))).toBe(5);
  });

  it('as CSV: codes, and nothing a spreadsheet would run', async () => {
    const { type, text, headers } = await service.get('/api/v1/reports/volumes?groupBy=purpose&format=csv');
    expect(type).toBe('text/csv');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="report-volumes-[\d-]+\.csv"$/);
    const [head, ...lines] = text.split('\r\n');
    expect(head).toMatch(/^purpose,matches,statuses\.requested,/);
    expect(lines.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK/);
  });

  it.each(REPORTS)('%s is there as JSON, CSV and PDF, in both languages', async (name) => {
    for (const format of ['json', 'csv', 'pdf']) {
      for (const language of ['en', 'fr']) {
        const { status, text } = await service.get(
          `/api/v1/reports/${name}?format=${format}&language=${language}`,
        );
        expect([name, format, status]).toEqual([name, format, 200]);
        if (format === 'pdf') expect(text.slice(0, 5)).toBe('%PDF-');
      }
    }
  });

  it('says what is wrong with what was asked for', async () => {
    const wrong = async (query: string) => {
      const { status, body } = await service.get(`/api/v1/reports/volumes?${query}`);
      return [status, body.errors?.[0]?.field];
    };
    expect(await wrong('from=2026-02-01&to=2026-01-01')).toEqual([400, 'from']);
    expect(await wrong('from=2024-01-01&to=2026-01-01')).toEqual([400, 'to']);
    expect(await wrong('from=2026-01-01&to=2026-03-01&interval=hour')).toEqual([400, 'interval']);
    expect(await wrong('groupBy=colour')).toEqual([400, 'groupBy']);
    expect(await wrong('interval=year')).toEqual([400, 'interval']);
    expect(await wrong('number=0612345678')).toEqual([400, 'number']);
  });
});

describe('accesses', () => {
  it('are told by who, to who may read the audit', async () => {
    const auditor = await staffOf(service, ['auditor']);
    const list = await service.get('/api/v1/matches');
    const [match] = list.body.items;
    await auditor.browser.post(`/api/v1/matches/${match.id}/reveal`, {
      fields: ['number'],
      reason: 'a complaint',
    });
    const { body } = await auditor.browser.get('/api/v1/reports/accesses');
    expect(body.rows).toEqual([
      expect.objectContaining({ actorKind: 'person', name: 'A auditor', action: 'match.reveal' }),
    ]);
    const csv = await auditor.browser.get('/api/v1/reports/accesses?format=csv');
    expect(csv.text).toContain('A auditor');
    expect((await report('accesses', shop.key)).rows).toEqual([]);
    const viewer = await staffOf(service, ['viewer']);
    expect((await viewer.browser.get('/api/v1/reports/accesses')).status).toBe(403);
    expect((await viewer.browser.get('/api/v1/reports/overview')).status).toBe(200);
  });
});
