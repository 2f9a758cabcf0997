import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ActorView } from '../audit/access-event.view.js';
import { ClaimedIdentitySchema } from '../matches/create-match.schema.js';
import { REVEAL_FIELDS, type Revealed, type RevealField } from './reveal-fields.js';
import type { RevealRecord } from './reveals.service.js';

@ApiSchema({ name: 'Reveal', description: 'That somebody saw personal data in clear.' })
export class RevealView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ format: 'uuid' }) matchId!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) actor!: ActorView;
  @ApiProperty({ enum: REVEAL_FIELDS, isArray: true }) fields!: readonly RevealField[];
  @ApiProperty({ type: String, nullable: true, description: 'null once the person was erased.' })
  reason!: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Where a second person was needed.',
  })
  approvalId!: string | null;
}

@ApiSchema({ name: 'Revealed', description: 'What was asked for, in clear.' })
export class RevealedView extends RevealView {
  @ApiProperty({ type: String, nullable: true, example: '+33600001001', description: 'null: not asked for.' })
  number!: string | null;
  @ApiProperty({ type: ClaimedIdentitySchema, description: 'What was asked for and claimed.' })
  identity!: ClaimedIdentitySchema;
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    description: 'As DQE gave it; null: not asked for, or not kept.',
  })
  answer!: unknown;
}

@ApiSchema({ name: 'RevealPage' })
export class RevealPageView {
  @ApiProperty({ type: [RevealView], description: 'Newest first.' }) items!: readonly RevealView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const revealViewOf = ({
  id,
  matchId,
  at,
  actor,
  fields,
  reason,
  approvalId,
}: RevealRecord): RevealView => ({
  ...{ id, matchId, at: at.toISOString(), actor, fields, reason, approvalId },
});

export const revealedViewOf = (record: RevealRecord, revealed: Revealed): RevealedView =>
  Object.assign(revealViewOf(record), revealed);
