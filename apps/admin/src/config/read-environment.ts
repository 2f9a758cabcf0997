import { resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AdminConfig } from './admin-config.js';
import type { DqeConfig, OidcConfig } from './admin-config.js';
import { ConfigurationError } from './configuration.error.js';
import { BOOTSTRAP_OFF, Environment, ENVIRONMENT_VARIABLES } from './environment.js';
import {
  parseEvidenceKeys,
  parseMasterKeys,
  parseMirrors,
  parseTrustedProxies,
  splitList,
} from './environment.values.js';

/**
 * Text to {@link AdminConfig}. Pure: reads no file and no `process.env`.
 * @throws ConfigurationError naming every mistake at once
 */
/** Two: while one statement is being committed, the next is carried out. */
const WRITERS = 2;

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): AdminConfig {
  const environment = validated(env);
  const port = Number(environment.PORT ?? '3000');
  return new AdminConfig({
    production: environment.NODE_ENV === 'production',
    host: environment.HOST ?? '127.0.0.1',
    port,
    publicUrl: environment.PUBLIC_URL?.replace(/\/+$/, ''),
    trustProxy:
      environment.TRUST_PROXY === undefined ? undefined : parseTrustedProxies(environment.TRUST_PROXY),
    databaseUrl: environment.DATABASE_URL,
    databaseConnections: Number(environment.DATABASE_CONNECTIONS ?? '10'),
    dataDir: resolve(environment.DATA_DIR ?? '.data'),
    dqe: dqeOf(environment),
    dqeCodeName: environment.DQE_CODE_NAME,
    dqeHttpMethod: environment.DQE_HTTP_METHOD ?? 'GET',
    dqeTimeoutMs: Number(environment.DQE_TIMEOUT_MS ?? '10000'),
    dqeRetries: Number(environment.DQE_RETRIES ?? '2'),
    dqeCircuitBreaker: environment.DQE_CIRCUIT_BREAKER !== 'off',
    dqeConcurrency: Number(environment.DQE_CONCURRENCY ?? '64'),
    dqeQueue: Number(environment.DQE_QUEUE ?? '1000'),
    groupCommit: {
      most: Number(environment.GROUP_COMMIT_SIZE ?? '64'),
      waitMs: Number(environment.GROUP_COMMIT_WAIT_MS ?? '0'),
      atOnce: WRITERS,
    },
    rateLimit: Number(environment.RATE_LIMIT ?? '6000'),
    sessionIdleMinutes: Number(environment.SESSION_IDLE_MINUTES ?? '30'),
    sessionHours: Number(environment.SESSION_HOURS ?? '12'),
    oidc: oidcOf(environment),
    logLevel: environment.LOG_LEVEL ?? 'info',
    returnUrlOrigins:
      environment.RETURN_URL_ORIGINS === undefined
        ? undefined
        : splitList(environment.RETURN_URL_ORIGINS).map((origin) => new URL(origin).origin),
    webhookAllowLoopback: environment.WEBHOOK_ALLOW_LOOPBACK === 'true',
    evidenceMirrors:
      environment.EVIDENCE_MIRRORS === undefined ? [] : (parseMirrors(environment.EVIDENCE_MIRRORS) ?? []),
    secrets: {
      masterKeys:
        environment.MASTER_KEYS === undefined ? undefined : parseMasterKeys(environment.MASTER_KEYS),
      masterKeysFile: environment.MASTER_KEYS_FILE,
      evidenceSigningKeys:
        environment.EVIDENCE_SIGNING_KEY === undefined
          ? undefined
          : parseEvidenceKeys(environment.EVIDENCE_SIGNING_KEY),
      authSecret: environment.AUTH_SECRET,
      bootstrapApiKey: environment.BOOTSTRAP_API_KEY === BOOTSTRAP_OFF ? null : environment.BOOTSTRAP_API_KEY,
    },
  });
}

function validated(env: Readonly<Record<string, string | undefined>>): Environment {
  const set = ENVIRONMENT_VARIABLES.flatMap((name) => {
    const text = env[name]?.trim();
    // `NAME=` in a file or a compose file means "not set", not "set to nothing".
    return text === undefined || text === '' ? [] : [[name, text] as const];
  });
  const environment = plainToInstance(Environment, Object.fromEntries(set));
  const errors = validateSync(environment, { stopAtFirstError: true, skipMissingProperties: false });
  if (errors.length > 0) {
    throw new ConfigurationError(
      errors.map(({ property, constraints }) => ({
        variable: property,
        message: Object.values(constraints ?? {}).join(' '),
      })),
    );
  }
  return environment;
}

function oidcOf(environment: Environment): OidcConfig | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES_CLAIM } = environment;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) {
    return undefined; // validated(): either none, or all three
  }
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    rolesClaim: OIDC_ROLES_CLAIM,
  };
}

function dqeOf(environment: Environment): DqeConfig | undefined {
  const { DQE_BASE_URL, DQE_LICENCE, DQE_CLIENT_SECRET, DQE_PARTNER_NAME } = environment;
  if (!DQE_BASE_URL || !DQE_LICENCE || !DQE_CLIENT_SECRET || !DQE_PARTNER_NAME) {
    return undefined; // validated(): either no base URL, or all four
  }
  return {
    baseUrl: DQE_BASE_URL,
    licence: DQE_LICENCE,
    clientSecret: DQE_CLIENT_SECRET,
    partnerName: DQE_PARTNER_NAME,
  };
}
