import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsISO31661Alpha2, IsOptional, IsString, MaxLength } from 'class-validator';
import { parseNumber } from 'nestjs-dqe-idmobile';
import { Problem } from '../http/problem.js';
import { all } from '../http/query.js';

const DEFAULT_COUNTRY = 'FR';

/** Of a number that is not in international form. */
export const NumberCountry = () =>
  all(
    ApiPropertyOptional({
      ...{ type: String, example: 'FR', default: DEFAULT_COUNTRY },
      description: 'Of the number; ISO 3166-1 alpha-2.',
    }),
    IsOptional(),
    IsISO31661Alpha2({ context: { remedy: 'Send an ISO 3166-1 alpha-2 code such as FR.' } }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value)),
  );

/** A person, named by number. In the body, because addresses end up in logs. */
export class NumberBody {
  @ApiProperty({
    ...{ type: String, example: '0600001001' },
    description: 'In full; national form of `country`, or international.',
  })
  @IsString()
  @MaxLength(32)
  number!: string;

  @NumberCountry()
  country?: string;
}

/**
 * @returns E.164
 * @throws Problem it is no number
 */
export function e164Of({ number, country }: { readonly number: string; readonly country?: string }): string {
  const parsed = parseNumber(number, country ?? DEFAULT_COUNTRY);
  if (parsed !== null) return parsed.e164;
  throw Problem.ofField(
    'number',
    'is not a valid phone number',
    'Send e.g. 0612345678 with country FR, or +33612345678.',
  );
}
