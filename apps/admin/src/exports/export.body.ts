import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Reason } from '../approvals/reason.js';
import { MatchFilterQuery } from '../matches/list-matches.query.js';
import { EXPORT_FORMATS, type ExportFormat, type KeptFilter } from './export-record.js';

@ApiSchema({ name: 'ExportFilter' })
export class ExportFilter extends MatchFilterQuery {}

@ApiSchema({ name: 'CreateExport' })
export class CreateExportBody {
  @ApiProperty({ enum: EXPORT_FORMATS, description: 'bundle: a zip with proofs, for dqe-verify.' })
  @IsIn(EXPORT_FORMATS, { context: { remedy: `Send one of ${EXPORT_FORMATS.join(', ')}.` } })
  format!: ExportFormat;

  @ApiPropertyOptional({ type: ExportFilter, description: 'As in the list; without it, all matches.' })
  @IsOptional()
  @IsObject({ context: { remedy: 'Send an object such as {"status": "scored"}.' } })
  @ValidateNested()
  @Type(() => ExportFilter)
  filter?: ExportFilter;

  @Reason({ description: 'Why; kept sealed, and told in a bundle.' })
  reason!: string;

  @ApiPropertyOptional({
    ...{ type: Number, minimum: 0 },
    description: 'Size of an older checkpoint you hold: a bundle then proves that the log continues it.',
  })
  @IsOptional()
  @IsInt({ context: { remedy: 'Send a whole number of events, such as 1200.' } })
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  since?: number;
}

/** Values that may be somebody's. */
const PERSONAL = new Set(['number', 'email', 'reference']);

/** What is kept of a filter. Only for one that was validated. */
export const keptOf = (filter: ExportFilter): KeptFilter =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' ? [[name, PERSONAL.has(name) ? null : value]] : [],
    ),
  );
