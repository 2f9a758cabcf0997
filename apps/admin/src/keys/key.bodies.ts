import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { type Permission, PERMISSIONS } from '../access/permissions.js';
import { APPLICATION } from '../access/principal.js';
import { all, InstantText, Name } from '../http/query.js';

/** Hours: nobody needs two keys for longer than a month. */
const LONGEST_OVERLAP = 720;

const Scopes = () =>
  all(
    IsArray(),
    ArrayNotEmpty({ context: { remedy: 'Send at least one.' } }),
    ArrayUnique({ context: { remedy: 'Send each one once.' } }),
    IsIn(PERMISSIONS, { each: true, context: { remedy: `Send some of ${PERMISSIONS.join(', ')}.` } }),
  );

/** Left out or null are both fine, and differ. */
const Expiry = () =>
  all(
    ApiPropertyOptional({ type: String, format: 'date-time', nullable: true }),
    ValidateIf((_, value) => value !== undefined && value !== null),
    InstantText(),
  );

@ApiSchema({ name: 'CreateKey' })
export class CreateKeyBody {
  @ApiProperty({ type: String, example: 'shop', description: 'The partner system: a-z, 0-9 and hyphens.' })
  @Matches(APPLICATION, {
    message: 'is not the name of an application',
    context: { remedy: 'Send 1 to 63 characters of a-z, 0-9 and hyphens, such as shop.' },
  })
  application!: string;

  @ApiProperty({ type: String, example: 'shop, production', maxLength: 100 })
  @Name()
  name!: string;

  @ApiProperty({ enum: PERMISSIONS, isArray: true, example: ['matches:create', 'matches:read'] })
  @Scopes()
  scopes!: Permission[];

  @Expiry()
  expiresAt?: string | null;
}

@ApiSchema({ name: 'ChangeKey' })
export class ChangeKeyBody {
  @ApiPropertyOptional({ type: String, maxLength: 100 })
  @ValidateIf((_, value) => value !== undefined)
  @Name()
  name?: string;

  @ApiPropertyOptional({ enum: PERMISSIONS, isArray: true })
  @ValidateIf((_, value) => value !== undefined)
  @Scopes()
  scopes?: Permission[];

  @Expiry()
  expiresAt?: string | null;
}

@ApiSchema({ name: 'RotateKey' })
export class RotateKeyBody {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: LONGEST_OVERLAP,
    default: 24,
    description: 'How long the old key works along; 0: not at all.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP)
  overlapHours?: number;

  @Expiry()
  expiresAt?: string | null;
}
