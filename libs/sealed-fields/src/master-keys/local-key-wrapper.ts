import { randomFillSync } from 'node:crypto';
import { gcmOpen, gcmSeal, IV_BYTES, TAG_BYTES } from '../envelope/gcm.js';
import { hkdf } from '../envelope/hkdf.js';
import { lengthPrefixed } from '../envelope/length-prefixed.js';
import { WrappedKeyRefusedError } from '../errors/sealed-fields-errors.js';
import { DATA_KEY_BYTES } from '../subject-keys/data-key-bytes.js';
import type { KeyWrapper, WrappedKey } from './key-wrapper.js';
import type { MasterKeyring } from './master-keyring.js';

const VERSION = 1;
const AT_IV = 1;
const AT_SEALED = AT_IV + IV_BYTES;
const WRAPPED_BYTES = AT_SEALED + DATA_KEY_BYTES + TAG_BYTES;

/**
 * Wraps with master keys in this process: AES-256-GCM, `version (1) | IV (12) | ciphertext (32) | tag (16)`. The version,
 * the id of the master key and the subject are its AAD.
 *
 * GCM and not AES-KW (RFC 3394), though both are approved for keys (NIST SP 800-38F §3.1): KW has no AAD, so a wrapped
 * key could be moved to another subject. The price is a random IV, safe for 2^32 wrappings per master key (SP 800-38D
 * §8.3); each subject takes one, and a rotation begins anew.
 */
export class LocalKeyWrapper implements KeyWrapper {
  readonly #keyring: MasterKeyring;
  readonly #wrapping = new Map<string, Buffer>();

  constructor(keyring: MasterKeyring) {
    this.#keyring = keyring;
  }

  get primary(): string {
    return this.#keyring.primary;
  }

  wrap(dataKey: Uint8Array, subject: string): Promise<WrappedKey> {
    return settle(() => {
      const masterKeyId = this.primary;
      const bytes = new Uint8Array(WRAPPED_BYTES);
      bytes[0] = VERSION;
      randomFillSync(bytes, AT_IV, IV_BYTES);
      const iv = bytes.subarray(AT_IV, AT_SEALED);
      gcmSeal(this.#keyOf(masterKeyId), iv, aad(masterKeyId, subject), dataKey, bytes, AT_SEALED);
      return { masterKeyId, bytes };
    });
  }

  unwrap({ masterKeyId, bytes }: WrappedKey, subject: string): Promise<Uint8Array> {
    return settle(() => {
      const key = this.#keyOf(masterKeyId);
      const dataKey =
        bytes.length === WRAPPED_BYTES && bytes[0] === VERSION
          ? gcmOpen(
              key,
              bytes.subarray(AT_IV, AT_SEALED),
              aad(masterKeyId, subject),
              bytes.subarray(AT_SEALED),
            )
          : null;
      if (dataKey === null) throw new WrappedKeyRefusedError(masterKeyId);
      return dataKey;
    });
  }

  /** Derived, so that the master key may have other uses beside this one. */
  #keyOf(id: string): Buffer {
    let key = this.#wrapping.get(id);
    if (key === undefined) {
      key = hkdf(this.#keyring.get(id).key, 'sealed-fields/v1/wrap', 32);
      this.#wrapping.set(id, key);
    }
    return key;
  }
}

function aad(masterKeyId: string, subject: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), lengthPrefixed({ masterKeyId, subject })]);
}

/** The port is asynchronous for the sake of services far away; here all is done at once. */
function settle<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => resolve(act()));
}
