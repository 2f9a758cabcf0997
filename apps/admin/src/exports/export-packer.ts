import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { EXPORT_FILES, EXPORT_FORMAT, type ManifestFile, signManifest } from 'transparency-log';
import { ZipFile } from 'yazl';
import { EvidenceKeys } from '../evidence/keys/evidence-keys.js';
import { VERSION } from '../package-root.js';
import { ExportReasons } from './export-reasons.js';
import type { ExportRecord } from './export-record.js';
import { readmeOf } from './export-readme.js';
import { PrismaExports } from './prisma-exports.js';

const PIECE_BYTES = 256 * 1024;
/** Files that were written step by step. */
const WRITTEN = [EXPORT_FILES.rows, EXPORT_FILES.events, EXPORT_FILES.payloads];

/** Packs what was written of an export into a zip, with a signed manifest. */
@Injectable()
export class ExportPacker {
  constructor(
    private readonly exports: PrismaExports,
    private readonly reasons: ExportReasons,
    private readonly keys: EvidenceKeys,
  ) {}

  /** In pieces of the same size, but for the last. */
  async *zip(wanted: ExportRecord): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { id, checkpoint, requestedAt } = wanted;
    if (checkpoint === null) throw new Error('a bundle has a checkpoint before it is packed');
    const small = new Map<string, Buffer>([
      [EXPORT_FILES.checkpoint, Buffer.from(checkpoint.note)],
      ['key', Buffer.from(this.keys.verifierKeys.map((key) => `${key}\n`).join(''))],
      ['README.txt', Buffer.from(readmeOf(wanted))],
    ]);
    const files: ManifestFile[] = [];
    for (const name of WRITTEN) files.push({ name, ...(await digestOf(this.exports.read(id, name))) });
    for (const [name, bytes] of small) files.push({ name, ...(await digestOf([bytes])) });
    const manifest = Buffer.from(`${JSON.stringify(await this.#manifest(wanted, files), null, 2)}\n`);
    const zip = new ZipFile();
    // Of nobody's time zone, and without the extra field that some readers skip.
    const options = { mtime: requestedAt, forceDosTimestamp: true };
    zip.addBuffer(manifest, EXPORT_FILES.manifest, options);
    zip.addBuffer(Buffer.from(signManifest(manifest, this.keys.all)), EXPORT_FILES.signature, options);
    for (const [name, bytes] of small) zip.addBuffer(bytes, name, options);
    for (const name of WRITTEN) {
      zip.addReadStreamLazy(name, options, (give) => {
        give(null, Readable.from(this.exports.read(id, name), { objectMode: false }));
      });
    }
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => output.destroy(error));
    zip.end();
    yield* inPieces(output);
  }

  async #manifest(wanted: ExportRecord, files: readonly ManifestFile[]): Promise<object> {
    const { id, rows, written, requestedBy, checkpoint, events, pending } = wanted;
    const at = (date: Date | null) => date?.toISOString() ?? null;
    return {
      ...{ format: EXPORT_FORMAT, id, rows: written },
      matches: { chosen: rows, exported: written, purgedMeanwhile: rows - written },
      events: { count: events, pending },
      filter: wanted.filter,
      within: wanted.within,
      requestedBy: { kind: requestedBy.kind, id: requestedBy.id },
      reason: await this.reasons.open(id, wanted.reasonSealed),
      ...{ requestedAt: at(wanted.requestedAt), chosenAt: at(wanted.snapshotAt) },
      ...{ readFrom: at(wanted.readFrom), readUntil: at(wanted.readUntil) },
      log: { origin: this.keys.origin, size: checkpoint?.size },
      software: { name: 'dqe-idmobile', version: VERSION },
      files,
    };
  }
}

async function digestOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(waiting);
    [waiting, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(waiting);
}
