import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsISO31661Alpha2,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';

/** Several decorators as one. */
export const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

/** A database takes no NUL, and nobody reads the others. */
export const NoControlCharacters = () =>
  Matches(/^\P{Cc}*$/u, {
    message: 'must not contain control characters',
    context: { remedy: 'Send plain text.' },
  });

/** What somebody calls somebody, or something. */
export const Name = () =>
  all(
    IsString(),
    Length(1, 100, { context: { remedy: 'Send 1 to 100 characters.' } }),
    NoControlCharacters(),
  );

/** Text without control characters. */
export const Plain = (max: number) =>
  all(
    ApiPropertyOptional({ type: String }),
    IsOptional(),
    IsString(),
    Length(1, max, { context: { remedy: `Send 1 to ${max} characters.` } }),
    NoControlCharacters(),
  );

/** The country of the numbers that are looked for. */
export const NumberCountry = () =>
  all(
    ApiPropertyOptional({ type: String, description: 'Of the number; ISO 3166-1 alpha-2.', example: 'FR' }),
    IsOptional(),
    IsISO31661Alpha2({ context: { remedy: 'Send an ISO 3166-1 alpha-2 code such as FR.' } }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value)),
  );

/** Of ISO 8601 the forms of RFC 3339, with zone and time left to choice: no weeks, no days of the year. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const INSTANT_RULE = {
  message: 'must be a date, or a date and time',
  context: { remedy: 'Send e.g. 2026-01-31 or 2026-01-31T08:00:00Z.' },
};

/** Years the database knows, in UTC: a zone can lead out of them. */
const isStorable = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const year = instantOf(value).getUTCFullYear();
  return year >= 1 && year <= 9999;
};

/** Text that `instantOf` reads. */
export const InstantText = () =>
  all(
    IsISO8601({ strict: true }, INSTANT_RULE),
    Matches(INSTANT, INSTANT_RULE),
    ValidateBy(
      { name: 'isStorable', validator: { validate: isStorable } },
      {
        ...INSTANT_RULE,
        message: 'must be in the years 1 to 9999, in UTC',
      },
    ),
  );

export const Instant = (description: string) =>
  all(
    ApiPropertyOptional({ type: String, format: 'date-time', description }),
    IsOptional(),
    InstantText(),
    // A plus that was not escaped arrives as a blank.
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(/(T[\d:.]+) (\d{2}:?\d{2})$/, '$1+$2') : value,
    ),
  );

const LIMIT = { context: { remedy: 'Send a whole number from 1 to 500.' } };

/** Which part of a list. */
export class PageQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  // Digits only: Number() would also read 0x10 and 1e2.
  @Transform(({ value }: { value: unknown }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(500, LIMIT)
  limit?: number;

  @ApiPropertyOptional({ type: String, description: '`nextCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}

/** A time without a zone is UTC, as everything here, whatever the zone of the machine. */
export function instantOf(text: string): Date {
  const zoned = !text.includes('T') || /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text);
  return new Date(zoned ? text : `${text}Z`);
}

/** Which filters were used, by name: their values may be personal. Only for a query that was validated. */
export const filterNamesOf = (query: object): readonly string[] =>
  Object.entries(query)
    .flatMap(([name, value]) => (value === undefined || PAGING.has(name) ? [] : [name]))
    .sort();

const PAGING = new Set(['limit', 'cursor', 'format']);
