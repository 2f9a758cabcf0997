import { Prisma } from '@dqe-admin/database';

/** Whether an enabled endpoint of this application wants to be told of what is of this type. */
export const subscribed = (application: Prisma.Sql, type: Prisma.Sql) => Prisma.sql`EXISTS (
  SELECT FROM webhook_endpoints w
  WHERE w.application = ${application} AND w.disabled_at IS NULL AND ${type} = ANY(w.events)
)`;
