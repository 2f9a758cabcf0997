import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { EXPORT_FILES, eventLine, headerLine, payloadLine } from 'transparency-log';
import type { AccessEvent } from '../access/access-event.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PrismaCheckpoints } from '../evidence/proofs/prisma-checkpoints.js';
import { PrismaTrees } from '../evidence/proofs/prisma-trees.js';
import { ExportPacker } from './export-packer.js';
import type { ExportRecord, NewChunk } from './export-record.js';
import { sealedIn } from '../evidence/leaves/sealed-in.js';
import { headOf } from './prisma-match-line-sql.js';
import { PrismaExportEvents } from './prisma-export-events.js';
import { PrismaExports } from './prisma-exports.js';
import { PrismaMatchLines } from './prisma-match-lines.js';

/** Matches, or events, in one step. */
const SLICE = 500;
/** Bytes: a database is no place for more, and ZIP64 is not read by the verifier. */
const MOST_BYTES = 2 * 1024 ** 3;
/** Milliseconds an export waits for events to enter the log; then it names those that did not. */
const PATIENCE_MS = 120_000;
/** Milliseconds a file is kept. */
export const KEPT_MS = 24 * 3_600_000;

/** What a step came to. `wait`: nothing can be done for some seconds. */
export type Step = 'more' | 'wait' | 'ended';

/**
 * Writes exports, a step at a time. What a step has done is written with it, so that whoever comes next goes on: another
 * instance, or this one after it died. Of two who do the same step, one writes.
 */
@Injectable()
export class ExportWriter {
  constructor(
    private readonly exports: PrismaExports,
    private readonly lines: PrismaMatchLines,
    private readonly events: PrismaExportEvents,
    private readonly checkpoints: PrismaCheckpoints,
    private readonly trees: PrismaTrees,
    private readonly packer: ExportPacker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param signal gives up in the middle; the step is done again */
  async step(id: string, signal: AbortSignal): Promise<Step> {
    const wanted = await this.exports.find(id, null);
    if (wanted === null || !['queued', 'running'].includes(wanted.state)) return 'ended';
    if (wanted.bytes > MOST_BYTES) return this.giveUp(wanted, 'too_large');
    switch (wanted.stage) {
      case 'rows':
        return this.#rows(wanted);
      case 'events':
        return wanted.checkpoint === null
          ? this.#beginEvents(wanted)
          : this.#events(wanted, wanted.checkpoint);
      case 'pack':
        return this.#pack(wanted, signal);
    }
  }

  /** @param failure a code */
  async giveUp(wanted: ExportRecord, failure: string): Promise<'ended'> {
    const now = this.#now();
    const event = endOf(wanted, now, 'failed', {
      format: wanted.format,
      count: wanted.written,
      code: failure,
    });
    await this.exports.end(wanted.id, 'failed', now, failure, event);
    return 'ended';
  }

  async #rows(wanted: ExportRecord): Promise<Step> {
    const { id, format, done, written } = wanted;
    const ids = await this.exports.chosen(id, done, SLICE);
    const lineFormat = format === 'csv' ? 'csv' : 'ndjson';
    const { text, count } = await this.lines.these(lineFormat, ids);
    const last = ids.length < SLICE;
    const progress = {
      ...{ at: this.#now(), done: done + ids.length, written: written + count },
      ...(last && { stage: format === 'bundle' ? ('events' as const) : ('pack' as const) }),
    };
    const part = format === 'bundle' ? EXPORT_FILES.rows : 'file';
    const head = done === 0 ? headOf(lineFormat) : '';
    return this.#wrote(await this.exports.advance(wanted, progress, [chunkOf(part, head + text)]));
  }

  async #beginEvents(wanted: ExportRecord): Promise<Step> {
    const checkpoint = await this.checkpoints.latest();
    if (checkpoint === null) return 'wait';
    const { size, note } = checkpoint;
    const pending = await this.events.pending(wanted.id, size);
    const waited = this.clock.now() - (wanted.readUntil ?? wanted.requestedAt).getTime();
    if (pending.length > 0 && waited < PATIENCE_MS) return 'wait';
    const events = await this.events.count(wanted.id, size);
    const tree = await this.trees.at(checkpoint);
    const from = wanted.since !== null && wanted.since <= size ? wanted.since : null;
    const consistency = from === null ? [] : [{ from, proof: await tree.proveConsistency(from, size) }];
    const header = headerLine({ kind: 'selection', count: events, checkpoint: note, consistency });
    const progress = { at: wanted.readUntil ?? this.#now(), checkpoint: { size, note }, events, pending };
    return this.#wrote(await this.exports.advance(wanted, progress, [chunkOf(EXPORT_FILES.events, header)]));
  }

  async #events(wanted: ExportRecord, { size }: { readonly size: number }): Promise<Step> {
    const found = await this.events.page(wanted.id, size, wanted.lastEvent, SLICE);
    const at = wanted.readUntil ?? this.#now();
    if (found.length === 0) return this.#wrote(await this.exports.advance(wanted, { at, stage: 'pack' }, []));
    const checkpoint = await this.checkpoints.ofSize(size);
    if (checkpoint === null) throw new Error('a checkpoint that was there is gone');
    const tree = await this.trees.at(checkpoint);
    const [lines, payloads]: [string[], string[]] = [[], []];
    const proofs = await tree.proveInclusions(found.map(({ index }) => index));
    for (const [i, { index, leaf, payload, erased }] of found.entries()) {
      lines.push(eventLine(index, Buffer.from(leaf), proofs[i]));
      if (payload !== null) payloads.push(payloadLine(index, payload, sealedIn(payload) ? erased : null));
    }
    const chunks = [
      chunkOf(EXPORT_FILES.events, lines.join('')),
      chunkOf(EXPORT_FILES.payloads, payloads.join('')),
    ];
    const lastEvent = found.at(-1)?.index ?? wanted.lastEvent;
    return this.#wrote(await this.exports.advance(wanted, { at, lastEvent }, chunks));
  }

  async #pack(wanted: ExportRecord, signal: AbortSignal): Promise<Step> {
    const { id, format, written } = wanted;
    const file = format === 'bundle' ? `zip ${randomUUID()}` : 'file';
    const hash = createHash('sha256');
    let bytes = 0;
    const pieces = format === 'bundle' ? this.#packed(wanted, file, signal) : this.exports.read(id, file);
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
    }
    if (signal.aborted) return 'more';
    const now = this.#now();
    const sha256 = hash.digest('hex');
    const expiresAt = new Date(now.getTime() + KEPT_MS);
    const event = endOf(wanted, now, 'allowed', { format, count: written, bytes, sha256 });
    await this.exports.complete(wanted, { file, bytes, sha256, at: now, expiresAt }, event);
    return 'ended';
  }

  async *#packed(wanted: ExportRecord, file: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let [seq, at] = [0, 0];
    for await (const piece of this.packer.zip(wanted)) {
      if (signal.aborted) return;
      await this.exports.put(wanted.id, file, seq, at, piece);
      seq += 1;
      at += piece.length;
      yield piece;
    }
  }

  /** Where somebody else was faster they go on with it. */
  #wrote(written: boolean): Step {
    return written ? 'more' : 'ended';
  }

  #now(): Date {
    return new Date(this.clock.now());
  }
}

const chunkOf = (part: string, text: string): NewChunk => ({ part, bytes: Buffer.from(text) });

/** On record as the end of what somebody asked for, by them. */
function endOf(
  wanted: ExportRecord,
  at: Date,
  outcome: 'allowed' | 'failed',
  data: AccessEvent['data'],
): AccessEvent {
  return {
    ...{ id: timeId(at.getTime()), at, actor: wanted.requestedBy, application: wanted.application },
    ...{ action: 'export.end', target: { type: 'export', id: wanted.id }, outcome },
    ...{ permission: 'exports:read', requestId: wanted.requestId, data },
  };
}
