import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  SANDBOX_NUMBERS,
  SANDBOX_SUBSCRIBERS,
  SANDBOX_TEST_IDENTITY,
  sandboxConsentErrorNumber,
  startDqeSandbox,
  type DqeSandbox,
  type SandboxIdentity,
} from './index.js';

let now = Date.parse('2026-01-01T00:00:00Z');
let sandbox: DqeSandbox;
/** The partner's own server, which gets the callbacks. */
let partner: Server;
let redirectUri: string;
const callbacks: string[] = [];

beforeAll(async () => {
  sandbox = await startDqeSandbox({
    now: () => now,
    pendingTimes: 2,
    slowMs: 50,
    partnerName: 'Banque <Démo> & Fils',
  });
  partner = createServer((request, response) => {
    callbacks.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((ready) => partner.listen(0, '127.0.0.1', ready));
  redirectUri = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/cb?state=a%20b`;
});
beforeEach(() => (callbacks.length = 0));
afterAll(async () => {
  await sandbox.close();
  partner.closeAllConnections();
  partner.close();
});

/** A body as whatever it holds. */
const bodyOf = async (response: Response) => JSON.parse(await response.text());

async function post(path: string, values: Record<string, string>) {
  const response = await fetch(sandbox.url + path, { method: 'POST', body: new URLSearchParams(values) });
  return bodyOf(response);
}

async function ask(number: string, identity: SandboxIdentity, values: Record<string, string> = {}) {
  const credentials = {
    client_secret: 'sandbox-secret',
    grant_type: 'client_idmobile',
    licence: 'SANDBOX-LICENCE',
  };
  const { access_token } = await post('/ACCESS_TOKEN/', credentials);
  const token = String(access_token);
  const answer = await post('/IDMOBILE/', {
    ...{
      licence: 'SANDBOX-LICENCE',
      number,
      token,
      mode: '2',
      name: 'Banque <Démo> & Fils',
      scope: 'matching_notp',
    },
    ...{ user_infos: JSON.stringify({ ...identity, phone: number }), redirect_uri: redirectUri },
    ...values,
  });
  return { token, answer };
}

const askTest = (number: string) => ask(number, SANDBOX_TEST_IDENTITY);
const retrieve = (token: string, values: Record<string, string> = {}) =>
  post('/GET/', { token, Licence: 'SANDBOX-LICENCE', scope: 'client_idmobile', ...values });

const pending = { status: 'pending', scope: 'matching_notp' };
const strings = {
  ...{ family_name: '1.0', gender: '1.0', birthdate: '1.0', given_name: '1.0', email: '1.0' },
  address: { country: '1.0', postal_code: '1.0', street_address: '1.0', locality: '1.0' },
};

describe('consent', () => {
  const people = SANDBOX_SUBSCRIBERS.filter(({ consent }) => consent).map(
    (one) => [one.number, one] as const,
  );

  it.each(people)(
    'of %s: page, callback, pending, result',
    async (number, { identity, country, operator }) => {
      const place: Record<string, string> = country === 'FR' ? {} : { country };
      const { token, answer } = await ask(number, identity, { code_name: 'CODE', ...place });
      expect(answer).toEqual({
        status: 'success',
        operator,
        url: expect.stringContaining(`${sandbox.url}/operator/`),
      });
      expect(await retrieve(token)).toEqual(pending);
      expect(await sandbox.consent(answer.url, 'agree')).toBe(`${redirectUri}&token=${token}&status=success`);
      expect(await retrieve(token)).toEqual(pending);
      expect(await retrieve(token)).toEqual(pending);
      const result = { status: 'success', scope: 'matching_notp', code_name: 'CODE', matching: strings };
      expect(await retrieve(token)).toEqual(result);
      expect(await retrieve(token)).toEqual(result);
    },
  );

  it('refused leads to error 21', async () => {
    const { token, answer } = await askTest(SANDBOX_NUMBERS.consentAtOnce);
    expect(await sandbox.consent(answer.url, 'refuse')).toBe(`${redirectUri}&token=${token}&status=error`);
    expect(await retrieve(token)).toEqual({ status: 'error', error_id: '21', error_type: 'access denied' });
  });

  it('cannot be had without a way back', async () => {
    const { answer } = await ask('0600001003', SANDBOX_TEST_IDENTITY, { redirect_uri: '' });
    expect(answer.error_id).toBe('01');
  });

  it('keeps the first decision', async () => {
    const { token, answer } = await askTest(SANDBOX_NUMBERS.consentAtOnce);
    await sandbox.consent(answer.url, 'refuse');
    expect(await sandbox.consent(answer.url, 'agree')).toContain('status=error');
    expect((await retrieve(token)).error_id).toBe('21');
  });

  it('ends with its token', async () => {
    const { token, answer } = await askTest(SANDBOX_NUMBERS.consentAtOnce);
    now += 300_000;
    expect((await retrieve(token)).error_id).toBe('30');
    await expect(sandbox.consent(answer.url, 'agree')).rejects.toThrow('404');
  });
});

describe('the retrieval', () => {
  it.each([
    ['no Licence', { Licence: '' }, '02'],
    ['another token', { token: 'TOKX' }, '30'],
    ['another scope', { scope: 'matching_notp' }, '04'],
    ['an unknown parameter', { licence: 'SANDBOX-LICENCE' }, '01'],
  ])('refuses %s', async (_what, values, errorId) => {
    const { token } = await askTest(SANDBOX_NUMBERS.consentAtOnce);
    expect((await retrieve(token, values as Record<string, string>)).error_id).toBe(errorId);
  });

  it('refuses licence with a small l', async () => {
    const { token } = await askTest(SANDBOX_NUMBERS.consentAtOnce);
    const answer = await post('/GET/', { token, licence: 'SANDBOX-LICENCE', scope: 'client_idmobile' });
    expect(answer.error_id).toBe('02');
  });

  it('has nothing for a token without a consent session', async () => {
    const { token } = await ask('0600001001', SANDBOX_TEST_IDENTITY);
    expect((await retrieve(token)).error_id).toBe('01');
  });
});

describe('the test numbers of consent', () => {
  async function agreed(number: string): Promise<string> {
    const { token, answer } = await askTest(number);
    await sandbox.consent(answer.url, 'agree');
    return token;
  }

  it('pending 3 times', async () => {
    const token = await agreed(SANDBOX_NUMBERS.consentPendingThrice);
    for (let time = 0; time < 3; time++) expect(await retrieve(token)).toEqual(pending);
    expect((await retrieve(token)).matching).toEqual(strings);
  });

  it('pending for ever', async () => {
    const token = await agreed(SANDBOX_NUMBERS.consentPendingForever);
    for (let time = 0; time < 20; time++) expect(await retrieve(token)).toEqual(pending);
  });

  it('scores in every place and form', async () => {
    const at = async (number: string) => retrieve(await agreed(number));
    expect(await at(SANDBOX_NUMBERS.consentScoresAtTop)).toMatchObject({ status: 'success', ...strings });
    expect((await at(SANDBOX_NUMBERS.consentScoresUnderScope)).matching_notp).toEqual(strings);
    expect((await at(SANDBOX_NUMBERS.consentScoresAsNumbers)).matching.family_name).toBe(1);
    expect((await at(SANDBOX_NUMBERS.consentNothingAvailable)).matching.address.locality).toBe('');
  });

  it.each([
    [SANDBOX_NUMBERS.consentDataFailed, '18'],
    [SANDBOX_NUMBERS.consentOtpIncorrect, '20'],
    [SANDBOX_NUMBERS.consentFalseSuccess, '21'],
    [sandboxConsentErrorNumber('99'), '99'],
    [sandboxConsentErrorNumber('77'), '77'],
  ])('%s ends in error %s', async (number, errorId) => {
    expect((await retrieve(await agreed(number))).error_id).toBe(errorId);
  });

  it('a callback that says the contrary of the result', async () => {
    const wrong = await askTest(SANDBOX_NUMBERS.consentFalseError);
    expect(await sandbox.consent(wrong.answer.url, 'agree')).toContain('status=error');
    expect((await retrieve(wrong.token)).status).toBe('success');
    const right = await askTest(SANDBOX_NUMBERS.consentFalseSuccess);
    expect(await sandbox.consent(right.answer.url, 'agree')).toContain('status=success');
  });

  it('a callback that comes twice', async () => {
    const { token, answer } = await askTest(SANDBOX_NUMBERS.consentCallbackTwice);
    const location = await sandbox.consent(answer.url, 'agree');
    expect(callbacks).toEqual([`/cb?state=a%20b&token=${token}&status=success`]);
    expect(location.endsWith(callbacks[0]!)).toBe(true);
  });

  it('a callback before the decision', async () => {
    const { token, answer } = await askTest(SANDBOX_NUMBERS.consentCallbackEarly);
    await fetch(answer.url);
    expect(callbacks).toEqual([`/cb?state=a%20b&token=${token}&status=success`]);
    expect(await retrieve(token)).toEqual(pending);
    expect(await sandbox.consent(answer.url, 'agree')).toContain('status=success');
    expect(callbacks).toHaveLength(1);
    expect((await retrieve(token)).status).toBe('success');
  });

  it('a result before anybody opened the page', async () => {
    const { token } = await askTest(SANDBOX_NUMBERS.consentResultEarly);
    expect((await retrieve(token)).matching).toEqual(strings);
  });

  it('makes no callback of its own to other machines', async () => {
    const elsewhere = { redirect_uri: 'http://partner.example.invalid/' };
    const { answer } = await ask(SANDBOX_NUMBERS.consentCallbackTwice, SANDBOX_TEST_IDENTITY, elsewhere);
    expect(await sandbox.consent(answer.url, 'agree')).toContain('http://partner.example.invalid/?token=');
    expect(callbacks).toEqual([]);
  });

  it('retrievals that go wrong', async () => {
    const cut = await agreed(SANDBOX_NUMBERS.consentCutOnce);
    await expect(retrieve(cut)).rejects.toThrow();
    expect((await retrieve(cut)).status).toBe('success');
    const html = await agreed(SANDBOX_NUMBERS.consentHtmlErrorOnce);
    await expect(retrieve(html)).rejects.toThrow(SyntaxError);
    expect((await retrieve(html)).status).toBe('success');
    const malformed = await agreed(SANDBOX_NUMBERS.consentMalformedJson);
    await expect(retrieve(malformed)).rejects.toThrow(SyntaxError);
    const slow = await agreed(SANDBOX_NUMBERS.consentSlow);
    expect((await retrieve(slow)).status).toBe('success');
  });
});

describe("the operator's page", () => {
  const page = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { redirect: 'manual', ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('asks in the language of the browser, or the one chosen', async () => {
    const { url } = (await ask('0600001203', SANDBOX_TEST_IDENTITY)).answer;
    expect(url).toContain('/operator/bouygues-telecom/consent/');
    const french = await page(url);
    expect(french.text).toContain('<html lang="fr">');
    expect(french.text).toContain('J’accepte');
    const english = await page(url, { headers: { 'accept-language': 'en-GB,en;q=0.8' } });
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain('I agree');
    expect((await page(`${url}?lang=en`)).text).toContain('I refuse');
  });

  it('shows no script, no whole number, and names as text', async () => {
    const { url } = (await ask('0600001203', SANDBOX_TEST_IDENTITY)).answer;
    const { text, headers } = await page(url);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('Banque &lt;Démo&gt; &amp; Fils');
    expect(text).not.toContain('0600001203');
    expect(text).not.toContain('<script');
    expect(text).toContain('06 •••••• 03');
  });

  it('takes one of two answers, and shows afterwards that it was given', async () => {
    const { url } = (await ask('0600001203', SANDBOX_TEST_IDENTITY)).answer;
    const post = (decision: string) => page(url, { method: 'POST', body: new URLSearchParams({ decision }) });
    expect((await post('perhaps')).status).toBe(400);
    const answered = await post('agree');
    expect(answered.status).toBe(303);
    const again = await page(url);
    expect(again.text).toContain('Vous avez déjà répondu');
    expect(again.text).toContain(answered.headers.get('location')!.replaceAll('&', '&amp;'));
  });

  it('is not there for other operators and other sessions', async () => {
    const { url } = (await ask('0600001203', SANDBOX_TEST_IDENTITY)).answer;
    expect((await page(url.replace('bouygues-telecom', 'orange'))).status).toBe(404);
    expect((await page(`${sandbox.url}/operator/orange/consent/${'0'.repeat(36)}`)).status).toBe(404);
    expect((await page(`${sandbox.url}/operator/orange/`)).status).toBe(404);
  });
});
