import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  InputRefusedError,
  KeyGivenBackError,
  MasterKeyMissingError,
  OtherKeyError,
  SubjectErasedError,
  SubjectUnknownError,
  WrappedKeyRefusedError,
} from '../errors/sealed-fields-errors.js';
import type { KeyWrapper } from '../master-keys/key-wrapper.js';
import { LocalKeyWrapper } from '../master-keys/local-key-wrapper.js';
import { MasterKeyring } from '../master-keys/master-keyring.js';
import { InMemorySubjectKeyStore } from './in-memory-subject-key-store.js';
import type { SubjectKey } from './subject-key.js';
import type { SubjectKeyStore } from './subject-key-store.js';
import { SubjectKeys } from './subject-keys.js';

const keyring = new MasterKeyring([{ id: 'k1', key: randomBytes(32) }]);
const local = new LocalKeyWrapper(keyring);
const at = (row: string) => ({ table: 'customers', column: 'name', row });

/** Counts calls, and lets a test wait in the middle of one. */
function observed<T extends object>(target: T, before: (call: string) => unknown = () => undefined) {
  const calls: string[] = [];
  const proxy = new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        calls.push(String(name));
        await before(String(name));
        return Reflect.apply(value, of, args) as unknown;
      };
    },
  });
  return { proxy, calls };
}

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

const seal = (keys: SubjectKeys, subject: string, value = 'value') =>
  keys.sealAll([{ subject, place: at('1'), value }]).then(([envelope]) => envelope!);
const open = async (keys: SubjectKeys, subject: string, envelope: Uint8Array) => {
  const [opened] = await keys.openAll([{ subject, place: at('1'), envelope }]);
  return opened!.opened ? opened!.value : opened!.error;
};

describe('SubjectKeys', () => {
  it('opens in one process what another sealed', async () => {
    const store = new InMemorySubjectKeyStore();
    const [one, other] = [
      new SubjectKeys({ store, wrapper: local }),
      new SubjectKeys({ store, wrapper: local }),
    ];
    expect(await open(other, 's', await seal(one, 's', 'Zoë'))).toBe('Zoë');
  });

  it('opens a list with one query and one unwrapping per subject, and none the second time', async () => {
    const store = new InMemorySubjectKeyStore();
    const values = Array.from({ length: 30 }, (_, i) => ({
      subject: `s${i % 3}`,
      place: at(String(i)),
      value: `value ${i}`,
    }));
    const envelopes = await new SubjectKeys({ store, wrapper: local }).sealAll(values);
    const [seen, unwrapping] = [observed<SubjectKeyStore>(store), observed<KeyWrapper>(local)];
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: unwrapping.proxy });
    const sealed = values.map(({ subject, place }, i) => ({ subject, place, envelope: envelopes[i]! }));
    for (let round = 0; round < 2; round++) {
      expect(await keys.openAll(sealed)).toEqual(values.map(({ value }) => ({ opened: true, value })));
    }
    expect(seen.calls).toEqual(['get']);
    expect(unwrapping.calls).toEqual(['unwrap', 'unwrap', 'unwrap']);
  });

  it('makes new keys with two queries, and only where they are for sealing', async () => {
    const seen = observed<SubjectKeyStore>(new InMemorySubjectKeyStore());
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: local });
    expect(await open(keys, 'a', new Uint8Array(60))).toBeInstanceOf(SubjectUnknownError);
    expect(seen.calls).toEqual(['get']);
    await keys.sealAll(['a', 'b', 'c'].map((subject) => ({ subject, place: at('1'), value: 'value' })));
    expect(seen.calls).toEqual(['get', 'get', 'insertIfAbsent']);
  });

  it('gives one key to all who ask at the same time, with one load', async () => {
    const seen = observed<SubjectKeyStore>(new InMemorySubjectKeyStore());
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: local });
    const envelopes = await Promise.all(Array.from({ length: 20 }, () => seal(keys, 's')));
    expect(seen.calls).toEqual(['get', 'insertIfAbsent']);
    for (const envelope of envelopes) expect(await open(keys, 's', envelope)).toBe('value');
  });

  it('lets the store decide which of two processes made the key', async () => {
    const store = new InMemorySubjectKeyStore();
    const held = gate();
    const slow = observed<SubjectKeyStore>(store, (call) => call === 'insertIfAbsent' && held.passed);
    const [late, early] = [
      new SubjectKeys({ store: slow.proxy, wrapper: local }),
      new SubjectKeys({ store, wrapper: local }),
    ];
    const sealing = seal(late, 's', 'by the second');
    const first = await seal(early, 's', 'by the first');
    held.open();
    const fresh = new SubjectKeys({ store, wrapper: local });
    expect(await open(fresh, 's', await sealing)).toBe('by the second');
    expect(await open(late, 's', first)).toBe('by the first');
  });

  it('holds as many keys as a list needs, though the cache holds fewer', async () => {
    const store = new InMemorySubjectKeyStore();
    for (const maxKeys of [0, 1, 2]) {
      const keys = new SubjectKeys({ store, wrapper: local, maxKeys });
      const values = ['a', 'b', 'c', 'd'].map((subject) => ({ subject, place: at('1'), value: subject }));
      const envelopes = await keys.sealAll(values);
      const opened = await keys.openAll(
        values.map(({ subject, place }, i) => ({ subject, place, envelope: envelopes[i]! })),
      );
      expect(opened.map((one) => one.opened && one.value)).toEqual(['a', 'b', 'c', 'd']);
    }
  });

  it('asks again after the time a key may be kept', async () => {
    let now = 0;
    const seen = observed<SubjectKeyStore>(new InMemorySubjectKeyStore());
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: local, ttlMs: 1000, now: () => now });
    const envelope = await seal(keys, 's');
    now = 999;
    await open(keys, 's', envelope);
    expect(seen.calls).toEqual(['get', 'insertIfAbsent']);
    now = 1000;
    await open(keys, 's', envelope);
    expect(seen.calls).toEqual(['get', 'insertIfAbsent', 'get']);
    keys.close();
    await open(keys, 's', envelope);
    expect(seen.calls).toEqual(['get', 'insertIfAbsent', 'get', 'get']);
  });

  it('lends keys for the time of the work, and no longer', async () => {
    const keys = new SubjectKeys({ store: new InMemorySubjectKeyStore(), wrapper: local });
    let kept: SubjectKey | undefined;
    const envelope = await keys.toSeal(['s'], async (lent) => {
      kept = lent.of('s');
      await Promise.resolve();
      return kept.seal('value', at('1'));
    });
    expect(await open(keys, 's', envelope)).toBe('value');
    expect(() => kept!.seal('value', at('1'))).toThrow(KeyGivenBackError);
    await expect(keys.toSeal(['s'], () => Promise.reject(new Error('of the work')))).rejects.toThrow(
      'of the work',
    );
    await expect(keys.toOpen(['s'], (lent) => lent.of('t'))).rejects.toThrow(SubjectUnknownError);
  });

  it('shows the rest of a list where one of its values cannot be opened', async () => {
    const store = new InMemorySubjectKeyStore();
    const gone = new LocalKeyWrapper(new MasterKeyring([{ id: 'k0', key: randomBytes(32) }]));
    const unreadable = await seal(new SubjectKeys({ store, wrapper: gone }), 'retired');
    const keys = new SubjectKeys({ store, wrapper: local });
    const [a, b] = [await seal(keys, 'a'), await seal(keys, 'b')];
    await keys.destroy('b');
    const opened = await keys.openAll([
      { subject: 'a', place: at('1'), envelope: a },
      { subject: 'b', place: at('1'), envelope: b },
      { subject: 'retired', place: at('1'), envelope: unreadable },
      { subject: 'a', place: at('1'), envelope: b },
    ]);
    expect(opened).toEqual([
      { opened: true, value: 'value' },
      { opened: false, error: expect.any(SubjectErasedError) },
      { opened: false, error: expect.objectContaining({ masterKeyId: 'k0' }) },
      { opened: false, error: expect.any(OtherKeyError) },
    ]);
    expect(opened[2]).toMatchObject({ error: expect.any(MasterKeyMissingError) });
  });

  it('fails as a whole where the store or the wrapper is away, and works when they are back', async () => {
    const store = new InMemorySubjectKeyStore();
    for (const where of ['get', 'insertIfAbsent', 'wrap', 'unwrap']) {
      let away = true;
      const fail = (call: string) => {
        if (away && call === where) throw new Error('away');
      };
      const keys = new SubjectKeys({
        store: observed<SubjectKeyStore>(store, fail).proxy,
        wrapper: observed<KeyWrapper>(local, fail).proxy,
        maxKeys: 0,
      });
      const work = async () => open(keys, where, await seal(keys, where));
      await expect(Promise.all([work(), work()])).rejects.toThrow('away');
      away = false;
      expect(await work()).toBe('value');
    }
  });

  it('refuses a data key of another length, whatever the wrapper thinks of it', async () => {
    const store = new InMemorySubjectKeyStore();
    await seal(new SubjectKeys({ store, wrapper: local }), 's');
    const wrapper: KeyWrapper = {
      primary: 'k1',
      wrap: (dataKey, subject) => local.wrap(dataKey, subject),
      unwrap: () => Promise.resolve(new Uint8Array(16)),
    };
    expect(await open(new SubjectKeys({ store, wrapper }), 's', new Uint8Array(60))).toBeInstanceOf(
      WrappedKeyRefusedError,
    );
  });

  it('refuses what cannot be a subject, or a setting', async () => {
    const store = new InMemorySubjectKeyStore();
    const keys = new SubjectKeys({ store, wrapper: local });
    await expect(seal(keys, '')).rejects.toThrow(InputRefusedError);
    await expect(seal(keys, '\ud800')).rejects.toThrow(InputRefusedError);
    expect(() => new SubjectKeys({ store, wrapper: local, maxKeys: -1 })).toThrow(InputRefusedError);
    expect(() => new SubjectKeys({ store, wrapper: local, ttlMs: Infinity })).toThrow(InputRefusedError);
    expect(await keys.openAll([])).toEqual([]);
  });
});

describe('the first write of a subject', () => {
  /** Stores the key, and what is sealed, as one write of the caller's would. */
  const first = (keys: SubjectKeys, store: SubjectKeyStore, subject = 's') =>
    keys.toSealFirst(subject, async (key, wrapped) => {
      const envelope = key.seal('value', at('1'));
      await store.insertIfAbsent([{ subject, wrapped }]);
      return envelope;
    });

  it('brings the key along, asks for nothing before, and finds it at hand afterwards', async () => {
    const store = new InMemorySubjectKeyStore();
    const seen = observed<SubjectKeyStore>(store);
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: local });
    const envelope = (await first(keys, store))!;
    expect(await open(keys, 's', envelope)).toBe('value');
    expect(seen.calls).toEqual([]);
    expect(await open(new SubjectKeys({ store, wrapper: local }), 's', envelope)).toBe('value');
  });

  it.each<[string, () => Promise<null>]>([
    ['answers that nothing was stored', () => Promise.resolve(null)],
    ['fails', () => Promise.reject(new Error('away'))],
  ])('leaves no key behind where it %s', async (_what, end) => {
    const seen = observed<SubjectKeyStore>(new InMemorySubjectKeyStore());
    const keys = new SubjectKeys({ store: seen.proxy, wrapper: local });
    let held: SubjectKey | undefined;
    const written = keys.toSealFirst('s', (key) => {
      held = key;
      return end();
    });
    await expect(written.catch(() => null)).resolves.toBeNull();
    expect(() => held!.seal('value', at('1'))).toThrow(KeyGivenBackError);
    await seal(keys, 's');
    expect(seen.calls).toEqual(['get', 'insertIfAbsent']);
  });

  it('tells nobody a second key, where the subject is used before the first write has answered', async () => {
    const store = new InMemorySubjectKeyStore();
    const keys = new SubjectKeys({ store, wrapper: local });
    const held = gate();
    const stored = gate();
    const writing = keys.toSealFirst('s', async (key, wrapped) => {
      await store.insertIfAbsent([{ subject: 's', wrapped }]);
      stored.open();
      await held.passed;
      return key.seal('by the first', at('1'));
    });
    await stored.passed;
    const second = await seal(keys, 's', 'by the second');
    held.open();
    const envelope = (await writing)!;
    for (const reader of [keys, new SubjectKeys({ store, wrapper: local })]) {
      expect(await open(reader, 's', envelope)).toBe('by the first');
      expect(await open(reader, 's', second)).toBe('by the second');
    }
  });

  it('does not bring back who is erased before it has answered', async () => {
    const store = new InMemorySubjectKeyStore();
    const keys = new SubjectKeys({ store, wrapper: local });
    const envelope = (await keys.toSealFirst('s', async (key, wrapped) => {
      const sealed = key.seal('value', at('1'));
      await store.insertIfAbsent([{ subject: 's', wrapped }]);
      await keys.destroy('s');
      expect(() => key.seal('more', at('1'))).toThrow(SubjectErasedError);
      return sealed;
    }))!;
    expect(await open(keys, 's', envelope)).toBeInstanceOf(SubjectErasedError);
    await expect(seal(keys, 's')).rejects.toThrow(SubjectErasedError);
    expect(await store.get(['s'])).toEqual([{ subject: 's', wrapped: null }]);
  });
});

describe('erasure', () => {
  it('makes everything of the subject unreadable at once, and nothing of others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.string({ unit: 'binary' })), { minLength: 1 }),
        fc.constantFrom('a', 'b', 'c'),
        async (pairs, erased) => {
          const store = new InMemorySubjectKeyStore();
          const keys = new SubjectKeys({ store, wrapper: local });
          const values = pairs.map(([subject, value], i) => ({ subject, value, place: at(String(i)) }));
          const envelopes = await keys.sealAll(values);
          await keys.destroy(erased);
          for (const reader of [keys, new SubjectKeys({ store, wrapper: local })]) {
            const opened = await reader.openAll(
              values.map(({ subject, place }, i) => ({ subject, place, envelope: envelopes[i]! })),
            );
            for (const [i, { subject, value }] of values.entries()) {
              if (subject === erased) {
                expect(opened[i]).toMatchObject({ opened: false, error: expect.any(SubjectErasedError) });
              } else expect(opened[i]).toEqual({ opened: true, value });
            }
          }
          await expect(seal(keys, erased)).rejects.toThrow(SubjectErasedError);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ends a key that is lent just now', async () => {
    const keys = new SubjectKeys({ store: new InMemorySubjectKeyStore(), wrapper: local });
    const envelope = await seal(keys, 's');
    await keys.toOpen(['s'], async (lent) => {
      const key = lent.of('s');
      expect(key.open(envelope, at('1'))).toBe('value');
      await keys.destroy('s');
      expect(() => key.open(envelope, at('1'))).toThrow(SubjectErasedError);
    });
  });

  it('ends a key that the cache has let go of, and somebody still uses', async () => {
    const keys = new SubjectKeys({ store: new InMemorySubjectKeyStore(), wrapper: local, maxKeys: 1 });
    await keys.toSeal(['s'], async (lent) => {
      await seal(keys, 'other');
      await keys.destroy('s');
      expect(() => lent.of('s').seal('value', at('1'))).toThrow(SubjectErasedError);
    });
  });

  it.each(['toSeal', 'toOpen'] as const)('is not undone by a load under way: %s', async (how) => {
    const store = new InMemorySubjectKeyStore();
    const envelope = await seal(new SubjectKeys({ store, wrapper: local }), 's');
    const [reached, held] = [gate(), gate()];
    const slow = observed<KeyWrapper>(local, (call) => {
      if (call === 'unwrap') reached.open();
      return held.passed;
    });
    const keys = new SubjectKeys({ store, wrapper: slow.proxy });
    // It has read the wrapped key from the store, and is about to unwrap it.
    const work = keys[how](['s'], (lent) => lent.of('s').open(envelope, at('1')));
    await reached.passed;
    await keys.destroy('s');
    held.open();
    await expect(work).rejects.toThrow(SubjectErasedError);
    expect(await open(keys, 's', envelope)).toBeInstanceOf(SubjectErasedError);
  });

  it('changes nothing where the store fails', async () => {
    const store = new InMemorySubjectKeyStore();
    const failing = observed<SubjectKeyStore>(store, (call) => {
      if (call === 'destroy') throw new Error('away');
    });
    const keys = new SubjectKeys({ store: failing.proxy, wrapper: local });
    const envelope = await seal(keys, 's');
    await expect(keys.destroy('s')).rejects.toThrow('away');
    expect(await open(keys, 's', envelope)).toBe('value');
  });

  it('reaches another process after its time, or at once where it is told', async () => {
    let now = 0;
    const store = new InMemorySubjectKeyStore();
    const [here, told, untold] = Array.from(
      { length: 3 },
      () => new SubjectKeys({ store, wrapper: local, ttlMs: 1000, now: () => now }),
    ) as [SubjectKeys, SubjectKeys, SubjectKeys];
    const envelope = await seal(here, 's');
    for (const keys of [told, untold]) expect(await open(keys, 's', envelope)).toBe('value');
    await here.destroy('s');
    told.revoke('s');
    expect(await open(told, 's', envelope)).toBeInstanceOf(SubjectErasedError);
    expect(await open(untold, 's', envelope)).toBe('value');
    now = 1000;
    expect(await open(untold, 's', envelope)).toBeInstanceOf(SubjectErasedError);
  });

  it('holds under every interleaving with sealing and opening: who begins after it gets nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 0, max: 2 }), async (s, maxKeys) => {
        const store = new InMemorySubjectKeyStore();
        const keys = new SubjectKeys({
          store: observed<SubjectKeyStore>(store, () => s.schedule(Promise.resolve())).proxy,
          wrapper: observed<KeyWrapper>(local, () => s.schedule(Promise.resolve())).proxy,
          maxKeys,
        });
        const envelope = await seal(new SubjectKeys({ store, wrapper: local }), 's');
        let erased = false;
        const read = async () => {
          await s.schedule(Promise.resolve());
          const late = erased;
          const found = await open(keys, 's', envelope);
          if (late) expect(found).toBeInstanceOf(SubjectErasedError);
          else expect(found === 'value' || found instanceof SubjectErasedError).toBe(true);
        };
        const write = async () => {
          await s.schedule(Promise.resolve());
          const late = erased;
          const sealed = await seal(keys, 's').then(
            () => true,
            (error: unknown) => {
              expect(error).toBeInstanceOf(SubjectErasedError);
              return false;
            },
          );
          if (late) expect(sealed).toBe(false);
        };
        const erase = async () => {
          await s.schedule(Promise.resolve());
          await keys.destroy('s');
          erased = true;
        };
        await s.waitFor(
          Promise.all([read(), write(), erase(), read(), write(), read(), seal(keys, 'other')]),
        );
        expect(await s.waitFor(open(keys, 's', envelope))).toBeInstanceOf(SubjectErasedError);
      }),
      { numRuns: 200 },
    );
  });
});
