import { Injectable } from '@nestjs/common';
import { firstIdAbout } from '../../access/time-id.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import type { QueuedEvent } from '../leaves/queued-event.js';
import { type EventRow, queuedOf, THE_EVENT, WHAT_IT_SAYS } from '../sequencing/prisma-queued-events.js';

/** The events a receipt may be for: each brought a match to another status. */
export type ReceiptEventType = 'requested' | 'consent_opened' | 'settled';

export interface ReceiptEvent {
  readonly id: string;
  readonly queued: QueuedEvent;
  /** As the log has it; null: not yet. */
  readonly entry: { readonly index: number; readonly leaf: string; readonly payload: string | null } | null;
}

interface Row extends EventRow {
  readonly index: bigint | null;
  readonly leaf: string | null;
  readonly payload: string | null;
}

/** Events of matches beside what the log has of them. */
@Injectable()
export class PrismaReceiptEvents {
  constructor(private readonly database: PrismaDatabase) {}

  /** The last event of this type; null where there is none. */
  async find(matchId: string, type: ReceiptEventType): Promise<ReceiptEvent | null> {
    const [row] = await this.database.client.$queryRaw<Row[]>`
      SELECT q.source, q.event_id::text AS id, q.recorded_at, NULL AS purged, ${WHAT_IT_SAYS},
        l.index, l.leaf, p.payload
      FROM (
        SELECT 'match' AS source, o.id AS event_id, o.at AS recorded_at FROM match_events o
        WHERE o.match_id = ${matchId}::uuid AND o.type = ${type} AND o.id >= ${firstIdAbout(matchId)}::uuid
        ORDER BY o.id DESC LIMIT 1
      ) q
      LEFT JOIN log_entries l ON l.event_id = q.event_id AND l.source = 'match'
      LEFT JOIN log_payloads p ON p.index = l.index
      ${THE_EVENT}`;
    if (row === undefined) return null;
    const { index, leaf, payload } = row;
    const entry = index === null || leaf === null ? null : { index: Number(index), leaf, payload };
    return { id: row.id, queued: queuedOf(row), entry };
  }

  /** Those of these that are in the log. */
  async logged(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.client.$queryRaw<{ id: string }[]>`
      SELECT event_id::text AS id FROM log_entries
      WHERE source = 'match' AND event_id = ANY(${[...ids]}::uuid[])`;
    return rows.map(({ id }) => id);
  }
}
