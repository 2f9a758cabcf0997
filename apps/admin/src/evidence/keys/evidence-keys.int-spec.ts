import { randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { SigningKey } from 'transparency-log';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { readEnvironment } from '../../config/read-environment.js';
import { resolveSecrets } from '../../config/local-secrets.js';
import { EvidenceKeys } from './evidence-keys.js';

const SEED = randomBytes(32).toString('base64');

describe('the keys of the log', () => {
  let place: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterEach(() => place.drop());

  /** As a service starts with these variables. */
  const open = async (env: Readonly<Record<string, string>>) => {
    const all = { MASTER_KEYS: `k1:${SEED}`, AUTH_SECRET: 's'.repeat(40), BOOTSTRAP_API_KEY: 'off', ...env };
    const config = readEnvironment(all);
    return EvidenceKeys.open({ config, secrets: await resolveSecrets(config) }, database);
  };

  it('the log is named at its first start, and keeps its name wherever it moves', async () => {
    const env = { EVIDENCE_SIGNING_KEY: SEED };
    const first = await open({ ...env, PUBLIC_URL: 'https://id.bank.example/a' });
    expect(first.origin).toBe('id.bank.example/idmobile');
    expect(first.verifierKeys).toEqual([expect.stringMatching(/^id\.bank\.example\/idmobile\+/)]);
    const later = await open({ ...env, PUBLIC_URL: 'https://elsewhere.example' });
    expect(later.verifierKeys).toEqual(first.verifierKeys);
  });

  it.each([
    [{}, 'localhost:3000/idmobile'],
    [{ PORT: '8080' }, 'localhost:8080/idmobile'],
    [{ PORT: '0' }, 'localhost/idmobile'],
  ])('without PUBLIC_URL it is called after the machine: %j', async (env, origin) => {
    expect((await open({ ...env, EVIDENCE_SIGNING_KEY: SEED })).origin).toBe(origin);
  });

  it('a key that has a name gives it, and is refused by a log of another, which says how to mend it', async () => {
    const { key, secret } = SigningKey.generate('evidence.bank.example/log');
    const named = await open({ EVIDENCE_SIGNING_KEY: `${SEED},${secret}` });
    expect(named.origin).toBe('evidence.bank.example/log');
    expect(named.verifierKeys[1]).toBe(key.verifierKey.toString());
    const foreign = SigningKey.generate('another.example/log').secret;
    const failure = await open({ EVIDENCE_SIGNING_KEY: foreign }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ mistakes: [{ variable: 'EVIDENCE_SIGNING_KEY' }] });
    const { message } = failure as Error;
    expect(message).toMatch(
      /"another\.example\/log".*"evidence\.bank\.example\/log".*use a key of that name/i,
    );
    // The key is in base64, and may hold a plus of its own.
    expect(message).not.toContain(foreign.split('+').slice(4).join('+'));
    expect((await open({ EVIDENCE_SIGNING_KEY: SEED })).origin).toBe('evidence.bank.example/log');
  });

  it('a lost key is named by its verifier key: believed, never signing, and of the same log', async () => {
    const { key } = SigningKey.generate('evidence.bank.example/log');
    const former = key.verifierKey.toString();
    const keys = await open({ EVIDENCE_SIGNING_KEY: `${SEED},${former}` });
    expect(keys.origin).toBe('evidence.bank.example/log');
    expect(keys.verifierKeys).toHaveLength(1);
    expect(keys.verifierKeys).not.toContain(former);
    expect(keys.trusted.all.map(String)).toEqual([...keys.verifierKeys, former]);
    const foreign = SigningKey.generate('another.example/log').key.verifierKey.toString();
    const failure = await open({ EVIDENCE_SIGNING_KEY: `${SEED},${foreign}` }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ mistakes: [{ variable: 'EVIDENCE_SIGNING_KEY' }] });
  });

  it('of many first starts at once, one gives the name', async () => {
    const starts = Array.from({ length: 8 }, (_, i) =>
      open({ EVIDENCE_SIGNING_KEY: SEED, PUBLIC_URL: `https://host-${i}.example` }),
    );
    expect(new Set((await Promise.all(starts)).map(({ origin }) => origin)).size).toBe(1);
  });
});
