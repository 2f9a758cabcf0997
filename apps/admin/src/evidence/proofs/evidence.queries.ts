import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { all } from '../../http/query.js';

const REMEDY = { context: { remedy: 'Send a whole number of events, such as 1200.' } };

/** Digits only: Number() would also read 0x10 and 1e2. */
const WholeNumber = (least: number, most: number) =>
  all(
    Transform(({ value }: { value: unknown }) => (/^\d{1,16}$/.test(String(value)) ? Number(value) : value)),
    IsInt(REMEDY),
    Min(least, REMEDY),
    Max(most, REMEDY),
  );

export class CheckpointQuery {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    description: 'Of a tree of so many events; else the latest.',
  })
  @IsOptional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  size?: number;
}

export class ConsistencyQuery {
  @ApiProperty({ type: Number, minimum: 0, description: 'Events of the older tree.' })
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  from!: number;

  @ApiPropertyOptional({ type: Number, minimum: 0, description: 'Events of the newer one; else the latest.' })
  @IsOptional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  to?: number;
}

export class MatchEvidenceQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 500, default: 200 })
  @IsOptional()
  @WholeNumber(1, 500)
  limit?: number;

  @ApiPropertyOptional({ type: Number, minimum: 0, description: '`nextAfter` of the page before.' })
  @IsOptional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  after?: number;

  @ApiPropertyOptional({
    ...{ type: Number, minimum: 0 },
    description: 'Size of a checkpoint you saved earlier: with the proof that the log continues it.',
  })
  @IsOptional()
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  since?: number;
}
