import { ANSWER_NUMBERS, type AnswerBehaviour } from './answer-numbers.js';
import { CONSENT_NUMBERS, type ConsentPlan } from './consent-numbers.js';
import { identityOf } from './identity.js';
import { subscriber, type SandboxSubscriber } from './subscriber.js';

type NumbersOf<T extends Record<string, { readonly number: string }>> = {
  readonly [K in keyof T]: T[K]['number'];
};

function numbersOf<T extends Record<string, { readonly number: string }>>(table: T): NumbersOf<T> {
  const pairs = Object.entries(table).map(([name, { number }]) => [name, number]);
  return Object.fromEntries(pairs) as NumbersOf<T>;
}

/**
 * The test numbers by name, e.g. `SANDBOX_NUMBERS.htmlError`. What each does is in `TESTING.md`.
 * See also {@link sandboxErrorNumber} and {@link sandboxConsentErrorNumber}.
 */
export const SANDBOX_NUMBERS: Readonly<NumbersOf<typeof ANSWER_NUMBERS> & NumbersOf<typeof CONSENT_NUMBERS>> =
  Object.freeze({ ...numbersOf(ANSWER_NUMBERS), ...numbersOf(CONSENT_NUMBERS) });

/** The identity behind every test number: claiming it scores 1 throughout. */
export const SANDBOX_TEST_IDENTITY = identityOf({
  firstname: 'Camille',
  lastname: 'Essai',
  gender: 'F',
  birthdate: '1980-01-15',
  email: 'camille.essai@example.com',
  phone: '0600000100',
  number: '1',
  street_address: 'Rue des Essais',
  postal_code: '75001',
  locality: 'Paris',
  country: 'France',
});

function twoDigits(errorId: string): string {
  if (!/^\d{2}$/.test(errorId)) throw new RangeError(`An error id has two digits, not "${errorId}".`);
  return errorId;
}

/**
 * 06 00 00 00 NN: `/IDMOBILE/` answers error NN as it is, ids that DQE does not document included.
 * @throws RangeError unless `errorId` has two digits.
 */
export function sandboxErrorNumber(errorId: string): string {
  return `06000000${twoDigits(errorId)}`;
}

/**
 * 06 00 00 03 NN: the customer is asked for consent, and after it `/GET/` answers error NN.
 * @throws RangeError unless `errorId` has two digits.
 */
export function sandboxConsentErrorNumber(errorId: string): string {
  return `06000003${twoDigits(errorId)}`;
}

/** How many numbers each block of {@link sandboxLoadNumber} has. */
const BLOCK_SIZE = 100_000;
const BLOCKS = { scores: '06001', consent: '06002' } as const;

/**
 * 06 00 1N NN NN: scores at once. 06 00 2N NN NN: asks for consent. A hundred thousand each, so that a test under load
 * can give every match a number of its own, and count what was sent for it.
 * @throws RangeError for an index out of range.
 */
export function sandboxLoadNumber(answer: keyof typeof BLOCKS, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= BLOCK_SIZE) {
    throw new RangeError(`There are ${BLOCK_SIZE} numbers in the block, and none of the index ${index}.`);
  }
  return BLOCKS[answer] + String(index).padStart(5, '0');
}

/** What a number of the reserved blocks does. */
export type TestNumber =
  | { readonly kind: 'error'; readonly errorId: string }
  | { readonly kind: 'answer'; readonly behaviour: AnswerBehaviour; readonly subscriber: SandboxSubscriber }
  | { readonly kind: 'load'; readonly subscriber: SandboxSubscriber }
  | { readonly kind: 'consent'; readonly plan: ConsentPlan; readonly subscriber: SandboxSubscriber };

const testSubscriber = (number: string, consent: 'consent' | 'direct') =>
  subscriber(number, 'FR', 'Orange', 'test number', { ...SANDBOX_TEST_IDENTITY, phone: number }, consent);

const named: ReadonlyMap<string, TestNumber> = new Map<string, TestNumber>([
  ...Object.values(ANSWER_NUMBERS).map((behaviour): [string, TestNumber] => [
    behaviour.number,
    { kind: 'answer', behaviour, subscriber: testSubscriber(behaviour.number, 'direct') },
  ]),
  ...Object.values(CONSENT_NUMBERS).map(({ number, plan }): [string, TestNumber] => [
    number,
    { kind: 'consent', plan, subscriber: testSubscriber(number, 'consent') },
  ]),
]);

/** The behaviour of a test number, or undefined for a number that is none. */
export function findTestNumber(number: string): TestNumber | undefined {
  if (number.startsWith(BLOCKS.scores)) return { kind: 'load', subscriber: testSubscriber(number, 'direct') };
  if (number.startsWith(BLOCKS.consent))
    return { kind: 'load', subscriber: testSubscriber(number, 'consent') };
  if (!number.startsWith('060000')) return undefined;
  const errorId = number.slice(8);
  if (number.startsWith('06000000')) return { kind: 'error', errorId };
  if (number.startsWith('06000003')) {
    return { kind: 'consent', plan: { pending: 0, errorId }, subscriber: testSubscriber(number, 'consent') };
  }
  return named.get(number);
}
