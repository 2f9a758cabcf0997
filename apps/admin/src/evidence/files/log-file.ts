import { TILE_WIDTH } from 'transparency-log';

/** A file of the log in the layout of C2SP `tlog-tiles`. */
export interface LogFile {
  /** Of the tree; `entries`: the leaves of a tile of level 0. */
  readonly level: number | 'entries';
  readonly index: number;
  /** How much of it, 1 to 256. */
  readonly width: number;
}

/** C2SP has six bits for a level. */
const LEVEL = /^(?:[0-9]|[1-5][0-9]|6[0-3])$/;
const PATH = /^((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/**
 * Which file is at this path.
 * @param rest what follows the level: `x001/234.p/17`
 * @returns null where there is none of such a name
 */
export function logFileAt(level: string, rest: string): LogFile | null {
  const [, groups, partial] = PATH.exec(rest) ?? [];
  if (groups === undefined || !(level === 'entries' || LEVEL.test(level))) return null;
  const index = Number(groups.replace(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const isCanonical = !groups.startsWith('x000') && Number.isSafeInteger(index * TILE_WIDTH);
  const isPartial = partial === undefined || width < TILE_WIDTH;
  if (!isCanonical || !isPartial) return null;
  return { level: level === 'entries' ? level : Number(level), index, width };
}
