import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { Sealer } from '../sealing/sealer.js';
import { columns } from './sealed-columns.js';
import type { WebhookEventType } from './webhook-events.js';
import type {
  AttemptRecord,
  DeliveryLog,
  DeliveryRecord,
  DeliveryStatus,
  DueDelivery,
  Recipient,
  WebhookNotice,
} from './webhook-records.js';

/** Seconds an attempt has its delivery to itself: longer than it may take. */
const LEASE_SECONDS = 60;
/** Seconds a delivery may be late before its job counts as lost. */
const LATE_SECONDS = 120;
/** How many rows one turn of the housekeeping takes. */
const TURN = 1_000;
/** Seconds a delivery with a receipt waits for the event to be in the log, which mostly takes one. */
const RECEIPT_SECONDS = 2;

const SELECT = {
  id: true,
  endpointId: true,
  noticeId: true,
  matchId: true,
  type: true,
  status: true,
  createdAt: true,
  nextAttemptAt: true,
  endedAt: true,
} as const satisfies Prisma.WebhookDeliverySelect;

/** A delivery one process may now make one attempt at. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly noticeId: string;
  readonly matchId: string | null;
  readonly type: WebhookEventType;
  readonly body: string;
  /** The receipt has yet to be put into the body. */
  readonly receiptPending: boolean;
  readonly tries: number;
  readonly url: string;
  /** Which address it was begun with: what becomes of it says nothing of a later one. */
  readonly urlSealed: Uint8Array;
  readonly secrets: readonly string[];
  /** Whose it is: what was moved on meanwhile is nobody's to end. */
  readonly lease: Date;
}

/** What becomes of a delivery after an attempt. */
export type NextStep =
  | { readonly to: 'delivered' | 'failed' }
  /** @param blameless the attempt says nothing of the endpoint, and does not count */
  | { readonly to: 'pending'; readonly pauseMs: number; readonly blameless: boolean };

/** Deliveries and the log of their attempts. Their rows say what is to be done; jobs only say when to look. */
@Injectable()
export class PrismaWebhookDeliveries {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly sealer: Sealer,
  ) {}

  /** One delivery for each recipient, once per notice. @returns those that are, or still are, to be sent */
  async add(
    notice: WebhookNotice,
    recipients: readonly Recipient[],
  ): Promise<readonly (DueDelivery & { readonly endpointId: string })[]> {
    if (recipients.length === 0) return [];
    const ids = recipients.map(() => uuidv7());
    const endpointIds = recipients.map(({ endpointId }) => endpointId);
    const failing = recipients.map((recipient) => recipient.failing);
    const receipts = recipients.map((recipient) => recipient.receipts ?? false);
    return this.database.client.$queryRaw<(DueDelivery & { endpointId: string })[]>`
      WITH wanted AS (
        SELECT * FROM unnest(${ids}::uuid[], ${endpointIds}::uuid[], ${failing}::boolean[], ${receipts}::boolean[])
          AS w(id, endpoint_id, failing, receipts)
      ), added AS (
        INSERT INTO webhook_deliveries (
          id, endpoint_id, notice_id, match_id, type, body, receipt_pending, status, created_at, next_attempt_at
        )
        SELECT w.id, e.id, ${notice.id}::uuid, ${notice.matchId}::uuid, ${notice.type}, ${notice.body}, w.receipts,
          'pending', now(),
          date_trunc('milliseconds', now() + make_interval(secs => CASE WHEN w.receipts THEN ${RECEIPT_SECONDS} ELSE 0 END))
        FROM wanted w JOIN webhook_endpoints e ON e.id = w.endpoint_id AND e.disabled_at IS NULL
        ON CONFLICT (endpoint_id, notice_id) DO NOTHING
        RETURNING id, endpoint_id, next_attempt_at
      ), due AS (
        SELECT id, endpoint_id, next_attempt_at FROM added
        UNION ALL
        SELECT d.id, d.endpoint_id, d.next_attempt_at
        FROM webhook_deliveries d JOIN wanted w ON w.endpoint_id = d.endpoint_id
        WHERE d.notice_id = ${notice.id}::uuid AND d.status = 'pending'
      )
      SELECT due.id::text, due.endpoint_id::text AS "endpointId", due.next_attempt_at AS "nextAttemptAt", w.failing
      FROM due JOIN wanted w ON w.endpoint_id = due.endpoint_id`;
  }

  /** Takes a delivery that is due, for one attempt; null where it is not, or somebody else has it. */
  async claim(id: string, now: Date): Promise<ClaimedDelivery | null> {
    const [row] = await this.database.client.$queryRaw<ClaimedRow[]>`
      UPDATE webhook_deliveries d
      SET next_attempt_at = date_trunc('milliseconds', now()) + make_interval(secs => ${LEASE_SECONDS})
      FROM webhook_endpoints e
      WHERE d.id = ${id}::uuid AND d.status = 'pending' AND d.next_attempt_at <= now()
        AND e.id = d.endpoint_id AND e.disabled_at IS NULL
      RETURNING d.id::text, d.endpoint_id::text AS "endpointId", d.notice_id::text AS "noticeId", d.type, d.body,
        d.match_id::text AS "matchId", d.receipt_pending AS "receiptPending", d.tries, d.next_attempt_at AS lease, e.url_sealed AS "urlSealed", e.secret_sealed AS "secretSealed",
        e.previous_secret_sealed AS "previousSealed", e.previous_secret_until AS "previousUntil"`;
    if (row === undefined) return null;
    const { urlSealed, secretSealed, previousSealed, previousUntil, ...claimed } = row;
    const { endpointId } = row;
    const previous = previousSealed !== null && previousUntil !== null && previousUntil > now;
    const open = (sealed: Uint8Array) => this.sealer.open(sealed, columns.secret(endpointId));
    return {
      ...claimed,
      urlSealed,
      url: this.sealer.open(urlSealed, columns.url(endpointId)),
      secrets: [open(secretSealed), ...(previous ? [open(previousSealed)] : [])],
    };
  }

  /**
   * Keeps the body with its receipt.
   * @returns the one that is kept: that of whoever was first, should somebody else have had the delivery, too
   */
  async keepBody(id: string, body: string): Promise<string> {
    await this.database.client.$executeRaw`
      UPDATE webhook_deliveries SET body = ${body}, receipt_pending = FALSE WHERE id = ${id}::uuid AND receipt_pending`;
    const row = await this.table.findUnique({ where: { id }, select: { body: true } });
    return row?.body ?? body;
  }

  /**
   * Logs an attempt, and moves its delivery and its endpoint's health on, all at once.
   * A test that fails is no mark against the endpoint: who tries it out knows. Nor is a receipt that we could not make.
   * @returns when the next attempt is, if there is one; null where somebody else had moved the delivery on
   */
  async finish(
    { id, endpointId, type, urlSealed, lease }: ClaimedDelivery,
    attempt: AttemptRecord,
    next: NextStep,
  ): Promise<{ readonly nextAttemptAt: Date | null } | null> {
    const blameless = next.to === 'pending' && next.blameless;
    const delivered = next.to === 'delivered';
    const harmless =
      blameless || attempt.error === 'receipt_failed' || (type === 'webhook.test' && !delivered);
    const nextAttemptAt =
      next.to === 'pending'
        ? Prisma.sql`date_trunc('milliseconds', now() + make_interval(secs => ${next.pauseMs / 1_000}::float8))`
        : Prisma.sql`NULL`;
    const [moved] = await this.database.client.$queryRaw<{ nextAttemptAt: Date | null }[]>`
      WITH logged AS (
        INSERT INTO webhook_attempts (id, delivery_id, at, duration_ms, response_status, error)
        SELECT ${uuidv7()}::uuid, id, ${attempt.at.toISOString()}::timestamptz, ${attempt.durationMs},
          ${attempt.responseStatus}, ${attempt.error}
        FROM webhook_deliveries WHERE id = ${id}::uuid
      ), health AS (
        UPDATE webhook_endpoints SET failing_since = ${delivered ? null : Prisma.sql`now()`}
        WHERE id = ${endpointId}::uuid AND url_sealed = ${urlSealed} AND ${healthChange(delivered, harmless)}
      )
      UPDATE webhook_deliveries
      SET status = ${next.to}::delivery_status, tries = tries + ${blameless ? 0 : 1},
        next_attempt_at = ${nextAttemptAt}, ended_at = ${next.to === 'pending' ? null : Prisma.sql`now()`}
      WHERE id = ${id}::uuid AND status = 'pending' AND next_attempt_at = ${lease.toISOString()}::timestamptz
      RETURNING next_attempt_at AS "nextAttemptAt"`;
    return moved ?? null;
  }

  /** When the next attempt is, where one is; ends, and says so, a delivery to an endpoint that was disabled meanwhile. */
  async standing(id: string): Promise<Date | 'ended' | null> {
    const row = await this.table.findUnique({
      where: { id },
      select: { status: true, nextAttemptAt: true, endpoint: { select: { disabledAt: true } } },
    });
    if (row?.status !== 'pending') return null;
    if (row.endpoint.disabledAt === null) return row.nextAttemptAt;
    const ended = await this.database.client.$executeRaw`
      UPDATE webhook_deliveries SET status = 'failed', ended_at = now(), next_attempt_at = NULL
      WHERE id = ${id}::uuid AND status = 'pending'`;
    return ended === 0 ? null : 'ended';
  }

  /** Begins a new round of attempts, now. @returns null where there is no such delivery to an enabled endpoint */
  async restart(id: string, application: string): Promise<DueDelivery | null> {
    const [row] = await this.database.client.$queryRaw<DueDelivery[]>`
      UPDATE webhook_deliveries d
      SET status = 'pending', tries = 0, ended_at = NULL, next_attempt_at = date_trunc('milliseconds', now())
      FROM webhook_endpoints e
      WHERE d.id = ${id}::uuid AND e.id = d.endpoint_id AND e.application = ${application} AND e.disabled_at IS NULL
      RETURNING d.id::text, d.next_attempt_at AS "nextAttemptAt", false AS failing`;
    return row ?? null;
  }

  /** Newest first. @param before the id the page begins after */
  page(
    endpointId: string,
    status: DeliveryStatus | undefined,
    limit: number,
    before: string | null,
  ): Promise<readonly DeliveryRecord[]> {
    return this.table.findMany({
      where: {
        endpointId,
        ...(status === undefined ? {} : { status }),
        ...(before === null ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: SELECT,
    }) as Promise<readonly DeliveryRecord[]>;
  }

  async find(id: string, application: string): Promise<DeliveryLog | null> {
    const row = await this.table.findFirst({
      where: { id, endpoint: { application } },
      select: {
        ...SELECT,
        body: true,
        attempts: {
          orderBy: { id: 'asc' },
          select: { at: true, durationMs: true, responseStatus: true, error: true },
        },
      },
    });
    return row as DeliveryLog | null;
  }

  /** Deliveries whose jobs must have been lost. */
  async overdue(): Promise<readonly DueDelivery[]> {
    return this.database.client.$queryRaw<DueDelivery[]>`
      SELECT id::text, next_attempt_at AS "nextAttemptAt", true AS failing FROM webhook_deliveries
      WHERE next_attempt_at < now() - make_interval(secs => ${LATE_SECONDS}) ORDER BY next_attempt_at LIMIT ${TURN}`;
  }

  /** Forgets what ended long ago, a turn's worth. @returns how many */
  purge(days: number): Promise<number> {
    return this.database.client.$executeRaw`
      DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries WHERE ended_at < now() - make_interval(days => ${days}) LIMIT ${TURN}
      )`;
  }

  private get table() {
    return this.database.client.webhookDelivery;
  }
}

interface ClaimedRow extends Omit<ClaimedDelivery, 'url' | 'secrets'> {
  readonly secretSealed: Uint8Array;
  readonly previousSealed: Uint8Array | null;
  readonly previousUntil: Date | null;
}

/** An endpoint's row is written only where its health changes: its attempts would wait for each other otherwise. */
function healthChange(delivered: boolean, harmless: boolean): Prisma.Sql {
  if (harmless) return Prisma.sql`false`;
  return delivered ? Prisma.sql`failing_since IS NOT NULL` : Prisma.sql`failing_since IS NULL`;
}
