import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { EXPORT_FORMATS, EXPORT_STATES, type ExportRecord } from './export-record.js';

const Time = (description: string) => ApiProperty({ type: String, format: 'date-time', description });
const MaybeTime = (description: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

@ApiSchema({ name: 'ExportRequester' })
export class ExportRequesterView {
  @ApiProperty({ type: String, enum: ['bootstrap', 'key', 'person'] }) kind!: string;
  @ApiProperty({ type: String }) id!: string;
}

@ApiSchema({ name: 'Export', description: 'An export that was asked for, and what became of it.' })
export class ExportView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: EXPORT_FORMATS }) format!: string;
  @ApiProperty({ enum: EXPORT_STATES }) status!: string;
  @ApiProperty({
    ...{ type: Object, additionalProperties: { type: 'string', nullable: true } },
    description: 'What was filtered by. null: `number`, `email` and `reference` are used once, and not kept.',
  })
  filter!: Readonly<Record<string, string | null>>;
  @ApiProperty({ type: ExportRequesterView }) requestedBy!: ExportRequesterView;
  @Time('When it was asked for.') requestedAt!: string;
  @Time('As of when the matches were chosen.') snapshotAt!: string;
  @ApiProperty({ type: Number, description: 'Matches that were chosen.' }) rows!: number;
  @ApiProperty({ type: Number, description: 'How many of them were read so far.' }) done!: number;
  @ApiProperty({
    type: Number,
    description: 'How many of them are in the file; the others were purged since.',
  })
  written!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Size of the file.' }) bytes!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the file, in hex.' }) sha256!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A code: why it was given up.' })
  failure!: string | null;
  @MaybeTime('Until when the file is kept.') expiresAt!: string | null;
}

@ApiSchema({ name: 'ReasonedExport' })
export class ReasonedExportView extends ExportView {
  @ApiProperty({ type: String, nullable: true, description: 'Why it was asked for.' }) reason!: string | null;
}

@ApiSchema({ name: 'ExportPage' })
export class ExportPageView {
  @ApiProperty({ type: [ExportView], description: 'Newest first.' }) items!: readonly ExportView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const exportViewOf = (record: ExportRecord) => {
  const { id, format, filter, requestedBy, rows, done, written, sha256, failure } = record;
  return {
    ...{
      id,
      format,
      status: record.state,
      filter,
      requestedBy: { kind: requestedBy.kind, id: requestedBy.id },
    },
    ...{ requestedAt: record.requestedAt.toISOString(), snapshotAt: record.snapshotAt.toISOString() },
    ...{ rows, done, written, bytes: sha256 === null ? null : record.bytes, sha256, failure },
    expiresAt: record.expiresAt?.toISOString() ?? null,
  };
};
