import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PublicUrl } from '../http/public-url.js';
import { Sealer } from '../sealing/sealer.js';
import { BROWSER_PATH } from './callback-path.js';

/**
 * The cookie of a browser that came through our link: one per match, so that two matches in one browser do not get in
 * each other's way.
 *
 * Its value is derived from the match, not drawn for the visit: whoever opens the link gets the same one. With a value
 * of its own for the first visitor, a scanner of links that comes before the customer would lock the customer out.
 */
@Injectable()
export class BrowserCookie {
  constructor(
    private readonly sealer: Sealer,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** The `Set-Cookie` header for a browser that comes through our link. */
  given(matchId: string, seconds: number): string {
    return this.setCookie(matchId, this.valueOf(matchId).toString('base64url'), seconds);
  }

  /** The `Set-Cookie` header that takes it away again. */
  taken(matchId: string): string {
    return this.setCookie(matchId, '', 0);
  }

  /** @param header the `Cookie` header */
  isIn(header: string | undefined, matchId: string): boolean {
    const value = this.valueOf(matchId);
    return valuesOf(header, nameOf(matchId)).some((brought) => {
      const bytes = Buffer.from(brought, 'base64url');
      return bytes.length === value.length && timingSafeEqual(bytes, value);
    });
  }

  private valueOf(matchId: string): Buffer {
    return Buffer.from(this.sealer.blindIndex('consent-cookie', matchId));
  }

  /** Lax and not Strict: the operator's page, which leads back, is another site. */
  private setCookie(matchId: string, value: string, maxAge: number): string {
    // As the browser sees it: PUBLIC_URL may have a path of its own.
    const { pathname, protocol } = new URL(this.publicUrl.resolve(BROWSER_PATH));
    const secure = protocol === 'https:' ? '; Secure' : '';
    return `${nameOf(matchId)}=${value}; Max-Age=${maxAge}; Path=${pathname}; HttpOnly; SameSite=Lax${secure}`;
  }
}

const nameOf = (matchId: string) => `idmobile-${matchId}`;

/**
 * Every value of that name. There may be more than one: a neighbouring host can set a cookie for us all, and must not
 * be able to hide ours behind it. That is also why no cookie parser is used, all of which keep the first one only.
 */
const valuesOf = (header = '', name: string): string[] =>
  header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
