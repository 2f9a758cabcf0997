import {
  ApiExtraModels,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiSchema,
  getSchemaPath,
} from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { ActorView } from '../audit/access-event.view.js';
import { PageQuery } from '../http/query.js';
import { ProblemSchema } from '../openapi/problem.schema.js';
import { NumberBody } from '../subjects/number.body.js';
import {
  ERASURE_GROUNDS,
  ERASURE_OUTCOMES,
  type ErasureCounts,
  type ErasureGround,
  type ErasureOutcome,
  type ErasureRefusal,
  REFUSAL_KINDS,
} from './erasure.js';

@ApiSchema({ name: 'CreateErasure' })
export class CreateErasureBody extends NumberBody {
  @ApiProperty({ enum: ERASURE_GROUNDS })
  @IsIn(ERASURE_GROUNDS, { context: { remedy: `Send one of ${ERASURE_GROUNDS.join(', ')}.` } })
  ground!: ErasureGround;

  @ApiPropertyOptional({
    type: String,
    example: 'DSR-2026-0042',
    description: 'Of yours; stays on the certificate.',
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._/-]{1,64}$/, {
    message: 'is not the number of a case',
    context: { remedy: 'Send 1 to 64 letters, digits and . _ / -; nothing personal.' },
  })
  caseReference?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Where a second person has approved it.',
  })
  @IsOptional()
  @IsUUID()
  approvalId?: string;
}

export class ListErasuresQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ERASURE_OUTCOMES })
  @IsOptional()
  @IsIn(ERASURE_OUTCOMES, { context: { remedy: `Send one of ${ERASURE_OUTCOMES.join(', ')}.` } })
  outcome?: ErasureOutcome;
}

@ApiSchema({ name: 'ErasureCounts' })
export class ErasureCountsView implements ErasureCounts {
  @ApiProperty({ type: Number, description: 'Whose sealed data opens no more.' }) matches!: number;
  @ApiProperty({ type: Number }) dataKeys!: number;
  @ApiProperty({ type: Number }) blindIndexes!: number;
  @ApiProperty({ type: Number }) consentTokens!: number;
  @ApiProperty({ type: Number }) relationships!: number;
}

@ApiSchema({ name: 'ErasureRefusal', description: 'What stands against an erasure.' })
export class ErasureRefusalView implements ErasureRefusal {
  @ApiProperty({ enum: REFUSAL_KINDS }) kind!: ErasureRefusal['kind'];
  @ApiProperty({ type: String, nullable: true, description: 'Of a duty: by which law.' }) ground!:
    string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'null: nobody can say, or you may not know.',
  })
  until!: string | null;
}

@ApiSchema({ name: 'ErasureRemains' })
export class ErasureRemainsView {
  @ApiProperty({ type: String }) what!: string;
  @ApiProperty({ type: String }) why!: string;
}

@ApiSchema({ name: 'Erasure', description: 'The certificate of an erasure. Holds no personal data.' })
export class ErasureView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7; to be given to whoever asked for it.' }) id!: string;
  @ApiProperty({ enum: ERASURE_OUTCOMES }) outcome!: ErasureOutcome;
  @ApiProperty({ enum: ERASURE_GROUNDS }) ground!: ErasureGround;
  @ApiProperty({ type: String, nullable: true }) caseReference!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) requestedBy!: ActorView;
  @ApiProperty({ type: ActorView, nullable: true, description: 'null: no second person was needed.' })
  approvedBy!: ActorView | null;
  @ApiProperty({ type: ErasureCountsView }) destroyed!: ErasureCountsView;
  @ApiProperty({ type: [ErasureRemainsView], description: 'What stays, and why.' })
  remains!: readonly ErasureRemainsView[];
  @ApiProperty({ type: [ErasureRefusalView], description: 'Where it was refused.' })
  refusals!: readonly ErasureRefusalView[];
}

@ApiSchema({ name: 'ErasurePage' })
export class ErasurePageView {
  @ApiProperty({ type: [ErasureView], description: 'Newest first.' }) items!: readonly ErasureView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

/** For the OpenAPI document only. */
@ApiSchema({ name: 'ErasureProblem' })
export class ErasureProblemSchema extends ProblemSchema {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'The record of the refusal.' })
  declare erasureId?: string;
  @ApiPropertyOptional({ type: [ErasureRefusalView] })
  declare refusals?: readonly ErasureRefusalView[];
}

export const ApiErasureRefused = () =>
  applyDecorators(
    ApiExtraModels(ErasureProblemSchema),
    ApiResponse({
      status: 409,
      description: 'Something stands against it; or the approval is of no use.',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ErasureProblemSchema) } } },
    }),
  );
