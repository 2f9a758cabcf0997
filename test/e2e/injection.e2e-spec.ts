import { connect } from 'node:net';
import { HARMLESS_AS_THEY_ARE, LINE_BREAKERS, MARKER } from '../corpora/injections.js';
import { SSRF_ADDRESSES } from '../corpora/ssrf.js';
import { API_KEY } from '../support/admin-environment.js';
import { AdminService } from '../support/admin-service.js';
import { allowProbing } from '../support/probing.js';

const MATCHES = '/api/v1/matches';
const NUMBER = '0600001001';

let service: AdminService;
const log: string[] = [];
beforeAll(async () => {
  service = await AdminService.start({
    env: { LOG_LEVEL: 'trace' },
    log: { write: (line: string) => void log.push(line) },
  });
  await allowProbing(service);
});
afterAll(() => service.close());

/** Bytes as they are, which no HTTP client would send. @returns the answer as it came */
const raw = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(service.url);
    // Not ended: a server takes a half-closed connection for one that nobody waits on. It closes it itself.
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
const withHeader = (name: string, value: string) => {
  const body = JSON.stringify({ number: NUMBER, identity: { lastName: 'Martin' } });
  return raw(
    [
      ...[
        `POST ${MATCHES} HTTP/1.1`,
        'Host: a.example',
        'Connection: close',
        `Authorization: Bearer ${API_KEY}`,
      ],
      ...['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`],
      ...[`${name}: ${value}`, '', body],
    ].join('\r\n'),
  );
};
const HEADERS = [
  'User-Agent',
  'X-Request-Id',
  'Authorization',
  'Referer',
  'X-Forwarded-For',
  'Accept-Language',
];
const headerOnly = (name: string, value: string) =>
  raw(`GET ${MATCHES} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n${name}: ${value}\r\n\r\n`);
const headOf = (answer: string) => answer.split('\r\n\r\n', 1)[0] ?? '';

const TEXTS = ['reference', 'purpose', 'codeName'];
const NAMES = [
  'firstName',
  'lastName',
  'maidenName',
  'streetNumber',
  'streetAddress',
  'postalCode',
  'locality',
];
const given = (place: string, value: string) =>
  TEXTS.includes(place)
    ? { number: NUMBER, identity: { lastName: 'Martin' }, [place]: value }
    : { number: NUMBER, identity: { [place]: value } };

describe('of what makes a line out of a value, none is accepted', () => {
  it.each([...TEXTS, ...NAMES])('in %s', async (place) => {
    const accepted = [];
    for (const value of LINE_BREAKERS) {
      const { status } = await service.match(given(place, value.slice(0, 60)));
      if (status !== 400) accepted.push([value, status]);
    }
    expect(accepted).toEqual([]);
  });

  it('in the name of a key, and in the reason of a contest', async () => {
    const body = { application: 'shop', scopes: ['matches:read'] };
    for (const value of LINE_BREAKERS.filter((text) => /\p{Cc}/u.test(text))) {
      expect([value, (await service.post('/api/v1/keys', { ...body, name: value })).status]).toEqual([
        value,
        400,
      ]);
    }
  });

  it('in Idempotency-Key, as bytes', async () => {
    // A line of its own is another header, and nobody's value.
    const values = [
      'a b',
      'a\u0000b',
      'a\u007fb',
      'a\u001b[31m',
      'a\tb',
      'é',
      '\u00e5\u0098\u008a',
      'a\r\n b',
      '',
    ];
    for (const value of values) {
      const answer = await withHeader('Idempotency-Key', value);
      expect([value, answer.slice(9, 12)]).toEqual([
        value,
        value === '' ? expect.stringMatching(/400|201/) : '400',
      ]);
      expect(headOf(answer)).not.toContain(MARKER);
    }
  });
});

it('X-Request-Id is repeated only where it was generated, whatever is sent', async () => {
  for (const value of [
    'a',
    `a ${MARKER}`,
    `\u001b[31m${MARKER}`,
    `${'0'.repeat(32)} ${MARKER}`,
    `%0d%0a${MARKER}: 1`,
    'é',
  ]) {
    const head = headOf(await withHeader('X-Request-Id', value));
    const [, id] = /^x-request-id: (.*)$/im.exec(head) ?? [];
    if (id !== undefined) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(head).not.toContain(MARKER);
  }
});

it('what is text like any other is kept as it is, and becomes no header', async () => {
  for (const value of HARMLESS_AS_THEY_ARE) {
    const answer = await service.match(given('reference', value));
    expect([value, answer.status, answer.body.reference]).toEqual([value, 201, value]);
    const listed = await service.get(`${MATCHES}?reference=${encodeURIComponent(value)}`);
    for (const { headers } of [answer, listed]) {
      expect(JSON.stringify(headers)).not.toContain(MARKER);
    }
  }
});

it('the name of an exported file is the same, whatever is asked for', async () => {
  for (const value of [...HARMLESS_AS_THEY_ARE, 'a";filename="evil.exe', '../../evil', 'evil.html']) {
    const { headers } = await service.get(`/api/v1/exports/matches?reference=${encodeURIComponent(value)}`);
    expect(headers['content-disposition']).toBe('attachment; filename="matches.csv"');
  }
});

it('no webhook is registered for an address of the corpus', async () => {
  const accepted = [];
  for (const url of SSRF_ADDRESSES) {
    const { status, text } = await service.post('/api/v1/webhooks/endpoints', { url });
    if (status !== 400) accepted.push([url, status]);
    expect(text).not.toContain(url);
  }
  expect(accepted).toEqual([]);
});

describe('the log', () => {
  const everything = [...LINE_BREAKERS, ...HARMLESS_AS_THEY_ARE];

  it('is one JSON object a line, with nothing of what anybody sent', async () => {
    const sent = everything.flatMap((value) => {
      const text = encodeURIComponent(value);
      const anonymous = { anonymous: true };
      const type = { 'content-type': 'application/json' };
      return [
        () => service.get(`/api/v1/${text}`),
        () => service.get(`${MATCHES}/${text}`),
        () => service.get(`${MATCHES}?reference=${text}&${text}=1`),
        () => service.get(`/idmobile/callback?state=${text}&token=${text}&status=${text}`, anonymous),
        () => service.get(`/idmobile/consent/${text}`, anonymous),
        () => service.post('/api/v1/webhooks/endpoints', { url: `https://${value}/`, description: value }),
        () => service.call('POST', MATCHES, { raw: value, headers: type }),
        () => service.match({ [value]: value, number: value, identity: value }),
        ...HEADERS.map((name) => () => headerOnly(name, value.replace(/[\r\n]/g, ' '))),
      ];
    });
    // A few at a time: hundreds, and none waits for another.
    const next = async (): Promise<void> => {
      for (let send = sent.pop(); send !== undefined; send = sent.pop()) await send();
    };
    await Promise.all(Array.from({ length: 16 }, next));
    await raw(`GET /${MARKER}\r\n\r\n`);
    await raw(`${MARKER} \u001b[31m / HTTP/9.9\r\n\r\n`);

    expect(log.length).toBeGreaterThan(100);
    for (const written of log) {
      expect(written.endsWith('\n')).toBe(true);
      const line = written.slice(0, -1);
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), time: expect.any(String) });
      expect(line).not.toContain(MARKER);
      // Nor the words it comes in, escaped.
      expect(line).not.toMatch(/\\u001b|jndi/);
    }
  });
});
