import type { Prisma } from '@dqe-admin/database';
import { stringify as uuidText } from 'uuid';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import type { MatchLines, MatchSnapshot } from './match-snapshot.js';
import type { LineFormat } from './prisma-match-line-sql.js';
import type { PrismaMatchLines } from './prisma-match-lines.js';

/** Matches that are read at once. */
const PART = 1_000;
const UUID_BYTES = 16;

/**
 * Matches of the embedded database: their ids are read at once, then they, a part at a time, so that others get their turn.
 * @param fits a condition on `matches m`
 */
export async function chosenMatches(
  client: PrismaDatabase['client'],
  lines: PrismaMatchLines,
  fits: Prisma.Sql,
  format: LineFormat,
): Promise<MatchSnapshot> {
  const [row] = await client.$queryRaw<{ ids: Uint8Array | null }[]>`
    SELECT string_agg(uuid_send(m.id), ''::bytea ORDER BY m.id DESC) AS ids FROM matches m WHERE ${fits}`;
  const ids = row?.ids ?? new Uint8Array();
  let closed = false;
  async function* parts(): AsyncGenerator<MatchLines, void, undefined> {
    for (let at = 0; !closed && at < ids.length; at += PART * UUID_BYTES)
      yield await lines.these(format, idsIn(ids.subarray(at, at + PART * UUID_BYTES)));
  }
  return {
    count: ids.length / UUID_BYTES,
    parts: parts(),
    close: () => {
      closed = true;
    },
  };
}

function idsIn(bytes: Uint8Array): string[] {
  const ids: string[] = [];
  for (let at = 0; at < bytes.length; at += UUID_BYTES) ids.push(uuidText(bytes, at));
  return ids;
}
