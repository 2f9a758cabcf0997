import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { PublicUrl } from '../http/public-url.js';
import { cookieValues, tokenIn } from './auth-cookies.js';
import { AuthEngine } from './auth-engine.js';
import { OIDC_PROVIDER } from './oidc-people.js';
import { SsoNotConfiguredError, SsoRefusedError, SsoUnavailableError } from './person-errors.js';
import { PrismaPeople } from './prisma-people.js';
import { PrismaSessions } from './prisma-sessions.js';
import { SignInRecords } from './sign-in-records.js';
import { type Cookies, headersOf } from './sign-in.service.js';

/** Signs people in by the OpenID provider of OIDC_ISSUER. */
@Injectable()
export class SsoService {
  constructor(
    private readonly engine: AuthEngine,
    private readonly people: PrismaPeople,
    private readonly sessions: PrismaSessions,
    private readonly records: SignInRecords,
    private readonly config: AdminConfig,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws SsoNotConfiguredError SsoUnavailableError */
  async begin(request: FastifyRequest): Promise<{ url: string; cookies: Cookies }> {
    this.refuseUnset();
    const { api } = await this.engine.auth;
    const answer = await api.signInSocial({
      body: {
        provider: OIDC_PROVIDER,
        ...{ callbackURL: this.address('/sign-in'), errorCallbackURL: this.address('/sign-in') },
      },
      ...{ headers: headersOf(request), asResponse: true },
    });
    const body = (await answer.json()) as { url?: string };
    if (!answer.ok || body.url === undefined) throw new SsoUnavailableError();
    return { url: body.url, cookies: answer.headers.getSetCookie() };
  }

  /** Whether they are in now; who is not known or not let in, is not. */
  async back(request: FastifyRequest): Promise<{ in: boolean; cookies: Cookies }> {
    const { searchParams } = new URL(request.url, this.publicUrl.base);
    const { api } = await this.engine.auth;
    const cookies = await api
      .callbackOAuth({
        ...{ params: { id: OIDC_PROVIDER }, query: Object.fromEntries(searchParams) },
        ...{ headers: headersOf(request), asResponse: true },
      })
      .then(({ headers }) => headers.getSetCookie())
      .catch((error: unknown) => {
        if (error instanceof SsoRefusedError) return [];
        throw error;
      });
    const personId = await this.personIn(cookies);
    if (personId === null) {
      await this.records.refused('oidc_refused', null, request);
      return { in: false, cookies };
    }
    await this.people.arrived(personId, new Date(this.clock.now()));
    await this.records.cameIn(personId, 'oidc', request);
    return { in: true, cookies };
  }

  /** @throws SsoNotConfiguredError */
  refuseUnset(): void {
    if (this.config.oidc === undefined) throw new SsoNotConfiguredError();
  }

  address(page: `/${string}`): string {
    return this.publicUrl.resolve(page);
  }

  /** Whose session the answer begins. */
  private async personIn(cookies: Cookies): Promise<string | null> {
    const pairs = cookies.map((cookie) => cookie.split(';', 1)[0]).join(';');
    for (const value of cookieValues(pairs, this.engine.cookies.session)) {
      const token = tokenIn(value);
      const session = token === null ? null : await this.sessions.findByToken(token);
      if (session !== null) return session.personId;
    }
    return null;
  }
}
