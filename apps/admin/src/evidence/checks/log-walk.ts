import { CompactRange, leafHash, TILE_WIDTH, tilePath, tileWidth } from 'transparency-log';
import type { CheckFindings } from './check-finding.js';

const HASH_BYTES = 32;
const TILE_HEIGHT = 8;
/** In place of what is not there: the hash of no leaf. */
const NOTHING = new Uint8Array(HASH_BYTES);

/** An event as it is stored. */
export interface WalkedEvent {
  readonly index: number;
  /** What its row says. */
  readonly eventId: string;
  readonly leaf: Uint8Array;
}

/** A tile as the events, and as the tiles below it, make it. They differ where something was altered. */
export interface MadeTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
  readonly byEvents: Uint8Array;
  readonly byTiles: Uint8Array;
}

/** More of them between two checkpoints are no news. */
const MOST_DOUBTS = 10_000;

interface Doubt {
  readonly index: number;
  readonly eventId: string | null;
  readonly tileThere: boolean;
}

/**
 * Goes through a log from its first event. Two trees grow, one over the events and one over the hashes in the tiles of
 * level 0. A signed checkpoint says which of them is genuine where they differ, and that one is gone on with; where
 * neither is, history was rewritten after the checkpoint before.
 */
export class LogWalk {
  #events = new CompactRange();
  /** null: the same as that of the events, so far. */
  #tiles: CompactRange | null = null;
  #doubts: Doubt[] = [];
  #proven = 0;
  #astray = false;
  readonly #uppers = new UpperTiles();

  constructor(
    /** Of the whole log. */
    private readonly size: number,
    private readonly findings: CheckFindings,
  ) {}

  /** Events gone through. */
  get position(): number {
    return this.#events.size;
  }

  /**
   * The next events, up to `end`, which no checkpoint lies before.
   * @param rows by index; those that are not there are missing
   * @param tiles of level 0, by index
   */
  advance(end: number, rows: ReadonlyMap<number, WalkedEvent>, tiles: ReadonlyMap<number, Uint8Array>): void {
    while (this.position < end) {
      const index = this.position;
      const row = rows.get(index);
      const tile = tiles.get(Math.floor(index / TILE_WIDTH));
      const at = (index % TILE_WIDTH) * HASH_BYTES;
      const kept =
        tile !== undefined && tile.length >= at + HASH_BYTES ? tile.subarray(at, at + HASH_BYTES) : null;
      const made = row === undefined ? NOTHING : leafHash(row.leaf);
      if (row === undefined || kept === null || Buffer.compare(made, kept) !== 0) {
        if (this.#doubts.length < MOST_DOUBTS) {
          this.#doubts.push({ index, eventId: row?.eventId ?? null, tileThere: kept !== null });
        }
        this.#tiles ??= this.#events.copy();
      }
      this.#tiles?.append(kept ?? NOTHING, this.#uppers.byTiles);
      this.#events.append(made, this.#tiles === null ? this.#uppers.byBoth : this.#uppers.byEvents);
    }
  }

  /** A checkpoint that is signed, of just so many events as were gone through. */
  meet(root: Uint8Array): void {
    const size = this.position;
    const eventsHold = Buffer.compare(this.#events.root(), root) === 0;
    const tilesHold = this.#tiles === null ? eventsHold : Buffer.compare(this.#tiles.root(), root) === 0;
    this.#settle(eventsHold, tilesHold);
    if (!eventsHold && !tilesHold) {
      // Once: what follows a rewritten event cannot fit, either.
      if (!this.#astray) this.findings.add({ code: 'history_differs', index: this.#proven, size });
      this.#astray = true;
      return;
    }
    if (!eventsHold && this.#tiles !== null) this.#events = this.#tiles.copy();
    this.#tiles = null;
    this.#astray = false;
    this.#proven = size;
  }

  /** Who is to blame for each difference since the last checkpoint. */
  #settle(eventsHold: boolean, tilesHold: boolean): void {
    const [altered, missing] = [new Set<number>(), new Set<number>()];
    for (const { index, eventId, tileThere } of this.#doubts.splice(0)) {
      const tile = Math.floor(index / TILE_WIDTH);
      if (!tileThere) missing.add(tile);
      if (eventId === null) this.findings.add({ code: 'event_missing', index });
      else if (eventsHold && tileThere) altered.add(tile);
      else if (tileThere)
        this.findings.add({ code: tilesHold ? 'event_altered' : 'event_unproven', index, eventId });
    }
    for (const index of altered) this.findings.add({ code: 'tile_altered', tile: this.#pathOf(0, index) });
    for (const index of missing) this.findings.add({ code: 'tile_missing', tile: this.#pathOf(0, index) });
  }

  /** Tiles of the levels above that are complete by now; at the end, those that are not, too. */
  finishedTiles(): readonly MadeTile[] {
    return this.#uppers.take(this.size, this.position === this.size);
  }

  /** @param stored null: there is none */
  compare({ level, index, width, byEvents, byTiles }: MadeTile, stored: Uint8Array | null): void {
    const tile = this.#pathOf(level, index);
    if (stored === null || stored.length < width * HASH_BYTES) {
      this.findings.add({ code: 'tile_missing', tile });
      return;
    }
    const hashes = stored.subarray(0, width * HASH_BYTES);
    if (Buffer.compare(hashes, byEvents) !== 0 && Buffer.compare(hashes, byTiles) !== 0) {
      this.findings.add({ code: 'tile_altered', tile });
    }
  }

  #pathOf(level: number, index: number): string {
    return tilePath({ level, index, width: tileWidth(this.size, level, index) });
  }
}

interface Growing {
  index: number;
  byEvents: Uint8Array[];
  byTiles: Uint8Array[];
}

/** The tiles above level 0 while they grow: at most one of each level is kept. */
class UpperTiles {
  readonly #levels: Growing[] = [];
  readonly #done: MadeTile[] = [];

  readonly byBoth = (level: number, index: number, hash: Uint8Array): void => {
    this.byTiles(level, index, hash);
    this.byEvents(level, index, hash);
  };

  readonly byTiles = (level: number, _: number, hash: Uint8Array): void => {
    this.#growing(level)?.byTiles.push(hash);
  };

  /** Told after the other. */
  readonly byEvents = (level: number, _: number, hash: Uint8Array): void => {
    const growing = this.#growing(level);
    if (growing === null) return;
    growing.byEvents.push(hash);
    if (growing.byEvents.length === TILE_WIDTH) this.#complete(level / TILE_HEIGHT, growing);
  };

  take(size: number, ended: boolean): readonly MadeTile[] {
    if (ended) {
      this.#levels.forEach((growing, level) => {
        if (level > 0 && growing.byEvents.length > 0) this.#complete(level, growing);
      });
    }
    return this.#done.splice(0).filter(({ level, index }) => tileWidth(size, level, index) > 0);
  }

  #growing(level: number): Growing | null {
    if (level === 0 || level % TILE_HEIGHT !== 0) return null;
    return (this.#levels[level / TILE_HEIGHT] ??= { index: 0, byEvents: [], byTiles: [] });
  }

  #complete(level: number, growing: Growing): void {
    const { index, byEvents, byTiles } = growing;
    const hashes = { byEvents: Buffer.concat(byEvents), byTiles: Buffer.concat(byTiles) };
    this.#done.push({ level, index, width: byEvents.length, ...hashes });
    Object.assign(growing, { index: index + 1, byEvents: [], byTiles: [] });
  }
}
