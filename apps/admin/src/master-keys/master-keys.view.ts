import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { KeyRotationRecord } from './prisma-key-rotations.js';
import type { MasterKeysStanding } from './master-keys.service.js';

@ApiSchema({ name: 'MasterKey' })
export class MasterKeyView {
  @ApiProperty({ example: 'k1' }) id!: string;
  @ApiProperty({ description: 'Whether it protects what is new: the first of MASTER_KEYS.' })
  primary!: boolean;
  @ApiProperty({ type: 'integer', description: 'Persons whose data key it wraps.' }) dataKeys!: number;
  @ApiProperty({ type: 'integer', description: 'Matches an earlier release sealed with it.' })
  earlierMatches!: number;
  @ApiProperty({ type: 'integer', description: 'Addresses and secrets of webhooks sealed with it.' })
  webhooks!: number;
  @ApiProperty({
    description:
      'Nothing is left under it: it may go from MASTER_KEYS, once all instances run with the new primary.',
  })
  mayRetire!: boolean;
}

@ApiSchema({ name: 'KeyRotation' })
export class KeyRotationView {
  @ApiProperty({ example: 'k2', description: 'The key everything goes to.' }) primary!: string;
  @ApiProperty({ type: String, format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: String, format: 'date-time' }) updatedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: under way.' })
  endedAt!: string | null;
  @ApiProperty({ type: 'integer', description: 'Values to move when it began.' }) total!: number;
  @ApiProperty({ type: 'integer' }) moved!: number;
  @ApiProperty({ type: 'integer', description: 'Values that could not be opened; the log says more.' })
  refused!: number;
}

@ApiSchema({ name: 'MasterKeys', description: 'Never the keys themselves.' })
export class MasterKeysView {
  @ApiProperty({ example: 'k2' }) primary!: string;
  @ApiProperty({ type: [MasterKeyView], description: 'The primary first.' }) keys!: readonly MasterKeyView[];
  @ApiProperty({ type: KeyRotationView, nullable: true, description: 'The last one.' })
  rotation!: KeyRotationView | null;
}

export function masterKeysViewOf({ primary, keys, rotation }: MasterKeysStanding): MasterKeysView {
  return {
    primary,
    keys: keys.map(({ id, primary: isPrimary, counts }) => ({
      ...{ id, primary: isPrimary, ...counts },
      mayRetire: !isPrimary && Object.values(counts).every((count) => count === 0),
    })),
    rotation: rotation === null ? null : rotationViewOf(rotation),
  };
}

const rotationViewOf = (record: KeyRotationRecord): KeyRotationView => ({
  primary: record.primaryKeyId,
  startedAt: record.startedAt.toISOString(),
  updatedAt: record.updatedAt.toISOString(),
  endedAt: record.endedAt?.toISOString() ?? null,
  ...{ total: record.total, moved: record.moved, refused: record.refused },
});
