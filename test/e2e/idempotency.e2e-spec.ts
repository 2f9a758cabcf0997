import { sandboxErrorNumber, SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import type { Answer } from '../support/admin-client.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const CAMILLE = '0600001001';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { DQE_TIMEOUT_MS: '1500' }, sandbox: { slowMs: 600 } });
});
afterAll(() => service.close());

let keys = 0;
const newKey = () => `key-${process.pid}-${(keys += 1)}`;
const make = (key: string, body: unknown) => service.match(body, { 'idempotency-key': key });
const asked = () => service.sandbox.counts['/IDMOBILE/'];

/** Byte for byte, but for the id of the request, which is of the request. */
const said = ({ status, text, body }: Answer) => [
  status,
  text.replace(body.requestId as string, '(request)'),
];

describe('the same key and body again', () => {
  it.each<readonly [what: string, body: object, status: number]>([
    ['scored', claim(CAMILLE, { reference: 'r' }), 201],
    ['rejected', claim(sandboxErrorNumber('13')), 201],
    ['consent_pending', claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }), 201],
    ['lost', claim(SANDBOX_NUMBERS.cutInsideAnswer), 502],
    ['malformed', claim(SANDBOX_NUMBERS.malformedJson), 502],
    ['an HTTP error', claim(SANDBOX_NUMBERS.htmlError), 502],
    ['no answer', claim(SANDBOX_NUMBERS.neverAnswers), 504],
  ])('%s: the same answer, and nothing is sent again', async (_what, body, status) => {
    const key = newKey();
    const first = await make(key, body);
    expect(first.status).toBe(status);
    const sent = asked();
    expect(said(await make(key, body))).toEqual(said(first));
    expect(said(await make(key, body))).toEqual(said(first));
    expect(asked()).toBe(sent);
  });

  it.each(['agree', 'refuse'] as const)(
    'the first answer, also when the customer has decided since: %s',
    async (decision) => {
      const key = newKey();
      const body = claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} });
      const first = await make(key, body);
      await service.comeBack(await service.decide(first.body.consent.url, decision));
      expect((await service.show(first.body.id)).status).toBe(decision === 'agree' ? 'scored' : 'rejected');
      expect(said(await make(key, body))).toEqual(said(first));
    },
  );

  it('the order of members does not matter', async () => {
    const key = newKey();
    const body = claim(CAMILLE, { reference: 'r', purpose: 'p' });
    const backwards = (value: object): object =>
      Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, typeof member === 'object' ? backwards(member as object) : member]),
      );
    const first = await make(key, body);
    expect(said(await make(key, backwards(body)))).toEqual(said(first));
  });

  it('after a restart', async () => {
    const kinds = [
      claim(CAMILLE),
      claim(sandboxErrorNumber('21')),
      claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }),
      claim(SANDBOX_NUMBERS.malformedJson),
    ].map((body) => ({ key: newKey(), body }));
    const first = await Promise.all(kinds.map(({ key, body }) => make(key, body)));
    const sent = asked();
    await service.restart();
    const again = await Promise.all(kinds.map(({ key, body }) => make(key, body)));
    expect(again.map(said)).toEqual(first.map(said));
    expect(asked()).toBe(sent);
  });
});

describe('while the first is still under way', () => {
  it('the second waits, and both get one answer of one match', async () => {
    const key = newKey();
    const body = claim(SANDBOX_NUMBERS.slow);
    const sent = asked();
    const [first, second] = await Promise.all([make(key, body), make(key, body)]);
    expect(first.body).toMatchObject({ status: 'scored' });
    expect(said(second)).toEqual(said(first));
    expect(asked() - sent).toBe(1);
  });

  it('another body is refused at once, without waiting', async () => {
    const key = newKey();
    const first = make(key, claim(SANDBOX_NUMBERS.slow));
    let finished = false;
    void first.then(() => (finished = true));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const other = await make(key, claim(CAMILLE));
    expect([other.status, other.body.code, finished]).toEqual([409, 'idempotency_key_reused', false]);
    expect((await first).body.status).toBe('scored');
  });

  it('50 at once make one match', async () => {
    const key = newKey();
    const reference = `parallel-${key}`;
    const sent = asked();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => make(key, claim(CAMILLE, { reference }))),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    expect(asked() - sent).toBe(1);
    expect((await service.get(`/api/v1/matches?reference=${reference}`)).body.items).toHaveLength(1);
  });
});

describe('the same key with another body', () => {
  const body = claim(CAMILLE, { reference: 'r' });
  it.each<readonly [what: string, other: object]>([
    ['another number', { ...body, number: '0600001002' }],
    ['another name', { ...body, identity: { ...body.identity, lastName: 'Autre' } }],
    ['another reference', { ...body, reference: 's' }],
    ['consent offered', { ...body, consent: {} }],
    ['a field less', { number: body.number, identity: body.identity }],
    ['the number written otherwise', { ...body, number: '+33600001001' }],
  ])('%s: 409, and the first stands', async (_what, other) => {
    const key = newKey();
    const first = await make(key, body);
    const sent = asked();
    const refused = await make(key, other);
    expect([refused.status, refused.body.code]).toEqual([409, 'idempotency_key_reused']);
    expect(asked()).toBe(sent);
    expect(said(await make(key, body))).toEqual(said(first));
  });
});

describe('keys', () => {
  it('are each their own: another key makes another match', async () => {
    const [one, two] = await Promise.all([make(newKey(), claim(CAMILLE)), make(newKey(), claim(CAMILLE))]);
    expect(one.body.id).not.toBe(two.body.id);
  });

  it.each([
    ['empty', ''],
    ['of blanks', '   '],
    ['with a blank', 'a b'],
    ['too long', 'x'.repeat(256)],
    ['not ASCII', 'clé'],
    ['with a tab', 'a\tb'],
  ])('%s: 400, and no match', async (_what, key) => {
    const sent = asked();
    const { status, body } = await make(key, claim(CAMILLE));
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors[0]).toMatchObject({ field: 'Idempotency-Key', remedy: expect.stringMatching(/\S/) });
    expect(asked()).toBe(sent);
  });

  it.each([
    ['the longest', 'x'.repeat(255)],
    ['of signs', '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~'],
  ])('%s: taken', async (_what, key) => {
    expect((await make(key, claim(CAMILLE))).status).toBe(201);
  });

  it('are not used up by a request that was refused', async () => {
    const key = newKey();
    expect((await make(key, { number: 'x', identity: {} })).status).toBe(400);
    expect((await make(key, claim(CAMILLE, { surplus: 1 }))).status).toBe(400);
    expect((await make(key, claim(CAMILLE))).body.status).toBe('scored');
  });
});
