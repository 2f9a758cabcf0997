import pg from 'pg';
import type { Prisma } from './generated/client.js';

/**
 * A statement with its values in it, for those of PostgreSQL's that take none, as `COPY` does.
 * @throws TypeError for a value of a kind that is not known here
 */
export function withLiterals({ strings, values }: Prisma.Sql): string {
  return strings.map((text, i) => (i === 0 ? text : literal(values[i - 1]) + text)).join('');
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`;
  // Without a type, as a value that is sent along: the server takes it for what it is compared with. NUL would end the statement.
  if (typeof value === 'string' && !value.includes('\0')) return pg.escapeLiteral(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return `'${value}'`;
  throw new TypeError(`a value of type ${typeof value} in a statement that takes none`);
}
