import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/**
 * A UUIDv7 whose leading counter bit is zero: within its millisecond the upper half is left for what happens to the match
 * (RFC 9562, section 6.2), so that a sort by id has the match first.
 * @param msecs since 1970
 */
export const createMatchId = (msecs: number): string => uuidv7({ msecs, seq: randomInt(2 ** 31) });
