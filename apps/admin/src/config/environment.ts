import { IsIn, Matches, MinLength, Validate, ValidateIf } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import {
  EvidenceKeysRule,
  HttpsUnlessLoopbackRule,
  LocalSwitchRule,
  MasterKeysRule,
  MirrorsRule,
  OriginListRule,
  PostgresUrlRule,
  PublicUrlRule,
  TrustProxyRule,
  WholeNumberRule,
} from './environment.rules.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Levels of pino, and `silent`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What BOOTSTRAP_API_KEY is set to for having none. */
export const BOOTSTRAP_OFF = 'off';

/** Shell lines that make a secret; shown in messages and in `.env.example`. */
export const HOW_TO_MAKE = {
  MASTER_KEYS: `echo "k1:$(openssl rand -base64 32)"`,
  EVIDENCE_SIGNING_KEY: 'openssl rand -base64 32',
  AUTH_SECRET: 'openssl rand -base64 48',
} as const;

/** Set by the person who starts the service, so it has to hold whatever they wrote. */
const whenSet = (name: keyof Environment) =>
  ValidateIf((environment: Environment) => environment[name] !== undefined);

/** `off` is no key: once there are others, nobody needs this one. */
const whenBootstrapIsOn = () =>
  ValidateIf(({ BOOTSTRAP_API_KEY: key }: Environment) => key !== undefined && key !== BOOTSTRAP_OFF);

/** Needed as soon as the real DQE is called; the sandbox needs none of them. */
const whenDqeIsReal = (name: keyof Environment) =>
  ValidateIf(
    (environment: Environment) => environment[name] !== undefined || environment.DQE_BASE_URL !== undefined,
  );

/** An OpenID provider is set as a whole, or not at all. */
const whenSsoIsMeant = () =>
  ValidateIf(
    ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES_CLAIM }: Environment) =>
      (OIDC_ISSUER ?? OIDC_CLIENT_ID ?? OIDC_CLIENT_SECRET ?? OIDC_ROLES_CLAIM) !== undefined,
  );

/** In production, whoever has a contract with DQE has forgotten its address, and does not want invented people. */
const whenDqeIsMeant = () =>
  ValidateIf(
    ({ NODE_ENV, DQE_BASE_URL, DQE_LICENCE, DQE_CLIENT_SECRET, DQE_PARTNER_NAME }: Environment) =>
      DQE_BASE_URL !== undefined ||
      (NODE_ENV === 'production' && (DQE_LICENCE ?? DQE_CLIENT_SECRET ?? DQE_PARTNER_NAME) !== undefined),
  );

/** Nobody wants a production service to invent the keys that protect its evidence. */
const whenProduction = (name: keyof Environment) =>
  ValidateIf(
    (environment: Environment) => environment[name] !== undefined || environment.NODE_ENV === 'production',
  );

/** Production needs them from one of the two. */
const whenKeysAreNotInAFile = () =>
  ValidateIf(
    ({ MASTER_KEYS, MASTER_KEYS_FILE, NODE_ENV }: Environment) =>
      MASTER_KEYS !== undefined || (MASTER_KEYS_FILE === undefined && NODE_ENV === 'production'),
  );

/** Says "is missing" or "is wrong", then what would be right. Never the value: it may be a secret. */
const message =
  (wrong: string, right: string, missing = 'is not set') =>
  (args: ValidationArguments): string =>
    `${args.value === undefined ? missing : wrong}. ${right}`;

/**
 * Every variable the service reads, as text. An empty value counts as unset, and is removed before.
 * Defaults are applied where the text becomes {@link AdminConfig}.
 */
export class Environment {
  @whenSet('NODE_ENV')
  @Matches(/^[\w-]+$/, { message: message('is not a word', 'Use production, development or test.') })
  NODE_ENV?: string;

  @whenSet('HOST')
  @Matches(/^[\w.:%-]+$/, {
    message: message('is not a host name or address', 'Use 127.0.0.1, or 0.0.0.0 for all interfaces.'),
  })
  HOST?: string;

  @whenSet('PORT')
  @Validate(WholeNumberRule, [0, 65_535], {
    message: message('is not a port', 'Use a whole number from 0 to 65535; 0 takes any free port.'),
  })
  PORT?: string;

  @whenSet('PUBLIC_URL')
  @Validate(PublicUrlRule, {
    message: message(
      'is not an http(s) address without user, query or fragment, or not https with NODE_ENV=production',
      'Use the address browsers reach this service at, such as https://id.example.com.',
    ),
  })
  PUBLIC_URL?: string;

  @whenSet('TRUST_PROXY')
  @Validate(TrustProxyRule, {
    message: message(
      'is neither a number of proxies nor a list of addresses',
      'Use how many proxies stand in front of this service (1 to 16), or their addresses and networks, such as 10.0.0.0/8,192.0.2.7.',
    ),
  })
  TRUST_PROXY?: string;

  @whenSet('DATABASE_URL')
  @Validate(PostgresUrlRule, {
    message: message(
      'is not a PostgreSQL address',
      'Use postgresql://user:password@host:5432/database, or leave it unset for the embedded database.',
    ),
  })
  DATABASE_URL?: string;

  @whenSet('DATABASE_CONNECTIONS')
  @Validate(WholeNumberRule, [2, 1_000], {
    message: message('is not a number of connections', 'Use a whole number from 2 to 1000.'),
  })
  DATABASE_CONNECTIONS?: string;

  @whenSet('DATA_DIR')
  @Matches(/^[^\0]+$/, { message: message('is not a folder name', 'Use a path such as .data.') })
  DATA_DIR?: string;

  @whenDqeIsMeant()
  @Validate(HttpsUnlessLoopbackRule, {
    message: message(
      'is not an https address',
      'Use the https address DQE gave you (http is accepted only for a loopback host), or leave it unset for the sandbox.',
    ),
  })
  DQE_BASE_URL?: string;

  @whenDqeIsReal('DQE_LICENCE')
  @Matches(/^\S+$/, {
    message: message(
      'contains blanks',
      'Use the licence DQE gave you; it is needed whenever DQE_BASE_URL is set.',
    ),
  })
  DQE_LICENCE?: string;

  @whenDqeIsReal('DQE_CLIENT_SECRET')
  @Matches(/^\S+$/, {
    message: message(
      'contains blanks',
      'Use the client secret DQE gave you; it is needed whenever DQE_BASE_URL is set.',
    ),
  })
  DQE_CLIENT_SECRET?: string;

  @whenDqeIsReal('DQE_PARTNER_NAME')
  @Matches(/\S/, {
    message: message(
      'is blank',
      'Use the partner name agreed with DQE; it is needed whenever DQE_BASE_URL is set.',
    ),
  })
  DQE_PARTNER_NAME?: string;

  @whenSet('DQE_CODE_NAME')
  @Matches(/\S/, { message: message('is blank', 'Use the code name agreed with DQE, or leave it unset.') })
  DQE_CODE_NAME?: string;

  @whenSet('DQE_HTTP_METHOD')
  @IsIn(['GET', 'POST'], { message: message('is neither GET nor POST', 'Use GET or POST.') })
  DQE_HTTP_METHOD?: 'GET' | 'POST';

  @whenSet('DQE_TIMEOUT_MS')
  @Validate(WholeNumberRule, [1, 300_000], {
    message: message('is not a number of milliseconds', 'Use a whole number from 1 to 300000.'),
  })
  DQE_TIMEOUT_MS?: string;

  @whenSet('DQE_RETRIES')
  @Validate(WholeNumberRule, [0, 100], {
    message: message('is not a number of repetitions', 'Use a whole number up to 100; 0 for none.'),
  })
  DQE_RETRIES?: string;

  @whenSet('DQE_CIRCUIT_BREAKER')
  @IsIn(['on', 'off'], { message: message('is neither on nor off', 'Use on or off.') })
  DQE_CIRCUIT_BREAKER?: 'on' | 'off';

  @whenSet('DQE_CONCURRENCY')
  @Validate(WholeNumberRule, [0, 100_000], {
    message: message('is not a number of calls', 'Use a whole number of calls at a time; 0 for no limit.'),
  })
  DQE_CONCURRENCY?: string;

  @whenSet('DQE_QUEUE')
  @Validate(WholeNumberRule, [0, 1_000_000], {
    message: message('is not a number of calls', 'Use a whole number of calls that may wait; 0 for none.'),
  })
  DQE_QUEUE?: string;

  @whenSet('GROUP_COMMIT_SIZE')
  @Validate(WholeNumberRule, [1, 1_000], {
    message: message('is not a number of writes', 'Use a whole number from 1, each on its own, to 1000.'),
  })
  GROUP_COMMIT_SIZE?: string;

  @whenSet('GROUP_COMMIT_WAIT_MS')
  @Validate(WholeNumberRule, [0, 100], {
    message: message('is not a time', 'Use a whole number of milliseconds up to 100; 0 to wait for nobody.'),
  })
  GROUP_COMMIT_WAIT_MS?: string;

  @whenSet('RATE_LIMIT')
  @Validate(WholeNumberRule, [0, 10_000_000], {
    message: message(
      'is not a number of requests',
      'Use a whole number of requests a minute; 0 for no limit.',
    ),
  })
  RATE_LIMIT?: string;

  @whenSet('SESSION_IDLE_MINUTES')
  @Validate(WholeNumberRule, [1, 1_440], {
    message: message('is not a number of minutes', 'Use a whole number from 1 to 1440.'),
  })
  SESSION_IDLE_MINUTES?: string;

  @whenSet('SESSION_HOURS')
  @Validate(WholeNumberRule, [1, 720], {
    message: message('is not a number of hours', 'Use a whole number from 1 to 720.'),
  })
  SESSION_HOURS?: string;

  @whenSsoIsMeant()
  @Validate(HttpsUnlessLoopbackRule, {
    message: message(
      'is not an https address',
      'Use the issuer of your OpenID provider (http is accepted only for a loopback host).',
    ),
  })
  OIDC_ISSUER?: string;

  @whenSsoIsMeant()
  @Matches(/^\S+$/, {
    message: message('contains blanks', 'Use the client id your OpenID provider gave you.'),
  })
  OIDC_CLIENT_ID?: string;

  @whenSsoIsMeant()
  @Matches(/^\S+$/, {
    message: message('contains blanks', 'Use the client secret your OpenID provider gave you.'),
  })
  OIDC_CLIENT_SECRET?: string;

  @whenSet('OIDC_ROLES_CLAIM')
  @Matches(/^[\w.:/-]+$/, {
    message: message(
      'is not the name of a claim',
      'Use the claim whose values are our roles, such as roles; leave it unset to invite people here.',
    ),
  })
  OIDC_ROLES_CLAIM?: string;

  @whenSet('LOG_LEVEL')
  @IsIn(LOG_LEVELS, { message: message('is not a log level', `Use one of ${LOG_LEVELS.join(', ')}.`) })
  LOG_LEVEL?: LogLevel;

  @whenSet('RETURN_URL_ORIGINS')
  @Validate(OriginListRule, {
    message: message(
      'is not a list of origins',
      'Use comma-separated origins without a path, such as https://shop.example.com,https://app.example.com.',
    ),
  })
  RETURN_URL_ORIGINS?: string;

  @whenSet('WEBHOOK_ALLOW_LOOPBACK')
  @Validate(LocalSwitchRule, {
    message: message(
      'is neither true nor false, or is true with NODE_ENV=production',
      'Use true on your own machine only, to send webhooks to a receiver that runs there; leave it unset elsewhere.',
    ),
  })
  WEBHOOK_ALLOW_LOOPBACK?: string;

  @whenBootstrapIsOn()
  @Matches(/^[\x21-\x7e]+$/, {
    message: message('holds characters a header cannot carry', 'Use letters, digits and signs.'),
  })
  @MinLength(16, {
    message: message(
      'is shorter than 16 characters',
      'Make one with: openssl rand -hex 32 (or leave it unset: it is generated and shown once; or say off).',
    ),
  })
  BOOTSTRAP_API_KEY?: string;

  @whenKeysAreNotInAFile()
  @Validate(MasterKeysRule, {
    message: message(
      'is not a list of id:key pairs with distinct ids and keys of 32 bytes in base64',
      `Use id:key[,id:key…], newest first; make one with: ${HOW_TO_MAKE.MASTER_KEYS}`,
      'is not set, and is required with NODE_ENV=production',
    ),
  })
  MASTER_KEYS?: string;

  @whenSet('MASTER_KEYS_FILE')
  @Matches(/^[^\0]+$/, { message: message('is not a file name', 'Use the path of a mounted secret.') })
  MASTER_KEYS_FILE?: string;

  @whenProduction('EVIDENCE_SIGNING_KEY')
  @Validate(EvidenceKeysRule, {
    message: message(
      'is not a list of seeds of 32 bytes in base64, or of signing keys PRIVATE+KEY+name+id+base64 of one name, each once, with or without verifier keys of that name',
      `Use one, or the new one and after a comma the old one; make one with: ${HOW_TO_MAKE.EVIDENCE_SIGNING_KEY}`,
      'is not set, and is required with NODE_ENV=production',
    ),
  })
  EVIDENCE_SIGNING_KEY?: string;

  @whenSet('EVIDENCE_MIRRORS')
  @Validate(MirrorsRule, {
    message: message(
      'is not a list of folders and http(s) addresses',
      'Use comma-separated paths of folders and https addresses, best on machines this one cannot change.',
    ),
  })
  EVIDENCE_MIRRORS?: string;

  @whenProduction('AUTH_SECRET')
  @MinLength(32, {
    message: message(
      'is shorter than 32 characters',
      `Make one with: ${HOW_TO_MAKE.AUTH_SECRET}`,
      'is not set, and is required with NODE_ENV=production',
    ),
  })
  AUTH_SECRET?: string;
}

/** The names of {@link Environment}; a spec keeps them and `.env.example` the same. */
export const ENVIRONMENT_VARIABLES = [
  'NODE_ENV',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'TRUST_PROXY',
  'DATABASE_URL',
  'DATABASE_CONNECTIONS',
  'DATA_DIR',
  'DQE_BASE_URL',
  'DQE_LICENCE',
  'DQE_CLIENT_SECRET',
  'DQE_PARTNER_NAME',
  'DQE_CODE_NAME',
  'DQE_HTTP_METHOD',
  'DQE_TIMEOUT_MS',
  'DQE_RETRIES',
  'DQE_CIRCUIT_BREAKER',
  'DQE_CONCURRENCY',
  'DQE_QUEUE',
  'GROUP_COMMIT_SIZE',
  'GROUP_COMMIT_WAIT_MS',
  'RATE_LIMIT',
  'SESSION_IDLE_MINUTES',
  'SESSION_HOURS',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_ROLES_CLAIM',
  'LOG_LEVEL',
  'RETURN_URL_ORIGINS',
  'WEBHOOK_ALLOW_LOOPBACK',
  'BOOTSTRAP_API_KEY',
  'MASTER_KEYS',
  'MASTER_KEYS_FILE',
  'EVIDENCE_SIGNING_KEY',
  'EVIDENCE_MIRRORS',
  'AUTH_SECRET',
] as const satisfies readonly (keyof Environment)[];
