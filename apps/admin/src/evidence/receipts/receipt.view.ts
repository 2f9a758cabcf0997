import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { type Receipt, RECEIPT_FORMAT, type ReceiptInclusion } from 'transparency-log';

export const RECEIPT_WISHES = ['true', 'false', 'promise'] as const;
export type ReceiptWish = (typeof RECEIPT_WISHES)[number];

export class ReceiptQuery {
  @ApiPropertyOptional({
    enum: RECEIPT_WISHES,
    default: 'false',
    description:
      'true: with a receipt, which brings the proof that the event is in the log if that takes at most 2 s more. promise: with one at once, which promises that.',
  })
  @IsOptional()
  @IsIn(RECEIPT_WISHES, { context: { remedy: `Send one of ${RECEIPT_WISHES.join(', ')}.` } })
  receipt?: ReceiptWish;
}

@ApiSchema({ name: 'ReceiptInclusion', description: 'That the event is in the log.' })
export class ReceiptInclusionView implements ReceiptInclusion {
  @ApiProperty({ type: Number, description: 'Its place in the log, from 0.' }) index!: number;
  @ApiProperty({ type: String, description: 'What was hashed, byte for byte: canonical JSON (RFC 8785).' })
  leaf!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What its `payloadHash` is the SHA-256 of. null in webhooks, or where it was purged.',
  })
  payload!: string | null;
  @ApiProperty({ type: [String], description: 'SHA-256 hashes in base64, from the leaf to the root.' })
  proof!: readonly string[];
  @ApiProperty({ type: String, description: 'A C2SP checkpoint, signed by the keys of the log.' })
  checkpoint!: string;
}

@ApiSchema({
  name: 'Receipt',
  description: 'Keep it: it binds us. `npx dqe-verify` says whether it is genuine; see docs/evidence.md.',
})
export class ReceiptView implements Receipt {
  @ApiProperty({ enum: [RECEIPT_FORMAT] }) format!: typeof RECEIPT_FORMAT;
  @ApiProperty({
    type: String,
    description: 'The event that settled the match, or the last one: canonical JSON.',
  })
  statement!: string;
  @ApiProperty({
    type: String,
    description: 'A C2SP signed note over it: that it is on record, and by when it will be in the log.',
  })
  promise!: string;
  @ApiProperty({
    type: ReceiptInclusionView,
    nullable: true,
    description: 'null: it was not in the log yet. Ask for the match again, with `receipt=true`.',
  })
  inclusion!: ReceiptInclusionView | null;
}
