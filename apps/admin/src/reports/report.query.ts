import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { APPLICATION } from '../access/principal.js';
import { LanguageChoice } from '../documents/document.js';
import type { Language } from '../documents/language.js';
import { all, Instant, NumberCountry, Plain } from '../http/query.js';
import { INTERVALS, type Interval } from './report-period.js';

export const REPORT_FORMATS = ['json', 'csv', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const GROUPS = ['application', 'operator', 'country', 'purpose'] as const;
export type Group = (typeof GROUPS)[number];

const GROUP = `(?:${GROUPS.join('|')})`;

class PeriodQuery {
  @Instant('At or after, from the beginning of its hour; UTC unless it says. Default: 30 days before `to`.')
  from?: string;

  @Instant('Before, to the end of its hour; UTC unless it says. Default: now. At most 400 days after `from`.')
  to?: string;
}

/** What is counted, and when. */
export class CountedQuery extends PeriodQuery {
  @ApplicationChoice()
  application?: string;
}

/** Whose key asked. */
export function ApplicationChoice(): PropertyDecorator {
  return all(
    ApiPropertyOptional({ type: String, description: 'Whose key asked for it.', example: 'default' }),
    IsOptional(),
    Matches(APPLICATION, { context: { remedy: 'Send the name of an application such as shop.' } }),
  );
}

const FormatChoice = () =>
  all(
    ApiPropertyOptional({ enum: REPORT_FORMATS, default: 'json' }),
    IsOptional(),
    IsIn(REPORT_FORMATS, { context: { remedy: `Send one of ${REPORT_FORMATS.join(', ')}.` } }),
  );

const IntervalChoice = () =>
  all(
    ApiPropertyOptional({
      enum: INTERVALS,
      default: 'none',
      description: 'A row for each; none: one for the whole period. hour: for 31 days at most.',
    }),
    IsOptional(),
    IsIn(INTERVALS, { context: { remedy: `Send one of ${INTERVALS.join(', ')}.` } }),
  );

/** What a report is about, and how it is wanted. */
export class ReportQuery extends CountedQuery {
  @Plain(64)
  operator?: string;

  @NumberCountry()
  country?: string;

  @Plain(100)
  purpose?: string;

  @LanguageChoice()
  language?: Language;

  @FormatChoice()
  format?: ReportFormat;

  @IntervalChoice()
  interval?: Interval;

  @ApiPropertyOptional({
    type: String,
    description: `A row for each, too: some of ${GROUPS.join(', ')}, with commas between.`,
    example: 'operator,country',
  })
  @IsOptional()
  @Matches(new RegExp(`^${GROUP}(?:,${GROUP}){0,3}$`), {
    message: 'names what there is not',
    context: { remedy: `Send some of ${GROUPS.join(', ')}, with commas between.` },
  })
  groupBy?: string;
}

export class AccessesQuery extends CountedQuery {
  @LanguageChoice()
  language?: Language;

  @FormatChoice()
  format?: ReportFormat;
}

export class LifecycleQuery extends PeriodQuery {
  @LanguageChoice()
  language?: Language;

  @FormatChoice()
  format?: ReportFormat;

  @IntervalChoice()
  interval?: Interval;
}

/** Each once, in the order in which reports have them. */
export const groupsOf = (text: string | undefined): readonly Group[] => {
  const named = new Set(text?.split(','));
  return GROUPS.filter((group) => named.has(group));
};

export const OVERVIEW_INTERVALS = ['hour', 'day'] as const;

export class OverviewQuery extends CountedQuery {
  @ApiPropertyOptional({
    enum: OVERVIEW_INTERVALS,
    description: 'Default: hour up to three days, day from there on.',
  })
  @IsOptional()
  @IsIn(OVERVIEW_INTERVALS, { context: { remedy: 'Send hour or day.' } })
  interval?: (typeof OVERVIEW_INTERVALS)[number];

  @LanguageChoice()
  language?: Language;
}
