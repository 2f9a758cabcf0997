import {
  entriesPath,
  encodeEntries,
  encodeLeaf,
  eventLine,
  headerLine,
  InMemoryTileStore,
  Log,
  NdjsonBundle,
  SigningKey,
  tileLine,
  tilePath,
  tileWidth,
  TilesBundle,
  VerifierKeys,
  verifyBundle,
  type BundleSource,
  type VerificationReport,
  type VerifyBundleOptions,
} from 'transparency-log';

const ORIGIN = 'evidence.bank.example/log';

/** A signed history, and every form that it is handed out in. */
export class EvidenceHistory {
  private constructor(
    readonly leaves: readonly Uint8Array[],
    readonly log: Log,
    readonly store: InMemoryTileStore,
    readonly key: SigningKey,
  ) {}

  static async of(
    leaves: readonly Uint8Array[],
    key = SigningKey.generate(ORIGIN).key,
  ): Promise<EvidenceHistory> {
    const store = new InMemoryTileStore();
    const log = await Log.open({ store, size: 0 });
    await log.append(leaves);
    return new EvidenceHistory(leaves, log, store, key);
  }

  get keys(): VerifierKeys {
    return new VerifierKeys([this.key.verifierKey]);
  }

  get checkpoint(): string {
    return this.log.checkpoint(ORIGIN, [this.key]);
  }

  /** The checkpoint that it had, or would have had, at a size. */
  async checkpointAt(size: number): Promise<string> {
    return (await EvidenceHistory.of(this.leaves.slice(0, size), this.key)).checkpoint;
  }

  /** The tile of level 0, as it is stored. */
  async tile(index: number, level = 0): Promise<Uint8Array> {
    const width = tileWidth(this.leaves.length, level, index);
    const [hashes] = await this.store.read([{ level, index, width }]);
    return hashes!;
  }

  /** The lines of the bundle in one file; with the hashes of tiles, or without. */
  async lines({ tiles }: { tiles: boolean }): Promise<string[]> {
    const lines = [
      headerLine({ kind: 'log', count: this.leaves.length, checkpoint: this.checkpoint, consistency: [] }),
    ];
    for (const [index, leaf] of this.leaves.entries()) {
      if (tiles && index % 256 === 0) lines.push(tileLine(index / 256, await this.tile(index / 256)));
      lines.push(eventLine(index, leaf));
    }
    return lines;
  }

  /** The lines of a bundle of some events only. */
  async selection(indexes: readonly number[], from: readonly number[] = []): Promise<string[]> {
    const consistency = await Promise.all(
      from.map(async (size) => ({ from: size, proof: await this.log.proveConsistency(size) })),
    );
    const { checkpoint } = this;
    const events = indexes.map(async (index) =>
      eventLine(index, this.leaves[index]!, await this.log.proveInclusion(index)),
    );
    return [
      headerLine({ kind: 'selection', count: indexes.length, checkpoint, consistency }),
      ...(await Promise.all(events)),
    ];
  }

  /** The files of its directory in the layout of C2SP tlog-tiles. */
  async files(): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>([['checkpoint', Buffer.from(this.checkpoint)]]);
    const size = this.leaves.length;
    for (let level = 0; tileWidth(size, level, 0) > 0; level++) {
      for (let index = 0; tileWidth(size, level, index) > 0; index++) {
        const width = tileWidth(size, level, index);
        files.set(tilePath({ level, index, width }), await this.tile(index, level));
        if (level === 0) {
          const entries = this.leaves.slice(index * 256, index * 256 + width);
          files.set(entriesPath(index, width), encodeEntries(entries));
        }
      }
    }
    return files;
  }

  verify(bundle: BundleSource, options?: VerifyBundleOptions): Promise<VerificationReport> {
    return verifyBundle(bundle, this.keys, options);
  }
}

export const bundleOf = (lines: readonly string[]): NdjsonBundle =>
  new NdjsonBundle(streamOf(Buffer.from(lines.join(''))));

export const bundleOfFiles = (files: ReadonlyMap<string, Uint8Array>): TilesBundle =>
  new TilesBundle((path) => Promise.resolve(files.get(path) ?? null));

/** In chunks that end anywhere. */
async function* streamOf(bytes: Uint8Array, chunk = 10_007): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) {
    await Promise.resolve();
    yield bytes.subarray(at, at + chunk);
  }
}

/** Events that differ, as the service would make them. */
export const eventsOf = (count: number, salt = 0): Uint8Array[] =>
  Array.from({ length: count }, (_, i) =>
    encodeLeaf({
      v: 1,
      id: `event-${salt}-${i}`,
      type: 'match.scored',
      at: '2026-01-31T12:00:00.000Z',
      recordedAt: '2026-01-31T12:00:00.250Z',
      actor: { kind: 'key', id: 'k-1' },
      action: null,
      target: { kind: 'match', id: `m-${i}` },
      requestId: null,
    }),
  );

/** A copy with one bit turned. */
export const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
