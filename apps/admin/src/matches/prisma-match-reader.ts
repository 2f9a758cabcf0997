import type { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { ErrorCategory, Scores, VerdictReason } from 'nestjs-dqe-idmobile';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { Sealer } from '../sealing/sealer.js';
import { ConsentLinks } from './consent-links.js';
import type { ConfinedFilter, MatchEventRecord, MatchRecord } from './match-record.js';
import { columns } from './sealed-columns.js';

const SELECT = {
  id: true,
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
  consent: { select: { urlSealed: true, expiresAt: true } },
} as const satisfies Prisma.MatchSelect;

type Row = Prisma.MatchGetPayload<{ select: typeof SELECT }>;

/** Reads the audit: by id, by idempotency key, or page by page. */
@Injectable()
export class PrismaMatchReader {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly sealer: Sealer,
    private readonly links: ConsentLinks,
  ) {}

  /** @param within the application the reader is confined to; null for all */
  async find(id: string, within: string | null): Promise<MatchRecord | null> {
    const row = await this.database.client.match.findUnique({
      where: { id, ...inside(within) },
      select: SELECT,
    });
    return row === null ? null : this.recordOf(row);
  }

  /** The match opened under an idempotency key, and the fingerprint of the body it was opened with. */
  async findByIdempotencyKey(
    key: Uint8Array<ArrayBuffer>,
  ): Promise<{ record: MatchRecord; fingerprint: Uint8Array | null } | null> {
    const row = await this.database.client.match.findUnique({
      where: { idempotencyKey: key },
      select: SELECT,
    });
    return row === null ? null : { record: this.recordOf(row), fingerprint: row.requestFingerprint };
  }

  /** @returns null where there is no such match */
  async events(matchId: string, within: string | null): Promise<readonly MatchEventRecord[] | null> {
    const match = await this.database.client.match.findUnique({
      where: { id: matchId, ...inside(within) },
      select: { events: { orderBy: { id: 'asc' } } },
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
   */
  async page(filter: ConfinedFilter, limit: number, before: string | null): Promise<readonly MatchRecord[]> {
    const { number, from, to, within, ...equal } = filter;
    const rows = await this.database.client.match.findMany({
      where: {
        ...equal,
        AND: inside(within),
        ...(number === undefined ? {} : { numberIndex: this.sealer.blindIndex('number', number) }),
        ...(from === undefined && to === undefined ? {} : { createdAt: { gte: from, lt: to } }),
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    });
    return rows.map((row) => this.recordOf(row));
  }

  private recordOf(row: Row): MatchRecord {
    const { id, status, numberHint, country, operator, reference, createdAt, settledAt } = row;
    return {
      ...{ id, status, numberHint, country, operator, reference, createdAt, settledAt },
      scores: row.scores as Scores | null,
      verdict:
        row.verdict === null
          ? null
          : {
              result: row.verdict,
              policy: row.verdictPolicy ?? '',
              reasons: (row.verdictReasons ?? []) as unknown as readonly VerdictReason[],
            },
      consent:
        row.consent === null
          ? null
          : {
              url: this.sealer.open(row.consent.urlSealed, columns.consentUrl(id)),
              link: this.links.linkOf(id),
              expiresAt: row.consent.expiresAt,
            },
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

const inside = (within: string | null) => (within === null ? {} : { application: within });
