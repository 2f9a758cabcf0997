import type { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { Relationship } from './relationship.js';

/** In the column, which is part of a key. */
const ALL = '*';

/** Keeps relationships in the audit database. */
@Injectable()
export class PrismaRelationships {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Makes it, or changes what was said before; the line on record is of the id it has.
   * @returns null where the subject was erased meanwhile
   */
  async put(
    subjectId: string,
    { id: newId, application, endedAt, changedAt, changedBy }: Relationship,
    eventOf: (id: string) => AccessEvent,
  ): Promise<Relationship | null> {
    return this.database.client.$transaction(async (tx) => {
      // A purge under way has looked already, or looks after us.
      const subjects = await tx.$queryRaw<object[]>`
        SELECT FROM subjects WHERE id = ${subjectId}::uuid AND erased_at IS NULL FOR UPDATE`;
      if (subjects.length === 0) return null;
      const [row] = await tx.$queryRaw<{ id: string }[]>`
        INSERT INTO relationships (id, subject_id, application, ended_at, changed_at, changed_by_kind, changed_by_id)
        VALUES (${newId}::uuid, ${subjectId}::uuid, ${application ?? ALL}, ${time(endedAt)}, ${time(changedAt)},
          ${changedBy.kind}, ${changedBy.id})
        ON CONFLICT (subject_id, application) DO UPDATE SET ended_at = excluded.ended_at,
          changed_at = excluded.changed_at, changed_by_kind = excluded.changed_by_kind,
          changed_by_id = excluded.changed_by_id
        RETURNING id::text`;
      const id = row?.id ?? newId;
      await tx.$executeRaw(insertOf([eventOf(id)]));
      return { id, application, endedAt, changedAt, changedBy };
    });
  }

  /** @param within the application the reader is confined to */
  async ofSubject(subjectId: string, within: string | null): Promise<readonly Relationship[]> {
    const rows = await this.database.client.relationship.findMany({
      where: { subjectId, ...(within === null ? {} : { application: within }) },
      orderBy: { application: 'asc' },
    });
    return rows.map(relationshipOf);
  }
}

const relationshipOf = (row: Prisma.RelationshipGetPayload<object>): Relationship => ({
  id: row.id,
  application: row.application === ALL ? null : row.application,
  endedAt: row.endedAt,
  changedAt: row.changedAt,
  changedBy: actorOf(row.changedByKind, row.changedById),
});
