import { randomFillSync } from 'node:crypto';
import { gcmOpen, gcmSeal, IV_BYTES, TAG_BYTES } from '../envelope/gcm.js';
import { hkdf } from '../envelope/hkdf.js';
import { lengthPrefixed } from '../envelope/length-prefixed.js';
import type { Place } from '../envelope/place.js';
import { placeBytes } from '../envelope/place.js';
import {
  InputRefusedError,
  KeyGivenBackError,
  NotAnEnvelopeError,
  NotAuthenticError,
  OtherKeyError,
  SubjectErasedError,
} from '../errors/sealed-fields-errors.js';
import type { Envelope, SubjectKey } from './subject-key.js';

const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 16;
const AT_KEY_ID = 1;
const AT_IV = AT_KEY_ID + KEY_ID_BYTES;
const AT_SEALED = AT_IV + IV_BYTES;

/** What an envelope is longer than its value in UTF-8. */
export const ENVELOPE_OVERHEAD = AT_SEALED + TAG_BYTES;

/**
 * A data key at hand. It counts who uses it, and overwrites its bytes when the last has finished; when its subject is
 * erased, at once.
 *
 * The key id of its envelopes is derived from the key. That needs no bookkeeping, and commits an envelope to one key,
 * which GCM by itself does not: nobody can make an envelope that two keys open to two different values.
 */
export class DataKey implements SubjectKey {
  readonly subject: string;
  #key: Buffer | null;
  /** `version | key id`, then the subject: the part of the AAD that is the same for all its envelopes. */
  readonly #aad: Buffer;
  readonly #onWiped: (key: DataKey) => void;
  #users = 1;
  #erased = false;

  /** Begins with one user: whoever makes it. @param dataKey 32 bytes; overwritten here */
  constructor(subject: string, dataKey: Uint8Array, onWiped: (key: DataKey) => void) {
    this.subject = subject;
    const derived = hkdf(dataKey, 'sealed-fields/v1/data-key', KEY_BYTES + KEY_ID_BYTES);
    dataKey.fill(0);
    this.#key = Buffer.alloc(KEY_BYTES, derived.subarray(0, KEY_BYTES));
    this.#aad = Buffer.concat([Buffer.of(VERSION), derived.subarray(KEY_BYTES), lengthPrefixed({ subject })]);
    derived.fill(0);
    this.#onWiped = onWiped;
  }

  seal(value: string, place: Place): Envelope {
    const key = this.#keyInUse();
    if (!value.isWellFormed()) throw new InputRefusedError('value', 'it has to be well-formed Unicode');
    const plaintext = Buffer.from(value, 'utf8');
    const envelope = new Uint8Array(ENVELOPE_OVERHEAD + plaintext.length);
    envelope.set(this.#aad.subarray(0, AT_IV));
    randomFillSync(envelope, AT_IV, IV_BYTES);
    const iv = envelope.subarray(AT_IV, AT_SEALED);
    gcmSeal(key, iv, this.#aadAt(place), plaintext, envelope, AT_SEALED);
    return envelope;
  }

  open(envelope: Uint8Array, place: Place): string {
    const key = this.#keyInUse();
    if (envelope.length < ENVELOPE_OVERHEAD || envelope[0] !== VERSION) throw new NotAnEnvelopeError();
    if (this.#aad.compare(envelope, 0, AT_IV, 0, AT_IV) !== 0) throw new OtherKeyError();
    const iv = envelope.subarray(AT_IV, AT_SEALED);
    const opened = gcmOpen(key, iv, this.#aadAt(place), envelope.subarray(AT_SEALED));
    if (opened === null) throw new NotAuthenticError();
    return opened.toString('utf8');
  }

  /** One user more. */
  lend(): this {
    this.#users += 1;
    return this;
  }

  /** One user less. */
  giveBack(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#wipe();
  }

  /** Ends it for all its users. */
  erase(): void {
    this.#erased = true;
    this.#wipe();
  }

  #wipe(): void {
    this.#key?.fill(0);
    this.#key = null;
    this.#onWiped(this);
  }

  #keyInUse(): Buffer {
    if (this.#erased) throw new SubjectErasedError();
    if (this.#key === null) throw new KeyGivenBackError();
    return this.#key;
  }

  #aadAt(place: Place): Buffer {
    return Buffer.concat([this.#aad, placeBytes(place)]);
  }
}
