import type { DqeSandboxRequest } from './call-log.js';

/** Options of `startDqeSandbox`. Everything has a default. */
export interface DqeSandboxOptions {
  /** Port to listen on; 0 takes a free one (with `stateFile`: the previous one, if still free). @default 0 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Base of the consent URLs, where the sandbox is reached under another name. @default its own `url` */
  readonly publicUrl?: string;
  /** The licence code calls have to carry. @default 'SANDBOX-LICENCE' */
  readonly licence?: string;
  /** The client secret the token call has to carry. @default 'sandbox-secret' */
  readonly clientSecret?: string;
  /** The partner's name, parameter `name` of `/IDMOBILE/`. @default 'SANDBOX PARTNER' */
  readonly partnerName?: string;
  /** Whether licence, secret and name have to be these; otherwise any that is not empty will do. @default true */
  readonly checkCredentials?: boolean;
  /** Which of the two documented failures the token call answers with (protocol.md §2). @default 'json' */
  readonly tokenErrors?: 'json' | 'http400';
  /** Which of the two documented successes the token call answers with (protocol.md §2). @default 'plain' */
  readonly tokenShape?: 'plain' | 'status';
  /** Life of a token, in seconds. @default 300, or 600 with `tokenShape: 'status'` */
  readonly tokenTtlSeconds?: number;
  /** Delay of every answer of the three API endpoints, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** How long the slow test numbers take, in milliseconds. @default 3000 */
  readonly slowMs?: number;
  /** How many times the retrieval answers `pending` after the customer agreed. @default 1 */
  readonly pendingTimes?: number;
  /** The clock that tokens are judged by, in milliseconds. @default Date.now */
  readonly now?: () => number;
  /** Where tokens and consent sessions are kept over a restart. @default none: in memory only */
  readonly stateFile?: string;
  /** Whether calls are recorded in `requests`. They are counted in any case. @default true */
  readonly record?: boolean;
  /** Told of every call as it arrives: for who has to know all of them, however many. @default none */
  readonly onRequest?: (request: DqeSandboxRequest) => void;
  /**
   * Hosts, besides loopback, that the sandbox itself may call back (test numbers `consentCallbackTwice` and
   * `consentCallbackEarly`). Limited so that a sandbox on a network cannot be used to reach other machines.
   * @default []
   */
  readonly callbackHosts?: readonly string[];
}

/** The options with their defaults in place. */
export type ResolvedOptions = Readonly<Required<Omit<DqeSandboxOptions, 'publicUrl' | 'stateFile'>>> &
  Pick<DqeSandboxOptions, 'publicUrl' | 'stateFile'>;

function assertWhole(name: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(`${name} must be a whole number from 0 to ${most}, not ${value}.`);
  }
}

/**
 * Puts the defaults in place.
 * @throws RangeError where a number is out of range.
 */
export function resolveOptions(options: DqeSandboxOptions): ResolvedOptions {
  const tokenShape = options.tokenShape ?? 'plain';
  const resolved = {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    publicUrl: options.publicUrl?.replace(/\/+$/, ''),
    licence: options.licence ?? 'SANDBOX-LICENCE',
    clientSecret: options.clientSecret ?? 'sandbox-secret',
    partnerName: options.partnerName ?? 'SANDBOX PARTNER',
    checkCredentials: options.checkCredentials ?? true,
    tokenErrors: options.tokenErrors ?? 'json',
    tokenShape,
    tokenTtlSeconds: options.tokenTtlSeconds ?? (tokenShape === 'plain' ? 300 : 600),
    latencyMs: options.latencyMs ?? 0,
    slowMs: options.slowMs ?? 3000,
    pendingTimes: options.pendingTimes ?? 1,
    now: options.now ?? Date.now,
    stateFile: options.stateFile,
    record: options.record ?? true,
    onRequest: options.onRequest ?? (() => undefined),
    callbackHosts: options.callbackHosts ?? [],
  } satisfies ResolvedOptions;
  assertWhole('port', resolved.port, 65_535);
  assertWhole('tokenTtlSeconds', resolved.tokenTtlSeconds);
  assertWhole('latencyMs', resolved.latencyMs);
  assertWhole('slowMs', resolved.slowMs);
  assertWhole('pendingTimes', resolved.pendingTimes);
  return Object.freeze(resolved);
}
