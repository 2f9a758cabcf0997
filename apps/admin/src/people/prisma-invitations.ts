import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import { timeId } from '../access/time-id.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { EmailTakenError } from './person-errors.js';
import type { NewInvitation } from './person-record.js';

export interface OpenInvitation {
  readonly id: string;
  /** null: for the first administrator. */
  readonly person: { readonly id: string; readonly email: string; readonly name: string } | null;
}

/** What somebody has chosen, and has proved to have. */
export interface Joining {
  readonly invitationId: string;
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Encrypted, as better-auth reads them. */
  readonly secret: string;
  readonly backupCodes: string;
  readonly at: Date;
}

/** Keeps links by which people come in; each is used once. */
@Injectable()
export class PrismaInvitations {
  constructor(private readonly database: PrismaDatabase) {}

  async insert(invitation: NewInvitation): Promise<void> {
    await this.database.client.$executeRaw(insertInvitation(invitation));
  }

  /** Whether anybody has ever come in; until then, there is a link for the first one. */
  async anybodyJoined(): Promise<boolean> {
    return (await this.database.client.person.count({ where: { joinedAt: { not: null } } })) > 0;
  }

  /** null where it is used, too old, or none of ours; one for the first administrator, where there is one. */
  async find(tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<OpenInvitation | null> {
    const row = await this.database.client.invitation.findUnique({
      where: { tokenHash },
      include: { person: { select: { id: true, email: true, name: true, disabledAt: true } } },
    });
    if (row === null || row.usedAt !== null || row.expiresAt <= now) return null;
    if (row.person === null && (await this.anybodyJoined())) return null;
    if (row.person !== null && row.person.disabledAt !== null) return null;
    return { id: row.id, person: row.person };
  }

  /**
   * @returns false where somebody else was faster
   * @throws EmailTakenError
   */
  use(joining: Joining, event: AccessEvent): Promise<boolean> {
    const { invitationId, personId, email, name, passwordHash, secret, backupCodes, at } = joining;
    return this.database.client.$transaction(async (client) => {
      await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('people'))`;
      const invitation = await client.invitation.findFirst({
        where: { id: invitationId, usedAt: null, expiresAt: { gt: at } },
      });
      if (invitation === null) return false;
      const common = { name, twoFactorEnabled: true, joinedAt: at, updatedAt: at };
      if (invitation.personId === null) {
        if ((await client.person.count({ where: { joinedAt: { not: null } } })) > 0) return false;
        if ((await client.person.count({ where: { email } })) > 0) throw new EmailTakenError();
        await client.person.create({
          data: { ...common, id: personId, email, roles: ['admin'], createdAt: at },
        });
      } else {
        const { count } = await client.person.updateMany({
          where: { id: personId, disabledAt: null },
          data: { ...common, joinedAt: undefined },
        });
        if (count === 0) return false;
        await client.person.updateMany({ where: { id: personId, joinedAt: null }, data: { joinedAt: at } });
      }
      const owned = { userId: personId };
      await client.session.deleteMany({ where: owned });
      await client.account.deleteMany({ where: { ...owned, providerId: 'credential' } });
      await client.twoFactor.deleteMany({ where: owned });
      await client.account.create({
        data: {
          ...{ id: timeId(at.getTime()), ...owned, providerId: 'credential', accountId: personId },
          ...{ password: passwordHash, createdAt: at, updatedAt: at },
        },
      });
      await client.twoFactor.create({
        data: { id: timeId(at.getTime()), ...owned, secret, backupCodes, verified: true },
      });
      await client.invitation.updateMany({
        where: { OR: [{ id: invitationId }, { personId }], usedAt: null },
        data: { usedAt: at },
      });
      await client.$executeRaw(insertOf([event]));
      return true;
    });
  }

  /** Links that open nothing any more, and were not used. */
  async prune(now: Date): Promise<void> {
    await this.database.client.invitation.deleteMany({ where: { expiresAt: { lt: now }, usedAt: null } });
  }
}

export const insertInvitation = (invitation: NewInvitation): Prisma.Sql => Prisma.sql`
  INSERT INTO invitations (id, person_id, token_hash, created_at, created_by_kind, created_by_id, expires_at)
  VALUES (${invitation.id}::uuid, ${invitation.personId}::uuid, ${invitation.tokenHash},
    ${time(invitation.createdAt)}, ${invitation.createdBy.kind}, ${invitation.createdBy.id},
    ${time(invitation.expiresAt)})`;
