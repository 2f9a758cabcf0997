import { isEmail, isISO31661Alpha2, ValidateBy, type ValidationArguments } from 'class-validator';

import { parseNumber } from './phone-number.js';

/** What the validators need to know beyond the value; set while a request is being validated. */
export interface ValidationSetting {
  readonly defaultCountry: string;
  readonly returnUrlOrigins: readonly string[] | undefined;
  readonly today: string;
}

/** Fallback where a DTO is validated by somebody else, e.g. Nest's ValidationPipe. */
let setting: ValidationSetting | null = null;

/** Validation is synchronous, so the setting of one call cannot be seen by another. */
export function withSetting<T>(during: ValidationSetting, validate: () => T): T {
  setting = during;
  try {
    return validate();
  } finally {
    setting = null;
  }
}

const rule = (
  name: string,
  message: string,
  validate: (value: unknown, args?: ValidationArguments) => boolean,
) => ValidateBy({ name, validator: { validate, defaultMessage: () => message } });

const isoDateToday = () => new Date().toISOString().slice(0, 10);

const isPlainText = (value: unknown): value is string =>
  typeof value === 'string' && value.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(value);

/** No control characters and no broken surrogates: what JSON, a URL and a person's screen can all carry. */
export const IsPlainText = () =>
  rule('isPlainText', 'must not contain control characters or broken Unicode; send plain text', isPlainText);

/** Plain text first: `isEmail` throws on broken Unicode, and accepts control characters in quotes. */
export const IsEmailAddress = () =>
  rule(
    'isEmailAddress',
    'must be an e-mail address; send e.g. name@example.com, or leave it out',
    (value) => isPlainText(value) && isEmail(value),
  );

export const IsBirthDate = () =>
  rule(
    'isBirthDate',
    'must be a real date as YYYY-MM-DD, from 1900 on and not in the future; send e.g. 1985-04-12',
    (value) => isBirthDate(value, setting?.today ?? isoDateToday()),
  );

function isBirthDate(value: unknown, today: string): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  // An impossible day such as 02-30 rolls over, and no longer reads as it was written.
  return (
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(value) &&
    value >= '1900-01-01' &&
    value <= today
  );
}

export const IsMobileNumber = () =>
  rule(
    'isMobileNumber',
    'must be a valid phone number, of the country given where one is; send e.g. 0612345678 with country FR, or +33612345678',
    (value, args) => {
      const { country } = (args?.object ?? {}) as { country?: unknown };
      if (typeof value !== 'string') return false;
      const named = isISO31661Alpha2(country) ? (country as string).toUpperCase() : null;
      const parsed = parseNumber(value, named ?? setting?.defaultCountry ?? 'FR');
      return parsed !== null && (named === null || parsed.country === named);
    },
  );

export const IsPhone = () =>
  rule(
    'isPhone',
    'must be a valid phone number, national or international; send e.g. 0612345678 or +33612345678',
    (value) => typeof value === 'string' && parseNumber(value, setting?.defaultCountry ?? 'FR') !== null,
  );

export const IsCountryName = () =>
  rule(
    'isCountryName',
    'must be an ISO 3166-1 alpha-2 code such as FR, or the name of the country in full',
    // Up to three Latin letters are a code, and no code but alpha-2 is understood; 日本 is a name.
    (value) => typeof value === 'string' && (!/^[a-z]{0,3}$/i.test(value) || isISO31661Alpha2(value)),
  );

export const IsReturnUrl = () =>
  rule(
    'isReturnUrl',
    'must be an absolute http(s) URL of an allowed origin; send e.g. https://www.partner.com/done',
    (value) => isReturnUrl(value, setting?.returnUrlOrigins),
  );

function isReturnUrl(value: unknown, origins: readonly string[] | undefined): boolean {
  if (typeof value !== 'string' || value.length > 2048 || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return false;
  return origins === undefined || origins.includes(url.origin);
}
