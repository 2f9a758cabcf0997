import { BundleUnreadableError } from '../errors/transparency-log-errors.js';

/** Longer than a checkpoint, a tile or a leaf ever is in base64. */
const MAX_LINE_BYTES = 4_000_000;
const NEWLINE = 0x0a;

/** Splits a stream into lines, without their newlines; as many at once as a chunk has. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk]);
    const lines: string[] = [];
    let begin = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
      lines.push(bytes.toString('utf8', begin, end));
      begin = end + 1;
    }
    rest = bytes.subarray(begin);
    if (rest.length > MAX_LINE_BYTES) throw new BundleUnreadableError('a line is too long');
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
