import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Variant {
  readonly content: Buffer;
  readonly encoding: 'br' | 'gzip' | null;
  readonly etag: string;
}

export interface ServedFileOptions {
  /** Whether its name has a hash of its content. */
  readonly hashed?: boolean;
  /** Whether its scripts put styles into the page themselves. */
  readonly stylesByScript?: boolean;
}

/** One file in memory, with the compressed twins that lie beside it (`.br`, `.gz`). */
export class ServedFile {
  readonly type: string;
  readonly hashed: boolean;
  readonly stylesByScript: boolean;
  readonly #plain: Variant;
  readonly #compressed: readonly Variant[];

  constructor(
    readonly address: string,
    path: string,
    { hashed = false, stylesByScript = false }: ServedFileOptions = {},
  ) {
    this.type = TYPES[extname(path)] ?? 'application/octet-stream';
    this.hashed = hashed;
    this.stylesByScript = stylesByScript;
    this.#plain = variantOf(path, null);
    this.#compressed = (['br', 'gzip'] as const)
      .filter((encoding) => existsSync(path + ENDINGS[encoding]))
      .map((encoding) => variantOf(path + ENDINGS[encoding], encoding));
  }

  /** The smallest the client takes. */
  variantFor(accepted: string | string[] | undefined): Variant {
    const taken = takenBy(String(accepted ?? ''));
    return this.#compressed.find(({ encoding }) => encoding !== null && taken.has(encoding)) ?? this.#plain;
  }
}

const ENDINGS = { br: '.br', gzip: '.gz' } as const;

function variantOf(path: string, encoding: Variant['encoding']): Variant {
  const content = readFileSync(path);
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { content, encoding, etag };
}

/** The encodings of an `Accept-Encoding`, but for those that are refused by `q=0`. */
function takenBy(header: string): ReadonlySet<string> {
  const taken = header.split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return parameters.some((text) => /^q=0(\.0*)?$/.test(text)) ? [] : [name];
  });
  return new Set(taken);
}

/** Whether an `If-None-Match` names the tag. */
export const hasTag = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
