import { identityOf, type SandboxIdentity } from './identity.js';
import {
  SANDBOX_ERROR_TYPES,
  SANDBOX_SUBSCRIBERS,
  sandboxErrorNumber,
  startDqeSandbox,
  type DqeSandbox,
  type DqeSandboxOptions,
} from './index.js';

let now = Date.parse('2026-01-01T00:00:00Z');
let sandbox: DqeSandbox;

beforeAll(async () => {
  sandbox = await startDqeSandbox({ now: () => now });
});
afterAll(() => sandbox.close());

/** A body as whatever it holds. */
const bodyOf = async (response: Response) => JSON.parse(await response.text());

type Values = Record<string, string | undefined>;

function encode(values: Values): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

const get = (path: string, values: Values, base = sandbox.url) => fetch(`${base}${path}?${encode(values)}`);
const credentials = {
  client_secret: 'sandbox-secret',
  grant_type: 'client_idmobile',
  licence: 'SANDBOX-LICENCE',
};

async function token(): Promise<string> {
  const response = await get('/ACCESS_TOKEN/', credentials);
  return (await bodyOf(response)).access_token;
}

async function match(number: string, identity: Partial<SandboxIdentity> = {}, values: Values = {}) {
  const response = await get('/IDMOBILE/', {
    ...{ licence: 'SANDBOX-LICENCE', number, token: await token(), mode: '2', name: 'SANDBOX PARTNER' },
    ...{ scope: 'matching_notp', user_infos: JSON.stringify(identityOf({ phone: number, ...identity })) },
    ...values,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return bodyOf(response);
}

describe('/ACCESS_TOKEN/', () => {
  it.each([
    ['plain', {}, { token_type: 'Bearer', expires_in: '300' }],
    [
      'with a status',
      { tokenShape: 'status' },
      { status: 'success', token_type: 'Bearer', expires_in: '600' },
    ],
    ['of another life', { tokenTtlSeconds: 5 }, { token_type: 'Bearer', expires_in: '5' }],
  ])('issues a token, %s', async (_what, options, expected) => {
    const other = await startDqeSandbox(options as DqeSandboxOptions);
    const body = await bodyOf(await get('/ACCESS_TOKEN/', credentials, other.url));
    await other.close();
    expect(body).toEqual({
      ...expected,
      access_token: expect.stringMatching(/^TOK[0-9A-F]{32}$/),
      refresh_token: expect.any(String),
    });
  });

  it.each([
    [{ licence: undefined }, '01', 'Invalid Request'],
    [{ client_secret: '' }, '01', 'Invalid Request'],
    [{ grant_type: 'password' }, '31', 'Invalid Request'],
    [{ licence: 'OTHER' }, '22', 'Invalid Client'],
    [{ client_secret: 'wrong' }, '03', 'Invalid Request'],
    [{ client_secret: 'error-98' }, '98', 'Invalid Request'],
  ])('refuses %j with %s, or HTTP 400 %s', async (values, errorId, text) => {
    const json = await get('/ACCESS_TOKEN/', { ...credentials, ...values });
    expect(json.status).toBe(200);
    const error_type = SANDBOX_ERROR_TYPES[errorId as keyof typeof SANDBOX_ERROR_TYPES];
    expect(await bodyOf(json)).toEqual({ status: 'error', error_id: errorId, error_type });
    const other = await startDqeSandbox({ tokenErrors: 'http400' });
    const plain = await get('/ACCESS_TOKEN/', { ...credentials, ...values }, other.url);
    expect([plain.status, await plain.text()]).toEqual([400, text]);
    await other.close();
  });

  it.each([{ Licence: 'x' }, { granttype: 'x' }, { scope: 'x' }])(
    'answers HTTP 500 to the name in %j',
    async (values) => {
      const response = await get('/ACCESS_TOKEN/', { ...credentials, ...values });
      expect(response.status).toBe(500);
      expect(response.headers.get('content-type')).toMatch('text/html');
    },
  );

  it('takes a form too', async () => {
    const response = await fetch(`${sandbox.url}/ACCESS_TOKEN/`, {
      method: 'POST',
      body: new URLSearchParams(credentials),
    });
    expect((await bodyOf(response)).token_type).toBe('Bearer');
  });

  it('takes any credentials where they are not checked, but not none', async () => {
    const other = await startDqeSandbox({ checkCredentials: false });
    const any = { ...credentials, licence: 'X', client_secret: 'Y' };
    expect((await bodyOf(await get('/ACCESS_TOKEN/', any, other.url))).token_type).toBe('Bearer');
    expect((await bodyOf(await get('/ACCESS_TOKEN/', { ...any, licence: '' }, other.url))).error_id).toBe(
      '01',
    );
    await other.close();
  });
});

describe('/IDMOBILE/', () => {
  const direct = SANDBOX_SUBSCRIBERS.filter(({ consent }) => !consent).map(
    (one) => [one.number, one] as const,
  );

  it.each(direct)(
    'gives %s their scores, without a status, whatever letters they are written in',
    async (number, one) => {
      const country = one.country === 'FR' ? undefined : one.country;
      const scores = await match(number, one.identity, { country });
      expect(Object.keys(scores)).toEqual([
        'family_name',
        'gender',
        'birthdate',
        'given_name',
        'address',
        'email',
      ]);
      expect(scores.family_name).toBe(1);
      expect(scores.given_name).toBe(1);
      expect(scores.email).toBe(one.identity.email === '' ? '' : 1);
    },
  );

  it('scores without consent even where a way back is given', async () => {
    const answer = await match(
      '0600001001',
      { lastname: 'Martine' },
      { redirect_uri: 'https://partner.example/' },
    );
    expect(answer.family_name).toBe(0.86);
  });

  const now30 = { token: 'TOKUNKNOWN' };
  it.each<[string, Values, string]>([
    ['no licence', { licence: undefined }, '02'],
    ['a wrong licence before anything else', { licence: 'X', token: 'X', scope: 'X' }, '02'],
    ['an unknown token', now30, '30'],
    ['no token', { token: undefined }, '30'],
    ['another scope', { scope: 'simswap' }, '04'],
    ['no mode', { mode: undefined }, '01'],
    ['another mode', { mode: '1' }, '01'],
    ["another partner's name", { name: 'SOMEBODY ELSE' }, '01'],
    ['no number', { number: undefined }, '01'],
    ['an unknown parameter', { redirect_url: 'https://partner.example/' }, '01'],
    ['an empty optional parameter', { code_name: '' }, '01'],
    ['a way back that is none', { redirect_uri: 'partner.example' }, '01'],
    ['a way back into a script', { redirect_uri: 'javascript:alert(1)' }, '01'],
    ['a country in full', { country: 'Belgium' }, '01'],
    ['no user_infos', { user_infos: undefined }, '05'],
    ['user_infos that are no JSON', { user_infos: 'x' }, '06'],
    ['an empty number', { number: '' }, '11'],
    ['a number with spaces', { number: '06 00 00 10 01' }, '10'],
    ['a French number in E.164', { number: '+33600001001' }, '10'],
    ['a French number in E.164, with country', { number: '+33600001001', country: 'FR' }, '10'],
    ['a foreign number without country', { number: '+32470000001' }, '10'],
    ['a foreign number of another country', { number: '+32470000001', country: 'DE' }, '10'],
    ['a foreign number in national form', { number: '0470000001', country: 'BE' }, '10'],
    ['a number that cannot be', { number: '0000000000' }, '10'],
    ['a landline', { number: '0123456789' }, '09'],
    ['a number nobody has', { number: '0612345678' }, '13'],
    ['a foreign number nobody has', { number: '+32470999999', country: 'BE' }, '13'],
  ])('refuses %s', async (_what, values, errorId) => {
    expect(await match('0600001001', {}, values)).toMatchObject({ status: 'error', error_id: errorId });
  });

  it('wants the phone filled for SFR only', async () => {
    expect((await match('0600001101', { phone: '' })).error_id).toBe('07');
    expect((await match('0600001001', { phone: '', lastname: 'Martin' })).family_name).toBe(1);
  });

  it('takes a name once encoded, and no other encoding', async () => {
    const values = encode({
      licence: 'SANDBOX-LICENCE',
      token: await token(),
      scope: 'matching_notp',
      number: '0600001001',
    });
    const latin1 = await fetch(`${sandbox.url}/IDMOBILE/?${values}&name=Caf%E9`);
    expect((await bodyOf(latin1)).error_id).toBe('01');
  });

  it('refuses a token from the second it expires in', async () => {
    const mine = await token();
    now += 299_999;
    expect((await match('0600001001', { lastname: 'Martin' }, { token: mine })).family_name).toBe(1);
    now += 1;
    expect((await match('0600001001', {}, { token: mine })).error_id).toBe('30');
  });

  it('refuses every token after expireTokens()', async () => {
    const mine = await token();
    sandbox.expireTokens();
    expect((await match('0600001001', {}, { token: mine })).error_id).toBe('30');
  });

  it.each([...Object.keys(SANDBOX_ERROR_TYPES), '77', '00'])(
    'answers error %s on its test number',
    async (errorId) => {
      const answer = await match(sandboxErrorNumber(errorId));
      expect(answer).toEqual({ status: 'error', error_id: errorId, error_type: expect.any(String) });
      expect(answer.error_type).not.toContain('[X]');
    },
  );
});

describe('on the level of HTTP', () => {
  it.each(['/IDMOBILE', '/idmobile/', '/', '/IDMOBILE/x', '/toString'])('knows no path %s', async (path) => {
    expect((await get(path, {})).status).toBe(404);
  });

  it('takes GET and POST only, and forms only', async () => {
    const put = await fetch(`${sandbox.url}/IDMOBILE/`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await fetch(`${sandbox.url}/IDMOBILE/`, json)).status).toBe(415);
  });

  it('takes a form of 64 KiB at most', async () => {
    const body = new URLSearchParams({ user_infos: 'x'.repeat(70_000) });
    expect((await fetch(`${sandbox.url}/IDMOBILE/`, { method: 'POST', body })).status).toBe(413);
  });

  it('reads parameters of a POST from its body, not from its address', async () => {
    const path = `/ACCESS_TOKEN/?${encode(credentials)}`;
    const response = await fetch(sandbox.url + path, { method: 'POST', body: new URLSearchParams() });
    expect((await bodyOf(response)).error_id).toBe('01');
  });
});

describe('the record', () => {
  it('keeps and counts what came, and forgets it on reset', async () => {
    sandbox.reset();
    await match('0600001001');
    expect(sandbox.counts).toEqual({
      '/ACCESS_TOKEN/': 1,
      '/IDMOBILE/': 1,
      '/GET/': 0,
      '/operator/': 0,
      other: 0,
    });
    expect(sandbox.requests.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'GET /ACCESS_TOKEN/',
      'GET /IDMOBILE/',
    ]);
    expect(sandbox.requests[1]).toMatchObject({ params: { number: '0600001001', mode: '2' }, at: now });
    sandbox.reset();
    expect(sandbox.requests).toEqual([]);
    expect(sandbox.counts['/IDMOBILE/']).toBe(0);
  });

  it('can be left out', async () => {
    const other = await startDqeSandbox({ record: false });
    await get('/ACCESS_TOKEN/', credentials, other.url);
    expect([other.requests.length, other.counts['/ACCESS_TOKEN/']]).toEqual([0, 1]);
    await other.close();
  });
});

it('tells of every call as it arrives, recorded or not', async () => {
  const heard: string[] = [];
  const other = await startDqeSandbox({ record: false, onRequest: ({ path }) => heard.push(path) });
  await get('/ACCESS_TOKEN/', credentials, other.url);
  await get('/nowhere', {}, other.url);
  await other.close();
  expect(heard).toEqual(['/ACCESS_TOKEN/', '/nowhere']);
  expect(other.requests).toEqual([]);
});
