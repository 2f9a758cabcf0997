import type { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { ErrorCategory, Scores, VerdictReason } from 'nestjs-dqe-idmobile';
import { firstIdAbout } from '../access/time-id.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { ConsentLinks } from './consent-links.js';
import type {
  ConfinedFilter,
  Erased,
  MatchEventRecord,
  MatchRecord,
  MatchReview,
  ReviewFilter,
} from './match-record.js';
import { MatchSeals } from './match-seals.js';
import { reread } from './reread.js';

const SELECT = {
  id: true,
  subjectId: true,
  status: true,
  numberHint: true,
  country: true,
  operator: true,
  scores: true,
  verdict: true,
  verdictPolicy: true,
  verdictReasons: true,
  errorId: true,
  errorType: true,
  errorCategory: true,
  errorRetryable: true,
  reference: true,
  createdAt: true,
  settledAt: true,
  requestFingerprint: true,
  ...{ reviewState: true, overrideVerdict: true, overrideAt: true },
  consent: { select: { urlSealed: true, expiresAt: true } },
} as const satisfies Prisma.MatchSelect;

/** Of a client or a transaction. */
type Matches = Pick<PrismaDatabase['client'], 'match' | 'erasure'>;

type Row = Prisma.MatchGetPayload<{ select: typeof SELECT }>;

/** Reads the audit: by id, by idempotency key, or page by page. */
@Injectable()
export class PrismaMatchReader {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly seals: MatchSeals,
    private readonly subjects: PrismaSubjects,
    private readonly indexes: BlindIndexes,
    private readonly links: ConsentLinks,
  ) {}

  /** @param within the application the reader is confined to; null for all */
  async find(id: string, within: string | null): Promise<MatchRecord | null> {
    const [record = null] = await this.records(() =>
      this.database.client.match.findMany({ where: { id, ...inside(within) }, select: SELECT }),
    );
    return record;
  }

  /** One that this process has just made: whether its person was erased meanwhile is not asked for. */
  async fresh(id: string): Promise<MatchRecord | null> {
    const read = () => this.database.client.match.findMany({ where: { id }, select: SELECT });
    const [record = null] = await this.records(read, null);
    return record;
  }

  /** The match opened under an idempotency key, and the fingerprint of the body it was opened with. */
  async findByIdempotencyKey(
    key: Uint8Array<ArrayBuffer>,
  ): Promise<{ record: MatchRecord; fingerprint: Uint8Array | null } | null> {
    let fingerprint: Uint8Array | null = null;
    const [record] = await this.records(async () => {
      const rows = await this.database.client.match.findMany({
        where: { idempotencyKey: key },
        select: SELECT,
      });
      fingerprint = rows[0]?.requestFingerprint ?? null;
      return rows;
    });
    return record === undefined ? null : { record, fingerprint };
  }

  /** @returns null where there is no such match */
  async events(matchId: string, within: string | null): Promise<readonly MatchEventRecord[] | null> {
    const match = await this.database.client.match.findUnique({
      where: { id: matchId, ...inside(within) },
      select: { events: { where: { id: { gte: firstIdAbout(matchId) } }, orderBy: { id: 'asc' } } },
    });
    return (
      match?.events.map(({ id, type, at, durationMs, data }) => ({
        id,
        type: type as MatchEventRecord['type'],
        at,
        durationMs,
        data: data as MatchEventRecord['data'],
      })) ?? null
    );
  }

  /**
   * Newest first.
   * @param before the id the page begins after
   * @param client of a transaction, where it is to be read in one
   */
  async page(
    filter: ConfinedFilter,
    limit: number,
    before: string | null,
    client: Matches = this.database.client,
  ): Promise<readonly MatchRecord[]> {
    const { number, email, from, to, within, review, ...equal } = filter;
    const subject = number === undefined ? undefined : await this.subjects.find(number);
    const emailIndex = this.indexes.emailOrNone(email);
    if (subject === null || (email !== undefined && emailIndex === null)) return [];
    const query = {
      where: {
        ...equal,
        AND: [inside(within), review === undefined ? {} : REVIEWED[review]],
        ...(subject === undefined ? {} : { subjectId: subject.id }),
        ...(emailIndex === null ? {} : { emailIndex }),
        ...(from === undefined && to === undefined ? {} : { createdAt: { gte: from, lt: to } }),
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    } as const satisfies Prisma.MatchFindManyArgs;
    return this.records(() => client.match.findMany(query), client);
  }

  /** Those of these that there still are, newest first. */
  async these(ids: readonly string[]): Promise<readonly MatchRecord[]> {
    return this.records(() =>
      this.database.client.match.findMany({
        where: { id: { in: [...ids] } },
        orderBy: { id: 'desc' },
        select: SELECT,
      }),
    );
  }

  /** All keys there are to fetch come in one batch. */
  private records(
    read: () => Promise<readonly Row[]>,
    client: Matches | null = this.database.client,
  ): Promise<readonly MatchRecord[]> {
    return reread(async () => {
      const rows = await read();
      const erased = client === null ? NOBODY : await erasedIn(rows, client);
      const urls = await this.seals.openAll(
        rows.map(({ id: matchId, subjectId, consent }) => ({
          ...{ matchId, subjectId, column: 'url' as const, envelope: consent?.urlSealed ?? null },
        })),
      );
      return rows.map((row, i) =>
        this.recordOf(row, urls[i] ?? null, erased.get(row.subjectId ?? '') ?? null),
      );
    });
  }

  private recordOf(row: Row, url: string | null, erased: Erased | null): MatchRecord {
    const { id, status, numberHint, country, operator, reference, createdAt, settledAt } = row;
    return {
      ...{ id, status, numberHint, country, operator, reference, createdAt, settledAt },
      scores: row.scores as Scores | null,
      review: reviewOf(row),
      erased,
      verdict:
        row.verdict === null
          ? null
          : {
              result: row.verdict,
              policy: row.verdictPolicy ?? '',
              reasons: (row.verdictReasons ?? []) as unknown as readonly VerdictReason[],
            },
      consent:
        row.consent === null ? null : { url, link: this.links.linkOf(id), expiresAt: row.consent.expiresAt },
      error:
        row.errorId === null
          ? null
          : {
              id: row.errorId,
              type: row.errorType ?? '',
              retryable: row.errorRetryable ?? false,
              category: row.errorCategory as ErrorCategory,
            },
    };
  }
}

const NOBODY: ReadonlyMap<string, Erased> = new Map();

/** By subject. */
async function erasedIn(
  rows: readonly Row[],
  client: Pick<Matches, 'erasure'>,
): Promise<ReadonlyMap<string, Erased>> {
  const subjects = new Set(rows.flatMap(({ subjectId }) => (subjectId === null ? [] : [subjectId])));
  if (subjects.size === 0) return NOBODY;
  const erasures = await client.erasure.findMany({
    where: { subjectId: { in: [...subjects] }, outcome: 'erased' },
    select: { id: true, subjectId: true, at: true },
  });
  return new Map(
    erasures.map(({ id: certificateId, subjectId, at }) => [subjectId ?? '', { at, certificateId }]),
  );
}

const REVIEWED = {
  open: { reviewState: 'open' },
  overridden: { overrideVerdict: { not: null } },
} as const satisfies Readonly<Record<ReviewFilter, Prisma.MatchWhereInput>>;

function reviewOf({ reviewState, overrideVerdict: verdict, overrideAt: at }: Row): MatchReview | null {
  const override = verdict === null || at === null ? null : { verdict, at };
  if (reviewState === null && override === null) return null;
  return { state: reviewState === 'open' ? 'open' : 'closed', override };
}

const inside = (within: string | null) => (within === null ? {} : { application: within });
