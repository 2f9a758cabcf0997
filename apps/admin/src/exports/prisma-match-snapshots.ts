import { Injectable } from '@nestjs/common';
import type { ConfinedFilter } from '../matches/match-record.js';
import { PrismaMatchSelection } from '../matches/prisma-match-selection.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { type MatchLines, type MatchSnapshot, TooManyExportsError } from './match-snapshot.js';
import { chosenMatches } from './prisma-chosen-matches.js';
import { copiedMatches } from './prisma-copied-matches.js';
import type { LineFormat } from './prisma-match-line-sql.js';
import { PrismaMatchLines } from './prisma-match-lines.js';

/** At a time in this process. */
const MOST_AT_ONCE = 4;
/** Connections of an export where it is the only one: two processors of the server are faster. */
const ALONE = 2;
/** Milliseconds between two pieces that are taken, the server's time for the next included. */
const IDLE_MS = 50_000;
/** Bytes that are handed out at once: a slow reader takes some of them all the time. */
const PIECE_BYTES = 64 * 1024;

/** Matches to be read part by part, as they all were at one time. */
@Injectable()
export class PrismaMatchSnapshots {
  #open = 0;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly lines: PrismaMatchLines,
    private readonly selection: PrismaMatchSelection,
  ) {}

  /**
   * On a server: a snapshot, in which nothing changes. The embedded database has one connection, and nobody else
   * could work while somebody reads an export: there it is the choice of matches that is of one time, and each part is
   * as it stands when it is read.
   * @throws TooManyExportsError
   */
  async open(filter: ConfinedFilter, format: LineFormat): Promise<MatchSnapshot> {
    if (this.#open >= MOST_AT_ONCE) throw new TooManyExportsError();
    this.#open += 1;
    try {
      const { count, parts, close } = await this.#read(filter, format);
      const idle = onceIdle(() => {
        close();
        this.#open -= 1;
      });
      return { count, parts: watched(parts, idle), close: idle.now };
    } catch (error) {
      this.#open -= 1;
      throw error;
    }
  }

  async #read(filter: ConfinedFilter, format: LineFormat): Promise<MatchSnapshot> {
    const fits = await this.selection.of(filter);
    const { openSnapshot, client } = this.database;
    if (openSnapshot === null) return chosenMatches(client, this.lines, fits, format);
    const counted = await this.selection.of(filter, { ordered: false });
    const snapshot = await openSnapshot(this.#open === 1 ? ALONE : 1);
    return copiedMatches(snapshot, { filter, fits, counted }, format);
  }
}

/** In pieces; a part counts with its last one. Whoever takes the last of all holds no connection any more. */
async function* watched(
  parts: AsyncIterable<MatchLines>,
  idle: Idle,
): AsyncGenerator<MatchLines, void, undefined> {
  for await (const part of parts) {
    for (const piece of piecesOf(part)) {
      idle.busy();
      yield piece;
    }
  }
  idle.now();
}

function* piecesOf(part: MatchLines): Generator<MatchLines> {
  const { text, count } = part;
  // A character of a string may be two of its places.
  if (typeof text === 'string') yield part;
  else
    for (let at = 0; at < text.length; at += PIECE_BYTES) {
      const end = at + PIECE_BYTES;
      yield { text: text.subarray(at, end), count: end < text.length ? 0 : count };
    }
}

interface Idle {
  readonly busy: () => void;
  readonly now: () => void;
}

/** Does it once: now, or when nothing has happened for a while. */
function onceIdle(then: () => void): Idle {
  let done = false;
  const now = () => {
    clearTimeout(timer);
    if (!done) then();
    done = true;
  };
  const timer = setTimeout(now, IDLE_MS).unref();
  return {
    busy: () => {
      if (!done) timer.refresh();
    },
    now,
  };
}
