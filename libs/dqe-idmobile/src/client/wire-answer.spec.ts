import fc from 'fast-check';

import { DqeError } from '../errors/dqe-error.js';
import { DqeHttpStatusError, DqeMalformedAnswerError } from '../errors/dqe-errors.js';
import { readMatchingAnswer, readRetrievalAnswer } from './wire-answer.js';
import { readObject } from './wire-json.js';

const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
const matching = (body: unknown, status = 200) =>
  readMatchingAnswer(readObject('matching', { status, text: text(body) }));
const retrieval = (body: unknown, status = 200) =>
  readRetrievalAnswer(readObject('retrieval', { status, text: text(body) }));

/** Where an answer departs from the documentation. */
function malformedAt(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof DqeMalformedAnswerError) return error.path;
    throw error;
  }
  throw new Error('this answer was accepted');
}

/** The documented example (protocol.md §5). */
const EXAMPLE = {
  ...{ family_name: 1.0, gender: '', birthdate: 1.0, given_name: 1.0, email: 1.0 },
  address: { country: 1.0, postal_code: 0.78, street_address: 0.56, locality: 0.44 },
};
const READ_EXAMPLE = {
  ...{ familyName: 1, givenName: 1, gender: null, birthDate: 1, email: 1 },
  address: { country: 1, postalCode: 0.78, streetAddress: 0.56, locality: 0.44 },
};
const NOTHING = {
  ...{ familyName: null, givenName: null, gender: null, birthDate: null, email: null },
  address: { country: null, postalCode: null, streetAddress: null, locality: null },
};

describe('an answer with scores', () => {
  it('is read as documented', () => {
    expect(matching(EXAMPLE)).toEqual({ kind: 'scores', scores: READ_EXAMPLE });
  });

  it.each([
    ['a number', 0.8, 0.8],
    ['a numeric string', '0.8', 0.8],
    ['"1.0"', '1.0', 1],
    ['zero', 0, 0],
    ['"0"', '0', 0],
    ['"", which is not available', '', null],
    ['null', null, null],
  ])('may hold %s', (_name, wire, read) => {
    expect(matching({ ...EXAMPLE, birthdate: wire })).toMatchObject({ scores: { birthDate: read } });
    const address = { ...EXAMPLE.address, locality: wire };
    expect(matching({ ...EXAMPLE, address })).toMatchObject({ scores: { address: { locality: read } } });
  });

  it('takes missing keys as not available', () => {
    expect(matching({ family_name: 0.5 })).toEqual({
      kind: 'scores',
      scores: { ...NOTHING, familyName: 0.5 },
    });
  });

  it.each([undefined, null, ''])('may have no address: %j', (address) => {
    expect(matching({ ...EXAMPLE, address })).toMatchObject({ scores: { address: NOTHING.address } });
  });

  it.each([
    -0.01,
    1.01,
    1.2,
    85,
    '1.2',
    '-1',
    'high',
    ' 0.5',
    '0,5',
    '0.5%',
    '1e-1',
    'NaN',
    '0x1',
    true,
    [],
    [1],
    {},
  ])('is malformed with a score of %j: reported, not clamped', (value) => {
    expect(malformedAt(() => matching({ ...EXAMPLE, family_name: value }))).toBe('family_name');
    const address = { ...EXAMPLE.address, postal_code: value };
    expect(malformedAt(() => matching({ ...EXAMPLE, address }))).toBe('address.postal_code');
    expect(malformedAt(() => retrieval({ status: 'success', matching: { ...EXAMPLE, address } }))).toBe(
      'matching.address.postal_code',
    );
  });

  it.each([[[]], ['Paris'], [1], [true]])('is malformed with %j for an address', (address) => {
    expect(malformedAt(() => matching({ ...EXAMPLE, address }))).toBe('address');
  });

  it('does not take inherited keys for scores', () => {
    expect(malformedAt(() => matching('{"__proto__":{"family_name":1}}'))).toBe('(body)');
  });

  it('never reads "" as 0, wherever it stands', () => {
    const keys = [...Object.keys(READ_EXAMPLE).filter((key) => key !== 'address')];
    fc.assert(
      fc.property(fc.record({ score: fc.constantFrom('', 0, '0', '0.0') }), ({ score }) => {
        const answer = matching({
          ...{ family_name: score, given_name: score, gender: score, birthdate: score, email: score },
        });
        const scores = answer.kind === 'scores' ? (answer.scores as unknown as Record<string, unknown>) : {};
        for (const key of keys) expect(scores[key]).toBe(score === '' ? null : 0);
      }),
    );
  });
});

describe('an answer that asks for consent', () => {
  const CONSENT = { status: 'success', operator: 'Orange', url: 'https://operator.example/c?x=1' };

  it('names the operator and where to send the browser', () => {
    expect(matching(CONSENT)).toEqual({
      ...{ kind: 'consent', operator: 'Orange', url: 'https://operator.example/c?x=1' },
    });
  });

  it.each([undefined, '', null, 7])('may leave the operator out: %j', (operator) => {
    expect(matching({ ...CONSENT, operator })).toMatchObject({ kind: 'consent', operator: null });
  });

  it.each([
    '',
    '/c',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/',
    7,
    null,
    `https://a.example/${'x'.repeat(5_000)}`,
  ])('is malformed with an address nobody should be sent to: %j', (url) => {
    expect(malformedAt(() => matching({ ...CONSENT, url }))).toBe('url');
  });
});

describe('an error answer', () => {
  it('keeps id and type', () => {
    const body = { status: 'error', error_id: '13', error_type: 'operator [X] not found' };
    const read = { kind: 'error', errorId: '13', errorType: 'operator [X] not found' };
    expect(matching(body)).toEqual(read);
    expect(retrieval(body)).toEqual(read);
  });

  it.each([
    ['77', '77'],
    ['E-2026_x', 'E-2026_x'],
    ['1', '1'],
    [7, '07'],
    [13, '13'],
    [1234, '1234'],
  ])('with the id %j is error %s, documented or not', (wire, read) => {
    expect(matching({ status: 'error', error_id: wire })).toMatchObject({ errorId: read, errorType: '' });
  });

  it.each([undefined, null, '', ' ', '1 3', 'x'.repeat(17), 1.5, -1, 1e21, {}, ['13'], '13\n'])(
    'is malformed with the id %j',
    (id) => {
      expect(malformedAt(() => matching({ status: 'error', error_id: id }))).toBe('error_id');
    },
  );

  it.each([400, 401, 403, 404, 500, 503])('counts for what it says also with HTTP %i', (status) => {
    expect(matching({ status: 'error', error_id: '99' }, status)).toMatchObject({ errorId: '99' });
  });

  it('has a type that is printable and short', () => {
    const type = (error_type: string) => matching({ status: 'error', error_id: '99', error_type });
    expect(type('a\r\nb\u0000c')).toMatchObject({ errorType: 'a b c' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400, minLength: 150 }), (long) => {
        const answer = type(long);
        const { errorType } = answer as { errorType: string };
        expect(errorType.length).toBeLessThanOrEqual(200);
        expect(errorType.isWellFormed()).toBe(true);
        expect(errorType).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('is not cut in the middle of a character', () => {
    const answer = matching({ status: 'error', error_id: '99', error_type: 'x'.repeat(199) + '😀😀' });
    expect((answer as { errorType: string }).errorType.isWellFormed()).toBe(true);
  });
});

describe('the answer to a retrieval', () => {
  const head = { status: 'success', scope: 'matching_notp', code_name: 'x' };

  it('may be pending', () => {
    expect(retrieval({ status: 'pending', scope: 'matching_notp' })).toEqual({ kind: 'pending' });
  });

  it.each([
    ['under matching', { ...head, matching: EXAMPLE }],
    ['under matching_notp', { ...head, matching_notp: EXAMPLE }],
    ['at the top level', { ...head, ...EXAMPLE }],
  ])('may have the scores %s', (_where, body) => {
    expect(retrieval(body)).toEqual({ kind: 'scores', scores: READ_EXAMPLE });
  });

  it.each([head, { ...head, matching: {} }, { ...head, matching: [] }, { ...head, matching: 'yes' }, {}])(
    'is malformed without any: %j',
    (body) => {
      expect(malformedAt(() => retrieval(body))).toBe('(body)');
    },
  );
});

describe('what is no answer of the protocol', () => {
  it.each(['', ' ', '<html></html>', '{"family_name":1', 'null', '1', '"x"', '[]', '[{"family_name":1}]'])(
    'is malformed: %s',
    (body) => {
      expect(malformedAt(() => matching(body))).toBe('(body)');
    },
  );

  it.each([{}, { status: 'maybe' }, { status: 'success' }, { status: 'pending' }, { result: 1 }])(
    'is malformed: %j',
    (body) => {
      expect(malformedAt(() => matching(body))).toBe('(body)');
    },
  );

  it.each([
    [302, 'protocol'],
    [400, 'protocol'],
    [404, 'protocol'],
    [408, 'temporary'],
    [429, 'temporary'],
    [500, 'temporary'],
    [503, 'temporary'],
  ])('is an HTTP error with status %i, whatever the body: %s', (status, category) => {
    for (const body of ['', '<html></html>', EXAMPLE, { status: 'success' }, 'null']) {
      expect(() => matching(body, status)).toThrow(DqeHttpStatusError);
      expect(() => matching(body, status)).toThrow(expect.objectContaining({ status, category }));
    }
  });

  it('is told in a DqeError, whatever comes', () => {
    const near = fc.record(
      {
        status: fc.oneof(fc.constantFrom('success', 'error', 'pending'), fc.jsonValue()),
        error_id: fc.jsonValue(),
        error_type: fc.jsonValue(),
        url: fc.oneof(fc.webUrl(), fc.jsonValue()),
        operator: fc.jsonValue(),
        family_name: fc.oneof(fc.double(), fc.jsonValue()),
        address: fc.oneof(fc.record({ locality: fc.jsonValue() }), fc.jsonValue()),
        matching: fc.oneof(fc.record({ email: fc.jsonValue() }), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      near.map((body) => JSON.stringify(body)),
    );
    fc.assert(
      fc.property(bodies, fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 })), (body, status) => {
        for (const read of [matching, retrieval]) {
          try {
            expect(['scores', 'consent', 'error', 'pending']).toContain(read(body, status).kind);
          } catch (error) {
            expect(error).toBeInstanceOf(DqeError);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('may be nested as deep as it fits', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(malformedAt(() => matching(deep))).toBe('(body)');
    expect(malformedAt(() => matching(`{"family_name":${deep}}`))).toBe('family_name');
  });
});
