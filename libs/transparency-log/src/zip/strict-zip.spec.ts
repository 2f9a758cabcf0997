import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { zipOf } from '../../../../test/support/export-zip.js';
import { StrictZip } from './strict-zip.js';
import { ZipFileDamagedError, ZipRefusedError } from './zip-refused-error.js';
import { zipInMemory } from './zip-source.js';

const FILES = new Map([
  ['one.txt', Buffer.from('one '.repeat(100))],
  ['two', Buffer.from('two')],
]);

async function contentOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await StrictZip.open(zipInMemory(bytes));
  const read = new Map<string, string>();
  for (const name of zip.names) read.set(name, (await buffer(zip.file(name))).toString());
  return read;
}

const refusal = async (bytes: Uint8Array): Promise<string> => {
  try {
    await contentOf(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof ZipRefusedError) return error.reason;
    if (error instanceof ZipFileDamagedError) return 'damaged';
    throw error;
  }
};

const patched = (zip: Buffer, at: number, ...bytes: number[]): Buffer => {
  const copy = Buffer.from(zip);
  copy.set(bytes, at);
  return copy;
};

let zip: Buffer;
let stored: Buffer;
beforeAll(async () => {
  zip = await zipOf(FILES);
  stored = await zipOf(FILES, false);
});
const directoryOf = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 6);

it('reads what was packed, deflated or not, its size known before or not', async () => {
  const streamed = new ZipFile();
  for (const [name, bytes] of FILES) {
    streamed.addReadStreamLazy(name, { forceDosTimestamp: true }, (give) => {
      void import('node:stream').then(({ Readable }) => give(null, Readable.from([bytes])));
    });
  }
  streamed.end();
  const expected = new Map([...FILES].map(([name, bytes]) => [name, bytes.toString()]));
  for (const bytes of [zip, stored, await buffer(streamed.outputStream)]) {
    expect(await contentOf(bytes)).toEqual(expected);
  }
});

it('refuses one that was cut off, wherever', async () => {
  for (let length = 0; length < zip.length; length += 1) {
    expect([length, await refusal(zip.subarray(0, length))]).not.toEqual([length, 'read']);
  }
});

it('refuses what stands before, after, or between its parts', async () => {
  expect(await refusal(Buffer.concat([zip, Buffer.from('x')]))).toBe('end');
  expect(await refusal(Buffer.concat([zip, zip]))).not.toBe('read');
  expect(await refusal(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip]))).not.toBe('read');
  const at = directoryOf(zip);
  const gap = Buffer.concat([zip.subarray(0, at), Buffer.from('hidden'), zip.subarray(at)]);
  gap.writeUInt32LE(at + 6, gap.length - 6);
  expect(await refusal(gap)).toBe('structure');
});

it('refuses a name in one table of contents that is not the one in the other', async () => {
  const local = patched(zip, 30, 'O'.charCodeAt(0));
  expect(await refusal(local)).toBe('structure');
});

it('refuses a name twice, also in another case, and names that lead elsewhere', async () => {
  const packed = async (...names: string[]) => {
    const made = new ZipFile();
    for (const name of names) made.addBuffer(Buffer.from('x'), name, { forceDosTimestamp: true });
    made.end();
    return refusal(await buffer(made.outputStream));
  };
  expect(await packed('a', 'a')).toBe('name');
  expect(await packed('readme', 'README')).toBe('name');
  expect(await packed('a/b')).toBe('name');
  expect(await packed('.hidden')).toBe('name');
});

it('refuses comments, extra fields, encryption and other methods', async () => {
  const extra = new ZipFile();
  extra.addBuffer(Buffer.from('x'), 'a');
  extra.end();
  expect(await refusal(await buffer(extra.outputStream))).toBe('feature');
  const commented = new ZipFile();
  commented.addBuffer(Buffer.from('x'), 'a', { forceDosTimestamp: true });
  commented.end({ comment: 'c', forceZip64Format: false });
  expect(await refusal(await buffer(commented.outputStream))).toBe('end');
  const at = directoryOf(zip);
  expect(await refusal(patched(zip, at + 8, 0x01, 0x08))).toBe('feature');
  expect(await refusal(patched(zip, at + 10, 12))).toBe('feature');
  // A symbolic link.
  expect(await refusal(patched(zip, at + 40, 0xff, 0xa1))).toBe('feature');
});

it('any bit that is turned is found, or changes no file', async () => {
  const expected = await contentOf(zip);
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length * 8 - 1), async (bit) => {
      const turned = Buffer.from(zip);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      const said = await refusal(turned);
      if (said === 'read') expect(await contentOf(turned)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
