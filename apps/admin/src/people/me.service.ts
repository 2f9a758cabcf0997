import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import type { Principal } from '../access/principal.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { AuthEngine } from './auth-engine.js';
import { AuthKeys } from './auth-keys.js';
import { SessionNotFoundError, TooManyTriesError } from './person-errors.js';
import type { PersonRecord } from './person-record.js';
import { PrismaPeople } from './prisma-people.js';
import { PrismaSessions, type SessionRecord } from './prisma-sessions.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';
import { sessionOf } from './session-principal-source.js';
import { type Cookies, headersOf } from './sign-in.service.js';
import { PER_ACCOUNT } from './try-terms.js';

/** What people do with their own account. */
@Injectable()
export class MeService {
  constructor(
    private readonly people: PrismaPeople,
    private readonly sessions: PrismaSessions,
    private readonly attempts: PrismaSignInAttempts,
    private readonly engine: AuthEngine,
    private readonly keys: AuthKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of a key there is neither person nor session. */
  async of(
    principal: Principal,
  ): Promise<{ person: PersonRecord | null; sessions: readonly SessionRecord[] }> {
    if (principal.kind !== 'person') return { person: null, sessions: [] };
    const { id } = principal;
    return { person: await this.people.find(id), sessions: await this.sessions.ofPerson(id) };
  }

  /** @throws SessionNotFoundError also where it is somebody else's */
  async end(id: string, access: Access): Promise<void> {
    const { kind, id: personId } = access.principal;
    access.concerns(id);
    if (kind !== 'person' || !(await this.sessions.end(personId, id, access.event('allowed')))) {
      throw new SessionNotFoundError();
    }
    access.isOnRecord();
  }

  /** @throws SessionNotFoundError where a key asks */
  async signOut(request: FastifyRequest): Promise<Cookies> {
    this.refuseKeys(request);
    const { api } = await this.engine.auth;
    const answer = await api.signOut({ headers: headersOf(request), asResponse: true });
    return answer.headers.getSetCookie();
  }

  /** @throws SessionNotFoundError TooManyTriesError Problem 400 where the present password is another */
  async changePassword(
    currentPassword: string,
    newPassword: string,
    request: FastifyRequest,
  ): Promise<Cookies> {
    const { personId } = this.refuseKeys(request);
    const key = this.keys.digest('attempts', `password:${personId}`);
    const seconds = await this.attempts.take(key, PER_ACCOUNT, this.clock.now());
    if (seconds > 0) throw new TooManyTriesError(seconds);
    const { api } = await this.engine.auth;
    const answer = await api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      ...{ headers: headersOf(request), asResponse: true },
    });
    if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`);
    if (!answer.ok)
      throw Problem.ofField('currentPassword', 'is not your password', 'Send your present one.');
    await this.attempts.forget(key);
    return answer.headers.getSetCookie();
  }

  private refuseKeys(request: FastifyRequest) {
    const session = sessionOf(request);
    if (session === undefined) throw new SessionNotFoundError();
    return session;
  }
}
