import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { Sealer } from '../sealing/sealer.js';
import { columns } from './sealed-columns.js';
import type { DisabledReason, EndpointEventName, WebhookEventType } from './webhook-events.js';
import type {
  DueDelivery,
  EndpointChange,
  EndpointRecord,
  Recipient,
  WebhookNotice,
} from './webhook-records.js';

const SELECT = {
  id: true,
  urlSealed: true,
  description: true,
  events: true,
  receipts: true,
  createdAt: true,
  previousSecretUntil: true,
  failingSince: true,
  disabledAt: true,
  disabledReason: true,
} as const satisfies Prisma.WebhookEndpointSelect;

type Row = Prisma.WebhookEndpointGetPayload<{ select: typeof SELECT }>;

export interface NewEndpoint extends Required<EndpointChange> {
  readonly application: string;
  readonly secret: string;
  readonly createdAt: Date;
}

/** What has to hold for an endpoint to be disabled. */
export interface DisablingCondition {
  readonly sinceHours?: number;
  readonly urlSealed?: Uint8Array;
}

interface DisabledRow extends Omit<DueDelivery, 'id'> {
  readonly id: string | null;
  readonly ended: number;
}

/** Which endpoints there are. Whoever asks names the application, and sees no other's. */
@Injectable()
export class PrismaWebhookEndpoints {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly sealer: Sealer,
  ) {}

  async create({ application, url, secret, description, events, receipts, createdAt }: NewEndpoint) {
    const id = uuidv7();
    const row = await this.table.create({
      data: {
        ...{ id, application, description, events: [...events], receipts, createdAt },
        urlSealed: this.sealer.seal(url, columns.url(id)),
        secretSealed: this.sealer.seal(secret, columns.secret(id)),
      },
      select: SELECT,
    });
    return this.recordOf(row);
  }

  count(application: string): Promise<number> {
    return this.table.count({ where: { application } });
  }

  /** Oldest first. */
  async list(application: string): Promise<readonly EndpointRecord[]> {
    const rows = await this.table.findMany({
      where: { application },
      orderBy: { id: 'asc' },
      select: SELECT,
    });
    return rows.map((row) => this.recordOf(row));
  }

  async find(id: string, application: string): Promise<EndpointRecord | null> {
    const row = await this.table.findFirst({ where: { id, application }, select: SELECT });
    return row === null ? null : this.recordOf(row);
  }

  async change(id: string, application: string, change: EndpointChange): Promise<void> {
    const { url, description, events, receipts } = change;
    await this.table.updateMany({
      where: { id, application },
      data: {
        // That the old address failed says nothing of the new one.
        ...(url === undefined
          ? {}
          : { urlSealed: this.sealer.seal(url, columns.url(id)), failingSince: null }),
        ...(description === undefined ? {} : { description }),
        ...(events === undefined ? {} : { events: [...events] }),
        ...(receipts === undefined ? {} : { receipts }),
      },
    });
  }

  /** Its deliveries go with it. @returns whether there was one */
  async remove(id: string, application: string): Promise<boolean> {
    const { count } = await this.table.deleteMany({ where: { id, application } });
    return count === 1;
  }

  /**
   * A new secret; the one before signs along until `previousUntil`, the one before that no more.
   * @returns whether there was such an endpoint
   */
  async rotate(
    id: string,
    application: string,
    secret: string,
    previousUntil: Date | null,
  ): Promise<boolean> {
    const sealed = this.sealer.seal(secret, columns.secret(id));
    const previous = previousUntil === null ? Prisma.sql`NULL` : Prisma.sql`secret_sealed`;
    const changed = await this.database.client.$executeRaw`
      UPDATE webhook_endpoints SET
        previous_secret_sealed = ${previous},
        previous_secret_until = ${previousUntil?.toISOString() ?? null}::timestamptz, secret_sealed = ${sealed}
      WHERE id = ${id}::uuid AND application = ${application}`;
    return changed === 1;
  }

  async enable(id: string, application: string): Promise<void> {
    await this.table.updateMany({
      where: { id, application, disabledAt: { not: null } },
      data: { disabledAt: null, disabledReason: null, failingSince: null },
    });
  }

  /** Enabled endpoints of the match's application that want to be told. */
  async subscribersOf(matchId: string, type: WebhookEventType): Promise<readonly Recipient[]> {
    return this.database.client.$queryRaw<Recipient[]>`
      SELECT e.id::text AS "endpointId", e.failing_since IS NOT NULL AS failing, e.receipts
      FROM webhook_endpoints e JOIN matches m ON m.application = e.application
      WHERE m.id = ${matchId}::uuid AND e.disabled_at IS NULL AND ${type} = ANY(e.events)`;
  }

  /** Enabled endpoints of an application that want to be told. */
  async subscribersIn(application: string, type: WebhookEventType): Promise<readonly Recipient[]> {
    return this.database.client.$queryRaw<Recipient[]>`
      SELECT e.id::text AS "endpointId", e.failing_since IS NOT NULL AS failing
      FROM webhook_endpoints e
      WHERE e.application = ${application} AND e.disabled_at IS NULL AND ${type} = ANY(e.events)`;
  }

  /** The other enabled endpoints of the same application. */
  async othersThan(id: string): Promise<readonly Recipient[]> {
    return this.database.client.$queryRaw<Recipient[]>`
      SELECT e.id::text AS "endpointId", e.failing_since IS NOT NULL AS failing
      FROM webhook_endpoints e JOIN webhook_endpoints d ON d.application = e.application AND d.id <> e.id
      WHERE d.id = ${id}::uuid AND e.disabled_at IS NULL`;
  }

  /**
   * Sends it nothing more, ends what was on its way, and has others told: in one statement, so that none of it is lost.
   * @param sinceHours only where every attempt has failed for so long
   * @param urlSealed only where this still is its address
   * @returns what the others are sent, and how many were ended; null where it was not for this to disable it
   */
  async disable(
    id: string,
    reason: DisabledReason,
    { at, sinceHours, urlSealed }: { readonly at: Date } & DisablingCondition,
    announcement?: { readonly notice: WebhookNotice; readonly recipients: readonly Recipient[] },
  ): Promise<{ readonly due: readonly DueDelivery[]; readonly ended: number } | null> {
    const now = time(at);
    const longEnough =
      sinceHours === undefined
        ? Prisma.empty
        : Prisma.sql`AND failing_since <= now() - make_interval(hours => ${sinceHours})`;
    const sameAddress = urlSealed === undefined ? Prisma.empty : Prisma.sql`AND url_sealed = ${urlSealed}`;
    const { notice, recipients = [] } = announcement ?? {};
    const ids = recipients.map(() => uuidv7());
    const rows = await this.database.client.$queryRaw<DisabledRow[]>`
      WITH disabled AS (
        UPDATE webhook_endpoints SET disabled_at = ${now}, disabled_reason = ${reason}
        WHERE id = ${id}::uuid AND disabled_at IS NULL ${longEnough} ${sameAddress}
        RETURNING id
      ), ended AS (
        UPDATE webhook_deliveries SET status = 'failed', ended_at = now(), next_attempt_at = NULL
        WHERE endpoint_id IN (SELECT id FROM disabled) AND status = 'pending'
        RETURNING 1
      ), told AS (
        INSERT INTO webhook_deliveries (
          id, endpoint_id, notice_id, type, body, status, created_at, next_attempt_at
        )
        SELECT r.id, r.endpoint_id, ${notice?.id ?? null}::uuid, ${notice?.type ?? null}, ${notice?.body ?? null},
          'pending', now(), date_trunc('milliseconds', now())
        FROM disabled, unnest(${ids}::uuid[], ${recipients.map(({ endpointId }) => endpointId)}::uuid[])
          AS r(id, endpoint_id)
        RETURNING id, next_attempt_at
      )
      SELECT t.id::text, t.next_attempt_at AS "nextAttemptAt", false AS failing,
        (SELECT count(*) FROM ended)::int AS ended
      FROM disabled LEFT JOIN told t ON true`;
    const [first] = rows;
    if (first === undefined) return null;
    const due = rows.flatMap(({ id: delivery, nextAttemptAt, failing }) =>
      delivery === null ? [] : [{ id: delivery, nextAttemptAt, failing }],
    );
    return { due, ended: first.ended };
  }

  private get table() {
    return this.database.client.webhookEndpoint;
  }

  private recordOf({ urlSealed, events, disabledReason, ...row }: Row): EndpointRecord {
    return {
      ...row,
      url: this.sealer.open(urlSealed, columns.url(row.id)),
      events: events as EndpointEventName[],
      disabledReason: disabledReason as DisabledReason | null,
    };
  }
}
