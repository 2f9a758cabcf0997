import { Readable } from 'node:stream';
import { type LineFormat, headOf } from './prisma-match-line-sql.js';
import { ExportIncompleteError, type MatchLines } from './match-snapshot.js';

/**
 * The same matches. `end` is told how many were handed out, and whether these were all, before the reader sees the end.
 * @throws ExportIncompleteError there are not as many as were declared
 */
export async function* counted(
  parts: AsyncIterable<MatchLines>,
  declared: number,
  end: (count: number, complete: boolean) => Promise<void>,
): AsyncGenerator<MatchLines, void, undefined> {
  let count = 0;
  let complete = false;
  try {
    for await (const part of parts) {
      count += part.count;
      yield part;
    }
    if (count !== declared) throw new ExportIncompleteError();
    complete = true;
  } finally {
    await end(count, complete);
  }
}

/** What a reader gets. Where reading breaks off, so does this: a broken export must not look complete. */
export const streamOf = (format: LineFormat, parts: AsyncIterable<MatchLines>): Readable =>
  Readable.from(textOf(format, parts), { objectMode: false });

async function* textOf(
  format: LineFormat,
  parts: AsyncIterable<MatchLines>,
): AsyncGenerator<string | Uint8Array, void, undefined> {
  // Begun first: what cannot be read at all has no head either.
  let head = headOf(format);
  for await (const { text } of parts) {
    if (head !== '') yield head;
    head = '';
    if (text.length > 0) yield text;
  }
  if (head !== '') yield head;
}
