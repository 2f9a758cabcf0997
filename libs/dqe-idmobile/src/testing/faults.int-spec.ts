import { SANDBOX_NUMBERS, SANDBOX_TEST_IDENTITY, startDqeSandbox, type DqeSandbox } from './index.js';
import { DOCUMENTED_EXAMPLE } from './scores.js';

const SLOW_MS = 200;
let sandbox: DqeSandbox;

beforeAll(async () => {
  sandbox = await startDqeSandbox({ slowMs: SLOW_MS });
});
afterAll(() => sandbox.close());

/** A body as whatever it holds. */
const bodyOf = async (response: Response) => JSON.parse(await response.text());

async function call(number: string, signal?: AbortSignal): Promise<Response> {
  const credentials = {
    client_secret: 'sandbox-secret',
    grant_type: 'client_idmobile',
    licence: 'SANDBOX-LICENCE',
  };
  const issued = await fetch(`${sandbox.url}/ACCESS_TOKEN/?${new URLSearchParams(credentials).toString()}`);
  const { access_token: token } = await bodyOf(issued);
  const query = new URLSearchParams({
    ...{
      licence: 'SANDBOX-LICENCE',
      number,
      token,
      mode: '2',
      name: 'SANDBOX PARTNER',
      scope: 'matching_notp',
    },
    user_infos: JSON.stringify({ ...SANDBOX_TEST_IDENTITY, phone: number }),
  });
  return fetch(`${sandbox.url}/IDMOBILE/?${query.toString()}`, {
    redirect: 'manual',
    signal: signal ?? null,
  });
}

const answer = async (number: string) => bodyOf(await call(number));
const text = async (number: string) => (await call(number)).text();

describe('the test numbers of answers', () => {
  it('slow ones take their time', async () => {
    for (const number of [SANDBOX_NUMBERS.slow, SANDBOX_NUMBERS.trickle]) {
      const start = performance.now();
      expect((await answer(number)).family_name).toBe(1);
      expect(performance.now() - start).toBeGreaterThan(SLOW_MS * 0.9);
    }
  });

  it('cut connections', async () => {
    await expect(call(SANDBOX_NUMBERS.cutBeforeAnswer)).rejects.toThrow('fetch failed');
    const inside = await call(SANDBOX_NUMBERS.cutInsideAnswer);
    expect(inside.status).toBe(200);
    await expect(inside.text()).rejects.toThrow('terminated');
  });

  it('bodies that are no JSON', async () => {
    for (const number of [
      SANDBOX_NUMBERS.malformedJson,
      SANDBOX_NUMBERS.truncatedJson,
      SANDBOX_NUMBERS.emptyBody,
    ]) {
      const body = await text(number);
      expect(() => JSON.parse(body)).toThrow(SyntaxError);
    }
  });

  it('statuses of HTTP', async () => {
    const html = await call(SANDBOX_NUMBERS.htmlError);
    expect([html.status, html.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    const busy = await call(SANDBOX_NUMBERS.tooManyRequests);
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await call(SANDBOX_NUMBERS.unavailable)).status).toBe(503);
    const moved = await call(SANDBOX_NUMBERS.redirected);
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://elsewhere.invalid/']);
  });

  it('no answer at all', async () => {
    await expect(call(SANDBOX_NUMBERS.neverAnswers, AbortSignal.timeout(150))).rejects.toThrow('timeout');
  });

  it('scores in unusual forms', async () => {
    expect(await answer(SANDBOX_NUMBERS.documentedExample)).toEqual(DOCUMENTED_EXAMPLE);
    expect((await answer(SANDBOX_NUMBERS.numericStrings)).address.locality).toBe('1.0');
    expect((await answer(SANDBOX_NUMBERS.nothingAvailable)).birthdate).toBe('');
    expect((await answer(SANDBOX_NUMBERS.nullScores)).birthdate).toBeNull();
    expect(await answer(SANDBOX_NUMBERS.missingKeys)).toEqual({ family_name: 1, address: { locality: 1 } });
    const asHtml = await call(SANDBOX_NUMBERS.jsonAsHtml);
    expect(asHtml.headers.get('content-type')).toMatch('text/html');
    expect((await bodyOf(asHtml)).family_name).toBe(1);
  });

  it('answers of a wrong shape', async () => {
    expect(await answer(SANDBOX_NUMBERS.wrongShape)).toEqual({ result: ['nothing', 'documented'] });
    expect((await answer(SANDBOX_NUMBERS.scoreOutOfRange)).birthdate).toBe(1.2);
    expect((await answer(SANDBOX_NUMBERS.scoreNotANumber)).family_name).toBe('high');
    expect(await answer(SANDBOX_NUMBERS.unknownStatus)).toEqual({ status: 'maybe' });
    expect((await answer(SANDBOX_NUMBERS.numericErrorId)).error_id).toBe(13);
    expect((await text(SANDBOX_NUMBERS.hugeBody)).length).toBeGreaterThan(8_000_000);
  });

  it('faults that pass, in turns', async () => {
    for (const [number, errorId] of [
      [SANDBOX_NUMBERS.tokenRefusedOnce, '30'],
      [SANDBOX_NUMBERS.unreachableOnce, '16'],
    ] as const) {
      expect((await answer(number)).error_id).toBe(errorId);
      expect((await answer(number)).family_name).toBe(1);
      expect((await answer(number)).error_id).toBe(errorId);
    }
    await expect(call(SANDBOX_NUMBERS.cutOnce)).rejects.toThrow();
    expect((await answer(SANDBOX_NUMBERS.cutOnce)).family_name).toBe(1);
  });
});

describe('close()', () => {
  it('does not wait for connections that wait for it', async () => {
    const other = sandbox;
    const hanging = call(SANDBOX_NUMBERS.neverAnswers).catch((error: unknown) => error);
    while (
      other.counts['/IDMOBILE/'] === 0 ||
      !other.requests.some(({ params }) => params['number'] === SANDBOX_NUMBERS.neverAnswers)
    ) {
      await new Promise((next) => setTimeout(next, 5));
    }
    const start = performance.now();
    await other.close();
    await other.close();
    expect(performance.now() - start).toBeLessThan(1000);
    expect(String(await hanging)).toContain('fetch failed');
    sandbox = await startDqeSandbox();
  });
});
