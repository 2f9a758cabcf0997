import { inspect } from 'node:util';

import { DqeError } from './dqe-error.js';
import { categoryOf, DQE_ERROR_IDS, meaningOf } from './dqe-error-ids.js';
import * as errors from './dqe-errors.js';

const CANARY = 'Zz9Canary';

/** A foreign error that says too much in every way an error can. */
function indiscreet(code: unknown = 'ECONNRESET') {
  const inner = new Error(`https://dqe.example/?number=${CANARY}`);
  return Object.assign(new TypeError(`${CANARY} failed`, { cause: inner }), {
    ...{
      code,
      config: { url: CANARY, headers: { authorization: CANARY } },
      request: CANARY,
      response: { data: CANARY },
    },
  });
}

const ALL: readonly DqeError[] = [
  new errors.DqeOptionsError([{ field: 'licence', problem: 'missing', remedy: 'give it' }]),
  new errors.DqeNoticeHandlerError([
    { field: 'Mailer.tell', problem: 'is static', remedy: 'make it a method' },
  ]),
  new errors.DqeValidationError([{ field: 'number', problem: 'is missing', remedy: 'send it' }]),
  new errors.DqeConsentNotConfiguredError(),
  new errors.DqePolicyError([], indiscreet()),
  new errors.DqeTimeoutError('matching', true, 100),
  new errors.DqeUnreachableError('token', indiscreet()),
  new errors.DqeConnectionLostError('matching', indiscreet()),
  new errors.DqeHttpStatusError('retrieval', 503),
  new errors.DqeCircuitOpenError('token', 5_000),
  new errors.DqeBusyError('matching'),
  new errors.DqeTokenRefusedError(),
  new errors.DqeMalformedAnswerError('matching', 'address.locality', 'not a number'),
  new errors.DqeStoreError('0190-id', indiscreet()),
  new errors.DqeMatchSupersededError('0190-id'),
];

/** All that a logger, a serializer or a debugger could show. */
const shown = (error: Error) =>
  [
    ...[
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
      String(error),
      error.stack ?? '',
    ],
    ...[
      JSON.stringify(Object.getOwnPropertyDescriptors(error)),
      inspect(error.cause, { depth: 10, showHidden: true }),
    ],
  ].join('\n');

describe('every error of this library', () => {
  it('is in this list', () => {
    const exported = Object.values(errors).filter(
      (value) => value.prototype instanceof DqeError && value !== (errors.DqeCallError as unknown),
    );
    expect(ALL.map((error) => error.constructor)).toEqual(expect.arrayContaining(exported));
    expect(ALL).toHaveLength(exported.length);
  });

  it('has a code of its own, a category and a name', () => {
    expect(new Set(ALL.map(({ code }) => code)).size).toBe(ALL.length);
    for (const error of ALL) {
      expect(error).toBeInstanceOf(DqeError);
      expect(error.name).toBe(error.constructor.name);
      expect(error.code).toMatch(/^DQE_[A-Z_]+$/);
      expect(error.retryable).toBe(error.category === 'temporary');
    }
  });

  it('shows nothing of what caused it but a code and a class', () => {
    for (const error of ALL) expect(shown(error)).not.toContain(CANARY);
    const lost = new errors.DqeConnectionLostError('matching', indiscreet());
    expect(lost.cause).toMatchObject({ message: 'ECONNRESET', name: 'TypeError' });
  });

  it.each([`${CANARY} ${CANARY}`, { code: CANARY }, 7, null, ''])(
    'takes no code of %j from its cause',
    (code) => {
      const error = new errors.DqeUnreachableError('token', indiscreet(code));
      expect(shown(error)).not.toContain(CANARY);
      expect(error.cause).toMatchObject({ message: 'TypeError' });
    },
  );

  it.each([CANARY + '!', 7, Symbol(CANARY), { name: `${CANARY} x` }, [CANARY]])(
    'has a cause that was no error: %p',
    (cause) => {
      expect(shown(new errors.DqeConnectionLostError('matching', cause))).not.toContain(CANARY);
    },
  );

  it('says whether the request had left', () => {
    const sent = ALL.filter((error) => error instanceof errors.DqeCallError).map(({ code, sent }) => [
      code,
      sent,
    ]);
    expect(Object.fromEntries(sent)).toEqual({
      ...{ DQE_TIMEOUT: true, DQE_UNREACHABLE: false, DQE_CONNECTION_LOST: true, DQE_HTTP_STATUS: true },
      ...{ DQE_TOKEN_REFUSED: true, DQE_MALFORMED_ANSWER: true, DQE_CIRCUIT_OPEN: false, DQE_BUSY: false },
    });
  });
});

describe('the error ids of DQE', () => {
  it('are those of the documentation, each with who must act (protocol.md §2, §5)', () => {
    const categories = Object.entries(DQE_ERROR_IDS).map(([id, { category }]) => [id, category]);
    expect(Object.fromEntries(categories)).toEqual({
      ...{ '01': 'protocol', '02': 'configuration', '03': 'configuration', '04': 'configuration' },
      ...{ '05': 'protocol', '06': 'protocol', '07': 'caller', '09': 'not_eligible', '10': 'caller' },
      ...{ '11': 'caller', '12': 'temporary', '13': 'not_covered', '14': 'configuration' },
      ...{ '15': 'not_covered', '16': 'temporary', '17': 'not_covered', '18': 'temporary' },
      ...{ '20': 'declined', '21': 'declined', '22': 'configuration', '30': 'temporary' },
      ...{ '31': 'configuration', '98': 'configuration', '99': 'temporary' },
    });
  });

  it.each(['08', '77', '', 'toString', '__proto__', 'constructor'])('do not hold %j', (id) => {
    expect(meaningOf(id)).toBeUndefined();
    expect(categoryOf(id)).toBe('protocol');
  });
});
