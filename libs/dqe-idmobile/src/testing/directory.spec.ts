import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { ANSWER_NUMBERS } from './answer-numbers.js';
import { CONSENT_NUMBERS } from './consent-numbers.js';
import { SANDBOX_SUBSCRIBERS, findSubscriber } from './directory.js';
import { hasWireForm } from './phone-number.js';
import {
  findTestNumber,
  SANDBOX_NUMBERS,
  sandboxConsentErrorNumber,
  sandboxErrorNumber,
  sandboxLoadNumber,
} from './test-numbers.js';

const subscribers = SANDBOX_SUBSCRIBERS.map((one) => [one.number, one] as const);
const testNumbers = [
  ...Object.values(SANDBOX_NUMBERS),
  ...Array.from({ length: 100 }, (_, id) => sandboxErrorNumber(String(id).padStart(2, '0'))),
  ...Array.from({ length: 100 }, (_, id) => sandboxConsentErrorNumber(String(id).padStart(2, '0'))),
];
const typeOf = (number: string, country: string) => {
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  return parsed?.isValid() === true && parsed.country === country ? parsed.getType() : undefined;
};

describe('the directory', () => {
  it.each(subscribers)('%s is a valid mobile, in the form it is sent in', (number, { country }) => {
    expect(hasWireForm(number, country)).toBe(true);
    expect(typeOf(number, country)).toBe('MOBILE');
    expect(findTestNumber(number)).toBeUndefined();
    expect(findSubscriber(number)?.identity.phone).toBe(number);
  });

  it('has no number twice', () => {
    const all = [...SANDBOX_SUBSCRIBERS.map(({ number }) => number), ...testNumbers];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(['Orange', 'SFR', 'Bouygues Telecom', 'Free'])(
    'has subscribers of %s, one of whom is asked for consent',
    (name) => {
      const customers = SANDBOX_SUBSCRIBERS.filter(({ operator }) => operator === name);
      expect(customers.length).toBeGreaterThanOrEqual(3);
      expect(customers.some(({ consent }) => consent)).toBe(true);
    },
  );

  it('uses mail domains that are kept for examples', () => {
    for (const { identity } of SANDBOX_SUBSCRIBERS) expect(identity.email).toMatch(/^$|@example\.(com|org)$/);
  });
});

describe('the test numbers', () => {
  it('are valid French mobiles', () => {
    expect(testNumbers.filter((number) => typeOf(number, 'FR') !== 'MOBILE')).toEqual([]);
  });

  it.each(['scores', 'consent'] as const)('have a block of their own for load that %s', (answer) => {
    const numbers = [0, 1, 50_000, 99_999].map((index) => sandboxLoadNumber(answer, index));
    expect(numbers.map((number) => typeOf(number, 'FR'))).toEqual(numbers.map(() => 'MOBILE'));
    for (const number of numbers) {
      expect(findTestNumber(number)).toMatchObject({
        kind: 'load',
        subscriber: { number, consent: answer === 'consent' },
      });
      expect(findSubscriber(number)).toBeUndefined();
    }
    for (const index of [-1, 1.5, 100_000]) {
      expect(() => sandboxLoadNumber(answer, index)).toThrow(RangeError);
    }
  });

  it('stay in their blocks', () => {
    for (const { number } of Object.values(ANSWER_NUMBERS)) expect(number).toMatch(/^06000001\d\d$/);
    for (const { number } of Object.values(CONSENT_NUMBERS)) expect(number).toMatch(/^06000002\d\d$/);
  });

  it('take two digits for an error id, documented or not', () => {
    expect(sandboxErrorNumber('77')).toBe('0600000077');
    expect(sandboxConsentErrorNumber('18')).toBe('0600000318');
    expect(() => sandboxErrorNumber('7')).toThrow(RangeError);
  });
});
