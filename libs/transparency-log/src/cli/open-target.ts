import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BundleSource } from '../bundle/bundle.js';
import { NdjsonBundle } from '../bundle/ndjson-bundle.js';
import { TilesBundle } from '../bundle/tiles-bundle.js';
import type { ZipSource } from '../zip/zip-source.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';

/** A server that says nothing for so long is taken for dead. */
const TIMEOUT_MS = 30_000;

/** How often a server that is asked too fast is asked again, and for how long it may have it wait. */
const PATIENCE = { times: 100, longestMs: 120_000 };

/** The variable a URL's bearer key is in: an argument could be read by everybody on the machine. */
export const TOKEN_VARIABLE = 'DQE_VERIFY_TOKEN';

/**
 * A bundle by where it is: a file, a directory or a URL. A URL that ends in `.ndjson` is a bundle in one file, any other
 * the prefix of a log in tiles. Only a URL uses the network.
 * @param token bearer key for the server of the URL
 * @throws BundleUnreadableError
 */
export async function openTarget(target: string, token: string | null = null): Promise<BundleSource> {
  if (/^https?:\/\//.test(target)) {
    const get = getterFor(target, token);
    if (new URL(target).pathname.endsWith('.ndjson')) return new NdjsonBundle(download(target, get));
    const prefix = target.replace(/\/+$/, '');
    return new TilesBundle((path) => fetchFile(`${prefix}/${path}`, get));
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

async function* download(url: string, get: Get): AsyncGenerator<Uint8Array> {
  const response = await get(url);
  if (!response.ok || response.body === null) throw new BundleUnreadableError(`HTTP ${response.status}`, url);
  yield* response.body as unknown as AsyncIterable<Uint8Array>;
}

async function fetchFile(url: string, get: Get): Promise<Uint8Array | null> {
  const response = await get(url);
  if (response.status === 404) return null;
  if (!response.ok) throw new BundleUnreadableError(`HTTP ${response.status}`, url);
  return readable(url, async () => new Uint8Array(await response.arrayBuffer()));
}

type Get = (url: string) => Promise<Response>;

function getterFor(target: string, token: string | null): Get {
  const { protocol, hostname } = new URL(target);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (token !== null && protocol === 'http:' && !isLoopback) {
    throw new BundleUnreadableError(`the key in ${TOKEN_VARIABLE} is sent by https only`, target);
  }
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return (url) => patiently(() => readable(url, () => fetchOnce(url, headers)));
}

const fetchOnce = (url: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** Comes back when it may, where the server says that it was asked too often. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let left = PATIENCE.times; ; left -= 1) {
    const response = await ask();
    if (response.status !== 429 || left === 0) return response;
    await response.body?.cancel();
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await sleep(
      Math.min(Number.isFinite(seconds) ? Math.max(0, seconds) * 1_000 : 1_000, PATIENCE.longestMs),
    );
  }
}

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
