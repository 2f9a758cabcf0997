import {
  categoryOf,
  DEFAULT_POLICY,
  DQE_ERROR_IDS,
  evaluate,
  type ErrorCategory,
  type MatchStatus,
  type Scores,
  type Similarity,
  type Verdict,
} from 'nestjs-dqe-idmobile';
import { Chance } from './chance.js';
import { demoTimes } from './demo-days.js';

export interface DemoConsent {
  readonly openedAt: number;
  readonly boundAt: number | null;
  readonly claimedAt: number | null;
  readonly expiresAt: number;
}

/** One match of the sample data, as it ended. Times are milliseconds since the epoch. */
export interface DemoMatch {
  /** Of the list of people. */
  readonly person: number;
  readonly at: number;
  /** Until DQE answered. */
  readonly tookMs: number;
  readonly settledAt: number | null;
  readonly application: string;
  readonly purpose: string;
  readonly reference: string;
  readonly operator: string | null;
  readonly status: MatchStatus;
  readonly scores: Scores | null;
  readonly verdict: Verdict | null;
  readonly error: { readonly id: string; readonly type: string; readonly category: ErrorCategory } | null;
  readonly consent: DemoConsent | null;
}

interface Operator {
  readonly name: string;
  /** How often it asks the customer, and knows a field. */
  readonly asks: number;
  readonly knows: number;
  /** Milliseconds, mostly. */
  readonly takes: number;
}

const OPERATORS: readonly (readonly [Operator, number])[] = [
  [{ name: 'Orange', asks: 0.25, knows: 0.95, takes: 420 }, 37],
  [{ name: 'SFR', asks: 0.6, knows: 0.86, takes: 610 }, 25],
  [{ name: 'Bouygues Telecom', asks: 0.1, knows: 0.9, takes: 380 }, 20],
  [{ name: 'Free', asks: 0.35, knows: 0.72, takes: 850 }, 18],
];

const APPLICATIONS: readonly (readonly [readonly [name: string, purposes: readonly string[]], number])[] = [
  [['demo-shop', ['account_opening', 'order']], 55],
  [['demo-bank', ['onboarding', 'aml_review']], 30],
  [['demo-insurance', ['quote']], 15],
];
export const DEMO_APPLICATIONS = APPLICATIONS.map(([[name]]) => name);

const ERRORS: readonly (readonly [string, number])[] = [
  ...([
    ['09', 8],
    ['10', 5],
    ['12', 3],
    ['13', 12],
    ['15', 18],
    ['16', 14],
  ] as const),
  ...([
    ['17', 5],
    ['18', 12],
    ['99', 6],
  ] as const),
];
const CONSENT_MS = 600_000;
/** Of those who are asked: how many agree, refuse, or never come back. */
const ANSWERS = [
  ['agreed', 79],
  ['refused', 9],
  ['expired', 12],
] as const;

/** How well the claims agree: honest people with all they say, sloppy ones nearly, and some who are not who they say. */
const CHARACTERS = [
  ['honest', 78],
  ['sloppy', 15],
  ['other', 7],
] as const;
type Character = (typeof CHARACTERS)[number][0];

/** So many matches of the days before `now`, oldest first. The same seed gives the same ones. */
export function* demoMatches(options: {
  readonly count: number;
  readonly days: number;
  readonly now: number;
  readonly persons: number;
  readonly seed?: number;
}): Generator<DemoMatch, void, undefined> {
  const { count, days, now, persons, seed = 20_260 } = options;
  const chance = new Chance(seed);
  const times = demoTimes(count, days, now, chance);
  for (const [ordinal, at] of times.entries()) {
    yield demoMatch(chance, { at, now, ordinal, person: chance.between(0, persons - 1) });
  }
}

function demoMatch(
  chance: Chance,
  { at, now, ordinal, person }: { at: number; now: number; ordinal: number; person: number },
): DemoMatch {
  const operator = chance.weighted(OPERATORS);
  const [application, purposes] = chance.weighted(APPLICATIONS);
  const slow = chance.odds(0.02) ? 6 : 1;
  const tookMs = Math.round(
    operator.takes * (0.6 + chance.next() + chance.next() * chance.next() * 2) * slow,
  );
  const head = {
    ...{ person, at, tookMs, application, purpose: chance.of(purposes) },
    ...{ reference: `DEMO-${String(ordinal + 1).padStart(6, '0')}`, operator: operator.name },
  };
  const nothing = { scores: null, verdict: null, error: null, consent: null };
  if (chance.odds(0.006)) {
    const error = { id: 'DQE_TIMEOUT', type: 'DQE did not answer in time.', category: 'temporary' as const };
    return {
      ...head,
      ...nothing,
      error,
      operator: null,
      status: 'unknown',
      settledAt: at + 10_000,
      tookMs: 10_000,
    };
  }
  if (chance.odds(0.07)) {
    const error = errorOf(chance.weighted(ERRORS));
    const known = ['not_covered', 'caller'].includes(error.category) ? null : operator.name;
    return { ...head, ...nothing, error, operator: known, status: 'rejected', settledAt: at + tookMs };
  }
  if (!chance.odds(operator.asks)) {
    return { ...head, ...nothing, ...judged(chance, operator), status: 'scored', settledAt: at + tookMs };
  }
  return { ...head, ...nothing, ...asked(chance, operator, at + tookMs, now) };
}

const errorOf = (id: string) => ({ id, type: DQE_ERROR_IDS[id]?.label ?? id, category: categoryOf(id) });

function asked(
  chance: Chance,
  operator: Operator,
  openedAt: number,
  now: number,
): Pick<DemoMatch, 'status' | 'settledAt' | 'consent'> & Partial<DemoMatch> {
  const expiresAt = openedAt + CONSENT_MS;
  const boundAt = chance.odds(0.92) ? openedAt + chance.between(2_000, 40_000) : null;
  const answer = boundAt === null ? 'expired' : chance.weighted(ANSWERS);
  if (answer === 'expired' || boundAt === null) {
    const consent = { openedAt, boundAt, claimedAt: null, expiresAt };
    return { consent, status: 'expired', settledAt: Math.min(expiresAt + 5_000, now) };
  }
  const claimedAt = boundAt + chance.between(8_000, 150_000);
  const consent = { openedAt, boundAt, claimedAt, expiresAt };
  const settledAt = claimedAt + chance.between(300, 1_500);
  if (answer === 'refused') return { consent, status: 'rejected', error: errorOf('21'), settledAt };
  return { consent, ...judged(chance, operator), status: 'scored', settledAt };
}

function judged(chance: Chance, { knows }: Operator): { scores: Scores; verdict: Verdict } {
  const character = chance.weighted(CHARACTERS);
  const score = (of: (who: Character) => number, known = knows): Similarity =>
    chance.odds(known) ? Math.round(Math.min(1, Math.max(0, of(character))) * 100) / 100 : null;
  const text = (who: Character) =>
    who === 'other'
      ? chance.next() * 0.5
      : who === 'sloppy'
        ? 0.6 + chance.next() * 0.45
        : 0.9 + chance.next() * 0.4;
  const exact = (who: Character) =>
    chance.odds(who === 'other' ? 0.15 : who === 'sloppy' ? 0.85 : 0.99) ? 1 : 0.4;
  const scores: Scores = {
    ...{ familyName: score(text), givenName: score(text), gender: null, birthDate: score(exact) },
    email: score(text, knows * 0.5),
    address: {
      ...{ country: score(() => 1), postalCode: score(text, knows * 0.9) },
      ...{ streetAddress: score(text, knows * 0.85), locality: score(text, knows * 0.9) },
    },
  };
  return { scores, verdict: evaluate(scores, DEFAULT_POLICY) };
}
