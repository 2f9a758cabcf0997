import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { PublicUrl } from '../http/public-url.js';
import { AuthEngine } from './auth-engine.js';
import { AuthKeys } from './auth-keys.js';
import { OneTimeCodes } from './one-time-codes.js';
import { CrossSiteError, SignInError, TooManyTriesError } from './person-errors.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';
import { networkOf } from './network-of.js';
import { provenanceOf } from './same-origin.js';
import { type SignInRefusal, SignInRecords } from './sign-in-records.js';
import { PER_ACCOUNT, PER_ADDRESS } from './try-terms.js';

/** What a browser is told to keep. */
export type Cookies = readonly string[];

/** Lets people in: first e-mail and password, then a code. */
@Injectable()
export class SignInService {
  constructor(
    private readonly engine: AuthEngine,
    private readonly attempts: PrismaSignInAttempts,
    private readonly codes: OneTimeCodes,
    private readonly records: SignInRecords,
    private readonly keys: AuthKeys,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws CrossSiteError a page of somebody else's would sign its visitors in as whom it likes */
  async refuseForeign(request: FastifyRequest): Promise<void> {
    if (provenanceOf(request, this.publicUrl.ownOrigins) !== 'foreign') return;
    await this.records.refused('cross_site', null, request);
    throw new CrossSiteError();
  }

  /**
   * The answer is the same, and takes as long, whether there is no such person, no such password, or they are disabled.
   * @returns the cookie by which this browser may go on with a code
   * @throws SignInError TooManyTriesError
   */
  async withPassword(email: string, password: string, request: FastifyRequest): Promise<Cookies> {
    const account = this.keys.digest('attempts', `account:${email.trim().toLowerCase()}`);
    await this.take(account, request);
    const { api } = await this.engine.auth;
    const answer = await api.signInEmail({
      body: { email: email.trim(), password },
      headers: headersOf(request),
      asResponse: true,
    });
    if (!answer.ok) throw await this.refusal(answer.status, 'wrong_credentials', null, request);
    await this.attempts.forget(account);
    await this.attempts.giveBack(this.address(request), this.clock.now());
    return answer.headers.getSetCookie();
  }

  /** @throws SignInError TooManyTriesError */
  withCode(code: string, request: FastifyRequest): Promise<Cookies> {
    return this.second('totp', code, request);
  }

  /** Each of them works once. @throws SignInError TooManyTriesError */
  withBackupCode(code: string, request: FastifyRequest): Promise<Cookies> {
    return this.second('backup_code', code, request);
  }

  /** Slows down who tries links. @throws TooManyTriesError */
  takeFromAddress(request: FastifyRequest): Promise<void> {
    return this.takeOne(this.address(request), PER_ADDRESS, request);
  }

  private async second(
    method: 'totp' | 'backup_code',
    code: string,
    request: FastifyRequest,
  ): Promise<Cookies> {
    const { api } = await this.engine.auth;
    const headers = headersOf(request);
    const { personId } = await api.challenged({ headers });
    if (personId === null) throw await this.refusal(401, 'no_challenge', null, request);
    const account = this.keys.digest('attempts', `code:${personId}`);
    await this.takeOne(account, PER_ACCOUNT, request, personId);
    const call = { headers, asResponse: true } as const;
    const answer =
      method === 'totp'
        ? await api.verifyTOTP({ ...call, body: { code: await this.codes.handedOn(personId, code) } })
        : await api.verifyBackupCode({ ...call, body: { code } });
    if (!answer.ok) throw await this.refusal(answer.status, 'wrong_code', personId, request);
    await this.attempts.forget(account);
    await this.records.cameIn(personId, method, request);
    return answer.headers.getSetCookie();
  }

  private async take(account: Buffer, request: FastifyRequest): Promise<void> {
    // An address that has to wait costs no account a try.
    await this.takeFromAddress(request);
    await this.takeOne(account, PER_ACCOUNT, request);
  }

  private async takeOne(
    key: Buffer,
    terms: typeof PER_ACCOUNT,
    request: FastifyRequest,
    personId: string | null = null,
  ): Promise<void> {
    const seconds = await this.attempts.take(key, terms, this.clock.now());
    if (seconds === 0) return;
    await this.records.refused('too_many_tries', personId, request);
    throw new TooManyTriesError(seconds);
  }

  private async refusal(
    status: number,
    reason: SignInError['reason'] & SignInRefusal,
    personId: string | null,
    request: FastifyRequest,
  ): Promise<Error> {
    if (status >= 500) return new Error(`better-auth answered ${status}`);
    const tooMany = status === 429;
    await this.records.refused(tooMany ? 'too_many_tries' : reason, personId, request);
    return tooMany ? new TooManyTriesError(LOCKED_SECONDS) : new SignInError(reason);
  }

  private address({ ip }: FastifyRequest): Buffer {
    return this.keys.digest('attempts', `address:${networkOf(ip)}`);
  }
}

/** For how long better-auth takes no more codes after ten wrong ones. */
const LOCKED_SECONDS = 900;

/** All that better-auth needs of a request; nothing of where it comes from. */
export const headersOf = ({ headers: { cookie } }: FastifyRequest): Headers =>
  new Headers(cookie === undefined ? {} : { cookie });
