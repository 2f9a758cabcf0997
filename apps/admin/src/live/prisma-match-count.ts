import { Injectable } from '@nestjs/common';
import type { ConfinedFilter } from '../matches/match-record.js';
import { PrismaMatchSelection } from '../matches/prisma-match-selection.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

export interface MatchCount {
  readonly count: number;
  /** Whether there are no more. */
  readonly exact: boolean;
}

/** Matches that are looked at, whatever the filter. */
const MOST = 10_000;

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
    const led = await this.selection.of(leadOf(filter));
    const fits = await this.selection.of(filter);
    const [row] = await this.database.client.$queryRaw<{ count: number; looked: number }[]>`
      SELECT count(*) FILTER (WHERE n.fits)::float8 AS count, count(*)::float8 AS looked
      FROM (
        SELECT (${fits}) AS fits FROM matches m WHERE ${led} ORDER BY m.id DESC LIMIT ${MOST + 1}
      ) n`;
    const { count = 0, looked = 0 } = row ?? {};
    return { count: Math.min(count, MOST), exact: looked <= MOST };
  }
}

/** The part of a filter that one index answers: a period is a range of each. */
function leadOf(filter: ConfinedFilter): ConfinedFilter {
  const { within, application, status, from, to } = filter;
  const period = { from, to };
  const name = SELECTIVE.find((each) => filter[each] !== undefined);
  if (name !== undefined) return { [name]: filter[name], within: null, ...period };
  if (within !== null) return { within, ...period };
  if (application !== undefined) return { application, within: null, ...period };
  return { status, within: null, ...period };
}
