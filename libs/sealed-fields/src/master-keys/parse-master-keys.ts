import { MasterKeysInvalidError } from '../errors/sealed-fields-errors.js';
import type { MasterKey } from './master-key.js';
import { MASTER_KEY_BYTES, MASTER_KEY_ID } from './master-key.js';

/**
 * `id:key`, with the key in base64 or base64url; the primary first. Entries are separated by commas or line breaks, so
 * that a variable and a mounted file have one form.
 * @throws MasterKeysInvalidError naming every entry that is wrong by its position, never by its text
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const entries = text
    .split(/[,\r\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const problems: string[] = [];
  const keys = entries.flatMap((entry, i) => {
    const colon = entry.indexOf(':');
    const id = entry.slice(0, Math.max(colon, 0));
    const key = decodeKey(entry.slice(colon + 1));
    if (colon < 0) problems.push(`entry ${i + 1} is not id:key`);
    else if (!MASTER_KEY_ID.test(id)) {
      problems.push(`the id of entry ${i + 1} is not 1 to 32 letters, digits, dots, dashes or underscores`);
    } else if (key === undefined) problems.push(`the key of entry ${i + 1} is not 32 bytes in base64`);
    else return [{ id, key }];
    return [];
  });
  if (problems.length > 0) throw new MasterKeysInvalidError(problems);
  return keys;
}

/** Strictly: Node itself skips what is not base64. */
function decodeKey(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === MASTER_KEY_BYTES ? key : undefined;
}
