import { SANDBOX_NUMBERS, sandboxErrorNumber } from 'nestjs-dqe-idmobile/testing';
import { API_KEY } from '../support/admin-environment.js';
import { AdminService } from '../support/admin-service.js';
import { Browser } from '../support/browser.js';
import { everyRow, finds, numbersIn as numbersOf, wholeBackup } from '../support/search.js';
import { SpanRecorder } from '../support/span-recorder.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const RETURN_URL = 'https://shop.example/canary-return?basket=canary-basket';
const KEY = 'canary-idempotency-key';
const NUMBERS = ['0600001001', ...Object.values(SANDBOX_NUMBERS), ...['13', '77'].map(sandboxErrorNumber)];

/** Nothing of it may be found anywhere but in the sealed columns. */
const IDENTITY = {
  ...{ firstName: 'Canaryfirst', lastName: 'Canarylast', maidenName: 'Canarymaiden', gender: 'F' },
  ...{ birthDate: '1971-03-09', email: 'canary.mail@canary.example', phone: '0611223344' },
  ...{ streetNumber: 'zq-17-canary', streetAddress: 'Rue Canarystreet', postalCode: 'zq-canary-75' },
  ...{ locality: 'Canarytown', country: 'France' },
};
const PERSONAL = Object.values(IDENTITY).filter((value) => /canary|1971/i.test(value));
const DIGITS = [IDENTITY.phone, ...NUMBERS].map((number) => number.slice(1));
const numbersIn = (haystack: string) => numbersOf(haystack, DIGITS);
const SECRETS = ['canary-licence', 'canary-client-secret', 'canary-wrong-key', 'canary-state', API_KEY, KEY];
/** Kept and shown in clear, by design; that they are found proves that the search finds. */
const CLEAR = { reference: 'clear-reference', purpose: 'clear-purpose', codeName: 'clear-code' };

const spans = SpanRecorder.install();

describe.each(['GET', 'POST'])('with DQE_HTTP_METHOD=%s', (method) => {
  let service: AdminService;
  const log: string[] = [];
  let secrets: string[];
  /** Who has one of these may act as the customer's browser: they are in its answers, and nowhere else. */
  const handed: string[] = [];
  let metrics: string;
  let dump: string;
  let backup: string;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    service = await AdminService.start({
      env: {
        ...{ LOG_LEVEL: 'trace', DQE_HTTP_METHOD: method, DQE_TIMEOUT_MS: '1000' },
        ...{ RETURN_URL_ORIGINS: 'https://shop.example', WEBHOOK_ALLOW_LOOPBACK: 'true' },
      },
      sandbox: { licence: 'canary-licence', clientSecret: 'canary-client-secret', slowMs: 100 },
      log: { write: (line: string) => void log.push(line) },
    });
    receiver = await WebhookReceiver.start();
    const events = ['match.settled', 'match.consent_required', 'match.expired'];
    await service.post('/api/v1/webhooks/endpoints', { url: receiver.url('/hook'), events });
    await everythingThatCanHappen();
    await receiver.until('/hook', NUMBERS.length, 30_000);
    for (const format of ['csv', 'ndjson']) await service.get(`/api/v1/exports/matches?format=${format}`);
    secrets = [...SECRETS, ...issued()];
    metrics = (await service.get('/metrics')).text;
    dump = await everyRow(service);
    backup = await wholeBackup(service);
  });
  afterAll(async () => {
    await receiver.close();
    await service.close();
  });

  async function everythingThatCanHappen(): Promise<void> {
    const body = (number: string, more: object = {}) => ({ number, identity: IDENTITY, ...CLEAR, ...more });
    const consent = { returnUrl: RETURN_URL };
    for (const [i, number] of NUMBERS.entries()) {
      const { body: match } = await service.match(body(number, { consent }));
      if (match.status !== 'consent_pending' || number === SANDBOX_NUMBERS.consentPendingForever) continue;
      if (number === SANDBOX_NUMBERS.consentNeverAnswers) continue;
      // Every second customer goes through our link, and somebody else comes back first.
      const browser = new Browser(service);
      if (i % 2 === 0) {
        await browser.open(match.consent.link);
        handed.push(match.consent.link.split('/').at(-1), browser.header!.split('=', 2)[1]!);
      }
      const decision = number === SANDBOX_NUMBERS.consentResultEarly ? 'refuse' : 'agree';
      const path = await service.decide(match.consent.url, decision);
      if (i % 2 === 0) await service.comeBack(path);
      await browser.open(path);
      await browser.open(path);
    }
    expect(handed.length).toBeGreaterThan(10);
    for (const other of ['Canarylast', 'Canaryelse']) {
      const claimed = { ...body('0600001001'), identity: { ...IDENTITY, lastName: other } };
      await service.match(claimed, { 'idempotency-key': KEY });
    }
    await service.get(`/api/v1/matches?number=0600001001&country=FR`);
    // What is refused.
    await service.match({ ...body('0600001001'), identity: { ...IDENTITY, birthDate: 'canary-state' } });
    await service.match(body('canary-state'));
    await service
      .match({ ...body('0600001001'), identity: { ...IDENTITY, surplus: 'canary-state' } })
      .catch(() => null);
    await service.match(body('0600001001'), { 'idempotency-key': 'canary-state with a blank' });
    await service.match(body('0600001001', { consent: { returnUrl: 'https://evil.example/canary-state' } }));
    const raw = JSON.stringify(body('0600001001'));
    const json = { 'content-type': 'application/json' };
    await service.call('POST', '/api/v1/matches', { raw: raw.slice(0, -1), headers: json });
    await service.call('POST', '/api/v1/matches', { raw: raw.padEnd(70_000), headers: json });
    await service.call('POST', '/api/v1/matches', { raw, headers: { 'content-type': 'text/plain' } });
    const headers = { authorization: 'Bearer canary-wrong-key' };
    await service.get('/api/v1/matches?reference=canary-state', { anonymous: true, headers });
    for (const path of [
      '/api/v1/matches?number=canary-state&from=canary-state&limit=canary-state&cursor=canary-state',
      '/api/v1/matches/canary-state',
      '/canary-state?name=Canaryfirst',
      '/%zz?name=canary-state',
      '/idmobile/callback?state=canary-state&token=canary-state&status=canary-state',
    ]) {
      await service.get(path);
    }
    // What breaks on our side: the database refuses the very statement that holds the person.
    await service.query('ALTER TABLE match_events RENAME TO broken');
    await expect(service.match(body('0600001001'), { 'idempotency-key': `${KEY}-2` })).rejects.toThrow('500');
    await service.query('ALTER TABLE broken RENAME TO match_events');
  }

  /** Every token and every state there was, as the sandbox was told them. */
  function issued(): string[] {
    const { requests } = service.sandbox;
    const tokens = requests.flatMap(({ params }) => params['token'] ?? []);
    const states = requests.flatMap(({ params: { redirect_uri: uri } }) =>
      uri === undefined ? [] : (new URL(uri).searchParams.get('state') ?? []),
    );
    expect(states.length).toBeGreaterThan(30);
    expect(tokens.length).toBeGreaterThan(states.length);
    return [...new Set([...tokens, ...states])];
  }

  it('the search would find: what is kept in clear is in the table, and the log is one', () => {
    expect(finds(dump, Object.values(CLEAR))).toEqual(Object.values(CLEAR));
    expect(finds(dump, ['nobody'])).toEqual([]);
    expect(numbersIn('{"number":"+33600001001"} 0611223344')).toEqual(['611223344', '600001001']);
    expect(log.length).toBeGreaterThan(80);
    expect(log.join('')).toContain('Unexpected error');
    expect(metrics).toContain('/api/v1/matches');
    expect(finds(backup, Object.values(CLEAR))).toEqual(Object.values(CLEAR));
    expect(spans.text).toContain('http.response.status_code');
  });

  it('the log at its loudest holds no person and no secret', () => {
    expect(finds(log.join(''), [...PERSONAL, ...secrets, ...handed, 'canary'])).toEqual([]);
    expect(numbersIn(log.join(''))).toEqual([]);
  });

  it('the metrics hold no person and no secret', () => {
    expect(finds(metrics, [...PERSONAL, ...secrets, ...handed, 'canary'])).toEqual([]);
    expect(numbersIn(metrics)).toEqual([]);
  });

  it('no answer holds a person or a secret, in its body or its headers', () => {
    expect(service.answers.length).toBeGreaterThan(100);
    for (const { text, headers } of service.answers) {
      const { location = '', ...others } = headers;
      expect(finds(text + JSON.stringify(others), [...PERSONAL, ...secrets, 'canary-return'])).toEqual([]);
      expect(finds(location, [...PERSONAL, ...secrets])).toEqual([]);
      expect(numbersIn(text + JSON.stringify(headers))).toEqual([]);
    }
  });

  it('no table holds a person or a secret, in text or in bytes', () => {
    expect(finds(dump, [...PERSONAL, ...secrets, ...handed, 'canary-return', 'canary-basket'])).toEqual([]);
    expect(numbersIn(dump)).toEqual([]);
  });

  it('no backup holds one: a whole dump, and every file of the service, of the database among them', () => {
    expect(finds(backup, [...PERSONAL, ...issued(), 'canary-return', 'canary-basket'])).toEqual([]);
  });

  it('no webhook, span or job holds one', () => {
    const told = receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join('\n');
    expect(told).toContain('match.settled');
    for (const text of [told, spans.text]) {
      expect(finds(text, [...PERSONAL, ...secrets, ...handed, 'canary'])).toEqual([]);
      expect(numbersIn(text)).toEqual([]);
    }
  });
});
