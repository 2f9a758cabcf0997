import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MasterKeyMissingError, WrappedKeyRefusedError } from '../errors/sealed-fields-errors.js';
import { LocalKeyWrapper } from './local-key-wrapper.js';
import { MasterKeyring } from './master-keyring.js';

const K1 = { id: 'k1', key: randomBytes(32) };
const K2 = { id: 'k2', key: randomBytes(32) };
const wrapperOf = (...keys: { id: string; key: Uint8Array }[]) =>
  new LocalKeyWrapper(new MasterKeyring(keys));
const DATA_KEY = randomBytes(32);

describe('LocalKeyWrapper', () => {
  it('unwraps what it wrapped, for the same subject, and never wraps alike', async () => {
    const wrapper = wrapperOf(K1);
    const [a, b] = [await wrapper.wrap(DATA_KEY, 's'), await wrapper.wrap(DATA_KEY, 's')];
    expect(a.masterKeyId).toBe('k1');
    expect(a.bytes).not.toEqual(b.bytes);
    expect(Buffer.from(await wrapper.unwrap(a, 's'))).toEqual(DATA_KEY);
    expect(Buffer.from(await wrapper.unwrap(b, 's'))).toEqual(DATA_KEY);
  });

  it('unwraps what another implementation wrapped', async () => {
    // By WebCrypto, from the table in the README.
    const wrapper = wrapperOf({ id: 'k1', key: Uint8Array.from({ length: 32 }, (_, i) => 0x40 + i) });
    const bytes = Buffer.from(
      '01a0a1a2a3a4a5a6a7a8a9aaabfe7476e585f3ae45636e9b25d400ccd3e33b2efb64ca184fab757c38af0d866925d64d2b348f4acdb4b8cbbbd9f1aaf2',
      'hex',
    );
    const dataKey = await wrapper.unwrap({ masterKeyId: 'k1', bytes }, 'subject-1');
    expect([...dataKey]).toEqual(Array.from({ length: 32 }, (_, i) => i));
  });

  it('wraps by the primary, and unwraps by all it has', async () => {
    const old = await wrapperOf(K1).wrap(DATA_KEY, 's');
    const both = wrapperOf(K2, K1);
    expect((await both.wrap(DATA_KEY, 's')).masterKeyId).toBe('k2');
    expect(Buffer.from(await both.unwrap(old, 's'))).toEqual(DATA_KEY);
  });

  it('names the master key that is not there any more', async () => {
    const old = await wrapperOf(K1).wrap(DATA_KEY, 's');
    const unwrapping = wrapperOf(K2).unwrap(old, 's');
    await expect(unwrapping).rejects.toThrow(MasterKeyMissingError);
    await expect(unwrapping).rejects.toMatchObject({ masterKeyId: 'k1' });
  });

  it('refuses another subject, another key of the same id, and another id', async () => {
    const wrapped = await wrapperOf(K1, K2).wrap(DATA_KEY, 's');
    await expect(wrapperOf(K1).unwrap(wrapped, 't')).rejects.toThrow(WrappedKeyRefusedError);
    await expect(wrapperOf({ ...K2, id: 'k1' }).unwrap(wrapped, 's')).rejects.toThrow(WrappedKeyRefusedError);
    const renamed = { ...wrapped, masterKeyId: 'k2' };
    await expect(wrapperOf(K1, { ...K1, id: 'k2', key: K2.key }).unwrap(renamed, 's')).rejects.toThrow(
      WrappedKeyRefusedError,
    );
  });

  it('refuses a wrapped key with any bit changed, or of any other length', async () => {
    const wrapper = wrapperOf(K1);
    const { masterKeyId, bytes } = await wrapper.wrap(DATA_KEY, 's');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(wrapper.unwrap({ masterKeyId, bytes: changed }, 's')).rejects.toThrow(
        WrappedKeyRefusedError,
      );
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (other) => {
        await expect(wrapper.unwrap({ masterKeyId, bytes: other }, 's')).rejects.toThrow(
          WrappedKeyRefusedError,
        );
      }),
    );
  });
});
