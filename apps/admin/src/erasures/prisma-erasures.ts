import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { SubjectKeys } from 'sealed-fields';
import type { AccessEvent } from '../access/access-event.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { eraseMatchesOf } from '../matches/prisma-match-erasure.js';
import { actorOf } from '../persistence/actor-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { holdStands, livesOfSubjects, throttleRuns } from '../retention/prisma-match-lives.js';
import { rulesInForce } from '../retention/prisma-retention-rules.js';
import { eraseSubjects } from '../subjects/prisma-subject-erasure.js';
import {
  type Erasure,
  type ErasureCounts,
  type ErasureGround,
  type ErasureOutcome,
  type ErasureRefusal,
  NOTHING_ERASED,
} from './erasure.js';
import { type HeldData, refusalsOf } from './refusals.js';

const ROW = { approval: { select: { decidedByKind: true, decidedById: true } } } as const;
const TRANSACTION = { timeout: 30_000, maxWait: 15_000 };

type Tx = Prisma.TransactionClient;
/** What is asked for; the rest comes of it. */
export type ErasureDemand = Pick<
  Erasure,
  'id' | 'ground' | 'caseReference' | 'application' | 'at' | 'requestedBy'
> & { readonly approvalId: string | null };

/** Erases persons, and keeps what became of each demand. */
@Injectable()
export class PrismaErasures {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly keys: SubjectKeys,
  ) {}

  /** What is held of somebody, and what stands against erasing them. */
  weigh(
    subjectId: string,
    within: string | null,
    now: Date,
    tx: Tx = this.database.client,
  ): Promise<{ readonly data: HeldData; readonly refusals: readonly ErasureRefusal[] }> {
    return weighed(tx, subjectId, within, now);
  }

  /** That nobody was held by that number. No trace of the number. */
  async nothingHeld(demand: ErasureDemand, event: AccessEvent): Promise<Erasure> {
    await this.database.client.$transaction((tx) => insertNothingHeld(tx, demand, event));
    return this.existing(demand.id);
  }

  /**
   * All in one transaction, in which nobody can put a hold or make a match any more; or the record of why not. Of two
   * at once one erases, and for the other nothing is held any more.
   * @throws what the database refuses for want of an approval
   */
  async erase(subjectId: string, demand: ErasureDemand, event: AccessEvent): Promise<Erasure> {
    await this.database.client.$transaction(async (tx) => {
      const there = await tx.$queryRaw<object[]>`
        SELECT id FROM subjects WHERE id = ${subjectId}::uuid AND erased_at IS NULL FOR UPDATE`;
      if (there.length === 0) {
        await insertNothingHeld(tx, demand, { ...event, data: { ...event.data, outcome: 'nothing_held' } });
        return;
      }
      const { refusals } = await this.weigh(subjectId, demand.application, demand.at, tx);
      if (refusals.length > 0) {
        await insert(tx, { ...demand, outcome: 'refused', counts: NOTHING_ERASED, refusals, subjectId });
        return;
      }
      const counts = await destroy(tx, subjectId, demand.at);
      await insert(tx, { ...demand, outcome: 'erased', counts, refusals, subjectId });
      await tx.$executeRaw(insertOf([{ ...event, data: { ...event.data, matches: counts.matches } }]));
    }, TRANSACTION);
    const erasure = await this.existing(demand.id);
    if (erasure.outcome === 'erased') this.keys.revoke(subjectId);
    return erasure;
  }

  async find(id: string, within: string | null): Promise<Erasure | null> {
    const row = await this.database.client.erasure.findUnique({
      where: { id, ...(within === null ? {} : { application: within }) },
      include: ROW,
    });
    return row === null ? null : erasureOf(row);
  }

  /** Newest first. */
  async page(
    { within, outcome }: { readonly within: string | null; readonly outcome: ErasureOutcome | undefined },
    limit: number,
    before: string | null,
  ): Promise<readonly Erasure[]> {
    const rows = await this.database.client.erasure.findMany({
      where: {
        ...(within === null ? {} : { application: within }),
        outcome,
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      include: ROW,
    });
    return rows.map(erasureOf);
  }

  private async existing(id: string): Promise<Erasure> {
    const erasure = await this.find(id, null);
    if (erasure === null) throw new Error('the record of an erasure that was just written is not there');
    return erasure;
  }
}

async function weighed(tx: Tx, subjectId: string, within: string | null, now: Date) {
  const lives = await livesOfSubjects(tx, [subjectId], now);
  const consents = await tx.consentSession.findMany({
    where: { matchId: { in: lives.map(({ id }) => id) } },
    select: { matchId: true, expiresAt: true },
  });
  const until = new Map(consents.map(({ matchId, expiresAt }) => [matchId, expiresAt]));
  const holds = await tx.$queryRaw<{ application: string | null; until: Date | null }[]>`
    SELECT application, until FROM legal_holds h WHERE subject_id = ${subjectId}::uuid AND ${holdStands(now)}`;
  const relationships = await tx.relationship.findMany({
    where: { subjectId },
    select: { application: true },
  });
  // The match may have been purged since: then nobody knows whose it was.
  const [probing = null] = await tx.$queryRaw<{ application: string | null; until: Date }[]>`
    SELECT m.application, p.until FROM probings p LEFT JOIN matches m ON m.id = p.match_id
    WHERE p.subject_id = ${subjectId}::uuid AND ${throttleRuns(now)}`;
  const data = {
    probing,
    ...{ lives: lives.map((life) => ({ ...life, consentUntil: until.get(life.id) ?? null })), holds },
    relationships: relationships.map(({ application }) => ({
      application: application === '*' ? null : application,
    })),
  };
  return { data, refusals: refusalsOf(data, await rulesInForce(tx), now, within) };
}

async function destroy(tx: Tx, subjectId: string, at: Date): Promise<ErasureCounts> {
  const counts: number[] = [];
  for (const statement of eraseMatchesOf(subjectId)) counts.push(await tx.$executeRaw(statement));
  const [matches = 0, consentTokens = 0] = counts;
  const { keys, relationships } = await eraseSubjects(tx, [subjectId], at);
  // One of the person, and one of each match.
  return { matches, dataKeys: keys, blindIndexes: matches + 1, consentTokens, relationships };
}

type NewErasure = ErasureDemand &
  Pick<Erasure, 'outcome' | 'counts' | 'refusals'> & { readonly subjectId: string | null };

function insert(tx: Tx, erasure: NewErasure): Promise<number> {
  const { id, outcome, ground, caseReference, application, subjectId, approvalId, at, requestedBy } = erasure;
  return tx.$executeRaw`
    INSERT INTO erasures (id, outcome, ground, case_reference, application, subject_id, approval_id, at, actor_kind,
      actor_id, counts, refusals)
    VALUES (${id}::uuid, ${outcome}, ${ground}, ${caseReference}, ${application}, ${subjectId}::uuid,
      ${outcome === 'erased' ? approvalId : null}::uuid, ${time(at)}, ${requestedBy.kind}, ${requestedBy.id},
      ${JSON.stringify(erasure.counts)}::jsonb, ${JSON.stringify(erasure.refusals)}::jsonb)`;
}

async function insertNothingHeld(tx: Tx, demand: ErasureDemand, event: AccessEvent): Promise<void> {
  const nobody = { counts: NOTHING_ERASED, refusals: [], subjectId: null };
  await insert(tx, { ...demand, ...nobody, outcome: 'nothing_held' });
  await tx.$executeRaw(insertOf([event]));
}

const erasureOf = (row: Prisma.ErasureGetPayload<{ include: typeof ROW }>): Erasure => ({
  ...{ id: row.id, caseReference: row.caseReference, application: row.application, at: row.at },
  outcome: row.outcome as ErasureOutcome,
  ground: row.ground as ErasureGround,
  requestedBy: actorOf(row.actorKind, row.actorId),
  approvedBy:
    row.approval?.decidedByKind == null || row.approval.decidedById === null
      ? null
      : actorOf(row.approval.decidedByKind, row.approval.decidedById),
  counts: row.counts as unknown as ErasureCounts,
  refusals: row.refusals as unknown as readonly ErasureRefusal[],
});
