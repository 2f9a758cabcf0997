import type { DqeSandboxOptions } from 'nestjs-dqe-idmobile/testing';

/** Environment variables, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

function text(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

function whole(environment: Environment, name: string): number | undefined {
  const value = text(environment, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw new Error(`${name} must be a whole number, not "${value}".`);
  return Number(value);
}

function oneOf<T extends string>(
  environment: Environment,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = text(environment, name);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new Error(`${name} must be one of ${choices.join(', ')}, not "${value}".`);
  return choice;
}

function webAddress(environment: Environment, name: string): string | undefined {
  const value = text(environment, name);
  if (value !== undefined && !/^https?:\/\//.test(value))
    throw new Error(`${name} must begin with http:// or https://.`);
  return value;
}

function list(environment: Environment, name: string): readonly string[] {
  const values = (text(environment, name) ?? '').split(',').map((one) => one.trim());
  return values.filter((one) => one !== '');
}

/** What is set, and nothing for what is not, so that the sandbox's own defaults hold. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/**
 * The sandbox's options from the environment; the one place that reads it. Listed in `TESTING.md` of the library.
 * @throws Error naming the variable that is not valid.
 */
export function readEnvironment(environment: Environment): DqeSandboxOptions {
  return {
    port: whole(environment, 'PORT') ?? 3001,
    // A process that runs for weeks keeps no identities, synthetic or not.
    record: false,
    ...given({
      host: text(environment, 'HOST'),
      publicUrl: webAddress(environment, 'PUBLIC_URL'),
      licence: text(environment, 'DQE_LICENCE'),
      clientSecret: text(environment, 'DQE_CLIENT_SECRET'),
      partnerName: text(environment, 'DQE_PARTNER_NAME'),
      tokenErrors: oneOf(environment, 'SANDBOX_TOKEN_ERRORS', ['json', 'http400']),
      tokenShape: oneOf(environment, 'SANDBOX_TOKEN_SHAPE', ['plain', 'status']),
      tokenTtlSeconds: whole(environment, 'SANDBOX_TOKEN_TTL_SECONDS'),
      latencyMs: whole(environment, 'SANDBOX_LATENCY_MS'),
      slowMs: whole(environment, 'SANDBOX_SLOW_MS'),
      pendingTimes: whole(environment, 'SANDBOX_PENDING_TIMES'),
      stateFile: text(environment, 'SANDBOX_STATE_FILE'),
      callbackHosts: list(environment, 'SANDBOX_CALLBACK_HOSTS'),
    }),
  };
}
