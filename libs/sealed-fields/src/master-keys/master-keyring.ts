import { readFile } from 'node:fs/promises';
import { MasterKeyMissingError, MasterKeysInvalidError } from '../errors/sealed-fields-errors.js';
import type { MasterKey } from './master-key.js';
import { MASTER_KEY_BYTES, MASTER_KEY_ID } from './master-key.js';
import { parseMasterKeys } from './parse-master-keys.js';

/** The versions of the master key that are at hand. One of them, the primary, wraps what is new. Prints without them. */
export class MasterKeyring {
  /** Id of the key that wraps from now on. */
  readonly primary: string;
  /** All ids, the primary first. */
  readonly ids: readonly string[];
  readonly #keys: ReadonlyMap<string, MasterKey>;

  /**
   * @param keys the primary first, older ones after it; they are copied
   * @throws MasterKeysInvalidError
   */
  constructor(keys: readonly MasterKey[]) {
    const [primary] = keys;
    const problems = problemsOf(keys);
    if (primary === undefined || problems.length > 0) throw new MasterKeysInvalidError(problems);
    this.primary = primary.id;
    this.ids = Object.freeze(keys.map(({ id }) => id));
    this.#keys = new Map(keys.map(({ id, key }) => [id, Object.freeze({ id, key: Uint8Array.from(key) })]));
  }

  /**
   * From the form of an environment variable: `id:base64[,id:base64…]`, the primary first.
   * @throws MasterKeysInvalidError
   */
  static parse(text: string): MasterKeyring {
    return new MasterKeyring(parseMasterKeys(text));
  }

  /**
   * From a file such as a mounted secret, in the same form; line breaks may stand for commas.
   * @throws MasterKeysInvalidError, or what reading the file throws
   */
  static async fromFile(path: string): Promise<MasterKeyring> {
    return MasterKeyring.parse(await readFile(path, 'utf8'));
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** @throws MasterKeyMissingError */
  get(id: string): MasterKey {
    const key = this.#keys.get(id);
    if (key === undefined) throw new MasterKeyMissingError(id);
    return key;
  }
}

function problemsOf(keys: readonly MasterKey[]): string[] {
  if (keys.length === 0) return ['there is none'];
  return keys.flatMap(({ id, key }, i) => {
    const before = keys.slice(0, i);
    if (!MASTER_KEY_ID.test(id)) return [`the id of entry ${i + 1} is not allowed`];
    if (key.length !== MASTER_KEY_BYTES) return [`the key ${id} is not 32 bytes`];
    if (before.some((other) => other.id === id)) return [`the id ${id} stands there twice`];
    // Rotating from a key to itself would look like a rotation and be none.
    const twin = before.find((other) => Buffer.compare(other.key, key) === 0);
    return twin === undefined ? [] : [`${twin.id} and ${id} are the same key`];
  });
}
