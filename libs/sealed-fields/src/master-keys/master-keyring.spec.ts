import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { MasterKeyMissingError, MasterKeysInvalidError } from '../errors/sealed-fields-errors.js';
import { MasterKeyring } from './master-keyring.js';

const A = randomBytes(32);
const B = randomBytes(32);
const A64 = A.toString('base64');
const B64URL = B.toString('base64url');

const problemsOf = (act: () => unknown): readonly string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof MasterKeysInvalidError) return error.problems;
    throw error;
  }
  return [];
};

describe('MasterKeyring', () => {
  it.each([`k2:${B64URL},k1:${A64}`, ` k2:${B64URL} ,, k1:${A64},`, `k2:${B64URL}\r\nk1:${A64}\n`])(
    'reads its keys, the primary first: form %#',
    (text) => {
      const keyring = MasterKeyring.parse(text);
      expect(keyring.primary).toBe('k2');
      expect(keyring.ids).toEqual(['k2', 'k1']);
      expect(Buffer.from(keyring.get('k1').key)).toEqual(A);
      expect(Buffer.from(keyring.get('k2').key)).toEqual(B);
      expect([keyring.has('k1'), keyring.has('k3')]).toEqual([true, false]);
    },
  );

  it('reads them from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'master-keys-'));
    const file = join(folder, 'keys');
    await writeFile(file, `k2:${B64URL}\nk1:${A64}\n`);
    expect((await MasterKeyring.fromFile(file)).ids).toEqual(['k2', 'k1']);
    await expect(MasterKeyring.fromFile(`${file}-not`)).rejects.toThrow(/ENOENT/);
    await rm(folder, { recursive: true });
  });

  it.each([
    ['nothing', '', ['there is none']],
    ['an entry without a colon', A64, ['entry 1 is not id:key']],
    [
      'an id with a blank',
      `k 1:${A64}`,
      ['the id of entry 1 is not 1 to 32 letters, digits, dots, dashes or underscores'],
    ],
    [
      'a key of 31 bytes',
      `k:${randomBytes(31).toString('base64')}`,
      ['the key of entry 1 is not 32 bytes in base64'],
    ],
    ['a key in hex', `k1:${A64},k2:${B.toString('hex')}`, ['the key of entry 2 is not 32 bytes in base64']],
    ['an id that stands there twice', `k1:${A64},k1:${B64URL}`, ['the id k1 stands there twice']],
    ['one key under two ids', `k1:${A64},k2:${A64}`, ['k1 and k2 are the same key']],
  ])('refuses %s', (_, text, problems) => {
    expect(problemsOf(() => MasterKeyring.parse(text))).toEqual(problems);
  });

  it('names every mistake at once, and shows no key', () => {
    const secret = `${A64}x`;
    const act = () => MasterKeyring.parse(`${secret},k1:${secret},:${secret}`);
    expect(problemsOf(act)).toHaveLength(3);
    expect(() => act()).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret.slice(4)) }),
    );
  });

  it('checks keys that come from elsewhere as well', () => {
    expect(problemsOf(() => new MasterKeyring([{ id: 'k1', key: A.subarray(1) }]))).toEqual([
      'the key k1 is not 32 bytes',
    ]);
    expect(problemsOf(() => new MasterKeyring([{ id: 'k,1', key: A }]))).toEqual([
      'the id of entry 1 is not allowed',
    ]);
  });

  it('names the key that is not there', () => {
    expect(() => MasterKeyring.parse(`k1:${A64}`).get('k9')).toThrow(MasterKeyMissingError);
    expect(() => MasterKeyring.parse(`k1:${A64}`).get('k9')).toThrow(/master key k9 is needed/);
    expect(() => MasterKeyring.parse(`k1:${A64}`).get('k\n9')).toThrow(/\(unprintable id\)/);
  });

  it('keeps a copy, and prints without keys', () => {
    const mine = Buffer.from(A);
    const keyring = new MasterKeyring([{ id: 'k1', key: mine }]);
    mine.fill(0);
    expect(Buffer.from(keyring.get('k1').key)).toEqual(A);
    const printed = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring);
    expect(printed).toContain('k1');
    expect(printed).not.toMatch(/Uint8Array|key:/);
  });
});
