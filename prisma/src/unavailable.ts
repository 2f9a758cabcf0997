import { DatabaseUnreachableError } from './errors.js';

/** Node's and Prisma's codes for a server that cannot be reached, now or in time. */
const CODES =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|P1001|P1002|P1008|P1017|P2024)$/;
/**
 * SQLSTATE: connection lost, not let in, no such database any more, disk full, too many connections, starting up or
 * shutting down, a disk that fails. Nothing that a statement of ours could be the reason of.
 */
const STATES = /^(08\w{3}|28\w{3}|3D000|53100|53300|57P0\d|58000|58030)$/;
/** What Prisma's adapters call it. */
const KINDS =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist)$/;
/** What `pg` says without a code. */
const WORDS =
  /^(Connection terminated|database "[^"]*" is not currently accepting connections|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

interface PrismaError extends Error {
  readonly code?: unknown;
  readonly meta?: {
    readonly code?: unknown;
    /** Of a raw statement this is all there is: its own code, P2010, only says that it was one. */
    readonly driverAdapterError?: {
      readonly cause?: {
        readonly kind?: unknown;
        readonly originalCode?: unknown;
        readonly originalMessage?: unknown;
      };
    };
  };
}

/**
 * Whether a statement failed because the database was away, and may work later. Nothing is said of whether it was
 * carried out: a connection can break after that.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnreachableError) return true;
  if (!(error instanceof Error)) return false;
  const { code, meta } = error as PrismaError;
  const { kind, originalCode, originalMessage } = meta?.driverAdapterError?.cause ?? {};
  const codes = [code, meta?.code, originalCode].filter((value) => typeof value === 'string');
  if (codes.some((value) => CODES.test(value) || STATES.test(value))) return true;
  if (typeof kind === 'string' && KINDS.test(kind)) return true;
  if (typeof originalMessage === 'string' && WORDS.test(originalMessage)) return true;
  return (
    error.name === 'PrismaClientInitializationError' ||
    WORDS.test(error.message) ||
    isUnavailable(error.cause)
  );
}

/**
 * Whether the database answered a raw statement with an error: it knows the statement, and nothing of it was carried out.
 */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || isUnavailable(error)) return false;
  const state = (error as PrismaError).meta?.driverAdapterError?.cause?.originalCode;
  return typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state);
}
