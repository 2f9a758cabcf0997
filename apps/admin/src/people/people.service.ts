import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import type { Role } from '../access/permissions.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { InvitationsService, type MadeInvitation } from './invitations.service.js';
import { OwnAccountError, PeopleOnlyError, PersonNotFoundError } from './person-errors.js';
import type { PersonChange, PersonRecord } from './person-record.js';
import { PrismaPeople } from './prisma-people.js';
import { PrismaSessions } from './prisma-sessions.js';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface InvitedPerson {
  readonly record: PersonRecord;
  readonly invitation: MadeInvitation;
}

/**
 * Invites people, says what they are, and lets them go. An administrator may give roles they do not have: otherwise
 * nobody but the first could ever make an auditor. But nobody gives anything to themselves.
 */
@Injectable()
export class PeopleService {
  constructor(
    private readonly people: PrismaPeople,
    private readonly sessions: PrismaSessions,
    private readonly invitations: InvitationsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A key sees its application only, and people are of none. */
  page(limit: number, before: string | null, { principal }: Access): Promise<readonly PersonRecord[]> {
    return confinementOf(principal) === null ? this.people.page(limit, before) : Promise.resolve([]);
  }

  /** @throws PersonNotFoundError also where a key asks */
  async find(id: string, { principal }: Access): Promise<PersonRecord> {
    const record = confinementOf(principal) === null ? await this.people.find(id) : null;
    if (record === null) throw new PersonNotFoundError();
    return record;
  }

  /** @throws PeopleOnlyError EmailTakenError */
  async create({ email, name, roles }: NewPerson, access: Access): Promise<InvitedPerson> {
    if (confinementOf(access.principal) !== null) throw new PeopleOnlyError();
    const now = this.clock.now();
    const id = timeId(now);
    const none = { twoFactorEnabled: false, joinedAt: null, disabledAt: null };
    const record = { ...{ id, email: email.toLowerCase(), name, roles, createdAt: new Date(now) }, ...none };
    const invitation = this.invitations.make(id, access.principal);
    access.concerns(id);
    await this.people.insert(record, invitation.record, access.event('allowed', { roles }));
    access.isOnRecord();
    return { record, invitation };
  }

  /** @throws PersonNotFoundError OwnAccountError LastAdminError */
  async change(id: string, change: PersonChange, access: Access): Promise<PersonRecord> {
    await this.find(id, access);
    if (change.roles !== undefined || change.disabled !== undefined) refuseOwn(id, access);
    const fields = Object.keys(change).filter((name) => change[name as keyof PersonChange] !== undefined);
    const { roles, disabled } = change;
    const event = access.event('allowed', {
      ...{
        fields,
        ...(roles === undefined ? {} : { roles }),
        ...(disabled === undefined ? {} : { disabled }),
      },
    });
    const changed = await this.people.change(id, change, new Date(this.clock.now()), event);
    if (changed === null) throw new PersonNotFoundError();
    access.isOnRecord();
    return changed;
  }

  /**
   * A new link, as after a lost telephone; what they signed in with until now opens nothing any more.
   * @throws PersonNotFoundError OwnAccountError
   */
  async reinvite(id: string, access: Access): Promise<InvitedPerson> {
    const record = await this.find(id, access);
    refuseOwn(id, access);
    const invitation = this.invitations.make(id, access.principal);
    if (!(await this.people.reinvite(id, invitation.record, access.event('allowed')))) {
      throw new PersonNotFoundError();
    }
    access.isOnRecord();
    return { record: { ...record, twoFactorEnabled: false }, invitation };
  }

  /** @throws PersonNotFoundError OwnAccountError LastAdminError */
  async remove(id: string, access: Access): Promise<void> {
    await this.find(id, access);
    refuseOwn(id, access);
    if (!(await this.people.remove(id, access.event('allowed')))) throw new PersonNotFoundError();
    access.isOnRecord();
  }

  /** Signs them out everywhere. @throws PersonNotFoundError */
  async signOut(id: string, access: Access): Promise<void> {
    await this.find(id, access);
    access.note({ all: true });
    // Where there is none, nothing was written: the answer is put on record instead.
    if ((await this.sessions.endAll(id, access.event('allowed'))) > 0) access.isOnRecord();
  }
}

function refuseOwn(id: string, { principal }: Access): void {
  if (principal.kind === 'person' && principal.id === id) throw new OwnAccountError();
}
