import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { AdminSecrets } from '../config/admin-secrets.js';
import { hashApiKey } from '../config/local-secrets.js';
import { looksLikeApiKey } from './api-key-text.js';
import { type FoundKey, KEY_FINDER, type KeyFinder } from './key-finder.js';
import { standingOf } from './key-standing.js';
import { BOOTSTRAP_PERMISSIONS } from './permissions.js';
import { DEFAULT_APPLICATION, type Principal } from './principal.js';
import type { Identification, PrincipalSource } from './principal-source.js';

const LONGEST_KEY = 512;
/** Milliseconds: more often, the time of the last use is not worth a write. */
const TOUCH_EVERY_MS = 60_000;

const BOOTSTRAP: Principal = {
  kind: 'bootstrap',
  id: 'bootstrap',
  label: 'BOOTSTRAP_API_KEY',
  application: DEFAULT_APPLICATION,
  roles: [],
  permissions: new Set(BOOTSTRAP_PERMISSIONS),
};

/** Keys, in `Authorization: Bearer`. */
@Injectable()
export class BearerSource implements PrincipalSource {
  readonly #bootstrapHash: Buffer | null;
  readonly #keys: KeyFinder;
  readonly #clock: Clock;

  constructor(secrets: AdminSecrets, @Inject(KEY_FINDER) keys: KeyFinder, @Inject(CLOCK) clock: Clock) {
    this.#bootstrapHash = secrets.bootstrapKeyHash;
    this.#keys = keys;
    this.#clock = clock;
  }

  async identify(request: FastifyRequest, quietly = false): Promise<Identification | null> {
    const header = request.headers.authorization;
    if (header === undefined) return null;
    const text = /^Bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
    if (text === undefined || text.length > LONGEST_KEY) return UNKNOWN;
    const hash = hashApiKey(text);
    // Hashes are compared and looked up, so neither time nor length tells anything of a key.
    if (this.#bootstrapHash !== null && timingSafeEqual(hash, this.#bootstrapHash)) {
      return { known: true, principal: BOOTSTRAP };
    }
    const key = looksLikeApiKey(text) ? await this.#keys.findByHash(new Uint8Array(hash)) : null;
    return key === null ? UNKNOWN : this.#admit(key, quietly);
  }

  async #admit(key: FoundKey, quietly: boolean): Promise<Identification> {
    const { id, application, name, lastUsedAt } = key;
    const now = this.#clock.now();
    const standing = standingOf(key, now);
    if (standing === 'expired' || standing === 'revoked') {
      // Whoever holds the key may know what became of it.
      return { known: false, reason: `key_${standing}`, actor: { kind: 'key', id }, application };
    }
    if (!quietly && (lastUsedAt === null || now - lastUsedAt.getTime() >= TOUCH_EVERY_MS)) {
      await this.#keys.touch(id, new Date(now));
    }
    const permissions = new Set(key.scopes);
    return { known: true, principal: { kind: 'key', id, label: name, application, roles: [], permissions } };
  }
}

const UNKNOWN: Identification = { known: false, reason: 'unknown_key' };
