import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CONSENT_PATH } from '../callback/callback-path.js';
import { PublicUrl } from '../http/public-url.js';
import { Sealer } from '../sealing/sealer.js';

const ID_BYTES = 16;
/** base64url of the 16 bytes of an id and 32 of a tag: 48 bytes fill 64 characters, so each handle has one spelling. */
const HANDLE = /^[A-Za-z0-9_-]{64}$/;

/**
 * Our link to the operator's page. Its handle is the id of the match and a keyed hash of it: unguessable, and derived
 * instead of stored, so that the first answer to an Idempotency-Key can be derived as well.
 */
@Injectable()
export class ConsentLinks {
  constructor(
    private readonly sealer: Sealer,
    private readonly publicUrl: PublicUrl,
  ) {}

  linkOf(matchId: string): string {
    const id = Buffer.from(matchId.replaceAll('-', ''), 'hex');
    const handle = Buffer.concat([id, this.tagOf(id)]).toString('base64url');
    return this.publicUrl.resolve(`${CONSENT_PATH}/${handle}`);
  }

  /**
   * The match of a handle, or null where it is none of ours. The database is not asked, so that nobody learns by a
   * forged handle, not even from the time it takes, which matches there are.
   */
  matchIdOf(handle: string): string | null {
    if (!HANDLE.test(handle)) return null;
    const bytes = Buffer.from(handle, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    if (!timingSafeEqual(bytes.subarray(ID_BYTES), this.tagOf(id))) return null;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  private tagOf(id: Buffer): Uint8Array {
    return this.sealer.blindIndex('consent-link', id.toString('hex'));
  }
}
