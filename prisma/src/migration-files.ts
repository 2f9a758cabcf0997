import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's root, from src/ under Jest as well as from dist/. */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const SCHEMA_FILE = path.join(root, 'schema.prisma');
export const MIGRATIONS_DIRECTORY = path.join(root, 'migrations');
export const SCRIPT_FILE = 'migration.sql';

export interface Migration {
  /** The directory's name, `20250101120000_what_it_does`; migrations run in the order of their names. */
  name: string;
  script: string;
}

export async function readMigrations(directory = MIGRATIONS_DIRECTORY): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(path.join(directory, name, SCRIPT_FILE), 'utf8'),
    })),
  );
}

/** As Prisma does it: SHA-256 of the script, whatever Git made of its line ends. */
export function hasChecksum(script: string, checksum: string): boolean {
  const unix = script.replaceAll('\r\n', '\n');
  return [script, unix, unix.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
