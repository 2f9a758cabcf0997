import { randomBytes, randomUUID } from 'node:crypto';
import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { SubjectKeys } from 'sealed-fields';
import { v7 as uuidv7 } from 'uuid';
import { placeOf } from '../matches/sealed-columns.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { livesOfMatches } from '../retention/prisma-match-lives.js';
import { nothingElse } from '../retention/prisma-purge.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { eraseSubjects } from '../subjects/prisma-subject-erasure.js';
import { eventsOf } from './demo-events.js';
import { DEMO_APPLICATIONS, type DemoMatch } from './demo-match.js';
import type { DemoPerson } from './demo-persons.js';

/** What is theirs by this, by their application, and by nobody having asked for them: a request has an actor. */
export const DEMO_CODE_NAME = 'sample-data';

/** A person of the sample data who is on record. */
export interface DemoSubject extends DemoPerson {
  readonly subjectId: string;
}

/** A match of the sample data that is on record. */
export interface StoredDemo {
  readonly id: string;
  readonly subjectId: string;
  readonly match: DemoMatch;
}

const REMOVED_AT_ONCE = 500;
const TRANSACTION = { timeout: 60_000, maxWait: 30_000 };

const isSample = Prisma.sql`m.application = ANY(${[...DEMO_APPLICATIONS]}::text[]) AND m.code_name = ${DEMO_CODE_NAME}
  AND m.actor_kind IS NULL AND m.request_id IS NULL`;

/** Writes sample data as the service would have, and takes it away as a purge does. */
@Injectable()
export class PrismaDemo {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly indexes: BlindIndexes,
    private readonly keys: SubjectKeys,
  ) {}

  /** @returns how many matches of the sample data there are */
  async count(): Promise<number> {
    const [row] = await this.database.client.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM matches m WHERE ${isSample}`;
    return row?.count ?? 0;
  }

  /** @returns those that are new: a number that somebody has already is left to them */
  async addPersons(persons: readonly DemoPerson[], at: Date): Promise<readonly DemoSubject[]> {
    const byIndex = new Map(
      persons.map((person) => {
        const index = Buffer.from(this.indexes.number(person.number)).toString('base64');
        return [index, person] as const;
      }),
    );
    const rows = JSON.stringify([...byIndex.keys()].map((index) => ({ id: randomUUID(), index })));
    const made = await this.database.client.$queryRaw<{ id: string; index: Uint8Array }[]>`
      INSERT INTO subjects (id, number_index, created_at)
      SELECT r.id, decode(r.index, 'base64'), ${time(at)} FROM jsonb_to_recordset(${rows}::jsonb) AS r(id uuid, index text)
      ON CONFLICT (number_index) DO NOTHING
      RETURNING id::text, number_index AS index`;
    return made.flatMap(({ id, index }) => {
      const person = byIndex.get(Buffer.from(index).toString('base64'));
      return person === undefined ? [] : [{ ...person, subjectId: id }];
    });
  }

  /** One statement: matches, consents and timelines. What is theirs alone is sealed under their keys. */
  async addMatches(
    matches: readonly DemoMatch[],
    subjects: readonly DemoSubject[],
  ): Promise<readonly StoredDemo[]> {
    const owned = matches.map((match) => {
      const subject = subjects[match.person % subjects.length];
      if (subject === undefined) throw new Error('nobody of the sample data is on record');
      return { id: uuidv7({ msecs: match.at }), match, subject };
    });
    const wanted = [...new Set(owned.map(({ subject }) => subject.subjectId))];
    const rows = await this.keys.toSeal(wanted, (lent) =>
      owned.map(({ id, match, subject }) => {
        const key = lent.of(subject.subjectId);
        const sealed = (column: 'number' | 'identity' | 'answer', value: string | null) =>
          value === null ? null : Buffer.from(key.seal(value, placeOf(column, id))).toString('base64');
        return {
          ...this.rowOf(id, match, subject),
          number: sealed('number', subject.number),
          identity: sealed('identity', JSON.stringify(subject.identity)),
          answer: sealed('answer', match.scores === null ? null : JSON.stringify(match.scores)),
        };
      }),
    );
    const events = owned.flatMap(({ id, match }) => eventsOf(id, match));
    await this.database.client.$executeRaw`
      WITH r AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
          id uuid, subject uuid, status match_status, at timestamptz, settled timestamptz, number text, hint text,
          identity text, answer text, email text, application text, purpose text, reference text, operator text,
          scores jsonb, verdict verdict_result, policy text, reasons jsonb, "errorId" text, "errorType" text,
          category text, retryable boolean, state text, opened timestamptz, bound timestamptz, claimed timestamptz,
          expires timestamptz
        )
      ), made AS (
        INSERT INTO matches (
          id, subject_id, status, created_at, settled_at, number_sealed, number_hint, country, identity_sealed,
          answer_sealed, email_index, consent_offered, code_name, purpose, reference, application, operator, scores,
          verdict, verdict_policy, verdict_reasons, error_id, error_type, error_category, error_retryable
        )
        SELECT id, subject, status, at, settled, decode(number, 'base64'), hint, 'FR', decode(identity, 'base64'),
          decode(answer, 'base64'), decode(email, 'base64'), opened IS NOT NULL, ${DEMO_CODE_NAME}, purpose, reference,
          application, operator, scores, verdict, policy, reasons, "errorId", "errorType", category, retryable
        FROM r
      ), asked AS (
        INSERT INTO consent_sessions (match_id, state_hash, opened_at, expires_at, bound_at, claimed_at)
        SELECT id, decode(state, 'base64'), opened, expires, bound, claimed FROM r WHERE opened IS NOT NULL
      )
      INSERT INTO match_events (id, match_id, type, at, duration_ms, data)
      SELECT e.id, e."matchId", e.type, e.at, e."durationMs", e.data
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        AS e(id uuid, "matchId" uuid, type text, at timestamptz, "durationMs" int, data jsonb)`;
    return owned.map(({ id, match, subject }) => ({ id, subjectId: subject.subjectId, match }));
  }

  private rowOf(id: string, match: DemoMatch, { subjectId, number, identity }: DemoSubject) {
    const { consent, error, verdict } = match;
    const iso = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
    const email = this.indexes.emailOrNone(identity.email);
    return {
      ...{ id, subject: subjectId, status: match.status, at: iso(match.at), settled: iso(match.settledAt) },
      ...{ hint: number.slice(-2), email: email === null ? null : Buffer.from(email).toString('base64') },
      ...{ application: match.application, purpose: match.purpose, reference: match.reference },
      ...{ operator: match.operator, scores: match.scores, verdict: verdict?.result ?? null },
      ...{ policy: verdict?.policy ?? null, reasons: verdict?.reasons ?? null },
      ...{ errorId: error?.id ?? null, errorType: error?.type ?? null, category: error?.category ?? null },
      retryable: error === null ? null : error.category === 'temporary' && match.status !== 'unknown',
      state: consent === null ? null : randomBytes(32).toString('base64'),
      ...{ opened: iso(consent?.openedAt), bound: iso(consent?.boundAt), claimed: iso(consent?.claimedAt) },
      expires: iso(consent?.expiresAt),
    };
  }

  /**
   * The next ones, with what belongs to them. As by a purge, their leaves in the log stay; unlike one, nothing of them is
   * kept in reports. What a hold is on stays.
   * @param after the last id of the part before
   */
  async removeMatches(
    after: string | null,
    at: Date,
  ): Promise<{ readonly removed: number; readonly held: number; readonly last: string | null }> {
    return this.database.client.$transaction(async (tx) => {
      const found = await tx.$queryRaw<{ id: string; subject: string | null }[]>`
        SELECT m.id::text, m.subject_id::text AS subject FROM matches m
        WHERE ${isSample} AND (${after}::uuid IS NULL OR m.id > ${after}::uuid) ORDER BY m.id LIMIT ${REMOVED_AT_ONCE}`;
      const subjects = [...new Set(found.flatMap(({ subject }) => subject ?? []))];
      // Nobody can put a hold on them from here on.
      await tx.$queryRaw`SELECT FROM subjects WHERE id = ANY(${subjects}::uuid[]) ORDER BY id FOR UPDATE`;
      const lives = await livesOfMatches(
        tx,
        found.map(({ id }) => id),
        at,
      );
      const ids = lives.filter(({ held }) => !held).map(({ id }) => id);
      const list = Prisma.sql`${ids}::uuid[]`;
      await tx.$executeRaw`DELETE FROM match_notices WHERE match_id = ANY(${list})`;
      await tx.$executeRaw`DELETE FROM webhook_deliveries WHERE match_id = ANY(${list})`;
      await tx.$queryRaw`SELECT purge_matches(${list})`;
      return { removed: ids.length, held: lives.length - ids.length, last: found.at(-1)?.id ?? null };
    }, TRANSACTION);
  }

  /** People of the sample data of whom nothing is left: their keys are destroyed. */
  async erasePersons(persons: readonly DemoPerson[], at: Date): Promise<number> {
    const indexes = persons.map(({ number }) => Buffer.from(this.indexes.number(number)).toString('base64'));
    const erased = await this.database.client.$transaction(async (tx) => {
      const found = await tx.$queryRaw<{ id: string }[]>`
        SELECT s.id::text FROM subjects s
        WHERE s.number_index IN (SELECT decode(i, 'base64') FROM unnest(${indexes}::text[]) i)
          AND NOT EXISTS (SELECT FROM matches m WHERE m.subject_id = s.id) AND ${nothingElse(at)}
        ORDER BY s.id FOR UPDATE`;
      const ids = found.map(({ id }) => id);
      if (ids.length > 0) await eraseSubjects(tx, ids, at);
      return ids;
    }, TRANSACTION);
    for (const subject of erased) this.keys.revoke(subject);
    return erased.length;
  }
}
