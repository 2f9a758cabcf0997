import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsUUID,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { APPROVAL_KINDS, type ApprovalKind } from '../approvals/approval-kinds.js';
import { Reason } from '../approvals/reason.js';
import { all } from '../http/query.js';
import { LIMITS } from './settings-record.js';

/** Left out is fine; null is not. */
const Given = () => ValidateIf((_, value) => value !== undefined);

const Whole = ([min, max]: readonly [number, number], description: string) =>
  all(
    ApiPropertyOptional({ type: Number, minimum: min, maximum: max, description }),
    Given(),
    IsInt(),
    Min(min),
    Max(max),
  );

@ApiSchema({ name: 'ChangeProbing' })
export class ChangeProbingBody {
  @ApiPropertyOptional({ type: Boolean })
  @Given()
  @IsBoolean()
  enabled?: boolean;

  @Whole(LIMITS.windowMinutes, 'Minutes that are looked back on.')
  windowMinutes?: number;

  @Whole(LIMITS.maxIdentities, 'Different identities that may be tried on one number; one more is probing.')
  maxIdentities?: number;

  @Whole(
    LIMITS.maxClimbs,
    'How often one may come closer than all before; the next other identity is probing.',
  )
  maxClimbs?: number;

  @Whole(LIMITS.throttleMinutes, 'Minutes for which the number is refused then.')
  throttleMinutes?: number;
}

@ApiSchema({ name: 'ChangeSettings' })
export class ChangeSettingsBody {
  @ApiPropertyOptional({
    enum: APPROVAL_KINDS,
    isArray: true,
    description: 'What takes a second person: all of it, as it shall be.',
  })
  @Given()
  @IsArray()
  @ArrayUnique({ context: { remedy: 'Send each one once.' } })
  @IsIn(APPROVAL_KINDS, { each: true, context: { remedy: `Send some of ${APPROVAL_KINDS.join(', ')}.` } })
  fourEyes?: ApprovalKind[];

  @Whole(LIMITS.approvalHours, 'Hours after which a request for a second person is over.')
  approvalHours?: number;

  @ApiPropertyOptional({ type: ChangeProbingBody })
  @Given()
  @IsObject()
  @ValidateNested()
  @Type(() => ChangeProbingBody)
  probing?: ChangeProbingBody;

  @Reason({ optional: true, description: 'Needed where a second person is.' })
  reason?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'The approval of exactly this.' })
  @Given()
  @IsUUID()
  approvalId?: string;
}
