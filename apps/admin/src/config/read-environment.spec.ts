import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { ConfigurationError } from './configuration.error.js';
import { ENVIRONMENT_VARIABLES } from './environment.js';
import { readEnvironment } from './read-environment.js';
import { SIGNATURE_TYPES, type SignatureType, SigningKey } from 'transparency-log';

const KEY = Buffer.alloc(32, 7).toString('base64');
const DQE = {
  DQE_BASE_URL: 'https://dqe.example',
  DQE_LICENCE: 'LICENCE-1',
  DQE_CLIENT_SECRET: 'sEcReT-1',
  DQE_PARTNER_NAME: 'Example Bank',
};
const OIDC = {
  OIDC_ISSUER: 'https://login.example',
  OIDC_CLIENT_ID: 'admin',
  OIDC_CLIENT_SECRET: 'oIdC-sEcReT',
};
const PRODUCTION = {
  NODE_ENV: 'production',
  MASTER_KEYS: `k1:${KEY}`,
  EVIDENCE_SIGNING_KEY: KEY,
  AUTH_SECRET: 'x'.repeat(32),
};

function mistakesOf(env: Record<string, string>): Record<string, string> {
  try {
    readEnvironment(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return Object.fromEntries((error as ConfigurationError).mistakes.map((m) => [m.variable, m.message]));
  }
  return {};
}

const signingKey = (name: string, type?: SignatureType) => SigningKey.generate(name, type).secret;
const verifierKey = (name: string, type?: SignatureType) =>
  SigningKey.generate(name, type).key.verifierKey.toString();

describe('readEnvironment', () => {
  it('has a default for everything outside production', () => {
    expect(readEnvironment({})).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: undefined,
      trustProxy: undefined,
      databaseUrl: undefined,
      databaseConnections: 10,
      dataDir: resolve('.data'),
      dqe: undefined,
      sandbox: true,
      dqeHttpMethod: 'GET',
      dqeTimeoutMs: 10_000,
      dqeRetries: 2,
      dqeCircuitBreaker: true,
      dqeConcurrency: 64,
      dqeQueue: 1_000,
      groupCommit: { most: 64, waitMs: 0, atOnce: 2 },
      rateLimit: 6000,
      sessionIdleMinutes: 30,
      sessionHours: 12,
      oidc: undefined,
      logLevel: 'info',
      returnUrlOrigins: undefined,
      webhookAllowLoopback: false,
    });
  });

  it('reads what is set', () => {
    const config = readEnvironment({
      ...DQE,
      HOST: '0.0.0.0',
      PORT: '0',
      PUBLIC_URL: 'https://id.example.com/',
      RATE_LIMIT: '0',
      SESSION_IDLE_MINUTES: '10',
      SESSION_HOURS: '8',
      DATABASE_CONNECTIONS: '32',
      ...OIDC,
      OIDC_ROLES_CLAIM: 'roles',
      DQE_HTTP_METHOD: 'POST',
      DQE_TIMEOUT_MS: '2500',
      DQE_RETRIES: '0',
      DQE_CIRCUIT_BREAKER: 'off',
      DQE_CONCURRENCY: '0',
      DQE_QUEUE: '0',
      GROUP_COMMIT_SIZE: '1',
      GROUP_COMMIT_WAIT_MS: '5',
      WEBHOOK_ALLOW_LOOPBACK: 'true',
      RETURN_URL_ORIGINS: 'https://shop.example.com, https://app.example.com:8443/',
      MASTER_KEYS: `new:${KEY},old:${Buffer.alloc(32, 8).toString('base64')}`,
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      publicUrl: 'https://id.example.com',
      rateLimit: 0,
      sessionIdleMinutes: 10,
      sessionHours: 8,
      databaseConnections: 32,
      oidc: { issuer: 'https://login.example', clientId: 'admin', rolesClaim: 'roles' },
      dqeHttpMethod: 'POST',
      dqeTimeoutMs: 2500,
      dqeRetries: 0,
      dqeCircuitBreaker: false,
      dqeConcurrency: 0,
      dqeQueue: 0,
      groupCommit: { most: 1, waitMs: 5, atOnce: 2 },
      webhookAllowLoopback: true,
      returnUrlOrigins: ['https://shop.example.com', 'https://app.example.com:8443'],
      sandbox: false,
      dqe: { baseUrl: 'https://dqe.example', partnerName: 'Example Bank' },
    });
    expect(config.secrets.masterKeys?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('takes an empty or blank value for unset', () => {
    expect(readEnvironment({ PORT: '', DQE_BASE_URL: '  ', MASTER_KEYS: '' })).toMatchObject({
      port: 3000,
      sandbox: true,
    });
  });

  it.each([
    ['HOST', 'two words', 'host name'],
    ['PORT', '65536', '0 to 65535'],
    ['PORT', '3000x', '0 to 65535'],
    ['PORT', '-1', '0 to 65535'],
    ['PUBLIC_URL', 'localhost:3000', 'https://id.example.com'],
    ['PUBLIC_URL', 'https://id.example.com/?a=b', 'https://id.example.com'],
    ['TRUST_PROXY', 'true', 'how many proxies'],
    ['TRUST_PROXY', '0', 'how many proxies'],
    ['TRUST_PROXY', '10.0.0.0/8,proxy.example', '10.0.0.0/8'],
    ['TRUST_PROXY', '0.0.0.0/0', '10.0.0.0/8'],
    ['TRUST_PROXY', '10.0.0.0/33', '10.0.0.0/8'],
    ['DATABASE_URL', 'mysql://u:p@h/d', 'postgresql://'],
    ['DATABASE_CONNECTIONS', '1', '2 to 1000'],
    ['DQE_HTTP_METHOD', 'get', 'GET or POST'],
    ['DQE_TIMEOUT_MS', '0', '1 to 300000'],
    ['DQE_RETRIES', '-1', '0 for none'],
    ['DQE_CIRCUIT_BREAKER', 'false', 'on or off'],
    ['DQE_CONCURRENCY', 'all', '0 for no limit'],
    ['DQE_QUEUE', '1e3', '0 for none'],
    ['RATE_LIMIT', 'many', 'whole number'],
    ['GROUP_COMMIT_SIZE', '0', 'from 1'],
    ['GROUP_COMMIT_WAIT_MS', '500', 'up to 100'],
    ['SESSION_IDLE_MINUTES', '0', '1 to 1440'],
    ['SESSION_HOURS', '1000', '1 to 720'],
    ['LOG_LEVEL', 'loud', 'fatal, error, warn'],
    ['RETURN_URL_ORIGINS', 'https://shop.example.com/path', 'without a path'],
    ['RETURN_URL_ORIGINS', 'javascript:alert(1)', 'without a path'],
    ['WEBHOOK_ALLOW_LOOPBACK', 'yes', 'true on your own machine'],
    ['BOOTSTRAP_API_KEY', 'short', '16 characters'],
    ['BOOTSTRAP_API_KEY', 'with a blank inside it', 'header'],
    ['MASTER_KEYS', 'k1:tooshort', 'openssl rand'],
    ['MASTER_KEYS', `k1:${KEY},k1:${KEY}`, 'distinct ids'],
    ['EVIDENCE_SIGNING_KEY', 'AAAA', 'openssl rand'],
    ['EVIDENCE_SIGNING_KEY', `${KEY},${KEY}`, 'openssl rand'],
    ['EVIDENCE_SIGNING_KEY', `${signingKey('a.example')},${signingKey('b.example')}`, 'openssl rand'],
    ['EVIDENCE_SIGNING_KEY', signingKey('a.example').slice(0, -2), 'openssl rand'],
    ['EVIDENCE_SIGNING_KEY', verifierKey('a.example'), 'openssl rand'],
    ['EVIDENCE_SIGNING_KEY', `${signingKey('a.example')},${verifierKey('b.example')}`, 'openssl rand'],
    [
      'EVIDENCE_SIGNING_KEY',
      `${KEY},${verifierKey('a.example', SIGNATURE_TYPES.cosignature)}`,
      'openssl rand',
    ],
    ['EVIDENCE_SIGNING_KEY', signingKey('a.example', SIGNATURE_TYPES.cosignature), 'openssl rand'],
    ['EVIDENCE_MIRRORS', 's3://bucket/checkpoints', 'folders and https addresses'],
    ['EVIDENCE_MIRRORS', '/srv/mirror,https://', 'folders and https addresses'],
    ['EVIDENCE_MIRRORS', ',', 'folders and https addresses'],
    ['AUTH_SECRET', 'short', 'openssl rand'],
  ])('refuses %s=%s and says what would be right', (variable, value, right) => {
    const mistakes = mistakesOf({ [variable]: value });
    expect(Object.keys(mistakes)).toEqual([variable]);
    expect(mistakes[variable]).toContain(right);
  });

  it.each([
    ['https://dqe.example', true],
    ['http://localhost:4000', true],
    ['http://127.0.0.1:4000/base', true],
    ['http://[::1]:4000', true],
    ['http://dqe.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['http://localhost@evil.example', false],
    ['ftp://dqe.example', false],
  ])('DQE_BASE_URL %s: accepted is %s', (DQE_BASE_URL, accepted) => {
    expect(Object.keys(mistakesOf({ ...DQE, DQE_BASE_URL }))).toEqual(accepted ? [] : ['DQE_BASE_URL']);
  });

  it.each(Object.keys(OIDC))('refuses single sign-on without %s', (missing) => {
    expect(Object.keys(mistakesOf({ ...OIDC, [missing]: '' }))).toEqual([missing]);
  });

  it('refuses an OpenID provider and, in production, an address of ours that is not https', () => {
    expect(Object.keys(mistakesOf({ ...OIDC, OIDC_ISSUER: 'http://login.example' }))).toEqual([
      'OIDC_ISSUER',
    ]);
    expect(mistakesOf({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:4000' })).toEqual({});
    const PUBLIC_URL = 'http://id.example.com';
    expect(mistakesOf({ PUBLIC_URL })).toEqual({});
    expect(Object.keys(mistakesOf({ ...PRODUCTION, PUBLIC_URL }))).toEqual(['PUBLIC_URL']);
    expect(mistakesOf({ ...PRODUCTION, PUBLIC_URL: 'http://localhost:3000' })).toEqual({});
  });

  it.each([
    ['1', 1],
    ['10.0.0.0/8, 192.0.2.7,2001:db8::/32', ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']],
  ])('TRUST_PROXY %s is %j', (TRUST_PROXY, trustProxy) => {
    expect(readEnvironment({ TRUST_PROXY }).trustProxy).toEqual(trustProxy);
  });

  it('names all mistakes at once', () => {
    expect(
      Object.keys(mistakesOf({ PORT: 'x', LOG_LEVEL: 'x', DQE_BASE_URL: DQE.DQE_BASE_URL })).sort(),
    ).toEqual(['DQE_CLIENT_SECRET', 'DQE_LICENCE', 'DQE_PARTNER_NAME', 'LOG_LEVEL', 'PORT']);
  });

  it('refuses webhooks to this machine in production', () => {
    const mistakes = mistakesOf({ ...PRODUCTION, WEBHOOK_ALLOW_LOOPBACK: 'true' });
    expect(Object.keys(mistakes)).toEqual(['WEBHOOK_ALLOW_LOOPBACK']);
    expect(mistakesOf({ ...PRODUCTION, WEBHOOK_ALLOW_LOOPBACK: 'false' })).toEqual({});
  });

  it.each(['MASTER_KEYS', 'EVIDENCE_SIGNING_KEY', 'AUTH_SECRET'])(
    'refuses production without %s, and says how to make one',
    (missing) => {
      const mistakes = mistakesOf({ ...PRODUCTION, [missing]: '' });
      expect(Object.keys(mistakes)).toEqual([missing]);
      expect(mistakes[missing]).toMatch(/^is not set.*openssl rand/);
    },
  );

  it('refuses production with a contract and without the address: nobody wants invented people then', () => {
    expect(Object.keys(mistakesOf({ ...PRODUCTION, DQE_LICENCE: 'L' }))).toContain('DQE_BASE_URL');
  });

  it('starts in production with all three, master keys in a file or not', () => {
    expect(readEnvironment(PRODUCTION).production).toBe(true);
    expect(mistakesOf({ ...PRODUCTION, MASTER_KEYS: '', MASTER_KEYS_FILE: '/run/secrets/keys' })).toEqual({});
  });

  it('never shows a value in what it throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ENVIRONMENT_VARIABLES),
        fc.string({ minLength: 6 }).map((s) => `#${s}#`),
        (variable, value) => {
          try {
            readEnvironment({ [variable]: value });
            return true;
          } catch (error) {
            return error instanceof ConfigurationError && !error.message.includes(value);
          }
        },
      ),
    );
  });

  it('gives a frozen configuration that prints without secrets', () => {
    const config = readEnvironment({
      ...DQE,
      ...OIDC,
      ...PRODUCTION,
      DATABASE_URL: 'postgresql://u:pAsSwOrD@h/d',
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.secrets) && Object.isFrozen(config.dqe)).toBe(
      true,
    );
    for (const printed of [inspect(config, { depth: 9 }), JSON.stringify(config)]) {
      expect(printed).toContain('dqe.example');
      for (const secret of ['sEcReT-1', 'oIdC-sEcReT', 'LICENCE-1', 'pAsSwOrD', 'xxxxxxxx', KEY]) {
        expect(printed).not.toContain(secret);
      }
    }
  });
});

describe('.env.example', () => {
  it('lists exactly the variables the service reads, none of them set', () => {
    const file = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8');
    const lines = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines.sort()).toEqual(ENVIRONMENT_VARIABLES.map((name) => `${name}=`).sort());
    expect(() =>
      readEnvironment(Object.fromEntries(lines.map((line) => [line.slice(0, -1), '']))),
    ).not.toThrow();
  });
});
