import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';

export interface SeenPurpose {
  readonly application: string;
  readonly purpose: string | null;
  readonly matches: number;
}

/** What is really processed, as the database tells. */
@Injectable()
export class PrismaRegister {
  constructor(private readonly database: PrismaDatabase) {}

  get embedded(): boolean {
    return this.database.exclusive;
  }

  /** @param within the application the reader is confined to; null for all */
  async purposes(within: string | null): Promise<readonly SeenPurpose[]> {
    return this.database.client.$queryRaw<SeenPurpose[]>`
      SELECT application, purpose, count(*)::int AS matches FROM matches
      WHERE ${within}::text IS NULL OR application = ${within}
      GROUP BY application, purpose ORDER BY application, purpose`;
  }

  /** Who makes matches or may. */
  async applications(within: string | null): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ application: string }[]>`
      SELECT application FROM (
        SELECT application FROM matches UNION SELECT application FROM api_keys WHERE revoked_at IS NULL
      ) a WHERE ${within}::text IS NULL OR application = ${within} ORDER BY application`;
    return rows.map(({ application }) => application);
  }

  /** Whose webhooks are told. */
  async webhookApplications(within: string | null): Promise<readonly string[]> {
    const rows = await this.database.client.webhookEndpoint.findMany({
      where: { disabledAt: null, ...(within === null ? {} : { application: within }) },
      distinct: ['application'],
      orderBy: { application: 'asc' },
      select: { application: true },
    });
    return rows.map(({ application }) => application);
  }

  async operators(within: string | null): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ operator: string }[]>`
      SELECT DISTINCT operator FROM matches
      WHERE operator IS NOT NULL AND (${within}::text IS NULL OR application = ${within}) ORDER BY operator`;
    return rows.map(({ operator }) => operator);
  }
}
