import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  InputRefusedError,
  MasterKeyMissingError,
  SubjectErasedError,
} from '../errors/sealed-fields-errors.js';
import type { KeyWrapper } from '../master-keys/key-wrapper.js';
import { LocalKeyWrapper } from '../master-keys/local-key-wrapper.js';
import { MasterKeyring } from '../master-keys/master-keyring.js';
import { InMemorySubjectKeyStore } from '../subject-keys/in-memory-subject-key-store.js';
import type { SubjectKeyStore } from '../subject-keys/subject-key-store.js';
import { SubjectKeys } from '../subject-keys/subject-keys.js';
import type { RotationProgress } from './rotate.js';
import { rotate } from './rotate.js';

interface Key {
  readonly id: string;
  readonly key: Uint8Array;
}
const keyOf = (id: string): Key => ({ id, key: randomBytes(32) });
const [K1, K2, K3] = [keyOf('k1'), keyOf('k2'), keyOf('k3')];
const by = (...keys: Key[]) => new LocalKeyWrapper(new MasterKeyring(keys));
const at = (row: string) => ({ table: 'customers', column: 'name', row });
const subjects = (count: number) => Array.from({ length: count }, (_, i) => `s${String(i).padStart(3, '0')}`);

async function sealAll(store: SubjectKeyStore, wrapper: KeyWrapper, names: readonly string[]) {
  const values = names.map((subject) => ({ subject, place: at('1'), value: `value of ${subject}` }));
  const envelopes = await new SubjectKeys({ store, wrapper }).sealAll(values);
  return values.map(({ subject, place }, i) => ({ subject, place, envelope: envelopes[i]! }));
}

const valuesOf = (names: readonly string[]) =>
  names.map((subject) => ({ opened: true, value: `value of ${subject}` }));

describe('rotate', () => {
  it('leaves nothing under the old key, says so, and every envelope opens without it', async () => {
    const store = new InMemorySubjectKeyStore();
    const names = subjects(25);
    const sealed = await sealAll(store, by(K1), names);
    const seen: RotationProgress[] = [];
    const report = await rotate(store, by(K2, K1), { batch: 10, onProgress: (one) => void seen.push(one) });
    expect(report).toEqual({
      ...{ primary: 'k2', total: 25, checked: 25, rewrapped: 25, overtaken: 0, refused: 0 },
      ...{ refusals: [], left: new Map(), mayRetire: true },
    });
    expect(seen.map(({ checked }) => checked)).toEqual([10, 20, 25]);
    expect(await store.countByMasterKey()).toEqual(new Map([['k2', 25]]));
    expect(await new SubjectKeys({ store, wrapper: by(K2) }).openAll(sealed)).toEqual(valuesOf(names));
  });

  it('does nothing the second time', async () => {
    const store = new InMemorySubjectKeyStore();
    await sealAll(store, by(K1), subjects(3));
    await rotate(store, by(K2, K1));
    const before = await store.get(subjects(3));
    expect(await rotate(store, by(K2, K1))).toMatchObject({ total: 0, checked: 0, mayRetire: true });
    expect(await store.get(subjects(3))).toEqual(before);
  });

  it('names the key that was retired too early, does the rest, and does not call the work done', async () => {
    const store = new InMemorySubjectKeyStore();
    await sealAll(store, by(K1), ['a', 'c']);
    const sealed = await sealAll(store, by(K2), ['b']);
    const report = await rotate(store, by(K3, K2));
    expect(report).toMatchObject({ total: 3, rewrapped: 1, refused: 2, mayRetire: false });
    expect(report.refusals).toEqual([expect.objectContaining({ masterKeyId: 'k1' })]);
    expect(report.refusals[0]).toBeInstanceOf(MasterKeyMissingError);
    expect(report.left).toEqual(new Map([['k1', 2]]));
    expect(await new SubjectKeys({ store, wrapper: by(K3) }).openAll(sealed)).toEqual(valuesOf(['b']));
    expect(await rotate(store, by(K3, K1))).toMatchObject({ rewrapped: 2, mayRetire: true });
  });

  it('stops where it is told, and goes on later', async () => {
    const store = new InMemorySubjectKeyStore();
    const names = subjects(10);
    const sealed = await sealAll(store, by(K1), names);
    const stop = new AbortController();
    const first = rotate(store, by(K2, K1), {
      batch: 3,
      signal: stop.signal,
      onProgress: ({ checked }) => {
        if (checked === 6) stop.abort(new Error('shutting down'));
      },
    });
    await expect(first).rejects.toThrow('shutting down');
    expect(await store.countByMasterKey()).toEqual(
      new Map([
        ['k2', 6],
        ['k1', 4],
      ]),
    );
    expect(await rotate(store, by(K2, K1))).toMatchObject({ total: 4, rewrapped: 4, mayRetire: true });
    expect(await new SubjectKeys({ store, wrapper: by(K2) }).openAll(sealed)).toEqual(valuesOf(names));
  });

  it('does not replace a key by one that the wrapper cannot open again', async () => {
    const store = new InMemorySubjectKeyStore();
    const sealed = await sealAll(store, by(K1), ['a']);
    const good = by(K2, K1);
    const forgetful: KeyWrapper = {
      primary: 'k2',
      unwrap: (wrapped, subject) => good.unwrap(wrapped, subject),
      wrap: (_, subject) => good.wrap(randomBytes(32), subject),
    };
    expect(await rotate(store, forgetful)).toMatchObject({ rewrapped: 0, refused: 1, mayRetire: false });
    expect(await new SubjectKeys({ store, wrapper: by(K1) }).openAll(sealed)).toEqual(valuesOf(['a']));
  });

  it('passes on that a service is away, and can be run again', async () => {
    const store = new InMemorySubjectKeyStore();
    await sealAll(store, by(K1), ['a', 'b']);
    const away: KeyWrapper = {
      primary: 'k2',
      unwrap: () => Promise.reject(new Error('away')),
      wrap: () => Promise.reject(new Error('away')),
    };
    await expect(rotate(store, away)).rejects.toThrow('away');
    expect(await rotate(store, by(K2, K1))).toMatchObject({ rewrapped: 2, mayRetire: true });
  });

  it.each([0, -1, 1.5])('refuses a batch of %d', async (batch) => {
    await expect(rotate(new InMemorySubjectKeyStore(), by(K1), { batch })).rejects.toThrow(InputRefusedError);
  });

  it('loses nothing and leaves nothing behind, however it meets readers, writers, erasures and other rotations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.nat({ max: 9 }), { maxLength: 8 }), async (s, picks) => {
        const shared = new InMemorySubjectKeyStore();
        const pause = () => s.schedule(Promise.resolve());
        // Each call may be overtaken before it acts, and after it acted.
        const slowed = new Proxy<SubjectKeyStore>(shared, {
          get:
            (of, name) =>
            async (...args: unknown[]) => {
              await pause();
              const method = Reflect.get(of, name) as (...args: unknown[]) => unknown;
              const answer: unknown = await Reflect.apply(method, of, args);
              await pause();
              return answer;
            },
        });
        const names = subjects(10);
        const sealed = await sealAll(shared, by(K1), names.slice(0, 7));
        const erased = new Set<string>();
        // The deployment is under way: this one still wraps by the old key, and knows the new one.
        const old = new SubjectKeys({ store: slowed, wrapper: by(K1, K2), maxKeys: 1 });
        const renewed = new SubjectKeys({ store: slowed, wrapper: by(K2, K1), maxKeys: 2 });

        const write = async (keys: SubjectKeys, subject: string, row: string) => {
          const place = at(row);
          try {
            const [envelope] = await keys.sealAll([{ subject, place, value: `value of ${subject}` }]);
            sealed.push({ subject, place, envelope: envelope! });
          } catch (error) {
            expect(error).toBeInstanceOf(SubjectErasedError);
          }
        };
        const read = async (keys: SubjectKeys, i: number) => {
          const one = sealed[i % sealed.length]!;
          const [opened] = await keys.openAll([one]);
          if (opened!.opened) expect(opened!.value).toBe(`value of ${one.subject}`);
          else expect(opened!.error).toBeInstanceOf(SubjectErasedError);
        };
        const erase = async (keys: SubjectKeys, subject: string) => {
          erased.add(subject);
          await keys.destroy(subject);
        };
        await s.waitFor(
          Promise.all([
            rotate(slowed, by(K2, K1), { batch: 3 }),
            rotate(slowed, by(K2, K1), { batch: 2 }),
            ...picks.map((pick, i) => write(i % 2 === 0 ? old : renewed, names[pick]!, `new-${i}`)),
            ...picks.map((pick, i) => read(i % 2 === 0 ? renewed : old, pick)),
            ...picks.slice(0, 2).map((pick, i) => erase(i === 0 ? old : renewed, names[pick]!)),
          ]),
        );

        // Everybody has the new primary now. One more pass takes what the old process wrote behind the first.
        const report = await rotate(shared, by(K2, K1), { batch: 4 });
        expect(report).toMatchObject({ refused: 0, overtaken: 0, mayRetire: true });
        const after = await new SubjectKeys({ store: shared, wrapper: by(K2) }).openAll(sealed);
        for (const [i, { subject }] of sealed.entries()) {
          if (erased.has(subject)) {
            expect(after[i]).toMatchObject({ opened: false, error: expect.any(SubjectErasedError) });
          } else expect(after[i]).toEqual({ opened: true, value: `value of ${subject}` });
        }
      }),
      { numRuns: 200 },
    );
  });
});
