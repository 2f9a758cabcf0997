import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BearerSource } from './bearer-source.js';
import type { Identification, PrincipalSource } from './principal-source.js';

/** Tells who asks: the first source that finds something for it in the request decides. */
@Injectable()
export class Callers {
  readonly #sources: PrincipalSource[];
  readonly #found = new WeakMap<FastifyRequest, Promise<Identification>>();

  constructor(bearer: BearerSource) {
    // First: who shows a key means the key, and a wrong one is not made good by a cookie.
    this.#sources = [bearer];
  }

  /** Asked after those that are there. */
  register(source: PrincipalSource): void {
    this.#sources.push(source);
  }

  /** Looks once per request, however many guards ask. */
  identify(request: FastifyRequest): Promise<Identification> {
    let found = this.#found.get(request);
    if (found === undefined) {
      found = this.#ask(request);
      this.#found.set(request, found);
    }
    return found;
  }

  /** Looks anew, for a request that goes on: whether what it came with still stands. */
  identifyAgain(request: FastifyRequest): Promise<Identification> {
    return this.#ask(request, true);
  }

  async #ask(request: FastifyRequest, quietly = false): Promise<Identification> {
    for (const source of this.#sources) {
      const identification = await source.identify(request, quietly);
      if (identification !== null) return identification;
    }
    return { known: false, reason: 'no_credentials' };
  }
}
