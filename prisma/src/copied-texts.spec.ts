import { Readable } from 'node:stream';
import fc from 'fast-check';
import { copiedTexts } from './copied-texts.js';

/** As the server writes it. */
function copyOf(texts: readonly string[]): Buffer {
  const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
  const rows = texts.map((text) => {
    const bytes = Buffer.from(text);
    const row = Buffer.alloc(6);
    row.writeInt16BE(1);
    row.writeInt32BE(bytes.length, 2);
    return Buffer.concat([row, bytes]);
  });
  return Buffer.concat([header, ...rows, Buffer.from([0xff, 0xff])]);
}

function* inPieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let [at, piece] = [0, 0];
  while (at < bytes.length) {
    const size = sizes[piece % sizes.length] ?? bytes.length;
    yield Buffer.from(bytes.subarray(at, at + size));
    [at, piece] = [at + size, piece + 1];
  }
}

async function read(pieces: Iterable<Buffer>): Promise<{ text: string; rows: number }> {
  const parts: Uint8Array[] = [];
  let rows = 0;
  for await (const part of copiedTexts(Readable.from(pieces))) {
    parts.push(Uint8Array.from(part.bytes));
    rows += part.rows;
  }
  return { text: Buffer.concat(parts).toString(), rows };
}

it('has all texts on end, however they are cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' })),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      async (texts, sizes) => {
        expect(await read(inPieces(copyOf(texts), sizes))).toEqual({
          text: Buffer.from(texts.join('')).toString(),
          rows: texts.length,
        });
      },
    ),
  ));

it('counts what is empty, too', async () => {
  expect(await read(inPieces(copyOf(['', 'a', '']), [1_000]))).toEqual({ text: 'a', rows: 3 });
});

it('hands out whole rows only', async () => {
  const whole = copyOf(['first', 'second']);
  const cut = whole.subarray(0, whole.length - 4);
  expect(await read(inPieces(cut, [1_000]))).toEqual({ text: 'first', rows: 1 });
});
