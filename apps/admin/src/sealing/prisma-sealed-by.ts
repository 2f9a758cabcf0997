import { Prisma } from '@dqe-admin/database';

/**
 * Id of the master key of an envelope of the `Sealer`: `version | length | id | …`, in ASCII. What is too short to have one
 * is under the key `?`.
 */
export const keyIdOf = (envelope: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN length(${envelope}) > 2 THEN encode(substring(${envelope} FROM 3 FOR get_byte(${envelope}, 1)), 'escape')
    ELSE '?' END`;

/** Counts by key id, from rows of `id` and `count`. */
export const countsOf = (rows: readonly { readonly id: string; readonly count: number }[]) =>
  new Map(rows.map(({ id, count }) => [id, count]));
