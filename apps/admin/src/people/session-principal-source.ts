import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { permissionsOf } from '../access/permissions.js';
import { DEFAULT_APPLICATION, type Principal } from '../access/principal.js';
import type { Identification, PrincipalSource, RefusalReason } from '../access/principal-source.js';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { PublicUrl } from '../http/public-url.js';
import { cookieNames, cookieValues, tokenIn } from './auth-cookies.js';
import { type FoundSession, PrismaSessions } from './prisma-sessions.js';
import { mayUseCookie } from './same-origin.js';
import { isOver } from './session-terms.js';

/** Milliseconds: more often, the time of the last use is not worth a write. */
const TOUCH_EVERY_MS = 60_000;

/** What our pages send along where they ask by themselves: a screen that nobody looks at keeps nobody signed in. */
const UNATTENDED = 'x-unattended';

/** The session of a request, for who manages sessions. */
const sessions = new WeakMap<FastifyRequest, FoundSession>();
export const sessionOf = (request: FastifyRequest): FoundSession | undefined => sessions.get(request);

/** People, by the cookie of their session. */
@Injectable()
export class SessionPrincipalSource implements PrincipalSource {
  constructor(
    private readonly found: PrismaSessions,
    private readonly config: AdminConfig,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async identify(request: FastifyRequest, quietly = false): Promise<Identification | null> {
    const { session: name } = cookieNames(this.publicUrl.base);
    const values = cookieValues(request.headers.cookie, name);
    if (values.length === 0) return null;
    for (const value of values) {
      const token = tokenIn(value);
      const session = token === null ? null : await this.found.findByToken(token);
      if (session !== null) return this.admit(session, request, quietly);
    }
    return { known: false, reason: 'unknown_session' };
  }

  private async admit(
    session: FoundSession,
    request: FastifyRequest,
    quietly: boolean,
  ): Promise<Identification> {
    const { id, personId, name, roles, lastSeenAt } = session;
    const now = this.clock.now();
    const refused = this.refusalOf(session, request, now);
    const actor = { kind: 'person', id: personId } as const;
    if (refused !== null) {
      return { known: false, reason: refused, actor, application: DEFAULT_APPLICATION };
    }
    const unattended = quietly || request.headers[UNATTENDED] !== undefined;
    if (!unattended && now - lastSeenAt.getTime() >= TOUCH_EVERY_MS)
      await this.found.touch(id, new Date(now));
    sessions.set(request, session);
    const principal: Principal = {
      ...actor,
      ...{ label: name, application: DEFAULT_APPLICATION, roles, permissions: permissionsOf(roles) },
    };
    return { known: true, principal };
  }

  private refusalOf(session: FoundSession, request: FastifyRequest, now: number): RefusalReason | null {
    if (isOver(session, now, this.config.sessionIdleMinutes)) return 'session_expired';
    if (session.disabled) return 'person_disabled';
    return mayUseCookie(request, this.publicUrl.ownOrigins) ? null : 'cross_site';
  }
}
