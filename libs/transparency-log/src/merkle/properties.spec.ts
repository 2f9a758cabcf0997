import fc from 'fast-check';
import { naiveConsistency, naiveInclusion, naiveRoot } from '../../../../test/support/naive-merkle.js';
import { InMemoryTileStore } from '../tiles/in-memory-tile-store.js';
import { Log } from '../log/log.js';
import { CompactRange, levelsOf } from './compact-range.js';
import { leafHash } from './hashing.js';
import { verifyConsistency } from './verify-consistency.js';
import { verifyInclusion } from './verify-inclusion.js';

/** Fixed, so that a run can be had again. */
const SETTINGS = { seed: 20261123, numRuns: Number(process.env['TLOG_RUNS'] ?? 40) };

/** A tree of up to some tiles, and where it is cut. */
const trees = fc
  .tuple(fc.integer({ min: 1, max: 700 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat())
  .map(([size, cut, salt]) => ({
    leaves: Array.from({ length: size }, (_, i) => Buffer.from(`${salt} ${i}`)),
    at: Math.min(size - 1, Math.floor(cut * size)),
  }));

async function logOf(leaves: readonly Uint8Array[]): Promise<Log> {
  const log = await Log.open({ store: new InMemoryTileStore(), size: 0 });
  await log.append(leaves);
  return log;
}

describe('against the definitions of RFC 9162 §2.1', () => {
  it('roots and proofs are the same, and verify', async () => {
    await fc.assert(
      fc.asyncProperty(trees, async ({ leaves, at }) => {
        const log = await logOf(leaves);
        const older = { size: at + 1, root: naiveRoot(leaves.slice(0, at + 1)) };
        const newer = { size: leaves.length, root: naiveRoot(leaves) };
        expect(log.head.root).toEqual(newer.root);
        expect(await log.rootAt(older.size)).toEqual(older.root);

        const inclusion = await log.proveInclusion(at);
        expect(inclusion).toEqual(naiveInclusion(at, leaves));
        const leaf = leafHash(leaves[at]!);
        expect(verifyInclusion({ index: at, ...newer, leaf, proof: inclusion })).toBe(true);

        const consistency = await log.proveConsistency(older.size);
        expect(consistency).toEqual(naiveConsistency(older.size, leaves));
        expect(verifyConsistency({ older, newer, proof: consistency })).toBe(true);
      }),
      SETTINGS,
    );
  });

  it('proofs of many leaves at once are those of each, in the order asked for', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.array(fc.nat(), { maxLength: 40 }), async ({ leaves, at }, picks) => {
        const log = await logOf(leaves);
        const among = (size: number) => picks.map((pick) => pick % size);
        const all = among(leaves.length);
        expect(await log.proveInclusions(all)).toEqual(all.map((index) => naiveInclusion(index, leaves)));
        const older = leaves.slice(0, at + 1);
        expect(await log.proveInclusions(among(at + 1), at + 1)).toEqual(
          among(at + 1).map((index) => naiveInclusion(index, older)),
        );
      }),
      SETTINGS,
    );
  });

  it('proofs within an older tree are those it had', async () => {
    await fc.assert(
      fc.asyncProperty(trees, fc.nat(), async ({ leaves, at }, pick) => {
        const log = await logOf(leaves);
        const size = at + 1;
        const older = leaves.slice(0, size);
        expect(await log.proveInclusion(pick % size, size)).toEqual(naiveInclusion(pick % size, older));
        const from = 1 + (pick % size);
        expect(await log.proveConsistency(from, size)).toEqual(naiveConsistency(from, older));
      }),
      SETTINGS,
    );
  });
});

describe('a compact range', () => {
  it('goes on from what it remembers', () => {
    fc.assert(
      fc.property(trees, ({ leaves, at }) => {
        const hashes = leaves.map((leaf) => leafHash(leaf));
        const first = new CompactRange();
        for (const hash of hashes.slice(0, at)) first.append(hash);
        expect(first.hashes).toHaveLength(levelsOf(at).length);
        const second = CompactRange.of(first.size, first.hashes);
        for (const hash of hashes.slice(at)) second.append(hash);
        expect(second.root()).toEqual(naiveRoot(leaves));
      }),
      SETTINGS,
    );
  });

  it('works beyond 2^32 leaves', () => {
    const [a, b] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
    const range = CompactRange.of(2 ** 40, [a]);
    range.append(b);
    expect(range.size).toBe(2 ** 40 + 1);
    expect(levelsOf(range.size)).toEqual([40, 0]);
    const proof = [a];
    const root = range.root();
    expect(verifyInclusion({ index: 2 ** 40, size: range.size, leaf: b, root, proof })).toBe(true);
    const older = { size: 2 ** 40, root: a };
    expect(verifyConsistency({ older, newer: { size: range.size, root }, proof: [b] })).toBe(true);
  });

  it.each([
    [3, []],
    [1, [Buffer.alloc(31)]],
    [-1, []],
    [0.5, []],
  ])('refuses a size of %s with these hashes', (size, hashes) => {
    expect(() => CompactRange.of(size, hashes)).toThrow(
      expect.objectContaining({ code: 'TLOG_INPUT_REFUSED' }),
    );
  });
});
