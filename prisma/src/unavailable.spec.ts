import { DatabaseUnreachableError } from './errors.js';
import { isUnavailable } from './unavailable.js';

/** A raw statement's error, as Prisma 7 with a driver adapter throws it. */
const raw = (cause: object) =>
  Object.assign(coded('P2010'), { meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });
const coded = (code: string) => Object.assign(new Error('some words'), { code });

describe('a database that is away', () => {
  it.each([
    ['a server that does not answer', new DatabaseUnreachableError('does not answer')],
    ['a refused connection', coded('ECONNREFUSED')],
    ['a connection that broke, as pg says it', new Error('Connection terminated unexpectedly')],
    ['a pool that waited in vain', new Error('timeout exceeded when trying to connect')],
    ['Prisma without a server', coded('P1001')],
    ['PostgreSQL shutting down', coded('57P01')],
    ['the state of a raw statement', Object.assign(coded('P2010'), { meta: { code: '08006' } })],
    ['a raw statement without a server', raw({ kind: 'DatabaseNotReachable', port: 5432 })],
    ['a raw statement whose connection broke', raw({ kind: 'ConnectionClosed' })],
    ['a raw statement during a shutdown', raw({ kind: 'postgres', originalCode: '57P03' })],
    ['a server that has fallen silent', new Error('Query read timeout')],
    ['a password that was changed', raw({ kind: 'AuthenticationFailed', originalCode: '28P01' })],
    ['a database that was renamed', raw({ kind: 'DatabaseDoesNotExist', originalCode: '3D000' })],
    [
      'a database that lets nobody in',
      raw({
        ...{ kind: 'postgres', originalCode: '55000' },
        originalMessage: 'database "audit" is not currently accepting connections',
      }),
    ],
    ['a server without room', coded('53100')],
    ['one of these behind another', new Error('failed', { cause: coded('ECONNRESET') })],
  ])('is known by %s', (_how, error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    ['a broken rule', coded('P2002')],
    ['a mistake in a statement', Object.assign(coded('P2010'), { meta: { code: '42601' } })],
    ['a mistake in a raw statement', raw({ kind: 'TableDoesNotExist', originalCode: '42P01' })],
    ['a statement that takes too much', raw({ kind: 'postgres', originalCode: '53400' })],
    [
      'a statement that is not for now',
      raw({ kind: 'postgres', originalCode: '55000', originalMessage: 'x' }),
    ],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['no error at all', 'ECONNREFUSED'],
  ])('is not %s', (_what, error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});
