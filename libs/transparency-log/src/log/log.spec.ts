import fc from 'fast-check';
import { naiveRoot } from '../../../../test/support/naive-merkle.js';
import { EMPTY_ROOT, leafHash } from '../merkle/hashing.js';
import { verifyInclusion } from '../merkle/verify-inclusion.js';
import { InMemoryTileStore } from '../tiles/in-memory-tile-store.js';
import type { TileStore } from '../tiles/tile-store.js';
import { tilePath, type Tile, type TileId } from '../tiles/tile.js';
import { Log } from './log.js';

const leavesOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => Buffer.from(`event ${from + i}`));

/** Notes what is read and written, and fails where it is told to. */
class WatchedStore implements TileStore {
  readonly inner = new InMemoryTileStore();
  reads: string[] = [];
  writes: string[] = [];
  failing = false;

  read(ids: readonly TileId[]) {
    this.reads.push(...ids.map(tilePath));
    return this.inner.read(ids);
  }
  write(tiles: readonly Tile[]) {
    if (this.failing) return Promise.reject(new Error('the disk is full'));
    this.writes.push(...tiles.map(tilePath));
    return this.inner.write(tiles);
  }
}

async function opened(size: number, store = new WatchedStore()) {
  const log = await Log.open({ store, size: 0 });
  await log.append(leavesOf(size));
  [store.reads, store.writes] = [[], []];
  return { log, store };
}

describe('a log', () => {
  it('begins empty', async () => {
    const { log } = await opened(0);
    expect(log.head).toEqual({ size: 0, root: EMPTY_ROOT });
    expect(await log.proveConsistency(0)).toEqual([]);
    await expect(log.proveInclusion(0)).rejects.toMatchObject({ code: 'TLOG_INPUT_REFUSED' });
  });

  it('has one root, however its leaves came: in batches, at once, after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }), async (batches) => {
        const store = new InMemoryTileStore();
        let log = await Log.open({ store, size: 0 });
        let size = 0;
        for (const count of batches) {
          await log.append(leavesOf(count, size));
          size += count;
          log = await Log.open({ store, ...log.head });
        }
        expect(log.head).toEqual({ size, root: naiveRoot(leavesOf(size)) });
      }),
      { seed: 7, numRuns: 25 },
    );
  });

  it('writes the tiles that changed and reads none to append', async () => {
    const { log, store } = await opened(255);
    await log.append(leavesOf(1, 255));
    expect(store.writes.sort()).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    store.writes = [];
    await log.append(leavesOf(3, 256));
    expect(store.writes).toEqual(['tile/0/001.p/3']);
    await log.append([]);
    expect(store.writes).toEqual(['tile/0/001.p/3']);
    expect(store.reads).toEqual([]);
  });

  it('reads few tiles for a proof', async () => {
    const { log, store } = await opened(70_000);
    await log.proveInclusion(30_000);
    expect(store.reads.length).toBeLessThanOrEqual(5);
    store.reads = [];
    await log.proveConsistency(30_000);
    expect(store.reads.length).toBeLessThanOrEqual(5);
    store.reads = [];
    await Log.open({ store, ...log.head });
    expect(new Set(store.reads)).toEqual(new Set(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']));
  });

  it('carries out appends one after the other, in the order they were made', async () => {
    const { log } = await opened(0);
    const heads = await Promise.all([0, 1, 2, 3].map((i) => log.append(leavesOf(100, i * 100))));
    expect(heads.map(({ size }) => size)).toEqual([100, 200, 300, 400]);
    expect(log.head.root).toEqual(naiveRoot(leavesOf(400)));
  });

  it('is as it was where the store fails, and goes on afterwards', async () => {
    const { log, store } = await opened(250);
    const before = log.head;
    store.failing = true;
    await expect(log.append(leavesOf(10, 250))).rejects.toThrow('the disk is full');
    expect(log.head).toEqual(before);
    store.failing = false;
    await log.append(leavesOf(10, 250));
    expect(log.head.root).toEqual(naiveRoot(leavesOf(260)));
  });

  it('overwrites what a process left that died before it published', async () => {
    const { store } = await opened(300);
    const again = await Log.open({ store, size: 260 });
    await again.append(leavesOf(20, 5000));
    expect(again.head.root).toEqual(naiveRoot([...leavesOf(260), ...leavesOf(20, 5000)]));
    const proof = await again.proveInclusion(270);
    const leaf = Buffer.from(
      (await store.read([{ level: 0, index: 1, width: 20 }]))[0]!.subarray(14 * 32, 15 * 32),
    );
    expect(verifyInclusion({ index: 270, ...again.head, leaf, proof })).toBe(true);
  });

  it('finds out damaged and missing tiles', async () => {
    const { log, store } = await opened(600);
    const head = log.head;
    const [tile] = await store.inner.read([{ level: 0, index: 2, width: 88 }]);
    tile![5] = tile![5]! ^ 1;
    await store.inner.write([{ level: 0, index: 2, width: 88, hashes: tile! }]);
    await expect(log.proveInclusion(599)).rejects.toMatchObject({ code: 'TLOG_STORE_DAMAGED' });
    await expect(Log.open({ store, ...head })).rejects.toMatchObject({ code: 'TLOG_STORE_DAMAGED' });
    await expect(Log.open({ store, size: 700 })).rejects.toMatchObject({
      code: 'TLOG_TILE_MISSING',
      tile: 'tile/0/002.p/188',
    });
  });

  it('proves many by one read of each tile, and finds out any of them that is damaged', async () => {
    const { log, store } = await opened(70_000);
    const neighbours = Array.from({ length: 600 }, (_, i) => 30_100 + i);
    const proofs = await log.proveInclusions(neighbours);
    expect(new Set(store.reads).size).toBe(store.reads.length);
    expect(store.reads.length).toBeLessThanOrEqual(9);
    for (const [i, index] of neighbours.entries()) {
      const leaf = leafHash(leavesOf(1, index)[0]!);
      expect(verifyInclusion({ index, ...log.head, leaf, proof: proofs[i]! })).toBe(true);
    }
    // Every tile that was read, in its turn.
    const read = [...store.reads];
    const intact = store.inner.read.bind(store.inner);
    for (const path of read) {
      store.read = async (ids) =>
        (await intact(ids)).map((hashes, i) => {
          if (tilePath(ids[i]!) === path) hashes![hashes!.length - 1]! ^= 1;
          return hashes;
        });
      const all = [...neighbours, 69_999, 0];
      await expect(log.proveInclusions(all)).rejects.toMatchObject({ code: 'TLOG_STORE_DAMAGED' });
    }
  });

  it.each([-32, -1, 1])('finds out tiles that are %s bytes longer than they should be', async (bytes) => {
    const { log, store } = await opened(300);
    const read = store.inner.read.bind(store.inner);
    store.read = async (ids) =>
      (await read(ids)).map((hashes) => {
        const given = Buffer.alloc(hashes!.length + bytes);
        given.set(hashes!.subarray(0, given.length));
        return given;
      });
    await expect(log.proveConsistency(299)).rejects.toMatchObject({ code: 'TLOG_STORE_DAMAGED' });
  });

  it.each<[string, (log: Log) => Promise<unknown>]>([
    ['an index beyond the size', (log: Log) => log.proveInclusion(5, 5)],
    ['one of many that is beyond the size', (log: Log) => log.proveInclusions([0, 5])],
    ['a size beyond the log', (log: Log) => log.proveInclusion(0, 6)],
    ['a negative index', (log: Log) => log.proveInclusion(-1)],
    ['a consistency backwards', (log: Log) => log.proveConsistency(4, 3)],
    ['a root of the future', (log: Log) => log.rootAt(6)],
    ['a hash that is none', (log: Log) => log.appendHashes([Buffer.alloc(31)])],
  ])('refuses %s', async (_, ask) => {
    const { log } = await opened(5);
    await expect(ask(log)).rejects.toMatchObject({
      code: 'TLOG_INPUT_REFUSED',
    });
  });
});
