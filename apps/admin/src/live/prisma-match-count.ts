import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../access/time-id.js';
import { PrismaMatchSelection } from '../exports/prisma-match-selection.js';
import type { ConfinedFilter } from '../matches/match-record.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

export interface MatchCount {
  readonly count: number;
  /** Whether there are no more. */
  readonly exact: boolean;
}

/** Matches that are looked at, whatever the filter. */
const MOST = 10_000;
/** Milliseconds an id may lie beside the time its match was created at. */
const SLACK_MS = 3_600_000;

/** Filters that have an index on (filter, id), those that leave the fewest first. */
const SELECTIVE = ['number', 'email', 'reference'] as const;

/** Counts matches, at the same cost however many there are. */
@Injectable()
export class PrismaMatchCount {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly selection: PrismaMatchSelection,
  ) {}

  /** Looks at the newest that an index leads to, up to a number; whatever else is asked for is counted among those. */
  async of(filter: ConfinedFilter): Promise<MatchCount> {
    const { from, to } = filter;
    const led = await this.selection.of(leadOf(filter));
    const fits = await this.selection.of(filter);
    // Ids are in the order of creation, so that a period is a range of them.
    const after =
      from === undefined ? Prisma.empty : Prisma.sql`AND m.id >= ${firstIdOf(shifted(from, -1))}::uuid`;
    const before =
      to === undefined ? Prisma.empty : Prisma.sql`AND m.id < ${firstIdOf(shifted(to, 1))}::uuid`;
    const [row] = await this.database.client.$queryRaw<{ count: number; looked: number }[]>`
      SELECT count(*) FILTER (WHERE n.fits)::float8 AS count, count(*)::float8 AS looked
      FROM (
        SELECT (${fits}) AS fits FROM matches m WHERE (${led}) ${after} ${before} ORDER BY m.id DESC LIMIT ${MOST + 1}
      ) n`;
    const { count = 0, looked = 0 } = row ?? {};
    return { count: Math.min(count, MOST), exact: looked <= MOST };
  }
}

/** The part of a filter that one index answers. */
function leadOf(filter: ConfinedFilter): ConfinedFilter {
  const { within, application, status } = filter;
  const name = SELECTIVE.find((each) => filter[each] !== undefined);
  if (name !== undefined) return { [name]: filter[name], within: null };
  if (within !== null) return { within };
  if (application !== undefined) return { application, within: null };
  return { status, within: null };
}

const shifted = (at: Date, way: 1 | -1) => new Date(at.getTime() + way * SLACK_MS);
