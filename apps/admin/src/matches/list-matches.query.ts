import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MATCH_STATUSES, type MatchStatus, parseNumber, type VerdictResult } from 'nestjs-dqe-idmobile';
import { Problem } from '../http/problem.js';
import type { MatchFilter } from './match-record.js';
import { VERDICTS } from './match.view.js';

/** Several decorators as one. */
const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

/** Text without control characters; a database takes no NUL. */
const Plain = (max: number) =>
  all(
    ApiPropertyOptional({ type: String }),
    IsOptional(),
    IsString(),
    MaxLength(max),
    Matches(/^\P{Cc}*$/u, {
      message: 'must not contain control characters',
      context: { remedy: 'Send plain text.' },
    }),
  );

/** Of ISO 8601 the forms of RFC 3339, with zone and time left to choice: no weeks, no days of the year. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const INSTANT_RULE = {
  message: 'must be a date, or a date and time',
  context: { remedy: 'Send e.g. 2026-01-31 or 2026-01-31T08:00:00Z.' },
};

const Instant = (description: string) =>
  all(
    ApiPropertyOptional({ type: String, format: 'date-time', description }),
    IsOptional(),
    IsISO8601({ strict: true }, INSTANT_RULE),
    Matches(INSTANT, INSTANT_RULE),
  );

/** What a list of matches is narrowed to; everything given has to hold. */
export class MatchFilterQuery {
  @ApiPropertyOptional({ enum: MATCH_STATUSES })
  @IsOptional()
  @IsIn(MATCH_STATUSES, { context: { remedy: `Send one of ${MATCH_STATUSES.join(', ')}.` } })
  status?: MatchStatus;

  @ApiPropertyOptional({ enum: VERDICTS })
  @IsOptional()
  @IsIn(VERDICTS, { context: { remedy: `Send one of ${VERDICTS.join(', ')}.` } })
  verdict?: VerdictResult;

  @Plain(64)
  operator?: string;

  @ApiPropertyOptional({ type: String, description: 'Of the number; ISO 3166-1 alpha-2.', example: 'FR' })
  @IsOptional()
  @IsISO31661Alpha2({ context: { remedy: 'Send an ISO 3166-1 alpha-2 code such as FR.' } })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  country?: string;

  @Instant('Created at or after; UTC unless it says.')
  from?: string;

  @Instant('Created before; UTC unless it says.')
  to?: string;

  @Plain(200)
  reference?: string;

  @ApiPropertyOptional({
    type: String,
    description: 'In full; national form of `country` (default FR), or international.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  number?: string;

  @ApiPropertyOptional({ type: String, example: '13' })
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { context: { remedy: 'Send an error id such as 13 or DQE_TIMEOUT.' } })
  errorId?: string;
}

export class ListMatchesQuery extends MatchFilterQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  // Digits only: Number() would also read 0x10 and 1e2.
  @Transform(({ value }: { value: unknown }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;

  @ApiPropertyOptional({ type: String, description: '`nextCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}

/** @throws Problem the number is none */
export function filterOf(query: MatchFilterQuery): MatchFilter {
  const { from, to, number, status, verdict, operator, country, reference, errorId } = query;
  return {
    ...{ status, verdict, operator, country, reference, errorId },
    from: from === undefined ? undefined : instantOf(from),
    to: to === undefined ? undefined : instantOf(to),
    number: number === undefined ? undefined : e164Of(number, country ?? 'FR'),
  };
}

/** A time without a zone is UTC, as everything here, whatever the zone of the machine. */
function instantOf(text: string): Date {
  const zoned = !text.includes('T') || /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text);
  return new Date(zoned ? text : `${text}Z`);
}

function e164Of(number: string, country: string): string {
  // A "+" in a query string that nobody encoded arrives as a space.
  const parsed = parseNumber(number.replace(/^ (?=\d)/, '+'), country);
  if (parsed !== null) return parsed.e164;
  throw Problem.ofField(
    'number',
    'is not a valid phone number',
    'Send e.g. 0612345678 with country FR, or +33612345678.',
  );
}
