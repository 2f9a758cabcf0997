import { isPostgresError } from './driver-error.js';
import { DatabaseRefusedError, DatabaseUnreachableError } from './errors.js';

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const REFUSALS: Record<string, (user: string) => string> = {
  '28P01': (user) => `does not accept the password of user "${user}".`,
  '28000': (user) => `does not let user "${user}" in; does it exist, and does pg_hba.conf allow it?`,
  '3D000': () => 'has no such database; create it first.',
  '42501': (user) => `does not give user "${user}" the right to connect.`,
};

/** Puts the reason why no connection came about into words, without the URL. */
export function connectionError(error: unknown, place: string, user: string): unknown {
  if (isPostgresError(error)) {
    const refusal = REFUSALS[error.code]?.(user);
    if (refusal !== undefined) {
      return new DatabaseRefusedError(`PostgreSQL at ${place} ${refusal}`, { cause: error });
    }
    // 53300 too many connections, 57P0x starting up or shutting down, 08xxx connection lost
    if (!/^(53300|57P0|08)/.test(error.code)) return error;
  }
  const reason = error instanceof Error ? reasonOf(error) : 'unknown reason';
  return new DatabaseUnreachableError(
    `PostgreSQL at ${place} does not answer; is it running, and is the host right? (${reason})`,
    { cause: error },
  );
}

/** Node reports both addresses of "localhost" as an AggregateError without a message. */
function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
