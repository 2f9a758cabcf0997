import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { ErrorCategory, Scores, VerdictReason } from 'nestjs-dqe-idmobile';
import { firstIdAbout } from '../access/time-id.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { ConsentLinks } from './consent-links.js';
import type { ConfinedFilter, Erased, MatchEventRecord, MatchRecord, MatchReview } from './match-record.js';
import { MatchSeals } from './match-seals.js';
import { PrismaMatchSelection } from './prisma-match-selection.js';
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
type Matches = Pick<PrismaDatabase['client'], '$queryRaw' | 'erasure'>;

type Row = Prisma.MatchGetPayload<{ select: typeof SELECT }>;

type ListedRow = Omit<Row, 'consent' | 'requestFingerprint'> & {
  readonly urlSealed: Uint8Array<ArrayBuffer> | null;
  readonly consentExpiresAt: Date | null;
};

/** One statement; a list shows a consent page only while it is waited for. */
const listOf = (which: Prisma.Sql) => Prisma.sql`
  SELECT m.id::text, m.subject_id::text AS "subjectId", m.status::text, m.number_hint AS "numberHint", m.country, m.operator,
    m.scores, m.verdict::text, m.verdict_policy AS "verdictPolicy", m.verdict_reasons AS "verdictReasons",
    m.error_id AS "errorId", m.error_type AS "errorType", m.error_category AS "errorCategory",
    m.error_retryable AS "errorRetryable", m.reference, m.created_at AS "createdAt", m.settled_at AS "settledAt",
    m.review_state AS "reviewState", m.override_verdict::text AS "overrideVerdict", m.override_at AS "overrideAt",
    s.url_sealed AS "urlSealed", s.expires_at AS "consentExpiresAt"
  FROM matches m LEFT JOIN consent_sessions s ON s.match_id = m.id AND m.status = 'consent_pending'
  WHERE ${which}`;

/** Reads the audit: by id, by idempotency key, or page by page. */
@Injectable()
export class PrismaMatchReader {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly seals: MatchSeals,
    private readonly selection: PrismaMatchSelection,
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
    const fits = await this.selection.of(filter);
    const next = before === null ? Prisma.empty : Prisma.sql`AND m.id < ${before}::uuid`;
    return this.listed(Prisma.sql`${fits} ${next} ORDER BY m.id DESC LIMIT ${limit}`, client);
  }

  /** Those of these that there still are, newest first. */
  async these(ids: readonly string[]): Promise<readonly MatchRecord[]> {
    const which = Prisma.sql`m.id = ANY(${[...ids]}::uuid[]) ORDER BY m.id DESC`;
    return this.listed(which, this.database.client);
  }

  /** @param which of `matches m`, and in which order */
  private listed(which: Prisma.Sql, client: Matches): Promise<readonly MatchRecord[]> {
    return this.records(async () => {
      const rows = await client.$queryRaw<ListedRow[]>(listOf(which));
      return rows.map(({ urlSealed, consentExpiresAt, ...row }) => ({
        ...row,
        requestFingerprint: null,
        consent: consentExpiresAt === null ? null : { urlSealed, expiresAt: consentExpiresAt },
      }));
    }, client);
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

function reviewOf({ reviewState, overrideVerdict: verdict, overrideAt: at }: Row): MatchReview | null {
  const override = verdict === null || at === null ? null : { verdict, at };
  if (reviewState === null && override === null) return null;
  return { state: reviewState === 'open' ? 'open' : 'closed', override };
}

const inside = (within: string | null) => (within === null ? {} : { application: within });
