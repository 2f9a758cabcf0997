import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AdminSecrets } from '../config/admin-secrets.js';

type Purpose = 'engine' | 'attempts' | 'codes' | 'totp';

/** Everything people sign in with is keyed by AUTH_SECRET, and for each purpose by another key. */
@Injectable()
export class AuthKeys {
  readonly #secret: string;

  constructor({ authSecret }: AdminSecrets) {
    this.#secret = authSecret;
  }

  /** What better-auth signs cookies and encrypts second factors with. */
  get engine(): string {
    return this.#key('engine').toString('base64url');
  }

  /** The same for the same text and purpose, and nothing to anybody without the key. */
  digest(purpose: Exclude<Purpose, 'engine'>, text: string): Buffer {
    return createHmac('sha256', this.#key(purpose)).update(text, 'utf8').digest();
  }

  #key(purpose: Purpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, '', `people.${purpose}`, 32));
  }
}

/** Of tokens drawn at random: there is no dictionary to slow down for. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
