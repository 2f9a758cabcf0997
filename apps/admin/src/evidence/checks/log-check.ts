import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { parseCheckpoint, parseNote, TILE_WIDTH, TransparencyLogError } from 'transparency-log';
import { PrismaDatabase } from '../../persistence/prisma-database.js';
import { EvidenceKeys } from '../keys/evidence-keys.js';
import { CheckpointMirrors } from '../mirrors/checkpoint-mirrors.js';
import { FileMirror } from '../mirrors/file-mirror.js';
import type { StoredCheckpoint } from '../proofs/prisma-checkpoints.js';
import { CheckFindings } from './check-finding.js';
import { KnownKeys } from './known-keys.js';
import { LogWalk, type WalkedEvent } from './log-walk.js';
import { NotesUnreadableError, notesOf } from './mirrored-notes.js';
import { PrismaBoundReasons } from './prisma-bound-reasons.js';
import { type LogRow, type LogStanding, PrismaLogSlices } from './prisma-log-slices.js';
import { flawsOf } from './record-comparison.js';

/** Events read at once; whole tiles. */
const SLICE = 4 * TILE_WIDTH;
/** Ids of events read at once. */
const PAGE = 5_000;
/** Notes of a mirror looked up at once. */
const NOTES = 500;
/** Milliseconds between two slices on the embedded database, whose one connection requests wait for. */
const BREATH_MS = 5;

/** What came of a check. */
export interface CheckOutcome {
  /** Events gone through. */
  readonly size: number;
  readonly findings: CheckFindings;
}

export interface CheckControl {
  readonly signal: AbortSignal;
  /** Told after each part how many events of the log are done. */
  readonly onProgress: (events: number) => Promise<void>;
}

/**
 * Verifies all there is: leaves, tiles, checkpoints and head against each other, leaves and payloads against what is on record,
 * and what is on record against the log and its queue; then what mirrors have against the checkpoints. A slice at a time, so that memory stays as
 * it is; the log may grow meanwhile.
 */
@Injectable()
export class LogCheck {
  constructor(
    private readonly slices: PrismaLogSlices,
    private readonly reasons: PrismaBoundReasons,
    private readonly database: PrismaDatabase,
    private readonly keys: EvidenceKeys,
    private readonly mirrors: CheckpointMirrors,
  ) {}

  /** @throws what the signal aborts with, and errors of the database */
  async run(control: CheckControl): Promise<CheckOutcome> {
    const findings = new CheckFindings();
    const standing = await this.slices.standing();
    const known = new KnownKeys(this.keys.origin, this.keys.verifierKeys);
    await new Passage(this.slices, this.reasons, standing, known, findings).go(async (events) => {
      await this.#breathe(control, events);
    });
    checkHead(standing, known, findings);
    const breathe = () => this.#breathe(control, standing.size);
    await this.#checkRecords(findings, breathe);
    await this.#checkMirrors(known, findings, breathe);
    return { size: standing.size, findings };
  }

  async #breathe({ signal, onProgress }: CheckControl, events: number): Promise<void> {
    signal.throwIfAborted();
    await onProgress(events);
    if (this.database.exclusive) await sleep(BREATH_MS);
  }

  async #checkRecords(findings: CheckFindings, breathe: () => Promise<void>): Promise<void> {
    for (const source of ['match', 'access'] as const) {
      let after: string | null = null;
      do {
        await breathe();
        const page = await this.slices.unlogged(source, after, PAGE);
        for (const eventId of page.ids) findings.add({ code: 'record_unlogged', eventId });
        after = page.after;
      } while (after !== null);
    }
    for (const eventId of await this.slices.queuedAgain(PAGE)) {
      findings.add({ code: 'record_queued_again', eventId });
    }
  }

  async #checkMirrors(
    known: KnownKeys,
    findings: CheckFindings,
    breathe: () => Promise<void>,
  ): Promise<void> {
    for (const { mirror } of this.mirrors.writers) {
      if (!(mirror instanceof FileMirror)) continue;
      const { label } = mirror;
      try {
        const notes: string[] = [];
        for await (const note of notesOf(mirror.file)) {
          if (notes.push(note) < NOTES) continue;
          await this.#checkNotes(label, notes.splice(0), known, findings);
          await breathe();
        }
        await this.#checkNotes(label, notes, known, findings);
      } catch (error) {
        if (!(error instanceof NotesUnreadableError)) throw error;
        findings.add({ code: 'mirror_unreadable', mirror: label });
      }
    }
  }

  /** What a mirror has was published here: it is among the checkpoints, unless they were tampered with. */
  async #checkNotes(
    mirror: string,
    notes: readonly string[],
    known: KnownKeys,
    findings: CheckFindings,
  ): Promise<void> {
    const claims = notes.map((note) => ({ note, claim: claimOf(note) }));
    const sizes = claims.flatMap(({ claim }) => (claim === null ? [] : [claim.size]));
    const stored = await this.slices.checkpointsOf(sizes);
    // After those were looked up: the log only grows.
    const { size } = await this.slices.standing();
    for (const { note, claim } of claims) {
      // Another log may have the same mirror.
      if (claim !== null && claim.origin !== this.keys.origin) continue;
      const ours = claim === null ? undefined : stored.get(claim.size);
      if (ours !== undefined && ours.note === note) continue;
      const opened = known.open(note);
      if (typeof opened === 'string') findings.add({ code: 'mirror_unreadable', mirror });
      else if (ours === undefined) {
        const code = opened.size > size ? 'mirror_ahead' : 'checkpoint_missing';
        findings.add({ code, mirror, size: opened.size });
      } else if (Buffer.compare(ours.root, opened.root) !== 0) {
        findings.add({ code: 'mirror_differs', mirror, size: opened.size });
      }
    }
  }
}

/** The way through the log, from one checkpoint to the next. */
class Passage {
  readonly #walk: LogWalk;

  constructor(
    private readonly slices: PrismaLogSlices,
    private readonly reasons: PrismaBoundReasons,
    private readonly standing: LogStanding,
    private readonly known: KnownKeys,
    private readonly findings: CheckFindings,
  ) {
    this.#walk = new LogWalk(standing.size, findings);
  }

  async go(onSlice: (events: number) => Promise<void>): Promise<void> {
    const { size, root } = this.standing;
    for (let from = 0; from < size; from += SLICE) {
      const end = Math.min(size, from + SLICE);
      const [rows, tiles, checkpoints] = [
        await this.slices.rows(from, end),
        await this.slices.tiles(0, from / TILE_WIDTH, Math.ceil(end / TILE_WIDTH)),
        await this.slices.checkpoints(from, end),
      ];
      this.#through(end, rows, tiles, checkpoints);
      for (const flaw of await this.reasons.flaws(rows)) this.findings.add(flaw);
      await this.#compareTiles();
      await onSlice(end);
    }
    if (this.standing.published?.size !== size) this.#walk.meet(root);
  }

  #through(
    end: number,
    rows: readonly LogRow[],
    tiles: ReadonlyMap<number, Uint8Array>,
    checkpoints: readonly StoredCheckpoint[],
  ): void {
    const events = new Map<number, WalkedEvent>();
    for (const row of rows) {
      events.set(row.index, { index: row.index, eventId: row.eventId, leaf: Buffer.from(row.leaf) });
      for (const code of flawsOf(row)) this.findings.add({ code, index: row.index, eventId: row.eventId });
    }
    const named = rows.filter(({ source }) => source === 'log');
    for (const checkpoint of checkpoints) {
      this.#walk.advance(checkpoint.size, events, tiles);
      // A key is named before it signs.
      while (named[0] !== undefined && named[0].index < checkpoint.size) this.#learn(named.shift());
      const root = this.#signed(checkpoint);
      if (root !== null) this.#walk.meet(root);
    }
    this.#walk.advance(end, events, tiles);
    for (const row of named) this.#learn(row);
  }

  #learn(row: LogRow | undefined): void {
    if (row !== undefined) this.known.learn(row.leaf, row.payload);
  }

  /** The root that is signed; null where none is. */
  #signed({ size, root, note }: StoredCheckpoint): Uint8Array | null {
    const opened = this.known.open(note);
    if (opened === 'not_signed') this.findings.add({ code: 'checkpoint_not_signed', size });
    else if (opened === 'altered') this.findings.add({ code: 'checkpoint_altered', size });
    if (typeof opened === 'string') return null;
    if (opened.size !== size || Buffer.compare(opened.root, root) !== 0) {
      this.findings.add({ code: 'checkpoint_altered', size });
    }
    return opened.size === size ? opened.root : null;
  }

  async #compareTiles(): Promise<void> {
    for (const made of this.#walk.finishedTiles()) {
      const stored = await this.slices.tiles(made.level, made.index, made.index + 1);
      this.#walk.compare(made, stored.get(made.index) ?? null);
    }
  }
}

/** Head, latest checkpoint and entries speak of one tree. */
function checkHead(
  { size, root, beyond, firstBeyond, published }: LogStanding,
  known: KnownKeys,
  findings: CheckFindings,
): void {
  if (firstBeyond !== null) {
    for (let i = 0; i < Math.min(beyond, PAGE); i += 1) {
      findings.add({ code: 'event_added', index: firstBeyond + i });
    }
  }
  const fits =
    published === null ? size === 0 : published.size === size && Buffer.compare(published.root, root) === 0;
  if (!fits) findings.add({ code: 'head_differs', size });
  // One of more events than the log has: nothing went by it so far.
  if (published !== null && published.size > size && typeof known.open(published.note) === 'string') {
    findings.add({ code: 'checkpoint_altered', size: published.size });
  }
}

/** What a note claims, signed or not; null where it is none. */
function claimOf(note: string): { origin: string; size: number } | null {
  try {
    return parseCheckpoint(parseNote(note).text);
  } catch (error) {
    if (error instanceof TransparencyLogError) return null;
    throw error;
  }
}
