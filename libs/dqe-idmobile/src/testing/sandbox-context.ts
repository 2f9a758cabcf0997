import { ConsentDesk } from './consent-desk.js';
import { resolveOptions, type DqeSandboxOptions, type ResolvedOptions } from './sandbox-options.js';
import { TokenDesk } from './token-desk.js';

/** What the endpoints share: the options and everything the sandbox remembers. */
export interface SandboxContext {
  readonly options: ResolvedOptions;
  readonly tokens: TokenDesk;
  readonly consents: ConsentDesk;
  /** Calls per test number that goes wrong every other time. */
  readonly turns: Map<string, number>;
  /** Base of the consent URLs; known once the server listens. */
  consentBase: string;
  /** To be called whenever a token or a consent session changed; the state file listens. */
  changed: () => void;
}

export function createContext(options: DqeSandboxOptions): SandboxContext {
  const resolved = resolveOptions(options);
  return {
    options: resolved,
    tokens: new TokenDesk(resolved.now, resolved.tokenTtlSeconds),
    consents: new ConsentDesk(resolved.now),
    turns: new Map(),
    consentBase: resolved.publicUrl ?? '',
    changed: () => undefined,
  };
}

/** Whether a credential is right, or at least there where credentials are not checked. */
export function credentialFits(
  given: string | undefined,
  expected: string,
  options: ResolvedOptions,
): boolean {
  if (given === undefined || given === '') return false;
  return !options.checkCredentials || given === expected;
}
