import { randomUUID } from 'node:crypto';
import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { OpenedMatch, RejectedChange } from 'nestjs-dqe-idmobile';
import { SubjectErasedError } from 'sealed-fields';
import type { AccessEvent } from '../access/access-event.js';
import { DEFAULT_APPLICATION } from '../access/principal.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { PrismaInstanceLease } from '../persistence/prisma-instance-lease.js';
import { OPEN_TO_ALL } from '../probing/prisma-probing.js';
import { ProbingSuspectedError } from '../probing/probing-suspected.error.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { keyOfNew } from '../subjects/prisma-subject-key-store.js';
import { newSubject } from '../subjects/prisma-subjects.js';
import { IdempotencyKeyUsedError, type MatchContext } from './match-context.js';
import { noAnswer } from './match-problems.js';
import { MatchSeals, type SealedFields } from './match-seals.js';
import { outboxOf, standing, timelineOf } from './prisma-match-sql.js';
import { Recent } from './recent.js';

/** How often a subject may come or go under our hands before something else must be wrong. */
const ATTEMPTS = 5;
const KNOWN_NUMBERS = 10_000;

/** A match to be opened, and how it ends where it does so at once. */
interface Opening {
  readonly match: OpenedMatch;
  readonly ending: RejectedChange | null;
  readonly context: Partial<MatchContext>;
  /** Blind index of the number. */
  readonly index: Uint8Array<ArrayBuffer>;
}

type Sealed = SealedFields<{ number: string; identity: string; return_url: string | null }>;

/** What became of one attempt; a subject that was found is yet to be opened for. */
type Outcome =
  { readonly opened: string } | { readonly found: string | null } | 'key used' | 'subject erased';

/** Opens matches: each for the person of its number, under that person's key. */
@Injectable()
export class PrismaMatchOpening {
  /** Subjects by blind index of the number. The statement asks whether they still stand. */
  private readonly known = new Recent(KNOWN_NUMBERS);

  constructor(
    private readonly database: PrismaDatabase,
    private readonly indexes: BlindIndexes,
    private readonly seals: MatchSeals,
    private readonly lease: PrismaInstanceLease,
  ) {}

  /**
   * One statement, for a number met before and for one that nobody ever saw; a number this process has not met yet takes
   * two more, one to find it and one for its key.
   * @returns the subject
   * @throws IdempotencyKeyUsedError
   * @throws ProbingSuspectedError
   */
  async open(match: OpenedMatch, ending: RejectedChange | null): Promise<string> {
    const index = this.indexes.number(match.number);
    const opening = { match, ending, index, context: (match.context ?? {}) as Partial<MatchContext> };
    const number = Buffer.from(index).toString('hex');
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await this.openOnce(opening, this.known.get(number));
      if (outcome === 'key used') throw new IdempotencyKeyUsedError();
      if (typeof outcome === 'object' && 'opened' in outcome) {
        this.known.set(number, outcome.opened);
        if (ending !== null) opening.context.access?.failureIsOnRecord();
        return outcome.opened;
      }
      // Somebody who comes back after an erasure is another subject.
      if (outcome === 'subject erased') this.known.delete(number);
    }
    throw new Error(`the subject of a match came and went ${ATTEMPTS} times while it was opened`);
  }

  private async openOnce(opening: Opening, known: string | undefined): Promise<Outcome> {
    if (known !== undefined) return this.openFor(known, opening);
    const outcome = await this.openForNew(opening);
    return typeof outcome === 'object' && 'found' in outcome && outcome.found !== null
      ? this.openFor(outcome.found, opening)
      : outcome;
  }

  private async openFor(subjectId: string, opening: Opening): Promise<Outcome> {
    const { match, context } = opening;
    const sealed = await this.seals
      .seal(subjectId, match.id, personalPartOf(match))
      .catch((error: unknown) => {
        if (error instanceof SubjectErasedError) return null;
        throw error;
      });
    if (sealed === null) return this.erased(subjectId);
    const { identityIndex, admitted } =
      context.probing?.admissionOf(subjectId, match, context.idempotency?.key ?? null) ?? OPEN_TO_ALL;
    const [result] = await this.database.client.$queryRaw<{ opened: boolean; admitted: boolean | null }[]>`
      WITH subject AS (${standing(subjectId)}), admission AS MATERIALIZED (
        SELECT id, ${admitted} AS admitted FROM subject
      ), ${this.opened(opening, sealed, identityIndex, Prisma.sql`admission WHERE admitted`)}
      SELECT EXISTS (SELECT FROM changed) AS opened, (SELECT admitted FROM admission) AS admitted`;
    if (result?.opened === true) return { opened: subjectId };
    if (result?.admitted === false) throw new ProbingSuspectedError(subjectId);
    return result?.admitted === true ? 'key used' : this.erased(subjectId);
  }

  /**
   * Subject, key and match stand or fall together. Of two who come at once the second waits for the first, and finds what
   * the first has made; so nobody has to be admitted: nothing was ever tried on this number.
   */
  private async openForNew(opening: Opening): Promise<Outcome> {
    const { match, context, index } = opening;
    const subject = { id: randomUUID(), index, createdAt: match.createdAt };
    const idempotencyKey = context.idempotency?.key ?? null;
    const { identityIndex } = context.probing?.admissionOf(subject.id, match, idempotencyKey) ?? OPEN_TO_ALL;
    let outcome: Outcome = { found: null };
    await this.seals.sealFirst(subject.id, match.id, personalPartOf(match), async (sealed, key) => {
      const [result] = await this.database.client.$queryRaw<NewRow[]>`
        WITH used AS MATERIALIZED (SELECT FROM matches WHERE idempotency_key = ${idempotencyKey}::bytea),
        made AS (${newSubject(subject, Prisma.sql`NOT EXISTS (SELECT FROM used)`)}),
        keyed AS (${keyOfNew(key, Prisma.sql`made`)}),
        ${this.opened(opening, sealed, identityIndex, Prisma.sql`made`)}
        SELECT EXISTS (SELECT FROM made) AS made, EXISTS (SELECT FROM changed) AS opened,
          EXISTS (SELECT FROM used) AS used,
          (SELECT id::text FROM subjects WHERE number_index = ${index}::bytea) AS found`;
      const { made = false, opened = false, used = false, found = null } = result ?? {};
      if (opened) outcome = { opened: subject.id };
      else if (made || used) outcome = 'key used';
      else outcome = { found };
      return made ? true : null;
    });
    return outcome;
  }

  /** For a person whom another process has erased: this one forgets the key at once. */
  private erased(subjectId: string): Outcome {
    this.seals.forget(subjectId);
    return 'subject erased';
  }

  /** The parts of a statement that open a match for the subject whose id `given` returns, and end it. */
  private opened(
    { match, ending, context }: Opening,
    sealed: Sealed,
    identityIndex: Uint8Array<ArrayBuffer> | null,
    given: Prisma.Sql,
  ): Prisma.Sql {
    const { id, number, identity } = match;
    const { requestId, idempotency, application, actor } = context;
    const error = ending?.error;
    return Prisma.sql`changed AS (
        INSERT INTO matches (
          id, subject_id, status, created_at, number_sealed, number_hint, country, identity_sealed, email_index,
          consent_offered, return_url_sealed, code_name, purpose, reference, idempotency_key, request_fingerprint,
          request_id, owner_id, application, actor_kind, actor_id, identity_index,
          settled_at, error_id, error_type, error_category, error_retryable
        ) SELECT
          ${id}::uuid, id, ${ending?.to ?? 'requested'}::match_status, ${time(match.createdAt)}, ${sealed.number},
          ${number.slice(-2)}, ${match.country}, ${sealed.identity},
          ${this.indexes.emailOrNone(identity.email)}::bytea, ${match.consentOffered}, ${sealed.return_url}::bytea,
          ${match.codeName}, ${match.purpose}, ${match.reference}, ${idempotency?.key ?? null}::bytea,
          ${idempotency?.fingerprint ?? null}::bytea, ${requestId ?? null}, ${this.lease.id}::uuid,
          ${application ?? DEFAULT_APPLICATION}, ${actor?.kind ?? null}, ${actor?.id ?? null}, ${identityIndex}::bytea,
          ${time(ending?.at ?? null)}, ${error?.id ?? null}, ${error?.type ?? null}, ${error?.category ?? null},
          ${error?.retryable ?? null}::boolean
        FROM ${given}
        ON CONFLICT (idempotency_key) DO NOTHING
        RETURNING id
      ), ${timelineOf([...match.events, ...(ending?.events ?? [])], Prisma.sql`changed`)}
      ${outboxOf(ending?.notice ?? null)} ${recordOf(match, ending, context)}`;
  }
}

interface NewRow {
  readonly made: boolean;
  readonly opened: boolean;
  readonly used: boolean;
  readonly found: string | null;
}

const personalPartOf = ({ number, identity, returnUrl }: OpenedMatch) => ({
  ...{ number, identity: JSON.stringify(identity), return_url: returnUrl },
});

/** A part of a statement that puts the request on record, where the match ends with it: the answer is known already. */
function recordOf(
  { id }: OpenedMatch,
  ending: RejectedChange | null,
  { access }: Partial<MatchContext>,
): Prisma.Sql {
  if (ending === null || access == null) return Prisma.empty;
  const line: AccessEvent = {
    ...access.failure(noAnswer(ending.error, id)),
    target: { type: 'match', id },
  };
  return Prisma.sql`, recorded AS (${insertOf([line], Prisma.sql`changed`)})`;
}
