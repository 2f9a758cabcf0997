import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { KEY_STANDINGS, type KeyStanding, standingOf } from '../access/key-standing.js';
import { type Permission, PERMISSIONS } from '../access/permissions.js';
import { ActorView } from '../audit/access-event.view.js';
import type { KeyRecord } from './key-record.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

/** A key as the API shows it: without the key. */
@ApiSchema({ name: 'Key' })
export class KeyView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ example: 'shop', description: 'The partner system it belongs to.' }) application!: string;
  @ApiProperty({ example: 'shop, production' }) name!: string;
  @ApiProperty({ example: 'dqe_live_ab12', description: 'Its first characters.' }) prefix!: string;
  @ApiProperty({ enum: PERMISSIONS, isArray: true, description: 'What it may do.' })
  scopes!: readonly Permission[];
  @ApiProperty({ enum: KEY_STANDINGS, description: 'replaced: works along until overlapUntil.' })
  status!: KeyStanding;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: ActorView }) createdBy!: ActorView;
  @Time('null: never.') expiresAt!: string | null;
  @Time('To the minute.') lastUsedAt!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The key that followed it.' })
  rotatedTo!: string | null;
  @Time('Until when it works beside the key that followed it.') overlapUntil!: string | null;
  @Time() revokedAt!: string | null;
}

@ApiSchema({ name: 'MadeKey' })
export class MadeKeyView extends KeyView {
  @ApiProperty({ example: 'dqe_live_…', description: 'The key. Shown this once: only its hash is kept.' })
  key!: string;
}

@ApiSchema({ name: 'KeyPage' })
export class KeyPageView {
  @ApiProperty({ type: [KeyView], description: 'Newest first.' }) items!: readonly KeyView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export function keyViewOf(record: KeyRecord, now: number): KeyView {
  const { id, application, name, prefix, scopes, createdBy, rotatedTo } = record;
  return {
    ...{ id, application, name, prefix, scopes, status: standingOf(record, now) },
    createdAt: record.createdAt.toISOString(),
    createdBy,
    expiresAt: textOf(record.expiresAt),
    lastUsedAt: textOf(record.lastUsedAt),
    rotatedTo,
    overlapUntil: textOf(record.overlapUntil),
    revokedAt: textOf(record.revokedAt),
  };
}

const textOf = (at: Date | null) => at?.toISOString() ?? null;
