import { DatabaseUrlError } from './errors.js';

export interface DatabaseUrl {
  /** What goes to the driver. Secret. */
  connectionString: string;
  /** `host:port/database`, safe to show. */
  place: string;
  user: string;
}

/**
 * Checks a PostgreSQL URL and pins its sessions to UTC: Prisma's adapter sends and reads timestamptz without an
 * offset, so that in any other session time zone every time would be shifted, silently.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgresql:', 'postgres:'].includes(url.protocol)) {
    throw new DatabaseUrlError(
      'The database URL must read postgresql://user:password@host:port/database; ' +
        'special characters in the password are percent-encoded.',
    );
  }
  // Prisma's CLI knows ?schema=, pg ignores it; half-obeying it would put tables in the wrong place.
  const schema = url.searchParams.get('schema');
  if (schema !== null && schema !== 'public') {
    throw new DatabaseUrlError(`The tables live in schema "public"; ?schema=${schema} is not supported.`);
  }
  const options = url.searchParams.get('options');
  url.searchParams.set('options', [options, '-c timezone=UTC'].filter(Boolean).join(' '));

  const host = url.hostname || url.searchParams.get('host') || 'localhost';
  const port = url.port || url.searchParams.get('port') || '5432';
  const user = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1)) || user;
  return { connectionString: url.href, place: `${host}:${port}/${database}`, user };
}
