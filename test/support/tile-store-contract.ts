import type { Tile, TileId, TileStore } from 'transparency-log';

/** A store under test, empty. */
export interface TileStoreUnderTest {
  readonly store: TileStore;
  close(): Promise<void>;
}

/** A tile whose hashes are 32 times the same byte each. */
const tile = (level: number, index: number, width: number, from = 0): Tile => ({
  level,
  index,
  width,
  hashes: Buffer.concat(Array.from({ length: width }, (_, i) => Buffer.alloc(32, (from + i) % 256))),
});

/** What becomes of hashes that were written and never published. */
export interface Leftovers {
  /**
   * `replaced`: by the next who writes there. `refused`: the store keeps tiles and size in one transaction, so there are
   * none, and a tile that is written otherwise is a mistake.
   */
  readonly leftovers: 'replaced' | 'refused';
}

/** What every `TileStore` has to do; see the port. */
export function describeTileStore(
  name: string,
  start: () => Promise<TileStoreUnderTest>,
  { leftovers }: Leftovers = { leftovers: 'replaced' },
): void {
  describe(`${name} keeps tiles`, () => {
    let under: TileStoreUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.close());

    /** The first `width` hashes of each, as the reader takes them. */
    const read = async (...ids: TileId[]) =>
      (await under.store.read(ids)).map((hashes, i) =>
        hashes === null ? null : Buffer.from(hashes.subarray(0, ids[i]!.width * 32)).toString('hex'),
      );
    const hex = ({ hashes }: Tile) => Buffer.from(hashes).toString('hex');

    it('gives tiles in the order asked for, and null for those that are not there', async () => {
      const [a, b, c] = [tile(0, 0, 256), tile(0, 1, 3, 7), tile(1, 0, 1, 9)];
      await under.store.write([c, a, b]);
      expect(await read(b, tile(0, 2, 1), a, tile(2, 0, 1), c)).toEqual([hex(b), null, hex(a), null, hex(c)]);
      expect(await read()).toEqual([]);
    });

    it('gives a tile that grew also by the width it had, and null for a width it has not yet', async () => {
      await under.store.write([tile(0, 0, 3)]);
      await under.store.write([tile(0, 0, 5)]);
      expect(await read(tile(0, 0, 3), tile(0, 0, 5), tile(0, 0, 6))).toEqual([
        hex(tile(0, 0, 3)),
        hex(tile(0, 0, 5)),
        null,
      ]);
    });

    if (leftovers === 'replaced') {
      it('replaces what a process left that died before it published', async () => {
        await under.store.write([tile(0, 0, 5)]);
        await under.store.write([tile(0, 0, 4, 100)]);
        expect(await read(tile(0, 0, 4))).toEqual([hex(tile(0, 0, 4, 100))]);
      });
    } else {
      it('refuses a tile that is not the one there, grown', async () => {
        await under.store.write([tile(0, 0, 5)]);
        for (const other of [tile(0, 0, 4), tile(0, 0, 4, 100), tile(0, 0, 9, 1)]) {
          await expect(under.store.write([tile(0, 1, 1), other])).rejects.toThrow('a tile only grows');
        }
        expect(await read(tile(0, 0, 5), tile(0, 1, 1))).toEqual([hex(tile(0, 0, 5)), null]);
      });
    }

    it('keeps tiles apart whose numbers look alike', async () => {
      const tiles = [tile(0, 1234067, 2, 1), tile(0, 1234, 2, 2), tile(1, 234067, 2, 3), tile(11, 0, 2, 4)];
      await under.store.write(tiles);
      expect(await read(...tiles)).toEqual(tiles.map(hex));
    });

    it('keeps its own copy', async () => {
      const mine = tile(0, 0, 1);
      const before = hex(mine);
      await under.store.write([mine]);
      mine.hashes.fill(0xff);
      expect(await read(mine)).toEqual([before]);
    });
  });
}
