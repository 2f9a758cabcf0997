import { Transform, Type } from 'class-transformer';
import {
  IsDefined,
  IsIn,
  IsISO31661Alpha2,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';

import {
  IsBirthDate,
  IsCountryName,
  IsEmailAddress,
  IsMobileNumber,
  IsPhone,
  IsPlainText,
  IsReturnUrl,
} from './validators.js';

const ABSENT_WHEN_EMPTY = new Map<object, Set<string | symbol>>();

/** An empty string says "unknown", which is what leaving the field out says. */
const EmptyIsAbsent = (): PropertyDecorator => (target, key) => {
  Transform(({ value }: { value: unknown }) => (value === '' || value === null ? undefined : value))(
    target,
    key,
  );
  const { constructor } = target;
  ABSENT_WHEN_EMPTY.set(constructor, (ABSENT_WHEN_EMPTY.get(constructor) ?? new Set()).add(key));
};

/** Whether an empty value of this property says that there is none. */
export const absentWhenEmpty = (shape: object, name: string): boolean =>
  ABSENT_WHEN_EMPTY.get(shape)?.has(name) === true;

/** A field of free text: optional, plain, and no longer than `max` UTF-16 units. */
const Text =
  (max: number): PropertyDecorator =>
  (target, key) => {
    for (const decorate of [EmptyIsAbsent(), IsOptional(), IsString(), MaxLength(max), IsPlainText()]) {
      decorate(target, key);
    }
  };

/** What the customer claims to be. Every field is optional; the more are given, the more can be compared. */
export class ClaimedIdentity {
  @Text(100)
  firstName?: string;

  @Text(100)
  lastName?: string;

  @Text(100)
  maidenName?: string;

  /** YYYY-MM-DD, a real date, not in the future. */
  @EmptyIsAbsent()
  @IsOptional()
  @IsBirthDate()
  birthDate?: string;

  @EmptyIsAbsent()
  @IsOptional()
  @IsIn(['M', 'F'])
  gender?: 'M' | 'F';

  @EmptyIsAbsent()
  @IsOptional()
  @IsString()
  @MaxLength(254)
  @IsEmailAddress()
  email?: string;

  /** Contact phone. Where none is given, the number being checked is sent (needed for SFR, protocol.md §4). */
  @EmptyIsAbsent()
  @IsOptional()
  @IsString()
  @MaxLength(32)
  @IsPhone()
  phone?: string;

  @Text(16)
  streetNumber?: string;

  /** Street type and name, without the number. */
  @Text(200)
  streetAddress?: string;

  @Text(16)
  postalCode?: string;

  @Text(100)
  locality?: string;

  /** ISO 3166-1 alpha-2 code, sent as the country's name in full; or that name. */
  @Text(100)
  @IsCountryName()
  country?: string;
}

/** The customer's browser can be sent to the operator's consent page. May be empty. */
export class ConsentOffer {
  /** Where the browser goes after the callback; an absolute http(s) URL. */
  @EmptyIsAbsent()
  @IsOptional()
  @IsReturnUrl()
  returnUrl?: string;
}

/** Input of `MatchingService.match`. Unknown properties are refused. */
export class MatchRequest {
  /** The mobile number to check: international form, or national form of `country`. */
  @IsDefined({ message: 'is missing; send a mobile number' })
  @IsString()
  @MinLength(1)
  @MaxLength(32)
  @IsMobileNumber()
  number!: string;

  /** Country of the number, ISO 3166-1 alpha-2. Default: the option `defaultCountry`. */
  @EmptyIsAbsent()
  @IsOptional()
  @IsISO31661Alpha2()
  country?: string;

  /** A code attached to the partner's name; default: the option `codeName`. */
  @Text(64)
  codeName?: string;

  @IsDefined({ message: 'is missing; send what is claimed, or an empty object where nothing is known' })
  @IsObject()
  @ValidateNested()
  @Type(() => ClaimedIdentity)
  identity!: ClaimedIdentity;

  @EmptyIsAbsent()
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentOffer)
  consent?: ConsentOffer;

  /** Why the match is made; kept, not sent. */
  @Text(200)
  purpose?: string;

  /** Your own reference; kept, not sent. */
  @Text(200)
  reference?: string;
}
