import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { confinementOf } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { PrismaRelationships } from './prisma-relationships.js';
import { type Relationship, RelationshipApplicationError } from './relationship.js';

export interface SaidOfRelationship {
  /** E.164. */
  readonly number: string;
  /** undefined: the caller's own where it has one, else all. */
  readonly application: string | undefined;
  readonly endedAt: Date | null;
}

/** Who is a customer, and since when no more. */
@Injectable()
export class RelationshipsService {
  constructor(
    private readonly relationships: PrismaRelationships,
    private readonly subjects: PrismaSubjects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws RelationshipApplicationError */
  async put({ number, application, endedAt }: SaidOfRelationship, access: Access): Promise<Relationship> {
    const within = confinementOf(access.principal);
    if (within !== null && application !== undefined && application !== within) {
      throw new RelationshipApplicationError(within);
    }
    const now = this.clock.now();
    const { kind, id } = access.principal;
    const said: Relationship = {
      ...{ id: timeId(now), application: application ?? within, endedAt },
      ...{ changedAt: new Date(now), changedBy: { kind, id } },
    };
    const eventOf = (relationship: string) => {
      access.concerns(relationship);
      return access.event('allowed', { application: said.application, ended: endedAt !== null });
    };
    for (;;) {
      const subject = await this.subjects.findOrCreate(number);
      const put = await this.relationships.put(subject.id, said, eventOf);
      // Erased meanwhile: whoever comes back is another subject.
      if (put === null) continue;
      access.isOnRecord();
      return put;
    }
  }

  /** @param number E.164 */
  async search(number: string, access: Access): Promise<readonly Relationship[]> {
    const subject = await this.subjects.find(number);
    return subject === null ? [] : this.relationships.ofSubject(subject.id, confinementOf(access.principal));
  }
}
