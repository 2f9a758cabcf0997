import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsUUID, ValidateIf } from 'class-validator';
import { Reason } from '../approvals/reason.js';
import { REVEAL_FIELDS, type RevealField } from './reveal-fields.js';

@ApiSchema({ name: 'CreateReveal' })
export class RevealBody {
  @Reason({ description: 'Kept, and read by whoever asks why.' })
  reason!: string;

  @ApiPropertyOptional({
    enum: REVEAL_FIELDS,
    isArray: true,
    description: 'What is needed, and no more. Left out: everything but the raw answer.',
    example: ['number', 'lastName'],
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayNotEmpty({ context: { remedy: 'Send at least one, or leave it out.' } })
  @ArrayUnique({ context: { remedy: 'Send each one once.' } })
  @IsIn(REVEAL_FIELDS, { each: true, context: { remedy: `Send some of ${REVEAL_FIELDS.join(', ')}.` } })
  fields?: RevealField[];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Where a second person has approved it.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsUUID()
  approvalId?: string;
}
