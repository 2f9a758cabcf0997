import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { newApiKey, prefixOf } from '../access/api-key-text.js';
import { standingOf } from '../access/key-standing.js';
import type { Permission } from '../access/permissions.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { hashApiKey } from '../config/local-secrets.js';
import {
  KeyApplicationError,
  KeyChangedError,
  KeyExpiryError,
  KeyGrantError,
  KeyNotActiveError,
  KeyNotFoundError,
} from './key-errors.js';
import type { KeyChange, KeyRecord, MadeKey } from './key-record.js';
import { PrismaApiKeys } from './prisma-api-keys.js';

const HOUR_MS = 3_600_000;

export interface NewKey {
  readonly application: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expiresAt: Date | null;
}

/**
 * Makes keys, changes them and ends them. Whoever gets to see a key, or makes one last longer, might as well hold what
 * it may do: so nobody does either with a key that may more than they.
 */
@Injectable()
export class KeysService {
  constructor(
    private readonly keys: PrismaApiKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws KeyGrantError KeyApplicationError KeyExpiryError */
  async create(wanted: NewKey, access: Access): Promise<MadeKey> {
    const { principal } = access;
    const confinement = confinementOf(principal);
    if (confinement !== null && wanted.application !== confinement)
      throw new KeyApplicationError(confinement);
    this.refuseGrant(principal, wanted.scopes);
    this.refusePast(wanted.expiresAt);
    const made = this.make(wanted, principal);
    access.concerns(made.record.id);
    const { application, scopes } = wanted;
    const event = access.event('allowed', { application, scopes });
    await this.keys.insert(made.record, hashOf(made.key), event);
    access.isOnRecord();
    return made;
  }

  /** @throws KeyNotFoundError also where the key is another application's */
  async find(id: string, principal: Principal): Promise<KeyRecord> {
    const record = await this.keys.find(id, confinementOf(principal));
    if (record === null) throw new KeyNotFoundError();
    return record;
  }

  /**
   * Taking something away is always allowed; adding scopes or time is handing out.
   * @throws KeyNotFoundError KeyNotActiveError KeyChangedError KeyGrantError KeyExpiryError
   */
  async change(id: string, change: KeyChange, access: Access): Promise<KeyRecord> {
    const record = await this.find(id, access.principal);
    this.refuseOver(record);
    const scopes = change.scopes ?? record.scopes;
    this.refuseGrant(
      access.principal,
      isLater(change.expiresAt, record.expiresAt)
        ? scopes
        : scopes.filter((scope) => !record.scopes.includes(scope)),
    );
    if (change.expiresAt !== undefined) this.refusePast(change.expiresAt);
    const fields = Object.keys(change).filter((name) => change[name as keyof KeyChange] !== undefined);
    const event = access.event('allowed', { fields, ...(change.scopes === undefined ? {} : { scopes }) });
    const changed = await this.keys.change(record, change, event);
    if (changed === null) throw await this.overtaken(id, access);
    access.isOnRecord();
    return changed;
  }

  /**
   * A new key with the same rights; the old one works along for a while. Unless told otherwise, it lasts as long as the
   * old one was meant to.
   * @throws KeyNotFoundError KeyNotActiveError KeyChangedError KeyGrantError KeyExpiryError
   */
  async rotate(
    id: string,
    { overlapHours, expiresAt }: { overlapHours: number; expiresAt?: Date | null },
    access: Access,
  ): Promise<MadeKey> {
    const old = await this.find(id, access.principal);
    if (this.standing(old) !== 'active') throw new KeyNotActiveError(this.standing(old));
    this.refuseGrant(access.principal, old.scopes);
    const now = this.clock.now();
    const lasted = old.expiresAt === null ? null : old.expiresAt.getTime() - old.createdAt.getTime();
    const until = expiresAt === undefined ? (lasted === null ? null : new Date(now + lasted)) : expiresAt;
    this.refusePast(until);
    const made = this.make({ ...old, expiresAt: until }, access.principal);
    const event = access.event('allowed', { rotatedTo: made.record.id, overlapHours });
    const overlapUntil = new Date(now + overlapHours * HOUR_MS);
    const rotated = await this.keys.rotate(old, overlapUntil, made.record, hashOf(made.key), event);
    if (!rotated) throw await this.overtaken(id, access);
    access.isOnRecord();
    return made;
  }

  /**
   * From now on it opens nothing. It stays on record; doing it again changes nothing.
   * @throws KeyNotFoundError
   */
  async revoke(id: string, access: Access): Promise<KeyRecord> {
    const record = await this.find(id, access.principal);
    const revoked = await this.keys.revoke(record, new Date(this.clock.now()), access.event('allowed'));
    access.isOnRecord();
    return revoked;
  }

  private make({ application, name, scopes, expiresAt }: NewKey, { kind, id }: Principal): MadeKey {
    const now = this.clock.now();
    const key = newApiKey();
    const terms = { expiresAt, overlapUntil: null, revokedAt: null };
    return {
      key,
      record: {
        ...{ id: timeId(now), application, name, prefix: prefixOf(key), scopes, ...terms },
        ...{ createdAt: new Date(now), createdBy: { kind, id }, lastUsedAt: null, rotatedTo: null },
      },
    };
  }

  /** What became of a key between our reading and our writing it. */
  private async overtaken(id: string, { principal }: Access): Promise<Error> {
    const standing = this.standing(await this.find(id, principal));
    return standing === 'active' ? new KeyChangedError() : new KeyNotActiveError(standing);
  }

  private standing(record: KeyRecord) {
    return standingOf(record, this.clock.now());
  }

  private refuseOver(record: KeyRecord): void {
    const standing = this.standing(record);
    if (standing === 'expired' || standing === 'revoked') throw new KeyNotActiveError(standing);
  }

  private refusePast(expiresAt: Date | null): void {
    if (expiresAt !== null && expiresAt.getTime() <= this.clock.now()) throw new KeyExpiryError();
  }

  private refuseGrant({ permissions }: Principal, scopes: readonly Permission[]): void {
    const missing = scopes.filter((scope) => !permissions.has(scope));
    if (missing.length > 0) throw new KeyGrantError(missing);
  }
}

/** null is for ever; undefined leaves it as it is. */
const isLater = (wanted: Date | null | undefined, present: Date | null): boolean =>
  wanted !== undefined && present !== null && (wanted === null || wanted > present);

const hashOf = (key: string): Uint8Array<ArrayBuffer> => new Uint8Array(hashApiKey(key));
