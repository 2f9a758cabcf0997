import type { StoredSubjectKey, SubjectKeyStore, WrappedKey, WrappedSubjectKey } from 'sealed-fields';

/** A store under test, empty. */
export interface SubjectKeyStoreUnderTest {
  readonly store: SubjectKeyStore;
  close(): Promise<void>;
}

const wrapped = (masterKeyId: string, ...bytes: number[]): WrappedKey => ({
  masterKeyId,
  bytes: Uint8Array.from(bytes),
});
const keyOf = (subject: string, key = wrapped('k1', 1)): WrappedSubjectKey => ({ subject, wrapped: key });

/** Whatever a store gives its bytes as, in the order of the subjects. */
const plain = (stored: readonly StoredSubjectKey[]) =>
  stored
    .map((one) => [
      one.subject,
      one.wrapped === null ? null : `${one.wrapped.masterKeyId} ${[...one.wrapped.bytes].join()}`,
    ])
    .sort();

/** What every `SubjectKeyStore` has to do; see the port. */
export function describeSubjectKeyStore(name: string, start: () => Promise<SubjectKeyStoreUnderTest>): void {
  describe(`${name} keeps subject keys`, () => {
    let under: SubjectKeyStoreUnderTest;
    const store = () => under.store;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.close());

    const listed = async (masterKeyId: string, after: string | null = null, limit = 10) =>
      (await store().listNotWrappedBy(masterKeyId, { after, limit })).map(({ subject }) => subject);

    it('gives those there are, and nothing for the rest', async () => {
      await store().insertIfAbsent([keyOf('a'), keyOf('b', wrapped('k2', 2, 0, 255))]);
      expect(plain(await store().get(['b', 'c', 'a']))).toEqual([
        ['a', 'k1 1'],
        ['b', 'k2 2,0,255'],
      ]);
      expect(await store().get([])).toEqual([]);
    });

    it('keeps the first key of a subject, and tells the second comer which that is', async () => {
      expect(plain(await store().insertIfAbsent([keyOf('a')]))).toEqual([['a', 'k1 1']]);
      const second = await store().insertIfAbsent([keyOf('a', wrapped('k1', 9)), keyOf('b')]);
      expect(plain(second)).toEqual([
        ['a', 'k1 1'],
        ['b', 'k1 1'],
      ]);
    });

    it('gives all who come at the same time one key', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => store().insertIfAbsent([keyOf('a', wrapped('k1', i))])),
      );
      expect(new Set(answers.map((one) => JSON.stringify(plain(one)))).size).toBe(1);
      expect(plain(await store().get(['a']))).toEqual(plain(answers[0]!));
    });

    it('exchanges a wrapped key only where the expected one still stands', async () => {
      await store().insertIfAbsent([keyOf('a'), keyOf('b'), keyOf('c')]);
      const to = wrapped('k2', 2);
      const exchanged = await store().replace([
        { subject: 'a', from: wrapped('k1', 1), to },
        { subject: 'b', from: wrapped('k1', 9), to },
        { subject: 'c', from: wrapped('k9', 1), to },
        { subject: 'd', from: wrapped('k1', 1), to },
      ]);
      expect(exchanged).toBe(1);
      expect(plain(await store().get(['a', 'b', 'c', 'd']))).toEqual([
        ['a', 'k2 2'],
        ['b', 'k1 1'],
        ['c', 'k1 1'],
      ]);
    });

    it('lets one of many exchanges through', async () => {
      await store().insertIfAbsent([keyOf('a')]);
      const done = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          store().replace([{ subject: 'a', from: wrapped('k1', 1), to: wrapped('k2', i) }]),
        ),
      );
      expect(done.filter((count) => count === 1)).toHaveLength(1);
      expect(done.filter((count) => count === 0)).toHaveLength(7);
    });

    it('leaves a tombstone that neither a new key nor an exchange replaces', async () => {
      await store().insertIfAbsent([keyOf('a')]);
      await store().destroy('a');
      await store().destroy('a');
      await store().destroy('never-seen');
      const both = [
        ['a', null],
        ['never-seen', null],
      ];
      expect(plain(await store().insertIfAbsent([keyOf('a'), keyOf('never-seen')]))).toEqual(both);
      expect(await store().replace([{ subject: 'a', from: wrapped('k1', 1), to: wrapped('k2', 2) }])).toBe(0);
      expect(plain(await store().get(['a', 'never-seen']))).toEqual(both);
      expect(await listed('k2')).toEqual([]);
      expect([...(await store().countByMasterKey()).values()].filter((count) => count > 0)).toEqual([]);
    });

    it('lists the keys of other master keys page by page, each once', async () => {
      const subjects = ['a', 'b', 'c', 'd', 'e'];
      await store().insertIfAbsent(subjects.map((subject) => keyOf(subject)));
      await store().insertIfAbsent([keyOf('f', wrapped('k2', 2))]);
      await store().destroy('c');
      expect((await listed('k2')).sort()).toEqual(['a', 'b', 'd', 'e']);
      expect(await listed('k1')).toEqual(['f']);
      const pages: string[][] = [];
      for (
        let page = await listed('k2', null, 3);
        page.length > 0;
        page = await listed('k2', page.at(-1), 3)
      ) {
        pages.push(page);
      }
      expect(pages.map((page) => page.length)).toEqual([3, 1]);
      expect(pages.flat().sort()).toEqual(['a', 'b', 'd', 'e']);
    });

    it('counts the keys of each master key', async () => {
      await store().insertIfAbsent([keyOf('a'), keyOf('b'), keyOf('c', wrapped('k2', 2))]);
      const counts = await store().countByMasterKey();
      expect([counts.get('k1'), counts.get('k2')]).toEqual([2, 1]);
    });
  });
}
