import { fromBase64, toBase64 } from '../bytes/base64.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import { isCount } from '../merkle/tree-size.js';
import {
  BUNDLE_FORMAT,
  type BundleHeader,
  type BundlePart,
  type BundleSource,
  type ConsistencyFrom,
} from './bundle.js';
import { linesOf } from './ndjson-lines.js';

type Fields = Readonly<Record<string, unknown>>;

/** The first line of a bundle in one file. */
export const headerLine = ({ kind, count, checkpoint, consistency }: BundleHeader): string =>
  lineOf({
    format: BUNDLE_FORMAT,
    kind,
    count,
    checkpoint,
    ...(consistency.length > 0 && {
      consistency: consistency.map(({ from, proof }) => ({ from, proof: proof.map(toBase64) })),
    }),
  });

/** The hashes of the next 256 events, or of what is left of them. Comes before them. */
export const tileLine = (index: number, hashes: Uint8Array): string =>
  lineOf({ tile: index, hashes: toBase64(hashes) });

/** @param proof in selections: the inclusion proof */
export const eventLine = (index: number, leaf: Uint8Array, proof?: readonly Uint8Array[]): string =>
  lineOf({ index, leaf: toBase64(leaf), ...(proof !== undefined && { proof: proof.map(toBase64) }) });

/** Reads a bundle in one file, out of a stream of its bytes. */
export class NdjsonBundle implements BundleSource {
  readonly #lines: AsyncGenerator<string[], void>;
  #rest: readonly string[] = [];

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#lines = linesOf(chunks);
  }

  async header(): Promise<BundleHeader> {
    const next = await this.#lines.next();
    const [first = '', ...rest] = next.done === true ? [] : next.value;
    this.#rest = rest;
    const header = parseHeader(parseLine(first) ?? {});
    if (header === null)
      throw new BundleUnreadableError(`it does not begin with a header of ${BUNDLE_FORMAT}`, 'line 1');
    return header;
  }

  async *parts(): AsyncGenerator<readonly BundlePart[]> {
    let at = 2;
    const partsOf = (lines: readonly string[]) => lines.map((line) => parsePart(line, at++));
    yield partsOf(this.#rest);
    for (let next = await this.#lines.next(); next.done !== true; next = await this.#lines.next()) {
      yield partsOf(next.value);
    }
  }

  async close(): Promise<void> {
    await this.#lines.return();
  }
}

const lineOf = (fields: Fields): string => `${JSON.stringify(fields)}\n`;

function parseLine(line: string): Fields | null {
  try {
    const fields: unknown = JSON.parse(line);
    return typeof fields === 'object' ? (fields as Fields | null) : null;
  } catch {
    return null;
  }
}

function parseHeader({ format, kind, count, checkpoint, consistency = [] }: Fields): BundleHeader | null {
  if (format !== BUNDLE_FORMAT || (kind !== 'log' && kind !== 'selection')) return null;
  if (!isCount(count) || typeof checkpoint !== 'string' || !Array.isArray(consistency)) return null;
  const proofs = consistency.map((one: Fields | null) => parseConsistency(one ?? {}));
  return proofs.includes(null) ? null : { kind, count, checkpoint, consistency: proofs as ConsistencyFrom[] };
}

function parseConsistency({ from, proof }: Fields): ConsistencyFrom | null {
  const hashes = parseHashes(proof);
  return isCount(from) && hashes !== null ? { from, proof: hashes } : null;
}

function parsePart(line: string, at: number): BundlePart {
  const { index, leaf, proof, tile, hashes } = parseLine(line) ?? {};
  if (isCount(tile)) {
    const bytes = typeof hashes === 'string' ? fromBase64(hashes) : null;
    const whole = bytes !== null && bytes.length % HASH_BYTES === 0;
    return { part: 'tile', level: 0, index: tile, hashes: whole ? bytes : null };
  }
  const bytes = typeof leaf === 'string' ? fromBase64(leaf) : null;
  const path = proof === undefined ? null : parseHashes(proof);
  if (!isCount(index) || bytes === null || (path === null && proof !== undefined)) {
    return { part: 'damaged', at: `line ${at}`, events: 1 };
  }
  return { part: 'event', index, leaf: bytes, proof: path };
}

function parseHashes(proof: unknown): Uint8Array[] | null {
  if (!Array.isArray(proof)) return null;
  const hashes = proof.map((hash: unknown) => (typeof hash === 'string' ? fromBase64(hash) : null));
  return hashes.every((hash) => hash?.length === HASH_BYTES) ? (hashes as Uint8Array[]) : null;
}
