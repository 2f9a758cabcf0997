import type { Dispatcher } from 'undici';

import type { MatchStore } from '../matching/match-store.js';
import type { MatchPolicy, MatchPolicySource } from '../policy/match-policy.js';
import type { Clock } from './clock.js';

export type DqeHttpMethod = 'GET' | 'POST';

/** How `number` is written on the wire. `auto`: national form for France, E.164 elsewhere (protocol.md §3). */
export type NumberFormat = 'auto' | 'national' | 'e164';

/** How failed calls are repeated, where nothing was billed. What is left out has its default. */
export interface RetryOptions {
  /** Further attempts after the first, of one call; 0 for none. @default 2 */
  attempts?: number | undefined;
  /**
   * Milliseconds: the first pause is a random part of this, and each further one of twice as much ("full jitter").
   * What `Retry-After` asks for comes on top. @default 200
   */
  firstDelayMs?: number | undefined;
  /** Milliseconds of which a pause is a random part, at most. @default 5000 */
  longestDelayMs?: number | undefined;
  /** Repetitions allowed per call made, over all calls together, 0 to 1; `false` for no budget. @default 0.03 */
  budgetRatio?: number | false | undefined;
  /** Repetitions that may be saved up, and that there are at the start; 0 for none. @default 10 */
  budgetBurst?: number | undefined;
}

/** When the server counts as down. What is left out has its default. */
export interface CircuitBreakerOptions {
  /** Share of failed calls, between 0 and 1, above which the circuit opens. @default 0.5 */
  failureRatio?: number | undefined;
  /** The latest so many calls are looked at. @default 20 */
  lastCalls?: number | undefined;
  /** So many calls must have been made first; at most `lastCalls`. @default 10 */
  minimumCalls?: number | undefined;
  /** Milliseconds after which one call may try the server again; doubles after each that fails. @default 5000 */
  halfOpenAfterMs?: number | undefined;
  /** Longest such time in milliseconds, also where `Retry-After` asks for more. @default 60000 */
  longestOpenMs?: number | undefined;
}

/** How many calls there may be at a time. What is left out has its default. */
export interface ConcurrencyOptions {
  /** Calls under way, at least 1. @default 64 */
  limit?: number | undefined;
  /** Further calls that may wait; 0 for none. @default 1000 */
  queue?: number | undefined;
}

/** Options of `DqeIdmobileModule.forRoot`. */
export interface DqeIdmobileOptions {
  /** Base URL of the DQE server, e.g. `https://dqe.example`. Must be https unless its host is loopback. */
  baseUrl: string;
  /** Licence code given by DQE. */
  licence: string;
  /** Client secret given by DQE. */
  clientSecret: string;
  /** Your company's name in DQE's database (wire parameter `name`). */
  partnerName: string;
  /** A code attached to `partnerName`; a match may bring its own. */
  codeName?: string | undefined;
  /**
   * HTTP method of the matching request and of the retrieval.
   * `POST` keeps the identity out of URLs, where proxies and access logs would keep it.
   * @default 'GET', the documented default of the API
   */
  httpMethod?: DqeHttpMethod | undefined;
  /** HTTP method of the token call. @default the same as `httpMethod` */
  tokenHttpMethod?: DqeHttpMethod | undefined;
  /** Milliseconds one attempt of one call may take, connection included. @default 10000 */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds a whole match may take: token, request, and both once more after error 30; waiting in the queue and
   * between attempts included. @default 30000
   */
  matchTimeoutMs?: number | undefined;
  /**
   * Country (ISO 3166-1 alpha-2) of numbers written without `+` and without a `country` of their own.
   * @default 'FR'
   */
  defaultCountry?: string | undefined;
  /** How `number` is written on the wire. @default 'auto' */
  numberFormat?: NumberFormat | undefined;
  /** Language of the country name that an ISO code in `identity.country` becomes. @default 'en' */
  countryNameLanguage?: 'en' | 'fr' | undefined;
  /**
   * Your callback URL, or a function that gives it, where it is known only once you listen. Needed for matches with
   * consent; `state` is added to its query.
   */
  redirectUri?: string | (() => string) | undefined;
  /**
   * Origins that `consent.returnUrl` may point to, or a function that gives them.
   * @default any http(s) origin; set it wherever callers are not you
   */
  returnUrlOrigins?: readonly string[] | (() => readonly string[]) | undefined;
  /**
   * A fresh token for each request that carries `redirect_uri`, so that two consent sessions can be told apart
   * (protocol.md §6). @default true
   */
  freshTokenForConsent?: boolean | undefined;
  /**
   * Which token identifies the session when its result is retrieved: the one we were issued, or the one the browser
   * brings back. @default 'issued', which nobody can forge
   */
  retrievalToken?: 'issued' | 'callback' | undefined;
  /** Milliseconds before its end at which a shared token is renewed (at most half its life). @default 30000 */
  tokenRenewalMarginMs?: number | undefined;
  /** First and longest pause in milliseconds between retrievals that answer `pending`; it doubles. @default 250, 5000 */
  pendingBackoffMs?: { first: number; longest: number } | undefined;
  /** Milliseconds `complete()` waits for a result before it answers `retrieving` and goes on behind. @default 10000 */
  completeWaitMs?: number | undefined;
  /**
   * Milliseconds between two searches for matches that were left behind or have expired, and for notices that no handler
   * has yet; 0 for none. @default 5000
   */
  recoverySweepMs?: number | undefined;
  /** Largest answer accepted, in bytes. @default 262144 */
  maxAnswerBytes?: number | undefined;
  /** Connections kept to DQE. @default 64 */
  maxConnections?: number | undefined;
  /**
   * Repetition of calls that failed for the moment: token calls, and matching requests that were never written. `false`
   * for none. @default { attempts: 2, firstDelayMs: 200, longestDelayMs: 5000, budgetRatio: 0.03, budgetBurst: 10 }
   */
  retries?: RetryOptions | false | undefined;
  /**
   * Stops asking a server that is down; `false` for never.
   * @default { failureRatio: 0.5, lastCalls: 50, minimumCalls: 20, halfOpenAfterMs: 5000, longestOpenMs: 60000 }
   */
  circuitBreaker?: CircuitBreakerOptions | false | undefined;
  /** Bounds the calls at a time, and those that wait; `false` for no bounds. @default { limit: 64, queue: 1000 } */
  concurrency?: ConcurrencyOptions | false | undefined;
  /** Where matches are kept. @default an in-memory store, bounded, gone with the process */
  store?: MatchStore | undefined;
  /** Makes a verdict of scores; or a function that gives the policy in force. @default `DEFAULT_POLICY` */
  policy?: MatchPolicy | MatchPolicySource | undefined;
  /** An undici dispatcher of your own (proxy, mutual TLS); you close it. @default a pool per origin, closed with the module */
  dispatcher?: Dispatcher | undefined;
  /** Time, for tests. @default the system's */
  clock?: Clock | undefined;
  /** Numbers from 0 up to but not including 1, for tests. @default `Math.random` */
  random?: (() => number) | undefined;
}

type Defaulted =
  | 'httpMethod'
  | 'tokenHttpMethod'
  | 'timeoutMs'
  | 'matchTimeoutMs'
  | 'defaultCountry'
  | 'numberFormat'
  | 'countryNameLanguage'
  | 'freshTokenForConsent'
  | 'retrievalToken'
  | 'tokenRenewalMarginMs'
  | 'pendingBackoffMs'
  | 'completeWaitMs'
  | 'recoverySweepMs'
  | 'maxAnswerBytes'
  | 'maxConnections'
  | 'store'
  | 'policy'
  | 'clock'
  | 'random';

type WithoutGaps<Options> = { readonly [Option in keyof Options]-?: Exclude<Options[Option], undefined> };

/** The options after validation, with every default filled in; frozen. */
export type ResolvedDqeIdmobileOptions = Readonly<
  Omit<DqeIdmobileOptions, Defaulted | 'retries' | 'circuitBreaker' | 'concurrency'> & {
    [Option in Defaulted]-?: Exclude<DqeIdmobileOptions[Option], undefined>;
  } & {
    retries: WithoutGaps<RetryOptions> | false;
    circuitBreaker: WithoutGaps<CircuitBreakerOptions> | false;
    concurrency: WithoutGaps<ConcurrencyOptions> | false;
  }
>;
