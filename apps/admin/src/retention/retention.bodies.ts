import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { APPLICATION } from '../access/principal.js';
import { all, PageQuery } from '../http/query.js';
import {
  MOST_DAYS,
  RETENTION_CLOCKS,
  RETENTION_GROUNDS,
  type RetentionClock,
  type RetentionGround,
} from './retention-rule.js';

const Present = () => ValidateIf((_, value) => value !== undefined && value !== null);

/** As an own property of a body or a query. */
const ApprovalId = () =>
  all(
    ApiPropertyOptional({
      ...{ type: String, format: 'uuid' },
      description: 'Where a second person has approved exactly this.',
    }),
    IsOptional(),
    IsUUID(),
  );

/** How long, from when, and why. */
@ApiSchema({ name: 'RetentionTerms' })
export class RetentionTermsBody {
  @ApiProperty({ enum: RETENTION_CLOCKS, description: 'From when days are counted.' })
  @IsIn(RETENTION_CLOCKS, { context: { remedy: `Send one of ${RETENTION_CLOCKS.join(', ')}.` } })
  clock!: RetentionClock;

  @ApiProperty({ type: Number, minimum: 0, maximum: MOST_DAYS, example: 1826 })
  @IsInt()
  @Min(0)
  @Max(MOST_DAYS)
  days!: number;

  @ApiPropertyOptional({
    ...{ type: Boolean, default: false },
    description: 'The law demands that it is kept until then: erasure before is refused.',
  })
  @IsOptional()
  @IsBoolean()
  duty?: boolean;

  @ApiProperty({ enum: RETENTION_GROUNDS, description: 'Why it is kept.' })
  @IsIn(RETENTION_GROUNDS, { context: { remedy: `Send one of ${RETENTION_GROUNDS.join(', ')}.` } })
  ground!: RetentionGround;

  @ApprovalId()
  approvalId?: string;
}

export class EndRuleQuery {
  @ApprovalId()
  approvalId?: string;
}

@ApiSchema({ name: 'CreateRetentionRule' })
export class CreateRetentionRuleBody extends RetentionTermsBody {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'shop', description: 'null: all.' })
  @Present()
  @Matches(APPLICATION, {
    message: 'is not the name of an application',
    context: { remedy: 'Send 1 to 63 characters of a-z, 0-9 and hyphens, such as shop; or null for all.' },
  })
  application?: string | null;

  @ApiPropertyOptional({
    ...{ type: String, nullable: true, maxLength: 200, example: 'onboarding' },
    description: 'As sent with matches, to the letter; null: all.',
  })
  @all(
    Present(),
    IsString(),
    Length(1, 200, { context: { remedy: 'Send 1 to 200 characters, or null for all.' } }),
    Matches(/^\P{Cc}*$/u, {
      message: 'must not contain control characters',
      context: { remedy: 'Send plain text.' },
    }),
  )
  purpose?: string | null;
}

export class ListRulesQuery extends PageQuery {
  @ApiPropertyOptional({
    type: Boolean,
    description: 'Those in force, or those that have ended. All where left out.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  inForce?: boolean;
}

@ApiSchema({ name: 'StartRetentionRun' })
export class StartRunBody {
  @ApiProperty({ type: Boolean, description: 'Counts what would be purged, and purges nothing.' })
  @IsBoolean()
  dryRun!: boolean;

  @ApprovalId()
  approvalId?: string;
}
