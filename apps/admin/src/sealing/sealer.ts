import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AdminSecrets } from '../config/admin-secrets.js';
import { SealedValueError } from './sealed-value.error.js';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what belongs to no person, such as the secrets of webhooks; and reads what earlier releases sealed with it.
 * What belongs to a person is sealed under that person's key: see `SubjectKeys`.
 *
 * AES-256-GCM (NIST SP 800-38D). An envelope is
 * `version (1) | length of key id (1) | key id | IV (12) | ciphertext | tag (16)`; everything before the IV and
 * the place are authenticated, so an envelope opens only where it was sealed.
 *
 * Each kind of place has a key of its own (HKDF, RFC 5869) under each master key; random IVs are safe for some
 * 2^32 values per such key (SP 800-38D §8.3).
 */
@Injectable()
export class Sealer {
  readonly #masterKeys: ReadonlyMap<string, Buffer>;
  readonly #primary: string;
  readonly #authSecret: string;
  readonly #derived = new Map<string, Buffer>();

  constructor(secrets: AdminSecrets) {
    const [primary] = secrets.masterKeys;
    if (primary === undefined) {
      throw new Error('At least one master key is needed.');
    }
    this.#primary = primary.id;
    this.#masterKeys = new Map(secrets.masterKeys.map(({ id, key }) => [id, key]));
    this.#authSecret = secrets.authSecret;
  }

  /** Id of the master key that seals. */
  get primary(): string {
    return this.#primary;
  }

  /** Whether it was sealed under the primary. */
  isCurrent(envelope: Uint8Array): boolean {
    const id = Buffer.from(this.#primary, 'ascii');
    return envelope[1] === id.length && id.equals(envelope.subarray(2, 2 + id.length));
  }

  /** @param place where the value will be kept, as `kind:row`, such as `matches.identity:<matchId>` */
  seal(plaintext: string, place: string): Uint8Array<ArrayBuffer> {
    const id = Buffer.from(this.#primary, 'ascii');
    const header = Buffer.from([VERSION, id.length, ...id]);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealingKey(this.#primary, place), iv, {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(aad(header, place));
    return bytes(header, iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag());
  }

  /**
   * @param place the very place given to {@link seal}
   * @throws SealedValueError
   */
  open(envelope: Uint8Array, place: string): string {
    const sealed = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
    const headerBytes = 2 + (sealed[1] ?? 0);
    if (sealed[0] !== VERSION || sealed.length < headerBytes + IV_BYTES + TAG_BYTES) {
      throw new SealedValueError('not_an_envelope');
    }
    const keyId = sealed.toString('latin1', 2, headerBytes);
    if (!this.#masterKeys.has(keyId)) {
      throw new SealedValueError('unknown_key', keyId);
    }
    const ivEnd = headerBytes + IV_BYTES;
    const tagStart = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#sealingKey(keyId, place),
      sealed.subarray(headerBytes, ivEnd),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAAD(aad(sealed.subarray(0, headerBytes), place));
    decipher.setAuthTag(sealed.subarray(tagStart));
    const opened = decipher.update(sealed.subarray(ivEnd, tagStart));
    try {
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch {
      // The cause is left out on purpose: OpenSSL has nothing to add, and callers log causes.
      throw new SealedValueError('not_authentic', keyId);
    }
  }

  /**
   * The same 32 bytes for the same value, so that a value can be looked up without being stored in clear.
   *
   * Keyed by AUTH_SECRET and not by a master key: master keys rotate, and an index that changed with them would
   * no longer find what was stored before.
   * @param purpose the column, so that equal values in different columns look different
   */
  blindIndex(purpose: string, value: string): Uint8Array<ArrayBuffer> {
    const key = this.#derive(this.#authSecret, `blind-index/v1/${purpose}`, `index:${purpose}`);
    return bytes(createHmac('sha256', key).update(value, 'utf8').digest());
  }

  #sealingKey(keyId: string, place: string): Buffer {
    const kind = place.split(':', 1)[0] ?? '';
    const master = this.#masterKeys.get(keyId) ?? Buffer.alloc(0);
    return this.#derive(master, `sealed-value/v1/${kind}`, `seal:${keyId}:${kind}`);
  }

  #derive(secret: string | Buffer, info: string, cacheAs: string): Buffer {
    let key = this.#derived.get(cacheAs);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', secret, '', `dqe-idmobile-admin/${info}`, 32));
      this.#derived.set(cacheAs, key);
    }
    return key;
  }
}

function aad(header: Uint8Array, place: string): Buffer {
  return Buffer.concat([header, Buffer.from(place, 'utf8')]);
}

/** Into memory of its own: a Buffer may be a window on a pool that others see. */
function bytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
