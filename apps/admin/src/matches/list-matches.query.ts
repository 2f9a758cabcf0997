import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { MATCH_STATUSES, type MatchStatus, parseNumber, type VerdictResult } from 'nestjs-dqe-idmobile';
import { APPLICATION } from '../access/principal.js';
import { Problem } from '../http/problem.js';
import { Instant, instantOf, NumberCountry, PageQuery, Plain } from '../http/query.js';
import { type MatchFilter, REVIEW_FILTERS, type ReviewFilter } from './match-record.js';
import { VERDICTS } from './match.view.js';

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

  @NumberCountry()
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

  @ApiPropertyOptional({
    type: String,
    description: 'As claimed, in full; upper and lower case are the same.',
    example: 'marie.durand@example.com',
  })
  @IsOptional()
  @IsEmail({}, { context: { remedy: 'Send an address such as name@example.com.' } })
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ type: String, example: '13' })
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { context: { remedy: 'Send an error id such as 13 or DQE_TIMEOUT.' } })
  errorId?: string;

  @ApiPropertyOptional({ type: String, description: 'Whose key asked for it.', example: 'default' })
  @IsOptional()
  @Matches(APPLICATION, { context: { remedy: 'Send the name of an application such as shop.' } })
  application?: string;

  @ApiPropertyOptional({
    enum: REVIEW_FILTERS,
    description: 'open: somebody has to decide. overridden: another verdict holds.',
  })
  @IsOptional()
  @IsIn(REVIEW_FILTERS, { context: { remedy: `Send one of ${REVIEW_FILTERS.join(', ')}.` } })
  review?: ReviewFilter;
}

export class ListMatchesQuery extends IntersectionType(MatchFilterQuery, PageQuery) {}

/** @throws Problem the number is none */
export function filterOf(query: MatchFilterQuery): MatchFilter {
  const {
    from,
    to,
    number,
    email,
    status,
    verdict,
    operator,
    country,
    reference,
    errorId,
    application,
    review,
  } = query;
  return {
    ...{ email, status, verdict, operator, country, reference, errorId, application, review },
    from: from === undefined ? undefined : instantOf(from),
    to: to === undefined ? undefined : instantOf(to),
    number: number === undefined ? undefined : e164Of(number, country ?? 'FR'),
  };
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
