import type { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import { ROLE_NAMES } from '../access/permissions.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { EmailTakenError, LastAdminError } from './person-errors.js';
import type { NewInvitation, PersonChange, PersonRecord } from './person-record.js';
import { insertInvitation } from './prisma-invitations.js';

const SELECT = {
  ...{ id: true, email: true, name: true, roles: true, twoFactorEnabled: true },
  ...{ createdAt: true, joinedAt: true, disabledAt: true },
} as const satisfies Prisma.PersonSelect;

type Row = Prisma.PersonGetPayload<{ select: typeof SELECT }>;
type Transaction = Prisma.TransactionClient;

/** Keeps people. Each change is one transaction, together with its line in the access log. */
@Injectable()
export class PrismaPeople {
  constructor(private readonly database: PrismaDatabase) {}

  async find(id: string): Promise<PersonRecord | null> {
    const row = await this.database.client.person.findUnique({ where: { id }, select: SELECT });
    return row === null ? null : recordOf(row);
  }

  async findByEmail(email: string): Promise<PersonRecord | null> {
    const row = await this.database.client.person.findUnique({
      where: { email: email.toLowerCase() },
      select: SELECT,
    });
    return row === null ? null : recordOf(row);
  }

  /** Who comes in by this account of theirs elsewhere. */
  async findByAccount(providerId: string, accountId: string): Promise<PersonRecord | null> {
    const row = await this.database.client.account.findUnique({
      where: { providerId_accountId: { providerId, accountId } },
      select: { person: { select: SELECT } },
    });
    return row === null ? null : recordOf(row.person);
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   */
  async page(limit: number, before: string | null): Promise<readonly PersonRecord[]> {
    const rows = await this.database.client.person.findMany({
      where: before === null ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    });
    return rows.map(recordOf);
  }

  /** Whether a session may begin: enabled, and who has a password has a second factor, too. */
  async mayComeIn(id: string): Promise<boolean> {
    const found = await this.database.client.person.count({
      where: {
        ...{ id, disabledAt: null },
        OR: [{ twoFactorEnabled: true }, { accounts: { none: { providerId: 'credential' } } }],
      },
    });
    return found > 0;
  }

  /** Encrypted; null where there is none. */
  async totpSecretOf(id: string): Promise<string | null> {
    const row = await this.database.client.twoFactor.findUnique({ where: { userId: id } });
    return row?.secret ?? null;
  }

  /**
   * @param invitation null where an OpenID provider answers for them
   * @throws EmailTakenError
   */
  async insert(record: PersonRecord, invitation: NewInvitation | null, event: AccessEvent): Promise<void> {
    const { id, email, name, roles, createdAt } = record;
    const at = time(createdAt);
    await this.database.client.$transaction(async (client) => {
      const made = await client.$executeRaw`
        INSERT INTO people (id, email, name, roles, created_at, updated_at)
        VALUES (${id}::uuid, ${email}, ${name}, ${[...roles]}::text[], ${at}, ${at})
        ON CONFLICT (email) DO NOTHING`;
      if (made === 0) throw new EmailTakenError();
      if (invitation !== null) await client.$executeRaw(insertInvitation(invitation));
      await client.$executeRaw(insertOf([event]));
    });
  }

  /**
   * Who is disabled, is signed out everywhere.
   * @returns null where there is no such person
   * @throws LastAdminError
   */
  change(id: string, change: PersonChange, at: Date, event: AccessEvent): Promise<PersonRecord | null> {
    const { name, roles, disabled } = change;
    return this.alone(async (client) => {
      const row = await client.person.findUnique({ where: { id }, select: SELECT });
      if (row === null) return null;
      const disabledAt = disabled === undefined ? row.disabledAt : disabled ? (row.disabledAt ?? at) : null;
      const changed = { ...row, name: name ?? row.name, roles: [...(roles ?? row.roles)], disabledAt };
      if (isAdmin(row) && !isAdmin(changed)) await refuseWithoutAdmin(client, id);
      await client.person.update({
        where: { id },
        data: { name: changed.name, roles: changed.roles, disabledAt, updatedAt: at },
      });
      if (disabledAt !== null) await client.session.deleteMany({ where: { userId: id } });
      await client.$executeRaw(insertOf([event]));
      return recordOf(changed);
    });
  }

  /**
   * @returns false where there is no such person
   * @throws LastAdminError
   */
  remove(id: string, event: AccessEvent): Promise<boolean> {
    return this.alone(async (client) => {
      const row = await client.person.findUnique({ where: { id }, select: SELECT });
      if (row === null) return false;
      if (isAdmin(row)) await refuseWithoutAdmin(client, id);
      await client.person.delete({ where: { id } });
      await client.$executeRaw(insertOf([event]));
      return true;
    });
  }

  /**
   * A new link; password, second factor, sessions and links until now open nothing any more.
   * @returns false where there is no such person
   */
  reinvite(id: string, invitation: NewInvitation, event: AccessEvent): Promise<boolean> {
    return this.alone(async (client) => {
      const { count } = await client.person.updateMany({
        where: { id },
        data: { twoFactorEnabled: false, updatedAt: invitation.createdAt },
      });
      if (count === 0) return false;
      await client.session.deleteMany({ where: { userId: id } });
      await client.twoFactor.deleteMany({ where: { userId: id } });
      await client.account.deleteMany({ where: { userId: id, providerId: 'credential' } });
      await client.invitation.deleteMany({ where: { personId: id, usedAt: null } });
      await client.$executeRaw(insertInvitation(invitation));
      await client.$executeRaw(insertOf([event]));
      return true;
    });
  }

  /** They came in by their OpenID provider, perhaps for the first time. */
  async arrived(id: string, at: Date): Promise<void> {
    await this.database.client.person.updateMany({ where: { id, joinedAt: null }, data: { joinedAt: at } });
  }

  /** One at a time, so that two administrators cannot remove each other at once. */
  private alone<T>(run: (client: Transaction) => Promise<T>): Promise<T> {
    return this.database.client.$transaction(async (client) => {
      await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('people'))`;
      return run(client);
    });
  }
}

async function refuseWithoutAdmin(client: Transaction, but: string): Promise<void> {
  const others = await client.person.count({
    where: { id: { not: but }, roles: { has: 'admin' }, disabledAt: null, joinedAt: { not: null } },
  });
  if (others === 0) throw new LastAdminError();
}

const isAdmin = ({ roles, joinedAt, disabledAt }: Pick<Row, 'roles' | 'joinedAt' | 'disabledAt'>) =>
  roles.includes('admin') && joinedAt !== null && disabledAt === null;

const recordOf = ({ roles, ...row }: Row): PersonRecord => ({
  ...row,
  roles: ROLE_NAMES.filter((role) => roles.includes(role)),
});
