import type { KeyObject } from 'node:crypto';
import { fromBase64, toBase64 } from '../bytes/base64.js';
import { same } from '../bytes/same.js';
import { KeyRefusedError } from '../errors/transparency-log-errors.js';
import { ED25519_KEY_BYTES, ed25519Verify, publicKeyOf } from './ed25519.js';
import { isSignatureType, keyIdOf, requireKeyName, splitKeyText, type SignatureType } from './key-id.js';

/** A public key that is trusted under a name: what a verifier has to be given. */
export class VerifierKey {
  /** 8 digits of hex. Short, and only to find the key by. */
  readonly id: string;
  readonly #key: KeyObject;

  constructor(
    readonly name: string,
    readonly type: SignatureType,
    /** 32 bytes. */
    readonly publicKey: Uint8Array,
  ) {
    requireKeyName(name);
    if (publicKey.length !== ED25519_KEY_BYTES) {
      throw new KeyRefusedError('an Ed25519 public key has 32 bytes');
    }
    this.id = keyIdOf(name, type, publicKey);
    this.#key = publicKeyOf(publicKey);
  }

  /**
   * Reads the text of a key, `name+id+base64(type ‖ public key)`. The id has to be the one of the key.
   * @throws KeyRefusedError
   */
  static parse(text: string): VerifierKey {
    const parts = splitKeyText(text);
    if (parts === null) throw new KeyRefusedError('a verifier key has the form name+id+base64');
    const bytes = fromBase64(parts.material);
    if (bytes === null) throw new KeyRefusedError('its last part is not base64');
    const [type] = bytes;
    if (!isSignatureType(type)) {
      throw new KeyRefusedError('only Ed25519 keys are known: type 1 of logs and type 4 of witnesses');
    }
    const key = new VerifierKey(parts.name, type, bytes.subarray(1));
    if (key.id !== parts.id) throw new KeyRefusedError('its id is not the one of this name and key');
    return key;
  }

  /** The text that `parse` reads. */
  toString(): string {
    return `${this.name}+${this.id}+${toBase64(Buffer.concat([Buffer.of(this.type), this.publicKey]))}`;
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    return ed25519Verify(this.#key, message, signature);
  }

  equals(other: VerifierKey): boolean {
    return this.name === other.name && this.type === other.type && same(this.publicKey, other.publicKey);
  }
}

/** All keys that are trusted: those of a log before and after a rotation, those of witnesses. */
export class VerifierKeys {
  readonly #keys = new Map<string, VerifierKey>();

  /**
   * @param keys keys, or their texts
   * @throws KeyRefusedError where two different keys have one name and id
   */
  constructor(keys: Iterable<VerifierKey | string>) {
    for (const one of keys) {
      const key = typeof one === 'string' ? VerifierKey.parse(one) : one;
      const known = this.find(key.name, key.id);
      if (known !== undefined && !known.equals(key)) {
        throw new KeyRefusedError('two keys have the same name and id');
      }
      this.#keys.set(`${key.name}+${key.id}`, key);
    }
  }

  find(name: string, id: string): VerifierKey | undefined {
    return this.#keys.get(`${name}+${id}`);
  }

  get all(): readonly VerifierKey[] {
    return [...this.#keys.values()];
  }
}
