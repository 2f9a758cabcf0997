import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { Reason } from '../approvals/reason.js';
import { ActorView } from '../audit/access-event.view.js';
import { InstantText, PageQuery } from '../http/query.js';
import { NumberCountry } from '../subjects/number.body.js';
import { isActive, type LegalHold, type ReasonedHold } from './legal-hold.js';

@ApiSchema({ name: 'CreateHold', description: 'Of a number or of a match.' })
export class CreateHoldBody {
  @ApiPropertyOptional({ type: String, example: '0600001001', description: 'All matches of this person.' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  number?: string;

  @NumberCountry()
  country?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'This match only.' })
  @IsOptional()
  @IsUUID()
  matchId?: string;

  @Reason({ description: 'For people; kept sealed.' })
  reason!: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Left out: until it is released.',
  })
  @IsOptional()
  @InstantText()
  until?: string | null;

  @ApiPropertyOptional({
    ...{ type: Boolean, default: true },
    description: 'false: a report for the person does not mention it, because that would tip them off.',
  })
  @IsOptional()
  @IsBoolean()
  disclose?: boolean;
}

@ApiSchema({ name: 'ReleaseHold' })
export class ReleaseHoldBody {
  @Reason({ description: 'For people; kept sealed.' })
  reason!: string;
}

export class ListHoldsQuery extends PageQuery {
  @ApiPropertyOptional({
    type: Boolean,
    description: 'Those that stand, or those that do not. All where left out.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  active?: boolean;
}

const Time = () => ApiProperty({ type: String, format: 'date-time', nullable: true });

@ApiSchema({ name: 'Hold' })
export class HoldView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'Opaque: the person it is about.' }) subjectId!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'null: all matches of the person.',
  })
  matchId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Matches of this application; null: of all.' })
  application!: string | null;
  @ApiProperty({ type: Boolean, description: 'It stands.' }) active!: boolean;
  @ApiProperty({ type: Boolean, description: 'A report for the person mentions it.' }) disclose!: boolean;
  @Time() until!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: ActorView }) createdBy!: ActorView;
  @Time() releasedAt!: string | null;
  @ApiProperty({ type: ActorView, nullable: true }) releasedBy!: ActorView | null;
}

@ApiSchema({ name: 'ReasonedHold' })
export class ReasonedHoldView extends HoldView {
  @ApiProperty({ type: String, nullable: true, description: 'null: the person was erased since.' })
  reason!: string | null;
  @ApiProperty({ type: String, nullable: true }) releaseReason!: string | null;
}

@ApiSchema({ name: 'HoldPage' })
export class HoldPageView {
  @ApiProperty({ type: [HoldView], description: 'Newest first.' }) items!: readonly HoldView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const holdViewOf = (hold: LegalHold, now: number): HoldView => {
  const { id, subjectId, matchId, application, disclose, createdBy, releasedBy } = hold;
  return {
    ...{ id, subjectId, matchId, application, disclose, createdBy, releasedBy, active: isActive(hold, now) },
    until: hold.until?.toISOString() ?? null,
    createdAt: hold.createdAt.toISOString(),
    releasedAt: hold.releasedAt?.toISOString() ?? null,
  };
};

export const reasonedViewOf = (hold: ReasonedHold, now: number): ReasonedHoldView =>
  Object.assign(holdViewOf(hold, now), { reason: hold.reason, releaseReason: hold.releaseReason });
