import { Inject, Injectable } from '@nestjs/common';
import { type Clock, systemClock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { AuthKeys } from './auth-keys.js';
import { PrismaPeople } from './prisma-people.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';
import { isTotp, totpAt } from './totp.js';

/** No code of any app. */
const WRONG = '------';

/** Codes of authenticator apps, by our clock, and each of them once. */
@Injectable()
export class OneTimeCodes {
  constructor(
    private readonly people: PrismaPeople,
    private readonly attempts: PrismaSignInAttempts,
    private readonly keys: AuthKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes a code of this secret, whoever's it is.
   * @param owner of the secret
   * @returns false where it is wrong, or was tried before: whoever looked over a shoulder is too late
   */
  async take(owner: string, secret: string, code: string): Promise<boolean> {
    const now = this.clock.now();
    const fresh = await this.attempts.takeCode(this.keys.digest('codes', `${owner}:${code}`), now);
    return fresh && isTotp(secret, code, now);
  }

  /**
   * What to hand to better-auth for a code: it counts wrong ones and ends the sign-in after some, but looks at the
   * system's clock only, and takes a code as often as it is sent.
   */
  async handedOn(personId: string, code: string): Promise<string> {
    const encrypted = await this.people.totpSecretOf(personId);
    if (encrypted === null) return WRONG;
    const { symmetricDecrypt } = await import('./better-auth.js');
    const secret = await symmetricDecrypt({ key: this.keys.engine, data: encrypted });
    return (await this.take(personId, secret, code)) ? totpAt(secret, systemClock.now()) : WRONG;
  }
}
