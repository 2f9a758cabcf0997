import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

let latest = 0;
let sequence = 0;

/** A UUIDv7 of this time; of several of one millisecond, the later one is greater. */
export function timeId(msecs: number): string {
  if (msecs > latest) {
    latest = msecs;
    sequence = randomInt(2 ** 31);
  } else {
    sequence += 1;
  }
  return uuidv7({ msecs, seq: sequence });
}

/** The smallest UUIDv7 of this time: ids that are not smaller are not older. */
export const firstIdOf = (at: Date): string =>
  uuidv7({ msecs: Math.max(0, at.getTime()), seq: 0, random: new Uint8Array(16) });
