/** Rows that have come, one after the other. */
export interface CopiedText {
  readonly bytes: Uint8Array;
  /** How many rows these are. */
  readonly rows: number;
}

/** A signature, flags, and how long an extension of the header is, of which there is none yet. */
const HEADER_BYTES = 11 + 4 + 4;
/** How many columns, and how long the only one is. */
const ROW_BYTES = 6;
const END = -1;

/**
 * The texts of a binary `COPY` of one column, without what stands between them. It alters the chunks it is given.
 * @see https://www.postgresql.org/docs/current/sql-copy.html, Binary Format
 */
export async function* copiedTexts(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<CopiedText, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (!begun && data.length >= HEADER_BYTES) [begun, at] = [true, HEADER_BYTES];
    let [rows, length] = [0, 0];
    while (begun && at + ROW_BYTES <= data.length && data.readInt16BE(at) !== END) {
      const from = at + ROW_BYTES;
      const to = from + data.readInt32BE(at + 2);
      if (to > data.length) break;
      data.copyWithin(length, from, to);
      [rows, length, at] = [rows + 1, length + to - from, to];
    }
    rest = data.subarray(at);
    if (rows > 0) yield { bytes: data.subarray(0, length), rows };
  }
}
