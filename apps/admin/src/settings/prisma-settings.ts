import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { AccessEvent } from '../access/access-event.js';
import type { Actor } from '../access/principal.js';
import { APPROVAL_KINDS } from '../approvals/approval-kinds.js';
import { insertOf } from '../audit/prisma-access-log.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { flat, type Settings } from './settings-record.js';

interface Row {
  readonly four_eyes: readonly string[];
  readonly approval_hours: number;
  readonly probing_enabled: boolean;
  readonly probing_window_minutes: number;
  readonly probing_max_identities: number;
  readonly probing_max_climbs: number;
  readonly probing_throttle_minutes: number;
}

/** Keeps the settings in the audit database. */
@Injectable()
export class PrismaSettings {
  constructor(private readonly database: PrismaDatabase) {}

  async read(): Promise<Settings> {
    const [row] = await this.database.client.$queryRaw<Row[]>`
      SELECT four_eyes, approval_hours, probing_enabled, probing_window_minutes, probing_max_identities,
        probing_max_climbs, probing_throttle_minutes
      FROM service_settings`;
    if (row === undefined) throw new Error('the row of settings is missing');
    return settingsOf(row);
  }

  /**
   * With its line in the access log. The database takes the approval where one is needed, or refuses.
   * @param approvalId null where none is needed
   * @returns false where somebody else has changed them meanwhile
   */
  async write(
    settings: Settings,
    before: Settings,
    { at, actor, approvalId }: { at: Date; actor: Actor; approvalId: string | null },
    event: AccessEvent,
  ): Promise<boolean> {
    const { fourEyes, approvalHours, probing } = settings;
    const [result] = await this.database.client.$queryRaw<{ changed: boolean }[]>`
      WITH changed AS (
        UPDATE service_settings SET four_eyes = ${[...fourEyes]}::text[], approval_hours = ${approvalHours},
          probing_enabled = ${probing.enabled}, probing_window_minutes = ${probing.windowMinutes},
          probing_max_identities = ${probing.maxIdentities}, probing_max_climbs = ${probing.maxClimbs},
          probing_throttle_minutes = ${probing.throttleMinutes},
          changed_at = ${time(at)}, changed_by_kind = ${actor.kind}, changed_by_id = ${actor.id},
          approval_id = ${approvalId}::uuid
        WHERE settings_payload(service_settings) = ${JSON.stringify(flat(before))}::jsonb
        RETURNING id
      ), recorded AS (${insertOf([event], Prisma.sql`changed`)})
      SELECT EXISTS (SELECT FROM changed) AS changed`;
    return result?.changed === true;
  }
}

const settingsOf = (row: Row): Settings => ({
  // A kind that this release does not know is nothing it could ask for.
  fourEyes: APPROVAL_KINDS.filter((kind) => row.four_eyes.includes(kind)).sort(),
  approvalHours: row.approval_hours,
  probing: {
    enabled: row.probing_enabled,
    windowMinutes: row.probing_window_minutes,
    maxIdentities: row.probing_max_identities,
    maxClimbs: row.probing_max_climbs,
    throttleMinutes: row.probing_throttle_minutes,
  },
});
