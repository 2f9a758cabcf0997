import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../access/time-id.js';
import { time } from '../persistence/prisma-time.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import type { ConfinedFilter } from './match-record.js';

/** Milliseconds an id may lie beside the time its match was created at; the service makes both of one time. */
const SLACK_MS = 60_000;

/** Which matches fit a filter, as a condition on `matches m`. */
@Injectable()
export class PrismaMatchSelection {
  constructor(
    private readonly subjects: PrismaSubjects,
    private readonly indexes: BlindIndexes,
  ) {}

  /** @param ordered whether they are read in the order of the list, and not only counted: by the index on the time alone */
  async of(filter: ConfinedFilter, { ordered = true } = {}): Promise<Prisma.Sql> {
    if (excludesItself(filter)) return Prisma.sql`FALSE`;
    const { number, email, from, to, within, review, ...equal } = filter;
    const subject = number === undefined ? undefined : await this.subjects.find(number);
    const emailIndex = this.indexes.emailOrNone(email);
    if (subject === null || (email !== undefined && emailIndex === null)) return Prisma.sql`FALSE`;
    const { status, verdict, operator, country, reference, errorId, application, ...unknown } = equal;
    // A filter that is added has to be added here, too.
    unknown satisfies Readonly<Record<string, never>>;
    const conditions = [
      subject && Prisma.sql`m.subject_id = ${subject.id}::uuid`,
      emailIndex && Prisma.sql`m.email_index = ${emailIndex}`,
      ...(ordered
        ? rangeOf(from, to)
        : [from && Prisma.sql`m.created_at >= ${time(from)}`, to && Prisma.sql`m.created_at < ${time(to)}`]),
      within !== null && Prisma.sql`m.application = ${within}`,
      review === 'open' && Prisma.sql`m.review_state = 'open'`,
      review === 'overridden' && Prisma.sql`m.override_verdict IS NOT NULL`,
      status && Prisma.sql`m.status = ${status}::match_status`,
      verdict && Prisma.sql`m.verdict = ${verdict}::verdict_result`,
      operator !== undefined && Prisma.sql`m.operator = ${operator}`,
      country && Prisma.sql`m.country = ${country}`,
      reference !== undefined && Prisma.sql`m.reference = ${reference}`,
      errorId && Prisma.sql`m.error_id = ${errorId}`,
      application && Prisma.sql`m.application = ${application}`,
    ].filter((one) => one !== undefined && one !== null && one !== false && one !== '');
    return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ');
  }
}

/**
 * Ids are in the order of creation: a period is a range of the list, which nobody has to look for. That what is in the range
 * is of the period as well is said so that no index is used for it, and nearly all are expected to be: the database would
 * take two conditions to leave less than one, and sort all of a period for a page of it.
 */
function* rangeOf(from: Date | undefined, to: Date | undefined): Generator<Prisma.Sql> {
  if (from !== undefined) {
    yield Prisma.sql`m.id >= ${firstIdOf(shifted(from, -1))}::uuid`;
    yield Prisma.sql`m.created_at - ${time(from)} >= interval '0'`;
  }
  if (to !== undefined) {
    yield Prisma.sql`m.id < ${firstIdOf(shifted(to, 1))}::uuid`;
    yield Prisma.sql`m.created_at - ${time(to)} < interval '0'`;
  }
}

const shifted = (at: Date, way: 1 | -1) => new Date(at.getTime() + way * SLACK_MS);

/**
 * A verdict belongs to a match that was scored, an error to one that was not: the table sees to that. Without this, the
 * database would look at all matches of one kind to find none that is of the other.
 */
const excludesItself = ({ status, verdict, errorId }: ConfinedFilter): boolean =>
  (verdict !== undefined && status !== undefined && status !== 'scored') ||
  (Boolean(errorId) && (verdict !== undefined || status === 'scored'));
