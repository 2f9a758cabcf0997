import type { Place } from '../envelope/place.js';
import { SealedFieldsError } from '../errors/sealed-fields-error.js';
import { KeyGivenBackError, SubjectUnknownError } from '../errors/sealed-fields-errors.js';
import type { DataKey } from './data-key.js';
import type { Found } from './key-loader.js';
import { giveBackAll } from './key-loader.js';
import type { Envelope, SubjectKey } from './subject-key.js';

/** The keys `toSeal` and `toOpen` lend. */
export interface LentSubjectKeys {
  /**
   * @throws SubjectErasedError, SubjectUnknownError, MasterKeyMissingError, WrappedKeyRefusedError: what this subject
   *   has instead of a key
   */
  of(subject: string): SubjectKey;
}

/** Works until it is ended, and never after: not even while the key happens to be cached. */
export class LentKeys implements LentSubjectKeys {
  readonly #lent = new Map<string, LentKey>();
  #found: ReadonlyMap<string, Found> | null;

  constructor(found: ReadonlyMap<string, Found>) {
    this.#found = found;
  }

  of(subject: string): SubjectKey {
    if (this.#found === null) throw new KeyGivenBackError();
    const found = this.#found.get(subject) ?? new SubjectUnknownError();
    if (found instanceof SealedFieldsError) throw found;
    let lent = this.#lent.get(subject);
    if (lent === undefined) {
      lent = new LentKey(found);
      this.#lent.set(subject, lent);
    }
    return lent;
  }

  end(): void {
    for (const lent of this.#lent.values()) lent.end();
    giveBackAll(this.#found?.values() ?? []);
    this.#found = null;
  }
}

class LentKey implements SubjectKey {
  readonly subject: string;
  #key: DataKey | null;

  constructor(key: DataKey) {
    this.subject = key.subject;
    this.#key = key;
  }

  seal(value: string, place: Place): Envelope {
    return this.#inTime().seal(value, place);
  }

  open(envelope: Uint8Array, place: Place): string {
    return this.#inTime().open(envelope, place);
  }

  end(): void {
    this.#key = null;
  }

  #inTime(): DataKey {
    if (this.#key === null) throw new KeyGivenBackError();
    return this.#key;
  }
}
