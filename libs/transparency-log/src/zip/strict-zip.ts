import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { ZipFileDamagedError } from './zip-refused-error.js';
import { layoutOf, type ZipEntry } from './zip-layout.js';
import type { ZipSource } from './zip-source.js';

const PIECE_BYTES = 1 << 20;

/** A zip that says the same to every reader. */
export class StrictZip {
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  private constructor(
    private readonly source: ZipSource,
    entries: readonly ZipEntry[],
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** @throws ZipRefusedError */
  static async open(source: ZipSource): Promise<StrictZip> {
    return new StrictZip(source, await layoutOf(source));
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The size it says a file has; null where there is none of this name. */
  sizeOf(name: string): number | null {
    return this.#entries.get(name)?.size ?? null;
  }

  /**
   * A file, unpacked, piece by piece. What was handed out is only known to be right at the end.
   * @throws ZipFileDamagedError also where there is no such file
   */
  async *file(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new ZipFileDamagedError(name);
    let [sum, size] = [0, 0];
    for await (const piece of entry.deflated ? this.#inflated(entry) : this.#packed(entry)) {
      sum = crc32(piece, sum);
      size += piece.length;
      if (size > entry.size) throw new ZipFileDamagedError(name);
      yield piece;
    }
    if (size !== entry.size || sum !== entry.crc32) throw new ZipFileDamagedError(name);
  }

  async *#packed({ at, packed }: ZipEntry): AsyncGenerator<Uint8Array> {
    for (let done = 0; done < packed; done += PIECE_BYTES) {
      yield await this.source.read(at + done, Math.min(PIECE_BYTES, packed - done));
    }
  }

  async *#inflated(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    const inflate = createInflateRaw();
    const pieces = Readable.from(this.#packed(entry), { objectMode: false });
    pieces.on('error', (error) => inflate.destroy(error));
    try {
      yield* pieces.pipe(inflate) as AsyncIterable<Buffer>;
    } catch {
      throw new ZipFileDamagedError(entry.name);
    } finally {
      pieces.destroy();
      inflate.destroy();
    }
    // What follows the end of the data, another reader might read.
    if (inflate.bytesWritten !== entry.packed) throw new ZipFileDamagedError(entry.name);
  }
}
