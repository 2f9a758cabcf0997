import { randomBytes, type KeyObject } from 'node:crypto';
import { fromBase64, toBase64 } from '../bytes/base64.js';
import { InputRefusedError, KeyRefusedError } from '../errors/transparency-log-errors.js';
import { cosignedMessage, timestampBytes } from './cosignature.js';
import { ED25519_KEY_BYTES, ed25519Sign, privateKeyOf, publicBytesOf } from './ed25519.js';
import { isSignatureType, SIGNATURE_TYPES, splitKeyText, type SignatureType } from './key-id.js';
import { VerifierKey } from './verifier-key.js';

const PREFIX = 'PRIVATE+KEY+';

/** A private key with its name. Its text and its bytes are secret; no error and no print of it holds them. */
export class SigningKey {
  readonly verifierKey: VerifierKey;
  readonly #key: KeyObject;

  /** @param seed 32 random bytes (RFC 8032) */
  constructor(name: string, seed: Uint8Array, type: SignatureType = SIGNATURE_TYPES.log) {
    if (seed.length !== ED25519_KEY_BYTES) throw new KeyRefusedError('an Ed25519 seed has 32 bytes');
    this.#key = privateKeyOf(seed);
    this.verifierKey = new VerifierKey(name, type, publicBytesOf(this.#key));
  }

  /**
   * Reads `PRIVATE+KEY+name+id+base64(type ‖ seed)`, the form that Go's `sumdb/note` and its tools use.
   * @throws KeyRefusedError
   */
  static parse(text: string): SigningKey {
    const parts = text.startsWith(PREFIX) ? splitKeyText(text.slice(PREFIX.length)) : null;
    const bytes = parts === null ? null : fromBase64(parts.material);
    if (parts === null || bytes === null) {
      throw new KeyRefusedError(`a signing key has the form ${PREFIX}name+id+base64`);
    }
    const [type] = bytes;
    if (!isSignatureType(type)) throw new KeyRefusedError('only Ed25519 keys are known, of type 1 or 4');
    const key = new SigningKey(parts.name, bytes.subarray(1), type);
    if (key.verifierKey.id !== parts.id)
      throw new KeyRefusedError('its id is not the one of this name and key');
    return key;
  }

  /**
   * A new key, and the secret text to keep it by.
   * @param name of the log, best a URL without its scheme: `evidence.bank.example/log`
   */
  static generate(
    name: string,
    type: SignatureType = SIGNATURE_TYPES.log,
  ): { key: SigningKey; secret: string } {
    const seed = randomBytes(ED25519_KEY_BYTES);
    const key = new SigningKey(name, seed, type);
    const material = toBase64(Buffer.concat([Buffer.of(type), seed]));
    return { key, secret: `${PREFIX}${name}+${key.verifierKey.id}+${material}` };
  }

  /**
   * The signature over the text of a note, as it stands in the note: without the key id.
   * @param at when it is signed, for a cosignature: seconds since 1970
   */
  sign(text: string, at?: number): Buffer {
    if (this.verifierKey.type === SIGNATURE_TYPES.log) return ed25519Sign(this.#key, Buffer.from(text));
    if (at === undefined || !Number.isSafeInteger(at) || at < 0) {
      throw new InputRefusedError('time', 'a cosignature needs whole seconds since 1970');
    }
    const signature = ed25519Sign(this.#key, cosignedMessage(text, BigInt(at)));
    return Buffer.concat([timestampBytes(BigInt(at)), signature]);
  }
}
