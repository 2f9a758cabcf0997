import { Prisma } from '@dqe-admin/database';

/** With its time zone: a bare Date would be read in the session's. */
export const time = (at: Date | null): Prisma.Sql =>
  Prisma.sql`${at === null ? null : at.toISOString()}::timestamptz`;
