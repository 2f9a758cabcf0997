import { randomInt } from 'node:crypto';
import { v7 as uuidv7, validate as isUuid, version as versionOf } from 'uuid';

let latest = 0;
let sequence = 0;

/** The half of a millisecond that the library leaves free above the ids of matches. */
const ABOVE_MATCHES = 2 ** 31;

/** A UUIDv7 of this time; of several of one millisecond, the later one is greater, and a match of it is smaller. */
export function timeId(msecs: number): string {
  if (msecs > latest) {
    latest = msecs;
    sequence = ABOVE_MATCHES + randomInt(2 ** 30);
  } else {
    sequence += 1;
  }
  return uuidv7({ msecs, seq: sequence });
}

/** The smallest UUIDv7 of this time: ids that are not smaller are not older. */
export const firstIdOf = (at: Date): string =>
  uuidv7({ msecs: Math.max(0, at.getTime()), seq: 0, random: new Uint8Array(16) });

/** Milliseconds: clocks are not that far apart. */
const SKEW_MS = 31 * 86_400_000;

/**
 * The smallest id that an event about this has, by a wide margin: nothing is recorded of what is not there yet. Keeps a
 * search among partitions out of those that are older.
 * @param id of a match, a key, …; where it has no time in it, nothing is left out
 */
export function firstIdAbout(id: string): string {
  if (!isUuid(id) || versionOf(id) !== 7) return firstIdOf(new Date(0));
  return firstIdOf(new Date(Math.min(timeOf(id), Date.now()) - SKEW_MS));
}

/** Milliseconds: what a UUIDv7 begins with. */
export const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
