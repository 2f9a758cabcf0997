import { DriverAdapterError } from '@prisma/driver-adapter-utils';

interface PostgresError extends Error {
  code: string;
  severity: string;
  detail?: string;
  column?: string;
  hint?: string;
}

/** True for what PostgreSQL itself answered, from either driver; false for broken sockets and the like. */
export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}

/** The form in which Prisma's engines understand a database's refusal. */
export function toDriverAdapterError(error: unknown): unknown {
  if (!isPostgresError(error)) return error;
  const { code, severity, message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/**
 * The same for scripts, whose errors only people read: from the code the engine would derive a message of its own
 * ("column not found: nope") and drop the database's.
 */
export function toScriptError(error: unknown): unknown {
  if (!isPostgresError(error)) return error;
  const { code, severity, message } = error;
  return new DriverAdapterError({
    kind: 'postgres',
    code: 'N/A',
    severity,
    message: `${message} (SQLSTATE ${code})`,
    detail: undefined,
    column: undefined,
    hint: undefined,
  });
}
