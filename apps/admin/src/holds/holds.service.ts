import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import {
  HeldMatchNotFoundError,
  HoldNotFoundError,
  HoldReleasedError,
  HoldUntilError,
} from './hold-errors.js';
import type { LegalHold, ReasonedHold } from './legal-hold.js';
import { PrismaLegalHolds } from './prisma-legal-holds.js';

export interface NewHold {
  /** All matches of a person, by number in E.164; or one match. */
  readonly of: { readonly number: string } | { readonly matchId: string };
  readonly reason: string;
  readonly until: Date | null;
  readonly disclose: boolean;
}

/** Puts holds and releases them. What a key holds is of its own application only. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly holds: PrismaLegalHolds,
    private readonly subjects: PrismaSubjects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws HeldMatchNotFoundError HoldUntilError */
  async create({ of, reason, until, disclose }: NewHold, access: Access): Promise<ReasonedHold> {
    const now = this.clock.now();
    if (until !== null && until.getTime() <= now) throw new HoldUntilError();
    const application = confinementOf(access.principal);
    const matchId = 'matchId' in of ? of.matchId : null;
    const { kind, id: actorId } = access.principal;
    const hold: LegalHold = {
      ...{
        id: timeId(now),
        subjectId: await this.subjectOf(of, application),
        matchId,
        application,
        disclose,
        until,
      },
      ...{ createdAt: new Date(now), createdBy: { kind, id: actorId }, releasedAt: null, releasedBy: null },
    };
    access.concerns(hold.id);
    const event = access.event('allowed', {
      of: matchId === null ? 'subject' : 'match',
      ends: until !== null,
      disclose,
    });
    await this.holds.insert(hold, reason, event);
    access.isOnRecord();
    return { ...hold, reason, releaseReason: null };
  }

  /** @throws HoldNotFoundError also where it is another application's */
  async find(id: string, access: Access): Promise<ReasonedHold> {
    const hold = await this.holds.find(id, confinementOf(access.principal));
    if (hold === null) throw new HoldNotFoundError();
    return hold;
  }

  /** @throws HoldNotFoundError HoldReleasedError */
  async release(id: string, reason: string, access: Access): Promise<ReasonedHold> {
    const hold = await this.find(id, access);
    if (hold.releasedAt !== null) throw new HoldReleasedError();
    const at = new Date(this.clock.now());
    const { kind, id: actorId } = access.principal;
    const by = { kind, id: actorId };
    if (!(await this.holds.release(hold, { at, by, reason }, access.event('allowed'))))
      throw new HoldReleasedError();
    access.isOnRecord();
    return { ...hold, releasedAt: at, releasedBy: by, releaseReason: reason };
  }

  private async subjectOf(of: NewHold['of'], within: string | null): Promise<string> {
    // Of somebody nobody knows yet, too: what comes later is held from the first day.
    if ('number' in of) return (await this.subjects.findOrCreate(of.number)).id;
    const subject = await this.holds.subjectOfMatch(of.matchId, within);
    if (subject === null) throw new HeldMatchNotFoundError();
    return subject;
  }
}
