import { same } from '../bytes/same.js';
import { HASH_BYTES, leafHash } from '../merkle/hashing.js';
import type { TreeHead } from '../merkle/verify-consistency.js';
import { hashAt, subtreeRoot, TILE_HEIGHT, TILE_WIDTH, tilePath, tileWidth } from '../tiles/tile.js';
import { Alignment } from './alignment.js';
import type { BundlePart, EventPart } from './bundle.js';
import { Growth } from './growth.js';
import { Numbering } from './numbering.js';
import { idOf, type Finding, type Findings } from './report.js';

/** Hash of what cannot be read: none of a leaf, so it matches nothing. */
const UNREADABLE = new Uint8Array(HASH_BYTES);

/** What the events say of the older checkpoint. */
export interface Continuation {
  /** Whether it is the beginning of the signed tree; null where that tree could not be made out. */
  readonly continues: boolean | null;
  /** Whether the events that are given are intact as far as it reaches. */
  readonly intact: boolean;
}

interface Row {
  readonly hash: Uint8Array;
  /** Null: it could not be read. */
  readonly leaf: Uint8Array | null;
}

/**
 * Verifies the events of a whole log against a signed head. Two trees grow at once, one over the events and one over
 * the hashes in the tiles. Whichever gives the signed root is genuine, and convicts the other.
 */
export class LogVerification {
  readonly #head: TreeHead;
  readonly #old: TreeHead | null;
  readonly #findings: Findings;
  readonly #events: Growth;
  readonly #tiles: Growth;
  readonly #alignment = new Alignment();
  readonly #numbering = new Numbering();
  readonly #damaged: Finding[] = [];
  readonly #missingTiles: Finding[] = [];
  readonly #differingTiles = new Set<number>();
  readonly #misplacedTiles = new Set<number>();
  readonly #upper: { level: number; index: number; hashes: Uint8Array }[] = [];
  #tile: Uint8Array | null = null;
  #rows: Row[] = [];
  #sawTiles = false;
  /** Events came before any tile: they were not laid beside anything. */
  #unaligned = false;
  #given = 0;

  constructor(head: TreeHead, old: TreeHead | null, findings: Findings) {
    this.#head = head;
    this.#old = old;
    this.#findings = findings;
    this.#events = new Growth(old?.size ?? null);
    this.#tiles = new Growth(old?.size ?? null);
  }

  get given(): number {
    return this.#given;
  }

  add(part: BundlePart): void {
    if (part.part === 'event') {
      this.#addEvent(part);
    } else if (part.part === 'damaged') {
      this.#damaged.push({ kind: 'damaged', at: part.at });
      if (part.events === 1) this.#rows.push({ hash: UNREADABLE, leaf: null });
      this.#given += part.events;
    } else if (part.hashes === null) {
      const width = tileWidth(this.#head.size, part.level, part.index);
      this.#missingTiles.push({ kind: 'tile-missing', tile: tilePath({ ...part, width }) });
    } else if (part.level > 0) {
      this.#upper.push({ level: part.level, index: part.index, hashes: part.hashes });
    } else {
      this.#flush();
      if (part.index * TILE_WIDTH !== this.#tiles.range.size) this.#misplacedTiles.add(part.index);
      this.#tile = part.hashes;
      this.#sawTiles = true;
    }
    if (this.#rows.length > 2 * TILE_WIDTH) this.#flush();
  }

  finish(): Continuation {
    this.#flush();
    const { size, root } = this.#head;
    const gives = ({ range }: Growth) => range.size === size && same(range.root(), root);
    const eventsHold = gives(this.#events);
    const tilesHold = this.#sawTiles && this.#missingTiles.length === 0 && gives(this.#tiles);
    const locatable = tilesHold && !eventsHold && !this.#unaligned && !this.#alignment.overflowed;
    const located = locatable ? this.#alignment.findings() : [];

    this.#findings.add(...this.#damaged, ...this.#missingTiles, ...located);
    if (!eventsHold && located.length === 0) this.#findings.add({ kind: 'root-mismatch', size });
    if (located.length === 0) this.#findings.add(...this.#numbering.findings);
    this.#addTiles(this.#misplacedTiles);
    if (eventsHold && this.#sawTiles && !tilesHold) this.#addTiles(this.#differingTiles);
    const genuine = eventsHold ? this.#events : tilesHold ? this.#tiles : null;
    if (genuine !== null) this.#checkUpperTiles(genuine.upper);
    const isOld = (hash: Uint8Array | null) =>
      this.#old !== null && hash !== null && same(hash, this.#old.root);
    return {
      continues: genuine === null ? null : isOld(genuine.rootThen),
      intact: isOld(this.#events.rootThen),
    };
  }

  #addEvent({ index, leaf }: EventPart): void {
    this.#numbering.see(index, this.#given);
    this.#rows.push({ hash: leafHash(leaf), leaf });
    this.#given += 1;
  }

  /** Takes the rows since the last tile, and the tile before them. */
  #flush(): void {
    const [tile, rows] = [this.#tile, this.#rows];
    [this.#tile, this.#rows] = [null, []];
    const position = this.#events.range.size;
    if (tile === null) {
      for (const { hash } of rows) this.#events.append(hash);
      if (this.#sawTiles) this.#align([], rows, position);
      else if (rows.length > 0) this.#unaligned = true;
      return;
    }
    const index = this.#tiles.range.size;
    const hashes = Array.from({ length: tile.length / HASH_BYTES }, (_, i) => hashAt(tile, i));
    if (this.#takeWhole(tile, rows, index, position)) return;
    for (const { hash } of rows) this.#events.append(hash);
    for (const hash of hashes) this.#tiles.append(hash);
    this.#align(hashes, rows, position);
  }

  /** The ordinary case: a full tile over just these rows. Its root is made once, for both trees. */
  #takeWhole(hashes: Uint8Array, rows: readonly Row[], index: number, position: number): boolean {
    const then = this.#old?.size ?? 0;
    if (rows.length !== TILE_WIDTH || index !== position || !this.#alignment.inStep) return false;
    if (index % TILE_WIDTH !== 0 || (then > index && then < index + TILE_WIDTH)) return false;
    if (!same(hashes, Buffer.concat(rows.map(({ hash }) => hash)))) return false;
    const root = subtreeRoot(hashes, 0, TILE_HEIGHT);
    this.#events.appendTile(root);
    this.#tiles.appendTile(root);
    this.#alignment.match(index, position, TILE_WIDTH);
    return true;
  }

  #align(hashes: readonly Uint8Array[], rows: readonly Row[], position: number): void {
    const index = this.#tiles.range.size - hashes.length;
    if (hashes.length !== rows.length || hashes.some((hash, i) => !same(hash, rows[i]?.hash ?? UNREADABLE))) {
      this.#differingTiles.add(Math.floor(index / TILE_WIDTH));
    }
    for (let i = 0; i < Math.max(hashes.length, rows.length); i++) {
      const [hash, row] = [hashes[i], rows[i]];
      if (hash !== undefined) this.#alignment.expect(hash, index + i);
      if (row !== undefined) {
        this.#alignment.give(row.hash, position + i, () => (row.leaf === null ? null : idOf(row.leaf)));
      }
    }
  }

  /** Tiles of the levels above, against what the genuine tree has there. */
  #checkUpperTiles(genuine: readonly (readonly Uint8Array[])[]): void {
    for (const { level, index, hashes } of this.#upper) {
      const width = tileWidth(this.#head.size, level, index);
      const expected = (genuine[level - 1] ?? []).slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
      if (!same(hashes, Buffer.concat(expected))) {
        this.#findings.add({ kind: 'tile-altered', tile: tilePath({ level, index, width }) });
      }
    }
  }

  #addTiles(indexes: ReadonlySet<number>): void {
    for (const index of indexes) {
      const width = tileWidth(this.#head.size, 0, index);
      this.#findings.add({ kind: 'tile-altered', tile: tilePath({ level: 0, index, width }) });
    }
  }
}
