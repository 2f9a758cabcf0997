import { Injectable } from '@nestjs/common';
import { BlindIndex, InputRefusedError, normaliseEmail, normaliseNumber } from 'sealed-fields';
import { AdminSecrets } from '../config/admin-secrets.js';

/** What a person is found by without being read. Keyed by AUTH_SECRET, which never changes; master keys rotate. */
@Injectable()
export class BlindIndexes {
  readonly #number: BlindIndex;
  readonly #email: BlindIndex;
  readonly #identity: BlindIndex;

  constructor({ authSecret }: AdminSecrets) {
    this.#number = new BlindIndex(authSecret, { purpose: 'subjects.number', normalise: normaliseNumber });
    this.#email = new BlindIndex(authSecret, { purpose: 'matches.email', normalise: normaliseEmail });
    this.#identity = new BlindIndex(authSecret, { purpose: 'matches.identity' });
  }

  /** @param number E.164 */
  number(number: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#number.of(number));
  }

  /** @throws InputRefusedError for what is no address */
  email(email: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#email.of(email));
  }

  /** @param canonical see `canonicalIdentity` */
  identity(canonical: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#identity.of(canonical));
  }

  /** Of an address somebody claimed; null where there is none, or none that could be found again. */
  emailOrNone(email: string | undefined): Uint8Array<ArrayBuffer> | null {
    try {
      return email === undefined ? null : this.email(email);
    } catch (error) {
      if (error instanceof InputRefusedError) return null;
      throw error;
    }
  }
}
