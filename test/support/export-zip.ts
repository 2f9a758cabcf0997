import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { EXPORT_FILES, EXPORT_FORMAT, payloadLine, signManifest, type SigningKey } from 'transparency-log';
import { ZipFile } from 'yazl';
import type { EvidenceHistory } from './evidence-history.js';

/** Files by name, in their order. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** As the service packs them. */
export async function zipOf(files: Files, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of files) {
    zip.addBuffer(Buffer.from(bytes), name, { compress, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** The manifest of these files, with whatever is given put over it, and its signature. */
export function withManifest(files: Files, key: SigningKey, over: object = {}): Map<string, Uint8Array> {
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ format: EXPORT_FORMAT, id: 'export-1', rows: 2 },
      files: [...files].map(([name, bytes]) => ({
        ...{ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      })),
      ...over,
    }),
  );
  return new Map([
    [EXPORT_FILES.manifest, manifest],
    [EXPORT_FILES.signature, Buffer.from(signManifest(manifest, [key]))],
    ...files,
  ]);
}

/** The files of an export of two matches and these events, without manifest. */
export async function exportFiles(
  history: EvidenceHistory,
  indexes: readonly number[],
  payloads: ReadonlyMap<number, string>,
): Promise<Map<string, Uint8Array>> {
  return new Map<string, Uint8Array>([
    [EXPORT_FILES.rows, Buffer.from('{"id":"m-1"}\n{"id":"m-2"}\n')],
    [EXPORT_FILES.events, Buffer.from((await history.selection(indexes)).join(''))],
    [
      EXPORT_FILES.payloads,
      Buffer.from([...payloads].map(([index, text]) => payloadLine(index, text)).join('')),
    ],
    [EXPORT_FILES.checkpoint, Buffer.from(history.checkpoint)],
    ['key', Buffer.from(`${history.key.verifierKey.toString()}\n`)],
    ['README.txt', Buffer.from('how to verify\n')],
  ]);
}
