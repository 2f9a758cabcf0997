import { isISO31661Alpha2 } from 'class-validator';

import { DqeOptionsError, type FieldProblem } from '../errors/dqe-errors.js';
import { InMemoryMatchStore } from '../matching/in-memory-match-store.js';
import { frozenPolicy } from '../policy/frozen-policy.js';
import { DEFAULT_POLICY } from '../policy/match-policy.js';
import { policyProblems } from '../policy/policy-problems.js';
import { systemClock } from './clock.js';
import type { DqeIdmobileOptions, ResolvedDqeIdmobileOptions } from './dqe-idmobile-options.js';
import { isLoopbackHost } from './loopback-host.js';
import { POLITENESS_DEFAULTS, politenessProblems, resolvePoliteness } from './politeness-options.js';

const DEFAULTS = {
  httpMethod: 'GET',
  timeoutMs: 10_000,
  matchTimeoutMs: 30_000,
  defaultCountry: 'FR',
  numberFormat: 'auto',
  countryNameLanguage: 'en',
  freshTokenForConsent: true,
  retrievalToken: 'issued',
  tokenRenewalMarginMs: 30_000,
  pendingBackoffMs: { first: 250, longest: 5_000 },
  completeWaitMs: 10_000,
  recoverySweepMs: 5_000,
  maxAnswerBytes: 262_144,
  maxConnections: 64,
  policy: DEFAULT_POLICY,
  clock: systemClock,
  random: Math.random,
} as const satisfies Partial<DqeIdmobileOptions>;

const KNOWN = new Set<string>([
  ...Object.keys(DEFAULTS),
  ...['baseUrl', 'licence', 'clientSecret', 'partnerName', 'codeName', 'tokenHttpMethod', 'redirectUri'],
  ...['returnUrlOrigins', 'store', 'dispatcher', ...Object.keys(POLITENESS_DEFAULTS)],
]);

const STORE_METHODS = [
  ...['open', 'advance', 'claim', 'record', 'stranded'],
  ...['takeNotices', 'dropNotice'],
];

/** Validates the options, fills in the defaults and freezes the result. Throws one error that names every mistake. */
export function resolveOptions(given: DqeIdmobileOptions): ResolvedDqeIdmobileOptions {
  const options = withoutUndefined(given);
  const problems = problemsOf(options);
  if (problems.length > 0) throw new DqeOptionsError(problems);
  return Object.freeze({
    ...DEFAULTS,
    tokenHttpMethod: options.httpMethod ?? DEFAULTS.httpMethod,
    ...options,
    ...resolvePoliteness(options),
    store: options.store ?? new InMemoryMatchStore(undefined, options.clock),
    pendingBackoffMs: Object.freeze({ ...(options.pendingBackoffMs ?? DEFAULTS.pendingBackoffMs) }),
    policy:
      typeof options.policy === 'function' ? options.policy : frozenPolicy(options.policy ?? DEFAULTS.policy),
    baseUrl: withoutEnd(new URL(options.baseUrl)),
    defaultCountry: (options.defaultCountry ?? DEFAULTS.defaultCountry).toUpperCase(),
  });
}

/** An option given as `undefined` is an option not given, which is what `process.env` lookups yield. */
function withoutUndefined(given: unknown): DqeIdmobileOptions {
  if (typeof given !== 'object' || given === null) {
    throw new DqeOptionsError([{ field: 'options', problem: 'missing', remedy: 'pass an options object' }]);
  }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as DqeIdmobileOptions;
}

function problemsOf(options: DqeIdmobileOptions): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const values = options as unknown as Record<string, unknown>;
  const check = (field: string, ok: (value: unknown) => boolean, remedy: string, required = false) => {
    const value = values[field];
    if (value === undefined) {
      if (required) problems.push({ field, problem: 'missing', remedy });
    } else if (!ok(value)) problems.push({ field, problem: 'not valid', remedy });
  };

  check(
    'baseUrl',
    isSafeBaseUrl,
    'give an absolute https URL without query (http only for a loopback host)',
    true,
  );
  check('licence', isFilled, 'give the licence code you have from DQE', true);
  check('clientSecret', isFilled, 'give the client secret you have from DQE', true);
  check('partnerName', isFilled, "give your company's name as DQE knows it", true);
  check('codeName', isFilled, 'give a non-empty string, or leave it out');
  check('httpMethod', isOneOf('GET', 'POST'), "give 'GET' or 'POST'");
  check('tokenHttpMethod', isOneOf('GET', 'POST'), "give 'GET' or 'POST'");
  check('numberFormat', isOneOf('auto', 'national', 'e164'), "give 'auto', 'national' or 'e164'");
  check('countryNameLanguage', isOneOf('en', 'fr'), "give 'en' or 'fr'");
  check('retrievalToken', isOneOf('issued', 'callback'), "give 'issued' or 'callback'");
  check('freshTokenForConsent', (value) => typeof value === 'boolean', 'give true or false');
  check('defaultCountry', isISO31661Alpha2, 'give an ISO 3166-1 alpha-2 code such as FR');
  check('redirectUri', orFunction(isRedirectUri), REDIRECT_URI_REMEDY);
  check(
    'returnUrlOrigins',
    orFunction(isOriginList),
    'give a list of origins such as https://www.partner.com',
  );
  for (const field of ['timeoutMs', 'matchTimeoutMs', 'completeWaitMs', 'maxAnswerBytes', 'maxConnections']) {
    check(field, isWhole(1), 'give a whole number of at least 1');
  }
  check('tokenRenewalMarginMs', isWhole(0), 'give a whole number of milliseconds');
  check('recoverySweepMs', isWhole(0), 'give a whole number of milliseconds, 0 for none');
  check(
    'pendingBackoffMs',
    isBackoff,
    'give { first, longest } in whole milliseconds, first not above longest',
  );
  check('store', hasMethods(...STORE_METHODS), 'give a MatchStore');
  check('dispatcher', hasMethods('dispatch', 'compose', 'request'), 'give an undici Dispatcher');
  check('clock', hasMethods('now', 'sleep'), 'give a Clock');
  check('random', (value) => typeof value === 'function', 'give a function such as Math.random');
  problems.push(...politenessProblems(options));
  // What a function gives is looked at when it gives it.
  if (options.policy !== undefined && typeof options.policy !== 'function') {
    problems.push(
      ...policyProblems(options.policy).map((problem) => ({
        ...problem,
        field: under('policy', problem.field),
      })),
    );
  }
  for (const field of Object.keys(values)) {
    if (!KNOWN.has(field))
      problems.push({ field, problem: 'not an option', remedy: 'remove it or correct its name' });
  }
  return problems;
}

/** As the URL was understood, so that what was checked is what is called. */
const withoutEnd = ({ origin, pathname }: URL) => (origin + pathname).replace(/\/+$/, '');

/** Broken Unicode cannot be percent-encoded, and would only show at the first call. */
const isFilled = (value: unknown) => typeof value === 'string' && value.trim() !== '' && value.isWellFormed();
/** A timer that is set for longer than this goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const isWhole = (least: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= LONGEST_TIMER_MS;
const orFunction = (ok: (value: unknown) => boolean) => (value: unknown) =>
  typeof value === 'function' || ok(value);
const isOneOf =
  (...allowed: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && allowed.includes(value);
const hasMethods =
  (...names: string[]) =>
  (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');

function httpUrl(value: unknown): URL | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}

const REDIRECT_URI_REMEDY =
  'give the absolute http(s) URL of your callback route, without fragment and without state, token or status of its own';

/** The callback URL is ours up to its query, in which `state` is ours, and `token` and `status` are DQE's. */
function isRedirectUri(value: unknown): boolean {
  const url = httpUrl(value);
  return url?.hash === '' && !['state', 'token', 'status'].some((name) => url.searchParams.has(name));
}

/**
 * The callback URL, also where a function gives it.
 * @returns undefined where the option was not given
 * @throws DqeOptionsError the function gave something else
 */
export function redirectUriOf({ redirectUri }: Pick<DqeIdmobileOptions, 'redirectUri'>): string | undefined {
  if (typeof redirectUri !== 'function') return redirectUri;
  const given = redirectUri();
  if (isRedirectUri(given)) return given;
  throw new DqeOptionsError([{ field: 'redirectUri', problem: 'not valid', remedy: REDIRECT_URI_REMEDY }]);
}

function isSafeBaseUrl(value: unknown): boolean {
  const url = httpUrl(value);
  if (url === null || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || isLoopbackHost(url.hostname);
}

const isOriginList = (value: unknown) =>
  Array.isArray(value) && value.every((origin) => httpUrl(origin)?.origin === origin);

function isBackoff(value: unknown): boolean {
  const { first, longest } = Object(value) as { first?: unknown; longest?: unknown };
  return isWhole(1)(first) && isWhole(1)(longest) && (first as number) <= (longest as number);
}

const under = (option: string, field: string) => (field === '' ? option : `${option}.${field}`);
