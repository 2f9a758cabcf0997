import { gzipSync } from 'node:zlib';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const CAMILLE = '0600001001';
const MARKER = 'KEEPOUT';
const LONE = '\ud800';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
});
afterAll(() => service.close());

/** Refused before anything is stored or sent, with every wrong field named and no value repeated. */
async function expectRefused(body: unknown, fields: readonly string[]) {
  const sent = service.sandbox.counts['/IDMOBILE/'];
  const answer = await service.match(body);
  expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([...fields].sort());
  for (const { problem, remedy } of answer.body.errors) {
    expect(problem).toMatch(/^\S.{3,}/);
    expect(remedy).toMatch(/^\S.{3,}/);
  }
  expect(answer.text).not.toContain(MARKER);
  expect(service.sandbox.counts['/IDMOBILE/']).toBe(sent);
}

const FIELDS = ['number', 'country', 'codeName', 'purpose', 'reference'];
const IDENTITY_FIELDS = Object.keys({
  ...{ firstName: 0, lastName: 0, maidenName: 0, birthDate: 0, gender: 0, email: 0, phone: 0 },
  ...{ streetNumber: 0, streetAddress: 0, postalCode: 0, locality: 0, country: 0 },
});
const WRONG_TYPES = [7, 0, true, false, [], {}, [MARKER], { [MARKER]: MARKER }, [[]]];

describe('a value of the wrong type', () => {
  it.each(FIELDS)('at %s', async (field) => {
    for (const value of WRONG_TYPES) {
      await expectRefused(claim(CAMILLE, { [field]: value }), [field]);
    }
  });

  it.each(IDENTITY_FIELDS)('at identity.%s', async (field) => {
    for (const value of WRONG_TYPES) {
      await expectRefused({ number: CAMILLE, identity: { [field]: value } }, [`identity.${field}`]);
    }
  });

  it.each(['email', 'phone'])('at identity.%s: of several wrongs, the one to mend first', async (field) => {
    const { body } = await service.match({ number: CAMILLE, identity: { [field]: 5 } });
    expect(body.errors).toEqual([
      { field: `identity.${field}`, problem: 'must be a string', remedy: 'send text' },
    ]);
  });

  it.each([[7], [true], ['text'], [[]], [[{}]], [[{ firstName: 'Zoe' }]]])(
    '%j in place of an object',
    async (value) => {
      await expectRefused({ number: CAMILLE, identity: value }, ['identity']);
      await expectRefused(claim(CAMILLE, { consent: value }), ['consent']);
    },
  );

  it.each(['null', '[]', '[{"number":"0600001001","identity":{}}]', '"text"', '7', 'true'])(
    '%s as the whole body',
    async (raw) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await service.call('POST', '/api/v1/matches', { raw, headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
      expect(answer.body.errors[0].remedy).toMatch(/\S/);
    },
  );
});

describe('a value that is wrong', () => {
  it.each<readonly [field: string, values: readonly string[]]>([
    [
      'number',
      [
        '',
        ' ',
        MARKER,
        '06',
        '0612',
        '+33',
        '0600001001x',
        '+3312',
        '06000010011',
        '0'.repeat(33),
        '٠٦٠٠',
        `0600001001${LONE}`,
        '0600001001\u0000',
      ],
    ],
    ['country', [MARKER, 'F', 'FRA', 'France', 'XX', '  ', `F${LONE}`]],
    ['codeName', ['x'.repeat(65), `a${LONE}`, 'a\u0000b', 'a\nb']],
    ['purpose', ['x'.repeat(201), `a${LONE}`, 'a\u0000b']],
    ['reference', ['x'.repeat(201), `a${LONE}`, 'a\u0000b', '\u2028']],
  ])('at %s', async (field, values) => {
    for (const value of values) await expectRefused(claim(CAMILLE, { [field]: value }), [field]);
  });

  it.each<readonly [field: string, values: readonly string[]]>([
    [
      'birthDate',
      [
        MARKER,
        '1985-02-30',
        '85-04-12',
        '12/04/1985',
        '1985-4-2',
        '2999-01-01',
        '1899-12-31',
        '1985-04-12T00:00',
        ' 1985-04-12',
        '١٩٨٥-٠٤-١٢',
      ],
    ],
    ['gender', [MARKER, 'm', 'F ', 'X', 'female']],
    [
      'email',
      [
        MARKER,
        'a@b',
        '@example.com',
        `${'x'.repeat(250)}@example.com`,
        `${LONE}@example.com`,
        `a@${LONE}.com`,
        'a\u0000@example.com',
        'a@example.com\n',
      ],
    ],
    ['phone', [MARKER, '12', '+', `0600001001${LONE}`]],
    ['streetNumber', ['x'.repeat(17), '1\u0000']],
    ['streetAddress', ['x'.repeat(201), 'a\tb']],
    ['postalCode', ['x'.repeat(17), `7${LONE}`]],
    ['locality', ['x'.repeat(101)]],
    ['country', ['ZZ', 'K', 'USA', 'x'.repeat(101)]],
    ['firstName', ['x'.repeat(101), LONE, 'a\u0000', '\u007f', 'a\u0085']],
    ['lastName', ['x'.repeat(60_000)]],
    ['maidenName', ['x'.repeat(101)]],
  ])('at identity.%s', async (field, values) => {
    for (const value of values) {
      await expectRefused({ number: CAMILLE, identity: { [field]: value } }, [`identity.${field}`]);
    }
  });

  it('all at once: every field is named', async () => {
    const identity = { birthDate: MARKER, email: MARKER, gender: MARKER, [MARKER.toLowerCase()]: MARKER };
    await expectRefused({ number: MARKER, identity, consent: { returnUrl: MARKER } }, [
      ...['number', 'identity.birthDate', 'identity.email', 'identity.gender', 'consent.returnUrl'],
      `identity.${MARKER.toLowerCase()}`,
    ]);
  });

  it('a number with + of another country than the one given', () =>
    expectRefused({ number: '+32470000001', country: 'FR', identity: {} }, ['number']));
});

describe('what is missing or not known', () => {
  it.each<readonly [body: object, fields: readonly string[]]>([
    [{ identity: {} }, ['number']],
    [{ number: null, identity: {} }, ['number']],
    [{ number: CAMILLE }, ['identity']],
    [{ number: CAMILLE, identity: null }, ['identity']],
    [{}, ['number', 'identity']],
    [{ number: CAMILLE, identity: {}, numero: 1 }, ['numero']],
    [{ number: CAMILLE, identity: { firstname: 'x' } }, ['identity.firstname']],
    [{ number: CAMILLE, identity: {}, consent: { returnURL: 'x' } }, ['consent.returnURL']],
    [{ number: CAMILLE, identity: { toString: 'x' } }, ['identity.toString']],
    [{ number: CAMILLE, identity: {}, hasOwnProperty: 1 }, ['hasOwnProperty']],
    [{ number: CAMILLE, identity: { constructor: 'x' } }, ['identity.constructor']],
    [{ number: CAMILLE, identity: {}, constructor: 1 }, ['constructor']],
  ])('%j', (body, fields) => expectRefused(body, fields));

  it('is told of by what it is', async () => {
    const { body } = await service.match({});
    expect(body.errors).toEqual([
      { field: 'number', problem: 'is missing', remedy: 'send a mobile number' },
      {
        ...{ field: 'identity', problem: 'is missing' },
        remedy: 'send what is claimed, or an empty object where nothing is known',
      },
    ]);
  });

  it.each(['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}'])(
    '%s, anywhere, is refused with the body',
    async (poison) => {
      const headers = { 'content-type': 'application/json' };
      for (const raw of [poison, `{"number":"${CAMILLE}","identity":${poison}}`]) {
        const { status, body } = await service.call('POST', '/api/v1/matches', { raw, headers });
        expect([status, body.code]).toEqual([400, 'validation_failed']);
        expect(body.errors).toMatchObject([{ problem: 'is not a known property' }]);
        expect(poison).toContain(body.errors[0].field.split('.')[0]);
      }
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );

  it.each([
    ['null', null],
    ['an empty string', ''],
  ])('%s says "unknown", as leaving out does', async (_what, nothing) => {
    const identity = Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, nothing]));
    const more = { country: nothing, codeName: nothing, purpose: nothing, reference: nothing, consent: null };
    const { status, body } = await service.match({ number: CAMILLE, identity, ...more });
    expect([status, body.status, body.reference]).toEqual([201, 'scored', null]);
    const [requested] = await service.events(body.id);
    expect(requested.data).toEqual({ country: 'FR', consentOffered: false });
  });

  it.each([
    ['the longest', { lastName: 'é'.repeat(100), streetAddress: '路'.repeat(200) }],
    [
      'emoji and other scripts',
      { firstName: '👩🏽‍🚀', lastName: 'דוד فاطمة', locality: 'Ærøskøbing & Co + 100% #1 =' },
    ],
  ])('%s is taken', async (_what, identity) => {
    const { status } = await service.match({ number: CAMILLE, identity, reference: 'é'.repeat(200) });
    expect(status).toBe(201);
  });
});

describe('a body that is no JSON, or too much of it', () => {
  const post = (raw: string | Buffer, headers: Record<string, string>) =>
    service.call('POST', '/api/v1/matches', { raw, headers });
  const json = { 'content-type': 'application/json' };

  it.each<
    readonly [
      what: string,
      raw: string | Buffer,
      headers: Record<string, string>,
      status: number,
      code: string,
    ]
  >([
    ['half', '{"number": "06', json, 400, 'malformed_json'],
    ['nothing', '', json, 400, 'validation_failed'],
    ['invalid UTF-8', Buffer.from('7b22ff223a317d', 'hex'), json, 400, 'malformed_json'],
    [
      'a form',
      `number=${CAMILLE}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['text', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['XML', '<number/>', { 'content-type': 'application/xml' }, 415, 'unsupported_media_type'],
    ['no type', '{}', {}, 415, 'unsupported_media_type'],
    ['compressed', gzipSync('{}'), { ...json, 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
    ['a broken type', '{}', { 'content-type': ';;;' }, 415, 'unsupported_media_type'],
    ['64 KiB and one byte', `{"a":"${'x'.repeat(65_536 - 7)}"}`.padEnd(65_537), json, 413, 'body_too_large'],
    ['exactly 64 KiB', `{"a":"${'x'.repeat(60_000)}"}`.padEnd(65_536), json, 400, 'validation_failed'],
    ['deep', '['.repeat(30_000) + ']'.repeat(30_000), json, 400, 'validation_failed'],
    [
      'deep inside',
      `{"number":"${CAMILLE}","identity":{"firstName":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}}`,
      json,
      400,
      'validation_failed',
    ],
  ])('%s', async (_what, raw, headers, status, code) => {
    const answer = await post(raw, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).toMatch(/\S/);
  });

  it('with an Idempotency-Key, the same', async () => {
    const headers = { ...json, 'idempotency-key': 'deep-1' };
    const deep = `{"number":"${CAMILLE}","identity":{"firstName":${'['.repeat(20_000)}1${']'.repeat(20_000)}}}`;
    expect((await post(deep, headers)).status).toBe(400);
  });
});

describe('a caller without the right key', () => {
  it.each([
    ['none', {}, 'Bearer'],
    ['another', { authorization: 'Bearer not-the-key-at-all' }, 'Bearer error="invalid_token"'],
    ['a longer one', { authorization: 'Bearer an-api-key-for-these-tests2' }, 'Bearer error="invalid_token"'],
    ['Basic', { authorization: 'Basic YTpi' }, 'Bearer error="invalid_token"'],
    ['an endless one', { authorization: `Bearer ${'x'.repeat(8_000)}` }, 'Bearer error="invalid_token"'],
  ])('%s: 401, saying how', async (_what, headers, challenge) => {
    for (const [method, path] of [
      ['GET', '/api/v1/matches'],
      ['POST', '/api/v1/matches'],
      ['GET', '/api/v1/matches/01890a5d-ac96-774b-bcce-b302099a8057'],
      ['GET', '/api/v1/matches/01890a5d-ac96-774b-bcce-b302099a8057/events'],
      ['GET', '/metrics'],
    ] as const) {
      const answer = await service.call(method, path, { anonymous: true, headers });
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
      expect(answer.headers['www-authenticate']).toBe(challenge);
      expect(answer.body.detail).toContain('Authorization: Bearer <key>');
    }
  });
});

describe('an id that is none', () => {
  it.each([
    ['x', 400],
    ['0', 400],
    ['01890a5d-ac96-774b-bcce-b302099a805', 400],
    ['01890a5d-ac96-774b-bcce-b302099a8057%00', 400],
    ["01890a5d-ac96-774b-bcce-b302099a8057'--", 400],
    ['%2e%2e%2f%2e%2e%2fetc%2fpasswd', 400],
    ['..%5c..%5cwindows', 400],
    ['%F0%9F%98%80', 400],
    ['01890a5dac96774bbcceb302099a8057', 400],
    ['00000000-0000-0000-0000-000000000000', 404],
    ['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 404],
    ['..', 400],
    ['../../etc/passwd', 404],
    ['%zz', 400],
    ['x'.repeat(500), 414],
  ])('%s: %i', async (id, status) => {
    for (const tail of ['', '/events']) {
      const answer = await service.get(`/api/v1/matches/${id}${tail}`);
      expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    }
  });
});
