import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleSource } from '../bundle/bundle.js';
import { NdjsonBundle } from '../bundle/ndjson-bundle.js';
import { TilesBundle } from '../bundle/tiles-bundle.js';
import type { ZipSource } from '../zip/zip-source.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';

/** A server that says nothing for so long is taken for dead. */
const TIMEOUT_MS = 30_000;

/**
 * A bundle by where it is: a file, a directory or a URL. A URL that ends in `.ndjson` is a bundle in one file, any other
 * the prefix of a log in tiles. Only a URL uses the network.
 * @throws BundleUnreadableError
 */
export async function openTarget(target: string): Promise<BundleSource> {
  if (/^https?:\/\//.test(target)) {
    if (new URL(target).pathname.endsWith('.ndjson')) return new NdjsonBundle(download(target));
    const prefix = target.replace(/\/+$/, '');
    return new TilesBundle((path) => fetchFile(`${prefix}/${path}`));
  }
  const directory = await readable(target, async () => (await stat(target)).isDirectory());
  return directory
    ? new TilesBundle((path) => fileOrNull(join(target, path)))
    : new NdjsonBundle(stream(target));
}

/** A zip by its name or by its first bytes: a file that begins as one is taken for nothing else. */
export async function isZip(target: string): Promise<boolean> {
  if (/^https?:\/\//.test(target)) return new URL(target).pathname.endsWith('.zip');
  if (target.endsWith('.zip')) return true;
  return readable(target, async () => {
    if ((await stat(target)).isDirectory()) return false;
    const source = await openZip(target);
    try {
      return source.size >= 2 && Buffer.from(await source.read(0, 2)).toString('latin1') === 'PK';
    } finally {
      await source.close();
    }
  });
}

/**
 * A zip on disk. One at a URL is not read: save it first, so that there is something to show.
 * @throws BundleUnreadableError
 */
export async function openZip(path: string): Promise<ZipSource> {
  if (/^https?:\/\//.test(path))
    throw new BundleUnreadableError('save the zip first, and verify the file', path);
  const file = await readable(path, () => open(path));
  const { size } = await readable(path, () => file.stat());
  return {
    size,
    read: (offset, length) =>
      readable(path, async () => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      }),
    close: () => file.close(),
  };
}

/** The bytes of a file that has to be there. */
export const readWhole = (path: string): Promise<Uint8Array> => readable(path, () => readFile(path));

async function fileOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new BundleUnreadableError(codeOf(error), path);
  }
}

async function* stream(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new BundleUnreadableError(codeOf(error), path);
  }
}

async function* download(url: string): AsyncGenerator<Uint8Array> {
  const response = await get(url);
  if (!response.ok || response.body === null) throw new BundleUnreadableError(`HTTP ${response.status}`, url);
  yield* response.body as unknown as AsyncIterable<Uint8Array>;
}

async function fetchFile(url: string): Promise<Uint8Array | null> {
  const response = await get(url);
  if (response.status === 404) return null;
  if (!response.ok) throw new BundleUnreadableError(`HTTP ${response.status}`, url);
  return readable(url, async () => new Uint8Array(await response.arrayBuffer()));
}

const get = (url: string): Promise<Response> =>
  readable(url, () => fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }));

async function readable<T>(at: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new BundleUnreadableError(codeOf(error), at);
  }
}

/** The code of the system's error, `ENOENT`; of what `fetch` throws, that of its cause. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return cause instanceof Error ? codeOf(cause) : String(name);
}
