import { type CopiedText, Prisma, type Snapshot } from '@dqe-admin/database';
import { firstIdOf, timeOf } from '../access/time-id.js';
import type { ConfinedFilter } from '../matches/match-record.js';
import type { MatchLines, MatchSnapshot } from './match-snapshot.js';
import { MatchSlices, type Slice } from './match-slices.js';
import { ERASED, type LineFormat, lineOf } from './prisma-match-line-sql.js';

/** Of a line, before one has come. */
const EXPECTED_BYTES: Readonly<Record<LineFormat, number>> = { csv: 200, ndjson: 1_500 };

/** Parts of a connection that are under way: it writes one while those before are taken. */
const AHEAD = 2;

/** Which matches, as conditions on `matches m`. */
interface Selected {
  readonly filter: Pick<ConfinedFilter, 'from' | 'to'>;
  readonly fits: Prisma.Sql;
  /** The same, to be counted by. */
  readonly counted: Prisma.Sql;
}

interface Extent {
  readonly count: number;
  /** Of all matches. */
  readonly oldest: string;
  readonly newest: string;
}

/**
 * Matches of a server, which writes down a part on each connection of the snapshot at a time.
 * @param snapshot is closed with it, or where it fails
 */
export async function copiedMatches(
  snapshot: Snapshot,
  { filter, fits, counted }: Selected,
  format: LineFormat,
): Promise<MatchSnapshot> {
  const close = () => snapshot.close();
  try {
    const [extent] = await snapshot.rows<Extent>(Prisma.sql`
      SELECT (SELECT count(*) FROM matches m WHERE ${counted})::float8 AS count, oldest.id AS oldest, newest.id AS newest
      FROM (SELECT id FROM matches ORDER BY id LIMIT 1) oldest, (SELECT id FROM matches ORDER BY id DESC LIMIT 1) newest`);
    if (extent === undefined) return { count: 0, parts: none(), close };
    const { count, oldest, newest } = extent;
    const from = Math.max(timeOf(oldest), filter.from?.getTime() ?? 0);
    const until = Math.min(timeOf(newest), filter.to?.getTime() ?? Infinity);
    const all = { from, until: Math.max(until, from + 1) };
    const slices = new MatchSlices(all, count * EXPECTED_BYTES[format]);
    const begin = (slice: Slice) =>
      snapshot.copy(Prisma.sql`
        SELECT ${lineOf(format)} FROM matches m ${ERASED}
        WHERE ${fits} AND ${within(slice, all)} ORDER BY m.id DESC`);
    return { count, parts: partsOf(slices, begin, AHEAD * snapshot.connections), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Those after it are on their way while a part is taken. */
async function* partsOf(
  slices: MatchSlices,
  begin: (slice: Slice) => AsyncIterable<CopiedText>,
  atOnce: number,
): AsyncGenerator<MatchLines, void, undefined> {
  const begun: { slice: Slice; copy: AsyncIterable<CopiedText> }[] = [];
  for (;;) {
    while (begun.length < atOnce) {
      const slice = slices.next();
      if (slice === null) break;
      begun.push({ slice, copy: begin(slice) });
    }
    const part = begun.shift();
    if (part === undefined) return;
    let size = 0;
    for await (const { bytes, rows } of part.copy) {
      size += bytes.length;
      yield { text: bytes, count: rows };
    }
    slices.had(part.slice, size);
  }
}

/** The first and the last one end where all do: what ids there are beyond is up to the other conditions. */
const within = ({ from, until }: Slice, all: Slice): Prisma.Sql =>
  Prisma.join(
    [
      ...(from > all.from ? [Prisma.sql`m.id >= ${firstIdOf(new Date(from))}::uuid`] : []),
      ...(until < all.until ? [Prisma.sql`m.id < ${firstIdOf(new Date(until))}::uuid`] : []),
      Prisma.sql`TRUE`,
    ],
    ' AND ',
  );

async function* none(): AsyncGenerator<MatchLines, void, undefined> {}
