import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { ConfinedFilter } from '../matches/match-record.js';
import { time } from '../persistence/prisma-time.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';

/** Which matches fit a filter, as a condition on `matches m`: the same that the list has. */
@Injectable()
export class PrismaMatchSelection {
  constructor(
    private readonly subjects: PrismaSubjects,
    private readonly indexes: BlindIndexes,
  ) {}

  async of({ number, email, from, to, within, review, ...equal }: ConfinedFilter): Promise<Prisma.Sql> {
    const subject = number === undefined ? undefined : await this.subjects.find(number);
    const emailIndex = this.indexes.emailOrNone(email);
    if (subject === null || (email !== undefined && emailIndex === null)) return Prisma.sql`FALSE`;
    const { status, verdict, operator, country, reference, errorId, application, ...unknown } = equal;
    // A filter that is added has to be added here, too.
    unknown satisfies Readonly<Record<string, never>>;
    const conditions = [
      subject && Prisma.sql`m.subject_id = ${subject.id}::uuid`,
      emailIndex && Prisma.sql`m.email_index = ${emailIndex}`,
      from && Prisma.sql`m.created_at >= ${time(from)}`,
      to && Prisma.sql`m.created_at < ${time(to)}`,
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
