import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { type Envelope, type Opened, type Place, SubjectKeys } from 'sealed-fields';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { isOfNoMatch } from '../approvals/refused-by-database.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { reasonHash } from '../sealing/reason-hash.js';
import { HeldMatchNotFoundError } from './hold-errors.js';
import type { LegalHold, ReasonedHold } from './legal-hold.js';

const SELECT = {
  ...{ id: true, subjectId: true, matchId: true, application: true, disclose: true, until: true },
  ...{ createdAt: true, createdByKind: true, createdById: true },
  ...{ releasedAt: true, releasedByKind: true, releasedById: true },
} as const satisfies Prisma.LegalHoldSelect;

type Row = Prisma.LegalHoldGetPayload<{ select: typeof SELECT }>;

const placeOf = (id: string, column: 'reason_sealed' | 'release_reason_sealed') => ({
  ...{ table: 'legal_holds', column, row: id },
});

/** Keeps holds in the audit database; why is sealed for whom they are about. */
@Injectable()
export class PrismaLegalHolds {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly keys: SubjectKeys,
  ) {}

  /** Whose match it is; null where there is none within. */
  async subjectOfMatch(matchId: string, within: string | null): Promise<string | null> {
    const row = await this.database.client.match.findUnique({
      where: { id: matchId, ...(within === null ? {} : { application: within }) },
      select: { subjectId: true },
    });
    return row?.subjectId ?? null;
  }

  /** @throws HeldMatchNotFoundError it was purged meanwhile */
  async insert(hold: LegalHold, reason: string, event: AccessEvent): Promise<void> {
    const { id, subjectId, matchId, application, disclose, until, createdAt, createdBy } = hold;
    const sealed = await this.sealed(subjectId, placeOf(id, 'reason_sealed'), reason);
    await this.write(
      Prisma.sql`
        INSERT INTO legal_holds (id, subject_id, match_id, application, reason_sealed, disclose, until, created_at,
          created_by_kind, created_by_id)
        VALUES (${id}::uuid, ${subjectId}::uuid, ${matchId}::uuid, ${application}, ${sealed}, ${disclose},
          ${time(until)}, ${time(createdAt)}, ${createdBy.kind}, ${createdBy.id})
        RETURNING id`,
      event,
      sealed,
    ).catch((error: unknown) => {
      throw isOfNoMatch(error) ? new HeldMatchNotFoundError() : error;
    });
  }

  /** @returns false where it was released before */
  async release(
    { id, subjectId }: LegalHold,
    { at, by, reason }: { readonly at: Date; readonly by: Actor; readonly reason: string },
    event: AccessEvent,
  ): Promise<boolean> {
    const sealed = await this.sealed(subjectId, placeOf(id, 'release_reason_sealed'), reason);
    return this.write(
      Prisma.sql`
        UPDATE legal_holds SET released_at = ${time(at)}, released_by_kind = ${by.kind}, released_by_id = ${by.id},
          release_reason_sealed = ${sealed}
        WHERE id = ${id}::uuid AND released_at IS NULL RETURNING id`,
      event,
      sealed,
    );
  }

  async find(id: string, within: string | null): Promise<ReasonedHold | null> {
    const row = await this.database.client.legalHold.findUnique({
      where: { id, ...inside(within) },
      select: SELECT,
    });
    return row === null ? null : ((await this.reasoned([row]))[0] ?? null);
  }

  /**
   * Newest first.
   * @param active whether they stand at `now`; undefined: all
   */
  async page(
    {
      within,
      active,
      now,
    }: { readonly within: string | null; readonly active: boolean | undefined; readonly now: Date },
    limit: number,
    before: string | null,
  ): Promise<readonly LegalHold[]> {
    const stands = { releasedAt: null, OR: [{ until: null }, { until: { gt: now } }] };
    const rows = await this.database.client.legalHold.findMany({
      where: {
        AND: [inside(within), active === undefined ? {} : active ? stands : { NOT: stands }],
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    });
    return rows.map(holdOf);
  }

  /** Of one person, oldest first, with why. */
  async ofSubject(subjectId: string, within: string | null): Promise<readonly ReasonedHold[]> {
    const rows = await this.database.client.legalHold.findMany({
      where: { subjectId, ...inside(within) },
      orderBy: { id: 'asc' },
      select: SELECT,
    });
    return this.reasoned(rows);
  }

  private async reasoned(rows: readonly Row[]): Promise<readonly ReasonedHold[]> {
    const sealed = await this.database.client.legalHold.findMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      select: {
        ...{ id: true, reasonSealed: true, releaseReasonSealed: true },
        // Another process may have erased them, while the key is in our memory still.
        subject: { select: { erasedAt: true } },
      },
    });
    const byId = new Map(sealed.map((one) => [one.id, one]));
    return Promise.all(
      rows.map(async (row) => {
        const found = byId.get(row.id);
        const { reasonSealed = null, releaseReasonSealed = null } =
          found?.subject.erasedAt === null ? found : {};
        return {
          ...holdOf(row),
          reason: await this.opened(row, 'reason_sealed', reasonSealed),
          releaseReason: await this.opened(row, 'release_reason_sealed', releaseReasonSealed),
        };
      }),
    );
  }

  private async opened(
    { id, subjectId }: Row,
    column: Parameters<typeof placeOf>[1],
    envelope: Uint8Array | null,
  ): Promise<string | null> {
    if (envelope === null) return null;
    const [opened]: Opened[] = await this.keys.openAll([
      { subject: subjectId, place: placeOf(id, column), envelope },
    ]);
    return opened?.opened === true ? opened.value : null;
  }

  private async sealed(subject: string, place: Place, value: string): Promise<Envelope> {
    const [sealed] = await this.keys.sealAll([{ subject, place, value }]);
    if (sealed === undefined) throw new Error('one value gives one envelope');
    return sealed;
  }

  /** Runs `changed`, which returns an id or nothing, and adds the event, which binds the reason, where it returned one. */
  private async write(changed: Prisma.Sql, event: AccessEvent, reason: Envelope): Promise<boolean> {
    const bound = { ...event, data: { ...event.data, ...reasonHash(reason) } };
    const [result] = await this.database.client.$queryRaw<{ changed: boolean }[]>`
      WITH changed AS (${changed}), recorded AS (${insertOf([bound], Prisma.sql`changed`)})
      SELECT EXISTS (SELECT FROM changed) AS changed`;
    return result?.changed === true;
  }
}

const inside = (within: string | null) => (within === null ? {} : { application: within });

const holdOf = (row: Row): LegalHold => ({
  ...{ id: row.id, subjectId: row.subjectId, matchId: row.matchId, application: row.application },
  ...{ disclose: row.disclose, until: row.until, createdAt: row.createdAt, releasedAt: row.releasedAt },
  createdBy: actorOf(row.createdByKind, row.createdById),
  releasedBy: actorOf(row.releasedByKind, row.releasedById),
});
