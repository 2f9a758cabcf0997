import { same } from '../bytes/same.js';
import { type ZipRefusal, ZipRefusedError } from './zip-refused-error.js';
import type { ZipSource } from './zip-source.js';

/** A file in a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc32: number;
  readonly packed: number;
  readonly size: number;
  /** Where its bytes begin. */
  readonly at: number;
}

const LOCAL = { signature: 0x04034b50, length: 30 };
const CENTRAL = { signature: 0x02014b50, length: 46 };
const END = { signature: 0x06054b50, length: 22 };
const DESCRIPTOR = { signature: 0x08074b50, length: 16 };

/** Sizes and checksum follow the data; the name is UTF-8. */
const FLAGS = { descriptor: 0x0008, utf8: 0x0800 };
const STORED = 0;
const DEFLATED = 8;
const REGULAR_FILE = 0x8000;

const MOST_FILES = 100;
const NAME = /^[A-Za-z][\w-]{0,60}(?:\.[a-z]{1,10})?$/;

interface CentralEntry {
  readonly name: Buffer;
  readonly flags: number;
  /** Version, flags, method and times: the same bytes in both headers. */
  readonly common: Buffer;
  readonly sums: Buffer;
  readonly begin: number;
  readonly method: number;
  readonly crc32: number;
  readonly packed: number;
  readonly size: number;
}

/**
 * The files of a zip, by rules that leave one reading only: its parts lie one after the other from the first byte to the
 * last, what is said twice is the same twice, and there is nothing that some readers know and others skip (comments, extra
 * fields, ZIP64, encryption).
 * @throws ZipRefusedError
 */
export async function layoutOf(source: ZipSource): Promise<readonly ZipEntry[]> {
  const refuse = (reason: ZipRefusal): never => {
    throw new ZipRefusedError(reason);
  };
  if (source.size < END.length) refuse('end');
  const end = await bytesOf(source, source.size - END.length, END.length);
  const [files, directory, begin] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (end.readUInt32LE(0) !== END.signature || begin + directory + END.length !== source.size) refuse('end');
  if (end.readUInt32LE(4) !== 0 || end.readUInt16LE(8) !== files || end.readUInt16LE(20) !== 0)
    refuse('feature');
  if (files > MOST_FILES || directory > MOST_FILES * 200) refuse('size');
  const found = centralEntries(await bytesOf(source, begin, directory), files);
  const names = new Set(found.map(({ name }) => name.toString('latin1').toLowerCase()));
  if (names.size !== found.length) refuse('name');
  const entries: ZipEntry[] = [];
  let at = 0;
  for (const one of found) {
    if (one.begin !== at) refuse('structure');
    const data = at + LOCAL.length + one.name.length;
    if (data + one.packed > begin) refuse('structure');
    requireLocal(await bytesOf(source, at, data - at), one);
    at = data + one.packed;
    if ((one.flags & FLAGS.descriptor) !== 0) {
      if (at + DESCRIPTOR.length > begin) refuse('structure');
      const descriptor = await bytesOf(source, at, DESCRIPTOR.length);
      const fits =
        descriptor.readUInt32LE(0) === DESCRIPTOR.signature && same(descriptor.subarray(4), one.sums);
      if (!fits) refuse('structure');
      at += DESCRIPTOR.length;
    }
    const { crc32, packed, size } = one;
    const name = one.name.toString('latin1');
    entries.push({ name, deflated: one.method === DEFLATED, crc32, packed, size, at: data });
  }
  if (at !== begin) refuse('structure');
  return entries;
}

function centralEntries(bytes: Buffer, files: number): CentralEntry[] {
  const entries: CentralEntry[] = [];
  let at = 0;
  for (let i = 0; i < files; i++) {
    if (at + CENTRAL.length > bytes.length) throw new ZipRefusedError('structure');
    const header = bytes.subarray(at, at + CENTRAL.length);
    const nameLength = header.readUInt16LE(28);
    at += CENTRAL.length + nameLength;
    if (header.readUInt32LE(0) !== CENTRAL.signature || at > bytes.length)
      throw new ZipRefusedError('structure');
    entries.push(centralEntry(header, bytes.subarray(at - nameLength, at)));
  }
  if (at !== bytes.length) throw new ZipRefusedError('structure');
  return entries;
}

function centralEntry(header: Buffer, name: Buffer): CentralEntry {
  const [flags, method] = [header.readUInt16LE(8), header.readUInt16LE(10)];
  const [crc32, packed, size] = [header.readUInt32LE(16), header.readUInt32LE(20), header.readUInt32LE(24)];
  const kind = (header.readUInt32LE(38) >>> 16) & 0xf000;
  const plain =
    (flags & ~(FLAGS.descriptor | FLAGS.utf8)) === 0 &&
    (method === DEFLATED || (method === STORED && packed === size)) &&
    // Extra fields, comment, disk.
    [30, 32, 34].every((field) => header.readUInt16LE(field) === 0) &&
    (kind === 0 || kind === REGULAR_FILE) &&
    packed < 0xffffffff &&
    size < 0xffffffff;
  if (!plain) throw new ZipRefusedError('feature');
  if (!NAME.test(name.toString('latin1'))) throw new ZipRefusedError('name');
  return {
    ...{ name, flags, method, crc32, packed, size },
    ...{ common: header.subarray(6, 16), sums: header.subarray(16, 28), begin: header.readUInt32LE(42) },
  };
}

function requireLocal(header: Buffer, { name, common, sums, flags }: CentralEntry): void {
  const given = header.subarray(14, 26);
  const none = (flags & FLAGS.descriptor) !== 0 && given.every((byte) => byte === 0);
  const fits =
    header.readUInt32LE(0) === LOCAL.signature &&
    same(header.subarray(4, 14), common) &&
    (none || same(given, sums)) &&
    header.readUInt16LE(26) === name.length &&
    header.readUInt16LE(28) === 0 &&
    same(header.subarray(LOCAL.length), name);
  if (!fits) throw new ZipRefusedError('structure');
}

async function bytesOf(source: ZipSource, offset: number, length: number): Promise<Buffer> {
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) throw new ZipRefusedError('end');
  return Buffer.from(bytes.buffer, bytes.byteOffset, length);
}
