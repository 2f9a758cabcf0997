import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { PublicUrl } from '../http/public-url.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { type CookieNames, cookieNames } from './auth-cookies.js';
import { AuthKeys } from './auth-keys.js';
import { OidcPeople, OIDC_PROVIDER } from './oidc-people.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-rules.js';
import { authTables } from './prisma-auth-tables.js';
import { PrismaPeople } from './prisma-people.js';

export const AUTH_PATH = '/api/v1/auth';
/** What authenticator apps show. */
export const ISSUER = 'DQE ID Mobile admin';
const HOUR_MS = 3_600_000;
const CHALLENGE_SECONDS = 600;

export type BetterAuth = Awaited<ReturnType<AuthEngine['make']>>;

/**
 * better-auth, as we use it: it checks passwords, codes and OpenID providers, and begins sessions. It answers no request
 * by itself: our controllers call what they want of it, and nothing else of it can be reached.
 */
@Injectable()
export class AuthEngine {
  readonly #logger = new Logger('BetterAuth');
  #made: Promise<BetterAuth> | undefined;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly people: PrismaPeople,
    private readonly oidc: OidcPeople,
    private readonly config: AdminConfig,
    private readonly keys: AuthKeys,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get cookies(): CookieNames {
    return cookieNames(this.publicUrl.base);
  }

  /** Made late: with PORT=0 our address is known only once we listen. */
  get auth(): Promise<BetterAuth> {
    return (this.#made ??= this.make());
  }

  async make() {
    const { betterAuth, genericOAuth, peoplePlugin, prismaAdapter, twoFactor } =
      await import('./better-auth.js');
    const { sessionHours } = this.config;
    const names = this.cookies;
    const cookie = (name: string, sameSite: 'lax' | 'strict') => ({
      name,
      attributes: { sameSite, secure: names.secure, httpOnly: true, path: '/' },
    });
    return betterAuth({
      appName: ISSUER,
      // With its path: PUBLIC_URL may have one, and then nothing would be added to it.
      baseURL: this.publicUrl.resolve(AUTH_PATH),
      secret: this.keys.engine,
      telemetry: { enabled: false },
      logger: {
        level: 'error',
        // The text alone: what comes along may be anything.
        log: (_level, message) => this.#logger.error({ msg: message }),
      },
      database: prismaAdapter(authTables(this.database, this.clock, sessionHours * HOUR_MS), {
        provider: 'postgresql',
      }),
      emailAndPassword: {
        ...{ enabled: true, disableSignUp: true, autoSignIn: false },
        ...{ minPasswordLength: SHORTEST_PASSWORD, maxPasswordLength: LONGEST_PASSWORD },
      },
      session: {
        expiresIn: sessionHours * 3_600,
        disableSessionRefresh: true,
        cookieCache: { enabled: false },
      },
      account: {
        updateAccountOnSignIn: false,
        // By an address the provider has verified; ours come from whoever invited.
        accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: false },
      },
      verification: { storeIdentifier: 'hashed' },
      rateLimit: { enabled: false },
      databaseHooks: {
        session: { create: { before: async ({ userId }) => this.people.mayComeIn(userId) } },
      },
      advanced: {
        useSecureCookies: false,
        database: { generateId: () => timeId(this.clock.now()) },
        ipAddress: { disableIpTracking: true },
        cookies: {
          session_token: cookie(names.session, 'strict'),
          two_factor: cookie(names.challenge, 'strict'),
          // Lax: the way back from the provider begins on another site.
          state: cookie(names.state, 'lax'),
        },
      },
      plugins: [
        twoFactor({ issuer: ISSUER, twoFactorCookieMaxAge: CHALLENGE_SECONDS }),
        genericOAuth({ config: this.providers() }),
        peoplePlugin(names),
      ],
    });
  }

  private providers() {
    const { oidc } = this.config;
    if (oidc === undefined) return [];
    const { issuer, clientId, clientSecret } = oidc;
    return [
      {
        ...{ providerId: OIDC_PROVIDER, clientId, clientSecret, pkce: true, disableSignUp: true },
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        scopes: ['openid', 'email', 'profile'],
        mapProfileToUser: (profile: Record<string, unknown>) => this.oidc.arrive(profile),
      },
    ];
  }
}
