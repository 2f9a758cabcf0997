import type { FastifyRequest } from 'fastify';
import type { Actor, Principal } from './principal.js';

/** Why somebody was not let in. */
export type RefusalReason =
  | 'no_credentials'
  | 'unknown_key'
  | 'key_expired'
  | 'key_revoked'
  | 'unknown_session'
  | 'session_expired'
  | 'person_disabled'
  | 'cross_site';

export type Identification =
  | { readonly known: true; readonly principal: Principal }
  | {
      readonly known: false;
      readonly reason: RefusalReason;
      /** Where it is known all the same: a key or a session that was good once. */
      readonly actor?: Actor;
      readonly application?: string;
    };

/** One way of telling who asks: a bearer key, or the cookie of a session. */
export interface PrincipalSource {
  /**
   * @param quietly without counting it as a use: a request that goes on by itself keeps nobody signed in
   * @returns null where the request holds nothing for this source, so that the next one may look
   */
  identify(request: FastifyRequest, quietly?: boolean): Promise<Identification | null>;
}
