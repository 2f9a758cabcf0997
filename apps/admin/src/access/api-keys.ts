import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminSecrets } from '../config/admin-secrets.js';
import { hashApiKey } from '../config/local-secrets.js';

/** Whoever sent a good key. */
export interface KnownCaller {
  readonly known: true;
  readonly keyId: string;
  /** The partner system the key belongs to: what it made, and what it is told, is its own. */
  readonly application: string;
}

/** Who calls, as far as the `Authorization` header tells. */
export type Caller = KnownCaller | { readonly known: false; readonly presented: 'nothing' | 'wrong_key' };

const LONGEST_KEY = 512;
/** The application of the one key there is. */
const APPLICATION = 'default';

/** Knows which keys are good. */
@Injectable()
export class ApiKeys {
  readonly #hash: Buffer;
  readonly #callers = new WeakMap<FastifyRequest, Caller>();

  constructor(secrets: AdminSecrets) {
    this.#hash = secrets.bootstrapKeyHash;
  }

  /** Looks once per request, however many guards ask. */
  callerOf(request: FastifyRequest): Caller {
    let caller = this.#callers.get(request);
    if (caller === undefined) {
      caller = this.#identify(request.headers.authorization);
      this.#callers.set(request, caller);
    }
    return caller;
  }

  #identify(header: string | undefined): Caller {
    if (header === undefined) {
      return { known: false, presented: 'nothing' };
    }
    const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
    // Hashes are compared, so neither time nor length tells anything of the key.
    const known =
      key !== undefined && key.length <= LONGEST_KEY && timingSafeEqual(hashApiKey(key), this.#hash);
    return known
      ? { known, keyId: this.#hash.toString('hex', 0, 8), application: APPLICATION }
      : { known, presented: 'wrong_key' };
  }
}
