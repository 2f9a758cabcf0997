import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AdminService } from './admin-service.js';
import { serverUrl } from './database.js';

const run = promisify(execFile);

/** Which of the needles are there: as they are, or encoded as somebody might. */
export function finds(haystack: string, needles: readonly string[]): string[] {
  const lower = haystack.toLowerCase();
  const forms = (needle: string) => [
    needle,
    encodeURIComponent(needle),
    Buffer.from(needle).toString('hex'),
    Buffer.from(needle).toString('base64').slice(0, -4),
  ];
  return needles.filter((needle) => forms(needle).some((form) => lower.includes(form.toLowerCase())));
}

/**
 * Which numbers are there, in any notation; not digits that happen to stand within a longer number or a fraction.
 * @param digits of each number, without its leading zero
 */
export const numbersIn = (haystack: string, digits: readonly string[]): string[] =>
  digits.filter((some) => new RegExp(`(?<![\\d.])(?:0|(?:00)?33)?${some}(?!\\d)`).test(haystack));

/** Every row of every table, those of the jobs among them, as text and with its bytes read as text. */
export async function everyRow(service: AdminService): Promise<string> {
  const tables = await service.query<{ schema: string; name: string }>(
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  if (!tables.some(({ name }) => name === 'matches'))
    throw new Error('this is not the database of the service');
  const rows = await Promise.all(
    tables.map(({ schema, name }) =>
      service.query<{ line: string }>(`SELECT t::text AS line FROM "${schema}"."${name}" t`),
    ),
  );
  return withBytes(
    rows
      .flat()
      .map(({ line }) => line)
      .join('\n'),
  );
}

/** What a backup holds: a whole `pg_dump` of the server's database, or the files of the embedded one. */
export async function wholeBackup(service: AdminService): Promise<string> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = '' } = service.env;
  const files = await everyFile(dataDir);
  if (serverUrl === undefined || url === undefined) return files;
  const { stdout } = await run('pg_dump', [url], { maxBuffer: 1 << 30 });
  return `${files}\n${withBytes(stdout)}`;
}

/** The bytes of every file below, read as Latin-1, so that ASCII is found wherever it stands. */
async function everyFile(folder: string): Promise<string> {
  const entries = await readdir(await realpath(folder), { withFileTypes: true });
  const parts = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory() || entry.isSymbolicLink()) return everyFile(path);
      // Files of a running database come and go.
      return entry.isFile() ? readFile(path, 'latin1').catch(() => '') : '';
    }),
  );
  return parts.join('\n');
}

function withBytes(text: string): string {
  const bytes = [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) =>
    Buffer.from(hex!, 'hex').toString('latin1'),
  );
  return [text, ...bytes].join('\n');
}
