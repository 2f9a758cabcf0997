import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { RevealField } from './reveal-fields.js';

/** That somebody saw something, as it is kept. */
export interface StoredReveal {
  /** UUIDv7. */
  readonly id: string;
  readonly matchId: string;
  readonly subjectId: string | null;
  readonly at: Date;
  readonly actor: Actor;
  readonly fields: readonly RevealField[];
  readonly reasonSealed: Uint8Array<ArrayBuffer>;
  readonly approvalId: string | null;
}

/** Whose match it is. */
export interface RevealTarget {
  readonly subjectId: string | null;
  readonly erased: boolean;
}

/** Keeps who saw what. Only ever added to: the database refuses anything else. */
@Injectable()
export class PrismaReveals {
  constructor(private readonly database: PrismaDatabase) {}

  /** @returns null where there is no such match, or none the reader may know of */
  async target(matchId: string, within: string | null): Promise<RevealTarget | null> {
    const match = await this.database.client.match.findUnique({
      where: { id: matchId, ...(within === null ? {} : { application: within }) },
      select: { subjectId: true, subject: { select: { erasedAt: true } } },
    });
    if (match === null) return null;
    return { subjectId: match.subjectId, erased: (match.subject?.erasedAt ?? null) !== null };
  }

  /** With its line in the access log; the database takes the approval, or refuses where one is needed. */
  async insert(reveal: StoredReveal, event: AccessEvent): Promise<void> {
    await this.database.client.$executeRaw`
      WITH revealed AS (
        INSERT INTO reveals (id, match_id, subject_id, at, actor_kind, actor_id, fields, reason_sealed, approval_id)
        VALUES (
          ${reveal.id}::uuid, ${reveal.matchId}::uuid, ${reveal.subjectId}::uuid,
          ${time(reveal.at)}, ${reveal.actor.kind}, ${reveal.actor.id},
          ${[...reveal.fields]}::text[], ${reveal.reasonSealed}, ${reveal.approvalId}::uuid
        )
        RETURNING id
      )
      ${insertOf([event], Prisma.sql`revealed`)}`;
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   */
  async page(matchId: string, limit: number, before: string | null): Promise<readonly StoredReveal[]> {
    const rows = await this.database.client.reveal.findMany({
      where: { matchId, ...(before === null ? {} : { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(({ actorKind, actorId, fields, ...row }) => ({
      ...row,
      actor: actorOf(actorKind, actorId),
      fields: fields as RevealField[],
    }));
  }
}
