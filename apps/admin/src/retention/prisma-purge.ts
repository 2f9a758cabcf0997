import { Prisma } from '@dqe-admin/database';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { SubjectKeys } from 'sealed-fields';
import { firstIdOf } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { keepCountsOf } from '../reports/counts/prisma-kept-counts.js';
import { eraseSubjects } from '../subjects/prisma-subject-erasure.js';
import { type MatchLife, type Standing, standingOf } from './match-life.js';
import {
  holdStands,
  livesBetween,
  livesOfMatches,
  livesOfSubjects,
  throttleRuns,
} from './prisma-match-lives.js';
import { rulesInForce } from './prisma-retention-rules.js';
import type { RetentionRule } from './retention-rule.js';
import { added, NOTHING_PURGED, type PurgeReport } from './retention-run.js';

const DAY_MS = 86_400_000;
/** Matches, or subjects, in one transaction. */
const BATCH = 200;
/** Before all others. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const TRANSACTION = { timeout: 60_000, maxWait: 30_000 };

type Tx = Prisma.TransactionClient;

interface RunRow {
  readonly dry_run: boolean;
  readonly stage: 'matches' | 'subjects';
  readonly cursor: string | null;
  readonly started_at: Date;
  readonly report: PurgeReport;
}

interface Judged {
  readonly life: MatchLife;
  readonly standing: Standing<RetentionRule>;
}

/**
 * Carries a purge out, batch by batch. What a batch deletes, counts, and how far it came is one transaction, so that a
 * run whose process dies goes on where it was; and each batch locks its run, so that two instances share the work.
 */
@Injectable()
export class PrismaPurge {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly keys: SubjectKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns whether there is more to do */
  async step(runId: string, batch = BATCH): Promise<boolean> {
    const { more, erased } = await this.database.client.$transaction(
      (tx) => this.stepIn(tx, runId, batch),
      TRANSACTION,
    );
    for (const subject of erased) this.keys.revoke(subject);
    return more;
  }

  private async stepIn(
    tx: Tx,
    id: string,
    batch: number,
  ): Promise<{ more: boolean; erased: readonly string[] }> {
    const [run] = await tx.$queryRaw<RunRow[]>`
      SELECT dry_run, stage, cursor::text, started_at, report FROM retention_runs
      WHERE id = ${id}::uuid AND state = 'running' FOR UPDATE`;
    if (run === undefined) return { more: false, erased: [] };
    if (run.stage === 'matches') {
      const { cursor, report } = await this.matches(tx, run, batch);
      const stage = cursor === null ? 'subjects' : 'matches';
      await tx.$executeRaw`
        UPDATE retention_runs SET stage = ${stage}, cursor = ${cursor}::uuid, report = ${jsonOf(run.report, report)}::jsonb
        WHERE id = ${id}::uuid`;
      return { more: true, erased: [] };
    }
    const { cursor, count, erased } = await this.subjects(tx, run, batch);
    const more = cursor !== null;
    const report = jsonOf(run.report, { ...NOTHING_PURGED, subjectsErased: count });
    await tx.$executeRaw`
      UPDATE retention_runs SET cursor = ${cursor}::uuid, report = ${report}::jsonb, state = ${more ? 'running' : 'completed'},
        ended_at = ${time(more ? null : new Date(this.clock.now()))}
      WHERE id = ${id}::uuid`;
    return { more, erased };
  }

  /** @returns the place to go on from, null at the end */
  private async matches(
    tx: Tx,
    { dry_run: dry, cursor, started_at: at }: RunRow,
    limit: number,
  ): Promise<{ cursor: string | null; report: PurgeReport }> {
    const rules = await rulesInForce(tx);
    if (rules.length === 0) return { cursor: null, report: NOTHING_PURGED };
    // Nothing that is younger than the shortest rule can be over: no clock starts before a match does.
    const shortest = Math.min(...rules.map(({ days }) => days)) * DAY_MS;
    const before = firstIdOf(new Date(at.getTime() - shortest + 1));
    const found = judged(await livesBetween(tx, { after: cursor, before, limit }, at), rules, at);
    const { page, due } = dry
      ? { page: found, due: found.filter(isDue) }
      : await this.purge(tx, found, rules, at);
    const report = {
      ...{ examined: found.length, purged: due.length, byRule: countsOf(due) },
      held: page.filter(({ life, standing }) => standing.state === 'over' && life.held).length,
      waiting: page.filter(({ standing }) => standing.state === 'waiting').length,
      subjectsErased: dry ? await this.emptied(tx, due, rules, at) : 0,
    };
    return { cursor: found.length < limit ? null : (found.at(-1)?.life.id ?? null), report };
  }

  /**
   * Looks again once nobody can put a hold on these persons any more, and deletes what is due still. What became due
   * meanwhile is of others, who are not locked: it is left to the next run.
   */
  private async purge(
    tx: Tx,
    found: readonly Judged[],
    rules: readonly RetentionRule[],
    at: Date,
  ): Promise<{ page: readonly Judged[]; due: readonly Judged[] }> {
    const subjects = subjectsOf(found.filter(isDue));
    await tx.$queryRaw`SELECT FROM subjects WHERE id = ANY(${subjects}::uuid[]) ORDER BY id FOR UPDATE`;
    const ids = found.map(({ life }) => life.id);
    const page = judged(await livesOfMatches(tx, ids, at), rules, at);
    const locked = new Set<string | null>(subjects);
    const due = page.filter((one) => isDue(one) && locked.has(one.life.subjectId));
    await deleteMatches(
      tx,
      due.map(({ life }) => life.id),
    );
    return { page, due };
  }

  /** Of a dry run: how many would be left without anything by this batch, which holds their last match. */
  private async emptied(
    tx: Tx,
    due: readonly Judged[],
    rules: readonly RetentionRule[],
    at: Date,
  ): Promise<number> {
    const ids = new Set(due.map(({ life }) => life.id));
    const all = judged(await livesOfSubjects(tx, subjectsOf(due), at), rules, at);
    const kept = new Set(subjectsOf(all.filter((one) => !isDue(one))));
    // By id, so of each person the last match is what remains.
    const last = new Map(all.map(({ life }) => [life.subjectId ?? '', life.id]));
    const emptied = [...last].flatMap(([subject, id]) =>
      !kept.has(subject) && ids.has(id) ? [subject] : [],
    );
    const [counted] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM subjects s WHERE s.id = ANY(${emptied}::uuid[]) AND ${nothingElse(at)}`;
    return counted?.count ?? 0;
  }

  /**
   * Erases persons of whom nothing is left. It goes by all persons, so that each is looked at once, and a batch ends also
   * where many stay.
   * @returns the place to go on from, null at the end
   */
  private async subjects(
    tx: Tx,
    { dry_run: dry, cursor: after, started_at: at }: RunRow,
    limit: number,
  ): Promise<{ cursor: string | null; count: number; erased: readonly string[] }> {
    const nothing = Prisma.sql`${nothingElse(at)} AND NOT EXISTS (SELECT FROM matches m WHERE m.subject_id = s.id)`;
    const page = await tx.$queryRaw<{ id: string; leaves: boolean }[]>`
      SELECT s.id::text, ${nothing} AS leaves FROM (
        SELECT id, created_at, erased_at FROM subjects
        WHERE id > ${after ?? FIRST_ID}::uuid AND erased_at IS NULL ORDER BY id LIMIT ${limit}
      ) s ORDER BY s.id`;
    const cursor = page.length < limit ? null : (page.at(-1)?.id ?? null);
    const leaving = page.filter(({ leaves }) => leaves).map(({ id }) => id);
    if (dry || leaving.length === 0) return { cursor, count: leaving.length, erased: [] };
    await tx.$queryRaw`SELECT FROM subjects s WHERE s.id = ANY(${leaving}::uuid[]) ORDER BY s.id FOR UPDATE`;
    // Looked at again: what came while we waited for the lock is not in the statement that found them.
    const still = await tx.$queryRaw<{ id: string }[]>`
      SELECT s.id::text FROM subjects s WHERE s.id = ANY(${leaving}::uuid[]) AND ${nothing}`;
    const erased = still.map(({ id }) => id);
    await eraseSubjects(tx, erased, at);
    return { cursor, count: erased.length, erased };
  }
}

const judged = (lives: readonly MatchLife[], rules: readonly RetentionRule[], at: Date): Judged[] =>
  lives.map((life) => ({ life, standing: standingOf(life, rules, at) }));

/** Not as long as nobody knows whose it is: there may be a hold on them. */
const isDue = ({ life, standing }: Judged) =>
  standing.state === 'over' && !life.held && life.subjectId !== null;

const subjectsOf = (judgements: readonly Judged[]): string[] => [
  ...new Set(judgements.flatMap(({ life }) => life.subjectId ?? [])),
];

const countsOf = (due: readonly Judged[]): Record<string, number> =>
  due.reduce<Record<string, number>>((counts, { standing: { rule } }) => {
    const id = rule?.id ?? '';
    return { ...counts, [id]: (counts[id] ?? 0) + 1 };
  }, {});

const jsonOf = (before: PurgeReport, now: PurgeReport) => JSON.stringify(added(before, now));

/**
 * That nothing but matches speaks against erasing a person, `s`. Not one who has just come: the match for which they
 * were made may be about to be written. Nor one at whom somebody guesses: who comes back is another person, at whom
 * guessing would begin anew.
 */
export const nothingElse = (at: Date): Prisma.Sql => Prisma.sql`
  s.erased_at IS NULL AND s.created_at < ${time(at)} - interval '1 day'
  AND NOT EXISTS (
    SELECT FROM relationships r WHERE r.subject_id = s.id AND (r.ended_at IS NULL OR r.ended_at > ${time(at)})
  )
  AND NOT EXISTS (SELECT FROM legal_holds h WHERE h.subject_id = s.id AND ${holdStands(at)})
  AND NOT EXISTS (SELECT FROM probings p WHERE p.subject_id = s.id AND ${throttleRuns(at)})`;

/** With all that belongs to them. Who asked for one is on record by the match itself: that line moves to the log. */
async function deleteMatches(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const list = Prisma.sql`${[...ids]}::uuid[]`;
  await tx.$executeRaw`
    INSERT INTO access_events
      (id, at, actor_kind, actor_id, application, action, target_type, target_id, outcome, permission, request_id)
    SELECT id, created_at, actor_kind, actor_id, application, 'match.create', 'match', id::text, 'allowed',
      'matches:create', request_id
    FROM matches WHERE id = ANY(${list}) AND actor_kind IS NOT NULL AND actor_id IS NOT NULL
    ON CONFLICT (id) DO NOTHING`;
  for (const statement of keepCountsOf(ids)) await tx.$executeRaw(statement);
  await tx.$executeRaw`DELETE FROM match_notices WHERE match_id = ANY(${list})`;
  await tx.$executeRaw`DELETE FROM webhook_deliveries WHERE match_id = ANY(${list})`;
  // With their timeline, which nothing else may delete from.
  await tx.$queryRaw`SELECT purge_matches(${list})`;
}
