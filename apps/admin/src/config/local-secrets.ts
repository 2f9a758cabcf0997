import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdminConfig } from './admin-config.js';
import { AdminSecrets } from './admin-secrets.js';
import type { BootstrapKeyOrigin } from './admin-secrets.js';
import { ConfigurationError } from './configuration.error.js';
import { HOW_TO_MAKE } from './environment.js';
import { type MasterKey, parseEvidenceKeys, parseMasterKeys } from './environment.values.js';
import { keepOnce, readKept } from './keep-once.js';

const SECRETS_FILE = 'secrets.json';
const KEY_FILE = 'bootstrap-api-key.sha256';

/**
 * The secrets of the environment, and for those it does not hold the ones under `dataDir`, made at the first
 * start. In production nothing but the bootstrap API key is ever made: `readEnvironment` refused before.
 * @throws ConfigurationError when a file under `dataDir` cannot be used
 */
export async function resolveSecrets(config: AdminConfig): Promise<AdminSecrets> {
  const { evidenceSigningKeys, authSecret } = config.secrets;
  const masterKeys = await configuredMasterKeys(config);
  const bootstrap = await bootstrapKey(config);
  if (masterKeys && evidenceSigningKeys && authSecret) {
    return new AdminSecrets({ masterKeys, evidenceSigningKeys, authSecret, ...bootstrap });
  }
  const local = await localSecrets(config.dataDir);
  return new AdminSecrets({
    masterKeys: masterKeys ?? local.masterKeys,
    evidenceSigningKeys: evidenceSigningKeys ?? local.evidenceSigningKeys,
    authSecret: authSecret ?? local.authSecret,
    ...bootstrap,
  });
}

/** SHA-256 of an API key: enough for a key of 256 random bits, which nobody guesses from its hash. */
export function hashApiKey(apiKey: string): Buffer {
  return createHash('sha256').update(apiKey, 'utf8').digest();
}

async function bootstrapKey(
  config: AdminConfig,
): Promise<{ bootstrapKeyHash: Buffer | null; bootstrapKey: BootstrapKeyOrigin }> {
  const given = config.secrets.bootstrapApiKey;
  if (given === null) return { bootstrapKeyHash: null, bootstrapKey: { from: 'off' } };
  if (given !== undefined) {
    return { bootstrapKeyHash: hashApiKey(given), bootstrapKey: { from: 'environment' } };
  }
  const file = join(config.dataDir, KEY_FILE);
  const kept = await readKept(file);
  if (kept === undefined) {
    const apiKey = `dqe_${randomBytes(32).toString('base64url')}`;
    const hash = hashApiKey(apiKey);
    const keep = async () => (await keepOnce(file, () => `${hash.toString('hex')}\n`)).created;
    return { bootstrapKeyHash: hash, bootstrapKey: { from: 'generated', apiKey, keep } };
  }
  if (!/^[0-9a-f]{64}\s*$/.test(kept)) {
    throw unusable(file, 'does not hold a SHA-256 in hex. Delete it: the next start makes a new key');
  }
  return { bootstrapKeyHash: Buffer.from(kept.trim(), 'hex'), bootstrapKey: { from: 'file', file } };
}

/** Of the file in the same form as of the variable; line breaks may stand for commas. */
async function configuredMasterKeys({
  secrets: { masterKeys, masterKeysFile: file },
}: AdminConfig): Promise<readonly MasterKey[] | undefined> {
  if (file === undefined) return masterKeys;
  const refused = (message: string) => new ConfigurationError([{ variable: 'MASTER_KEYS_FILE', message }]);
  if (masterKeys !== undefined) throw refused('is set beside MASTER_KEYS. Use one of the two.');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw refused(`cannot be read: ${code}. Use the path of a mounted secret.`);
  });
  const keys = parseMasterKeys(text.trim().replace(/\s*\n\s*/g, ','));
  if (keys === undefined || keys.length === 0) {
    throw refused(
      `does not hold id:key pairs with distinct ids and keys of 32 bytes in base64. Make one with: ${HOW_TO_MAKE.MASTER_KEYS}`,
    );
  }
  return keys;
}

async function localSecrets(dataDir: string) {
  const file = join(dataDir, SECRETS_FILE);
  const { content } = await keepOnce(
    file,
    () =>
      `${JSON.stringify(
        {
          MASTER_KEYS: `local-1:${randomBytes(32).toString('base64')}`,
          EVIDENCE_SIGNING_KEY: randomBytes(32).toString('base64'),
          AUTH_SECRET: randomBytes(48).toString('base64'),
        },
        null,
        2,
      )}\n`,
  );
  const parsed = parseObject(content);
  const masterKeys = parseMasterKeys(textOf(parsed['MASTER_KEYS']));
  const evidenceSigningKeys = parseEvidenceKeys(textOf(parsed['EVIDENCE_SIGNING_KEY']));
  const authSecret = textOf(parsed['AUTH_SECRET']);
  if (!masterKeys || !evidenceSigningKeys || authSecret.length < 32) {
    throw unusable(
      file,
      'is damaged. Restore it from a backup: what was sealed with its keys cannot be read without it',
    );
  }
  return { masterKeys, evidenceSigningKeys, authSecret };
}

function parseObject(content: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(content);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {}; // the caller names the file; the parser's message would quote secrets
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function unusable(file: string, message: string): ConfigurationError {
  return new ConfigurationError([{ variable: 'DATA_DIR', message: `holds ${file}, which ${message}.` }]);
}
