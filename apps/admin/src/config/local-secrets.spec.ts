import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { resolveSecrets } from './local-secrets.js';
import { readEnvironment } from './read-environment.js';

describe('resolveSecrets', () => {
  let parent: string;
  let dataDir: string;
  const resolve = (env: Record<string, string> = {}) =>
    resolveSecrets(readEnvironment({ DATA_DIR: dataDir, ...env }));

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'admin-secrets-'));
    dataDir = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('makes what is missing once, for its owner only, and finds it again', async () => {
    const first = await resolve();
    const second = await resolve();
    expect(second.authSecret).toBe(first.authSecret);
    expect(second.masterKeys).toEqual(first.masterKeys);
    expect(second.evidenceSigningKeys).toEqual(first.evidenceSigningKeys);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('gives every one of many starts at once the same secrets, and leaves no draft behind', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => resolve()));
    expect(new Set(all.map(({ authSecret }) => authSecret)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  it('prefers what the environment says, and writes nothing when it says everything', async () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const secrets = await resolve({
      MASTER_KEYS: `env:${key}`,
      EVIDENCE_SIGNING_KEY: key,
      AUTH_SECRET: 's'.repeat(40),
      BOOTSTRAP_API_KEY: 'a-key-of-my-own-choice',
    });
    expect(secrets.masterKeys[0]?.id).toBe('env');
    expect(secrets.bootstrapKey).toEqual({ from: 'environment' });
    await expect(readdir(dataDir)).rejects.toThrow('ENOENT');
  });

  it('reads master keys from a file, one a line or with commas, and refuses what it cannot use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'admin-keys-'));
    const file = join(folder, 'master-keys');
    const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    await writeFile(file, `new:${one}\nold:${two}\n`);
    const { masterKeys } = await resolve({ MASTER_KEYS_FILE: file });
    expect(masterKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    const refusal = async (env: Record<string, string>) => {
      const failure = await resolve(env).catch((error: unknown) => error);
      expect(failure).toMatchObject({ mistakes: [{ variable: 'MASTER_KEYS_FILE' }] });
      return (failure as Error).message;
    };
    expect(await refusal({ MASTER_KEYS_FILE: file, MASTER_KEYS: `k1:${one}` })).toContain('one of the two');
    expect(await refusal({ MASTER_KEYS_FILE: join(folder, 'nowhere') })).toContain('ENOENT');
    await writeFile(file, 'k1:secret-value');
    expect(await refusal({ MASTER_KEYS_FILE: file })).not.toContain('secret-value');
    await writeFile(file, '\n');
    await refusal({ MASTER_KEYS_FILE: file });
    await rm(folder, { recursive: true });
  });

  it('has no bootstrap key where it is off, whatever an earlier start made', async () => {
    const first = await resolve();
    if (first.bootstrapKey.from === 'generated') await first.bootstrapKey.keep();
    const { bootstrapKeyHash, bootstrapKey } = await resolve({ BOOTSTRAP_API_KEY: 'off' });
    expect([bootstrapKeyHash, bootstrapKey]).toEqual([null, { from: 'off' }]);
  });

  it('makes an API key, and keeps only its hash, and only once told to', async () => {
    const first = await resolve();
    const { bootstrapKey: origin } = first;
    if (origin.from !== 'generated') {
      throw new Error('a key should have been made');
    }
    expect(origin.apiKey).toMatch(/^dqe_[\w-]{43}$/);
    expect(first.bootstrapKeyHash).toEqual(createHash('sha256').update(origin.apiKey).digest());

    // A start that failed before the key was shown leaves the next one free to make another.
    expect((await resolve()).bootstrapKey.from).toBe('generated');

    expect(await origin.keep()).toBe(true);
    expect(await origin.keep()).toBe(false);
    const later = await resolve();
    expect(later.bootstrapKey).toMatchObject({ from: 'file' });
    expect(later.bootstrapKeyHash).toEqual(first.bootstrapKeyHash);
    for (const file of await readdir(dataDir)) {
      expect(await readFile(join(dataDir, file), 'utf8')).not.toContain(origin.apiKey);
    }
  });

  it.each([
    ['secrets.json', '{"MASTER_KEYS":"k1:secret-value"}'],
    ['secrets.json', 'secret-value'],
    ['bootstrap-api-key.sha256', 'secret-value'],
  ])('refuses a damaged %s without quoting it', async (file, content) => {
    await resolve();
    await writeFile(join(dataDir, file), content);
    const failure = await resolve().catch((error: unknown) => error);
    expect(failure).toMatchObject({ mistakes: [{ variable: 'DATA_DIR' }] });
    expect((failure as Error).message).toContain(file);
    expect((failure as Error).message).not.toContain('secret-value');
  });

  it('says so when the folder cannot be used', async () => {
    await writeFile(dataDir, 'a file where the folder should be');
    await expect(resolve()).rejects.toMatchObject({ mistakes: [{ variable: 'DATA_DIR' }] });
  });

  it('prints as nothing', async () => {
    const secrets = await resolve();
    expect(inspect({ secrets })).toBe('{ secrets: [secrets] }');
    expect(JSON.stringify({ secrets })).toBe('{"secrets":"[secrets]"}');
  });
});
