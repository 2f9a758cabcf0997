import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { OpenedMatch } from 'nestjs-dqe-idmobile';
import { SubjectErasedError } from 'sealed-fields';
import { DEFAULT_APPLICATION } from '../access/principal.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { PrismaInstanceLease } from '../persistence/prisma-instance-lease.js';
import { OPEN_TO_ALL } from '../probing/prisma-probing.js';
import { ProbingSuspectedError } from '../probing/probing-suspected.error.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { PrismaSubjectKeyStore } from '../subjects/prisma-subject-key-store.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { IdempotencyKeyUsedError, type MatchContext } from './match-context.js';
import { MatchSeals } from './match-seals.js';
import { standing, timelineOf } from './prisma-match-sql.js';
import { Recent } from './recent.js';

/** How often a subject may be erased under our hands before something else must be wrong. */
const ATTEMPTS = 5;
const KNOWN_NUMBERS = 10_000;

interface Opening {
  readonly opened: boolean;
  /** null: the subject was erased. */
  readonly admitted: boolean | null;
}

/** Opens matches: each for the person of its number, under that person's key. */
@Injectable()
export class PrismaMatchOpening {
  /** Subjects by blind index of the number. The statement asks whether they still stand. */
  private readonly known = new Recent(KNOWN_NUMBERS);

  constructor(
    private readonly database: PrismaDatabase,
    private readonly subjects: PrismaSubjects,
    private readonly indexes: BlindIndexes,
    private readonly seals: MatchSeals,
    private readonly lease: PrismaInstanceLease,
    private readonly keyStore: PrismaSubjectKeyStore,
  ) {}

  /**
   * A number met before takes one statement; a new one, those that make the subject and its key.
   * @returns the subject
   * @throws IdempotencyKeyUsedError
   * @throws ProbingSuspectedError
   */
  async open(match: OpenedMatch): Promise<string> {
    const number = Buffer.from(this.indexes.number(match.number)).toString('hex');
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const subjectId = this.known.get(number) ?? (await this.find(match.number));
      const outcome = await this.openFor(subjectId, match);
      if (outcome === 'key used') throw new IdempotencyKeyUsedError();
      if (outcome === 'opened') {
        this.known.set(number, subjectId);
        return subjectId;
      }
      // Somebody who comes back after an erasure is another subject.
      this.known.delete(number);
      this.seals.forget(subjectId);
    }
    throw new Error(`the subject of a match was erased ${ATTEMPTS} times while it was opened`);
  }

  private async find(number: string): Promise<string> {
    const { id, made } = await this.subjects.findOrCreate(number);
    if (made) this.keyStore.isNew(id);
    return id;
  }

  private async openFor(
    subjectId: string,
    match: OpenedMatch,
  ): Promise<'opened' | 'key used' | 'subject erased'> {
    const { id, number, identity, returnUrl } = match;
    const values = { number, identity: JSON.stringify(identity), return_url: returnUrl };
    const sealed = await this.seals
      .seal(subjectId, id, values)
      .catch((error: unknown) => {
        if (error instanceof SubjectErasedError) return null;
        throw error;
      })
      .finally(() => this.keyStore.isKnown(subjectId));
    if (sealed === null) return 'subject erased';
    const { requestId, idempotency, application, actor, probing } = (match.context ??
      {}) as Partial<MatchContext>;
    const { identityIndex, admitted } =
      probing?.admissionOf(subjectId, match, idempotency?.key ?? null) ?? OPEN_TO_ALL;
    const [result] = await this.database.client.$queryRaw<Opening[]>`
      WITH subject AS (${standing(subjectId)}), admission AS MATERIALIZED (
        SELECT id, ${admitted} AS admitted FROM subject
      ), changed AS (
        INSERT INTO matches (
          id, subject_id, status, created_at, number_sealed, number_hint, country, identity_sealed, email_index,
          consent_offered, return_url_sealed, code_name, purpose, reference, idempotency_key, request_fingerprint,
          request_id, owner_id, application, actor_kind, actor_id, identity_index
        ) SELECT
          ${id}::uuid, admission.id, 'requested', ${time(match.createdAt)}, ${sealed.number}, ${number.slice(-2)},
          ${match.country}, ${sealed.identity}, ${this.indexes.emailOrNone(identity.email)}::bytea, ${match.consentOffered},
          ${sealed.return_url}::bytea, ${match.codeName}, ${match.purpose}, ${match.reference},
          ${idempotency?.key ?? null}::bytea, ${idempotency?.fingerprint ?? null}::bytea, ${requestId ?? null},
          ${this.lease.id}::uuid, ${application ?? DEFAULT_APPLICATION}, ${actor?.kind ?? null}, ${actor?.id ?? null},
          ${identityIndex}::bytea
        FROM admission WHERE admitted
        ON CONFLICT (idempotency_key) DO NOTHING
        RETURNING id
      ), ${timelineOf(match.events, Prisma.sql`changed`)}
      SELECT EXISTS (SELECT FROM changed) AS opened, (SELECT admitted FROM admission) AS admitted`;
    if (result?.opened === true) return 'opened';
    if (result?.admitted === false) throw new ProbingSuspectedError(subjectId);
    return result?.admitted === true ? 'key used' : 'subject erased';
  }
}
