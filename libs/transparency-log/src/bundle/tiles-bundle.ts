import { TransparencyLogError } from '../errors/transparency-log-error.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import { parseCheckpoint } from '../notes/checkpoint.js';
import { parseNote } from '../notes/signed-note.js';
import { decodeEntries } from '../tiles/entry-bundle.js';
import { entriesPath, TILE_WIDTH, tilePath, tileWidth } from '../tiles/tile.js';
import type { BundleHeader, BundlePart, BundleSource, TilePart } from './bundle.js';

/** The file at this path below the directory or URL of the log; null where there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

/** Reads a log that lies there in the layout of C2SP `tlog-tiles`: `checkpoint`, `tile/…`, `tile/entries/…`. */
export class TilesBundle implements BundleSource {
  readonly #read: ReadFile;
  #size = 0;

  constructor(read: ReadFile) {
    this.#read = read;
  }

  async header(): Promise<BundleHeader> {
    const bytes = await this.#read('checkpoint');
    if (bytes === null) throw new BundleUnreadableError('there is no checkpoint', 'checkpoint');
    const checkpoint = Buffer.from(bytes).toString();
    try {
      // Not trusted yet: whoever verifies looks at the signature before anything else is read.
      this.#size = parseCheckpoint(parseNote(bytes).text).size;
    } catch (error) {
      if (!(error instanceof TransparencyLogError)) throw error;
    }
    return { kind: 'log', count: this.#size, checkpoint, consistency: [] };
  }

  async *parts(): AsyncGenerator<readonly BundlePart[]> {
    for (let index = 0; tileWidth(this.#size, 0, index) > 0; index++) {
      const [tile, events] = await Promise.all([this.#tile(0, index), this.#events(index)]);
      yield [tile, ...events];
    }
    for (let level = 1; tileWidth(this.#size, level, 0) > 0; level++) {
      for (let index = 0; tileWidth(this.#size, level, index) > 0; index++) {
        yield [await this.#tile(level, index)];
      }
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #tile(level: number, index: number): Promise<TilePart> {
    const width = tileWidth(this.#size, level, index);
    const found = await this.#find(width, (wide) => tilePath({ level, index, width: wide }));
    const bytes = found?.bytes.subarray(0, found.full ? width * HASH_BYTES : undefined);
    return { part: 'tile', level, index, hashes: bytes?.length === width * HASH_BYTES ? bytes : null };
  }

  async #events(index: number): Promise<BundlePart[]> {
    const width = tileWidth(this.#size, 0, index);
    const found = await this.#find(width, (wide) => entriesPath(index, wide));
    const at = entriesPath(index, width);
    if (found === null) return [{ part: 'damaged', at, events: 0 }];
    const { leaves, whole } = decodeEntries(found.bytes);
    const events = found.full ? leaves.slice(0, width) : leaves;
    return [
      ...events.map((leaf) => ({ part: 'event' as const, index: null, leaf, proof: null })),
      ...(whole ? [] : [{ part: 'damaged' as const, at, events: 0 as const }]),
    ];
  }

  /** The file of this width, or the full one that has taken its place. */
  async #find(
    width: number,
    path: (width: number) => string,
  ): Promise<{ bytes: Uint8Array; full: boolean } | null> {
    const exact = await this.#read(path(width));
    if (exact !== null || width === TILE_WIDTH) return exact === null ? null : { bytes: exact, full: false };
    const full = await this.#read(path(TILE_WIDTH));
    return full === null ? null : { bytes: full, full: true };
  }
}
