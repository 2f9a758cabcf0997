import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import { type Role, ROLE_NAMES } from '../access/permissions.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { tokenHash } from './auth-keys.js';
import type { SessionTimes } from './session-terms.js';

export interface FoundSession extends SessionTimes {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
}

export interface SessionRecord extends SessionTimes {
  readonly id: string;
}

/** Reads and ends sessions; better-auth begins them. Read anew for each request, so that an end holds at once. */
@Injectable()
export class PrismaSessions {
  constructor(private readonly database: PrismaDatabase) {}

  /** With what the person may do as of now. */
  async findByToken(token: string): Promise<FoundSession | null> {
    const row = await this.database.client.session.findUnique({
      where: { token: tokenHash(token).toString('hex') },
      include: { person: { select: { name: true, roles: true, disabledAt: true } } },
    });
    if (row === null) return null;
    const { id, userId, createdAt, lastSeenAt, expiresAt, person } = row;
    return {
      ...{ id, personId: userId, createdAt, lastSeenAt, expiresAt, name: person.name },
      // A role that a later release no longer knows opens nothing.
      roles: ROLE_NAMES.filter((role) => person.roles.includes(role)),
      disabled: person.disabledAt !== null,
    };
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE sessions SET last_seen_at = ${time(at)}
      WHERE id = ${id}::uuid AND last_seen_at < ${time(at)}`;
  }

  /** Newest first. */
  ofPerson(personId: string): Promise<readonly SessionRecord[]> {
    return this.database.client.session.findMany({
      where: { userId: personId },
      orderBy: { id: 'desc' },
      select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true },
    });
  }

  /** @returns false where that person has no such session */
  async end(personId: string, id: string, event: AccessEvent): Promise<boolean> {
    const ended = Prisma.sql`
      DELETE FROM sessions WHERE id = ${id}::uuid AND person_id = ${personId}::uuid RETURNING id`;
    return (await this.write(ended, event)) > 0;
  }

  /** @returns how many there were */
  endAll(personId: string, event: AccessEvent): Promise<number> {
    const ended = Prisma.sql`DELETE FROM sessions WHERE person_id = ${personId}::uuid RETURNING id`;
    return this.write(ended, event);
  }

  /** What nobody will come back to. */
  async prune(now: Date): Promise<void> {
    await this.database.client.session.deleteMany({ where: { expiresAt: { lt: now } } });
    await this.database.client.verification.deleteMany({ where: { expiresAt: { lt: now } } });
  }

  private async write(ended: Prisma.Sql, event: AccessEvent): Promise<number> {
    const [result] = await this.database.client.$queryRaw<{ count: number }[]>`
      WITH ended AS (${ended}), recorded AS (${insertOf([event], Prisma.sql`ended`)})
      SELECT count(*)::int AS count FROM ended`;
    return result?.count ?? 0;
  }
}
